"""The harness itself: a claim can be taken to every state through the API."""

import pytest

from tests.newsrooms import ROADS, Newsroom


@pytest.mark.parametrize("state", ROADS)
def test_a_claim_can_be_taken_to(newsroom: Newsroom, state: str) -> None:
    claim_id = newsroom.claim_in(state)

    assert newsroom.get(f"/claims/{claim_id}").json["state"] == state
