"""A claim that was rejected, or merged into another, is closed: its draft waits as it is."""

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created

CLOSING = {"reject": {"reason": "not checkable"}, "merge": {"reason": "the same claim"}}


def closed_with_a_draft(room: Newsroom, step: str) -> tuple[str, str]:
    """Return a claim that was closed after a verdict was drafted, and the verdict."""
    claim_id = room.claim()["id"]
    verdict_id = room.verdict(claim_id)["id"]
    words = CLOSING[step] | ({"into": room.claim()["id"]} if step == "merge" else {})
    created(room.step(claim_id, step, **words))
    return claim_id, verdict_id


@pytest.mark.parametrize("step", CLOSING)
def test_the_draft_of_a_closed_claim_is_not_revised(room: Newsroom, step: str) -> None:
    _, verdict_id = closed_with_a_draft(room, step)

    answer = room.patch(f"/verdicts/{verdict_id}", {"review_by": "2030-01-01"})

    assert (answer.status_code, answer.json["type"]) == (409, "/problems/illegal-step")


@pytest.mark.parametrize("step", CLOSING)
def test_no_rule_is_waived_for_the_draft_of_a_closed_claim(room: Newsroom, step: str) -> None:
    claim_id, _ = closed_with_a_draft(room, step)

    answer = room.post(f"/claims/{claim_id}/waivers", EXAMPLES["waiver"], "editor")

    assert (answer.status_code, answer.json["type"]) == (409, "/problems/illegal-step")


def test_a_restored_claim_takes_up_its_draft(room: Newsroom) -> None:
    claim_id, verdict_id = closed_with_a_draft(room, "reject")
    created(room.step(claim_id, "restore", reason="it can be checked after all"))

    answer = room.patch(f"/verdicts/{verdict_id}", {"review_by": "2030-01-01"})

    assert (answer.status_code, answer.json["review_by"]) == (200, "2030-01-01")


def test_an_outsider_learns_of_the_state_before_being_refused_as_one(room: Newsroom) -> None:
    _, verdict_id = closed_with_a_draft(room, "reject")

    answer = room.patch(f"/verdicts/{verdict_id}", {"review_by": "2030-01-01"}, "second_checker")

    assert answer.status_code == 409
