"""Whoever changes cited evidence while its verdict is in review has had a hand in it, and cannot approve it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created, problem

Change = Callable[[Newsroom, str], Any]
CHANGES: dict[str, Change] = {
    "an edit": lambda room, path: room.patch(path, {"excerpt": "It rose by 33 percent."}, "editor"),
    "another figure": lambda room, path: room.post(f"{path}/observations", EXAMPLES["observation"], "editor"),
    "a withdrawal": lambda room, path: room.post(f"{path}/withdrawal", EXAMPLES["withdrawal"], "editor"),
}


def cited(room: Newsroom, claim_id: str) -> str:
    return f"/evidence/{room.get(f'/claims/{claim_id}/evidence').json['items'][0]['id']}"


def verdict_of(room: Newsroom, claim_id: str) -> dict[str, Any]:
    found: dict[str, Any] = room.get(f"/claims/{claim_id}/verdicts").json["items"][0]
    return found


@pytest.mark.parametrize("what", CHANGES)
def test_who_changes_it_in_review_does_not_approve_it(room: Newsroom, what: str) -> None:
    claim_id = room.claim_in("in_review")
    created(CHANGES[what](room, cited(room, claim_id)))
    allowed = {who: room.get(f"/claims/{claim_id}", who).json["allowed_steps"] for who in ("editor", "second_editor")}

    assert problem(room.step(claim_id, "approve", "editor")) == (403, "four-eyes")
    assert ["approve" in allowed[who] for who in ("editor", "second_editor")] == [False, True]
    assert created(room.step(claim_id, "approve", "second_editor"))["state"] == "approved"


def test_the_verdict_names_them_among_its_contributors(room: Newsroom) -> None:
    claim_id = room.claim_in("in_review")
    before = verdict_of(room, claim_id)
    CHANGES["an edit"](room, cited(room, claim_id))
    after = verdict_of(room, claim_id)
    last = room.get(f"/verdicts/{after['id']}/history").json["items"][-1]

    assert {who["name"] for who in after["contributors"]} == {"checker", "editor"}
    assert (after["version"], last["kind"]) == (before["version"] + 1, "verdict.revised")


def test_who_changed_it_before_may_approve_what_others_submitted(room: Newsroom) -> None:
    claim_id = room.claim_in("investigating")
    created(CHANGES["an edit"](room, cited(room, claim_id)))
    created(room.step(claim_id, "submit", "checker"))

    assert created(room.step(claim_id, "approve", "editor"))["state"] == "approved"


def test_evidence_that_is_not_cited_makes_no_contributor(room: Newsroom) -> None:
    claim_id = room.claim_in("in_review")
    body = {"source": {"title": "Another report"}, "stance": "context", "excerpt": "x"}
    path = f"/evidence/{created(room.post(f'/claims/{claim_id}/evidence', body, 'editor'))['id']}"
    created(CHANGES["an edit"](room, path))

    assert created(room.step(claim_id, "approve", "editor"))["state"] == "approved"
