"""Which claims a list holds: each filter by itself, and the queue of what waits for the caller."""

from collections.abc import Mapping

import pytest

from tests.newsrooms import Newsroom, created

TEXTS = {"dated": "It was so in June.", "undated": "It is so.", "published": "It was said and checked."}
MATCHES = {
    "made_from=2023-06-30": {"dated", "published"},
    "made_from=2023-07-01": {"published"},
    "made_to=2023-06-01": {"dated"},
    "made_to=2023-05-31": set(),
    "made_from=2023-06-15&made_to=2023-06-15": {"dated"},
    "created_from=2001-01-01T00:00:00Z": {"dated", "undated", "published"},
    "created_to=2001-01-01T00:00:00Z": set(),
    "review_by_to=2031-01-31": {"published"},
    "review_by_to=2031-01-30": set(),
    "state=logged": {"dated", "undated"},
    "state=logged&state=published": {"dated", "undated", "published"},
    "publication_status=live": {"published"},
    "kind=rumour": {"undated"},
    "language=fr": {"undated"},
    "topic=climate": {"dated"},
    "topic=climate&state=published": set(),
}


@pytest.fixture
def claims(new_room: Newsroom) -> Mapping[str, str]:
    """Three claims in a newsroom of their own, by id."""
    dated = new_room.claim(text=TEXTS["dated"], made_on="2023-06", topics=["climate"])["id"]
    undated = new_room.claim(text=TEXTS["undated"], made_on=None, kind="rumour", language="fr", topics=[])["id"]
    published = new_room.claim(text=TEXTS["published"], made_on="2025-01-09", topics=["economy"])["id"]
    for step in ("accept", "start"):
        created(new_room.step(published, step, "checker"))
    new_room.evidence(published)
    new_room.verdict(published, review_by="2031-01-31")
    for step, who in {"submit": "checker", "approve": "editor", "publish": "editor"}.items():
        created(new_room.step(published, step, who))
    return {dated: "dated", undated: "undated", published: "published"}


def found(room: Newsroom, query: str, who: str = "checker") -> list[str]:
    """Return the ids of the claims that a list holds."""
    return [claim["id"] for claim in created(room.get(f"/claims?{query}", who))["items"]]


def test_each_filter_given_must_match(new_room: Newsroom, claims: Mapping[str, str]) -> None:
    assert {query: {claims[i] for i in found(new_room, query)} for query in MATCHES} == MATCHES


def test_a_claim_is_found_by_whoever_works_on_it(new_room: Newsroom, claims: Mapping[str, str]) -> None:
    checker = new_room.accounts["checker"]

    assert [claims[i] for i in found(new_room, f"assignee_id={checker}")] == ["published"]


def test_a_claim_is_found_by_the_label_it_was_published_with(new_room: Newsroom, claims: Mapping[str, str]) -> None:
    published = next(claim for claim, name in claims.items() if name == "published")
    label = new_room.get(f"/claims/{published}").json["publication"]["label"]

    assert found(new_room, f"label={label}") == [published]


def test_what_waits_for_somebody_is_what_they_may_take_a_step_forward_on(
    new_room: Newsroom, claims: Mapping[str, str]
) -> None:
    waiting = [claims[i] for i in found(new_room, "awaiting=me")]

    assert (waiting, found(new_room, "awaiting=me", "auditor")) == (["undated", "dated"], [])
