"""Steps: what each needs, what it does, and who never takes which."""

from typing import Any

import pytest

from tests.newsrooms import Newsroom, created, places, problem
from tracker.lib.ids import new_id

WORDS = {"reason": "because", "notice": "Readers are told."}


def verdict_of(room: Newsroom, claim_id: str) -> dict[str, Any]:
    found: dict[str, Any] = room.get(f"/claims/{claim_id}/verdicts").json["items"][0]
    return found


def test_the_ladder_is_told_step_by_step(room: Newsroom) -> None:
    claim_id = room.claim_in("retracted")
    steps = room.get(f"/claims/{claim_id}/steps").json["items"]

    assert [(step["step"], step["state_before"], step["state_after"], step["actor"]["name"]) for step in steps] == [
        ("accept", "logged", "queued", "checker"),
        ("start", "queued", "investigating", "checker"),
        ("submit", "investigating", "in_review", "checker"),
        ("approve", "in_review", "approved", "editor"),
        ("publish", "approved", "published", "editor"),
        ("retract", "published", "retracted", "editor"),
    ]
    assert [step["seq"] for step in steps] == sorted(step["seq"] for step in steps)
    assert steps[-1]["reason"] == "it was wrong"


@pytest.mark.parametrize(
    ("state", "step", "words", "missing"),
    [
        ("logged", "reject", {}, ["/reason"]),
        ("logged", "reject", {"reason": None}, ["/reason"]),
        ("rejected", "restore", {}, ["/reason"]),
        ("merged", "unmerge", {}, ["/reason"]),
        ("logged", "merge", {}, ["/into", "/reason"]),
        ("investigating", "release", {}, ["/reason"]),
        ("in_review", "send_back", {}, ["/reason"]),
        ("approved", "send_back", {}, ["/reason"]),
        ("published", "reopen", {}, ["/reason"]),
        ("published", "retract", {}, ["/reason", "/notice"]),
        ("published", "retract", {"reason": "x"}, ["/notice"]),
    ],
)
def test_a_step_names_the_words_that_it_needs(
    room: Newsroom, state: str, step: str, words: dict[str, Any], missing: list[str]
) -> None:
    claim_id = room.claim_in(state)
    answer = room.step(claim_id, step, **words)

    assert (problem(answer), places(answer)) == ((422, "need-not-met"), missing)
    assert room.get(f"/claims/{claim_id}").json["state"] == state


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        (None, ["/verdict"]),
        ({"texts": []}, ["/verdict/texts"]),
        ({"texts": [{"language": "en", "summary": "No."}]}, ["/verdict/texts"]),
        ({"texts": [{"language": "en", "rationale": "No."}]}, ["/verdict/texts"]),
        ({"evidence_ids": []}, ["/verdict/evidence_ids"]),
        ({"evidence_ids": [], "texts": []}, ["/verdict/texts", "/verdict/evidence_ids"]),
    ],
)
def test_what_is_submitted_is_whole(room: Newsroom, changes: dict[str, Any] | None, missing: list[str]) -> None:
    claim_id = room.claim_in("queued")
    room.step(claim_id, "start", "checker")
    room.evidence(claim_id)
    if changes is not None:
        room.verdict(claim_id, **changes)
    answer = room.step(claim_id, "submit", "checker")

    assert (problem(answer), places(answer)) == ((422, "need-not-met"), missing)


def test_withdrawn_evidence_does_not_carry_a_verdict(room: Newsroom) -> None:
    claim_id = room.claim_in("investigating")
    evidence = room.get(f"/claims/{claim_id}/evidence").json["items"][0]
    room.post(f"/evidence/{evidence['id']}/withdrawal", {"reason": "of another country"})
    answer = room.step(claim_id, "submit", "checker")

    assert (problem(answer), places(answer)) == ((422, "need-not-met"), ["/verdict/evidence_ids"])


def test_who_starts_works_on_it_unless_somebody_else_is_named(room: Newsroom) -> None:
    mine, theirs = room.claim_in("queued"), room.claim_in("queued")
    started = created(room.step(mine, "start", "checker"))
    given = created(room.step(theirs, "start", "checker", assignee_id=room.accounts["second_checker"]))

    assert [person["name"] for person in started["assignees"]] == ["checker"]
    assert [person["name"] for person in given["assignees"]] == ["second_checker"]


@pytest.mark.parametrize("whose", ["nobody", "other"])
def test_work_goes_to_ones_own_people(room: Newsroom, other_room: Newsroom, whose: str) -> None:
    stranger = other_room.accounts["checker"] if whose == "other" else new_id()
    answer = room.step(room.claim_in("queued"), "start", "checker", assignee_id=stranger)

    assert (problem(answer), places(answer)) == ((422, "reference-not-found"), ["/assignee_id"])


@pytest.mark.parametrize("who", ["editor", "everyone"])
def test_nobody_approves_what_they_helped_write(room: Newsroom, who: str) -> None:
    claim_id = room.claim_in("investigating")
    people = [room.accounts[name] for name in ("checker", who)]
    room.call("PUT", f"/claims/{claim_id}/assignees", "checker", people, if_match="*")
    verdict = verdict_of(room, claim_id)
    created(room.patch(f"/verdicts/{verdict['id']}", {"label": "false"}, who))
    created(room.step(claim_id, "submit", "checker"))
    answer = room.step(claim_id, "approve", who)

    assert problem(answer) == (403, "four-eyes")
    assert "approve" not in room.get(f"/claims/{claim_id}", who).json["allowed_steps"]
    assert created(room.step(claim_id, "approve", "second_editor"))["state"] == "approved"


def test_an_assignee_submits_what_another_drafted(room: Newsroom) -> None:
    claim_id = room.claim_in("investigating")
    room.call("PUT", f"/claims/{claim_id}/assignees", "checker", [room.accounts["second_checker"]], if_match="*")

    assert created(room.step(claim_id, "submit", "second_checker"))["state"] == "in_review"


def test_an_approval_names_who_gave_it_and_when(room: Newsroom) -> None:
    verdict = verdict_of(room, room.claim_in("approved"))

    assert verdict["approved_by"] == {"id": room.accounts["editor"], "name": "editor"}
    assert verdict["approved_at"]


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ({}, ["/kind", "/notice"]),
        ({"kind": "correction"}, ["/notice"]),
        ({"kind": "correction", "notice": " "}, ["/notice"]),
        ({"kind": "original", "notice": "x"}, ["/kind"]),
        ({"kind": "reinstatement", "notice": "x"}, ["/kind"]),
    ],
)
def test_a_later_publication_says_what_it_is(room: Newsroom, words: dict[str, Any], missing: list[str]) -> None:
    answer = room.step(again(room, "published"), "publish", **words)

    assert answer.status_code == 422
    assert places(answer) == missing


def test_a_first_publication_corrects_nothing(room: Newsroom) -> None:
    answer = room.step(room.claim_in("approved"), "publish", kind="correction", notice="x")

    assert (problem(answer), places(answer)) == ((422, "need-not-met"), ["/kind"])


def test_after_a_retraction_comes_a_reinstatement(room: Newsroom) -> None:
    claim_id = again(room, "retracted")
    refused = room.step(claim_id, "publish", kind="correction", notice="x")
    claim = created(room.step(claim_id, "publish", kind="reinstatement", notice="It was right after all."))

    assert (problem(refused), places(refused)) == ((422, "need-not-met"), ["/kind"])
    assert (claim["publication"]["status"], claim["publication"]["kind"]) == ("live", "reinstatement")


def again(room: Newsroom, state: str) -> str:
    """Return the id of a claim that was published, opened once more and approved anew."""
    claim_id = room.claim_in(state)
    created(room.step(claim_id, "reopen", reason="The office revised the figure."))
    room.verdict(claim_id, label="false")
    created(room.step(claim_id, "submit", "checker"))
    created(room.step(claim_id, "approve"))
    return claim_id


def test_a_reopened_check_stays_up_as_under_review(room: Newsroom) -> None:
    claim_id = room.claim_in("published")
    claim = created(room.step(claim_id, "reopen", reason="The office revised the figure."))
    page = room.get(f"/fact-checks/{claim_id}", None)

    assert (claim["state"], claim["publication"]["status"]) == ("investigating", "under_review")
    assert page.status_code == 200
    assert "under review" in page.text.lower()


@pytest.mark.parametrize("state", ["published", "retracted"])
def test_a_re_check_that_changes_nothing_leaves_all_as_it_was(room: Newsroom, state: str) -> None:
    claim_id = room.claim_in(state)
    before = room.get(f"/claims/{claim_id}/publications", None).data
    created(room.step(claim_id, "reopen", reason="A reader asked."))
    room.verdict(claim_id, label="false")
    claim = created(room.step(claim_id, "conclude", reason="The figure stands."))

    assert claim["state"] == state
    assert claim["publication"]["status"] == {"published": "live", "retracted": "retracted"}[state]
    assert (claim["verdict_id"], verdict_of(room, claim_id)["status"]) == (None, "discarded")
    assert room.get(f"/claims/{claim_id}/publications", None).data == before


@pytest.mark.parametrize("stage", ["investigating", "in_review", "approved"])
def test_what_is_public_can_be_retracted_whatever_the_work_is_at(room: Newsroom, stage: str) -> None:
    claim_id = room.claim_in("published")
    created(room.step(claim_id, "reopen", reason="A reader asked."))
    room.verdict(claim_id, label="false")
    for step, who, reached in (("submit", "checker", "in_review"), ("approve", "editor", "approved")):
        if stage in {reached, "approved"}:
            created(room.step(claim_id, step, who))
    claim = created(room.step(claim_id, "retract", **WORDS))

    assert (claim["state"], claim["publication"]["status"], claim["verdict_id"]) == ("retracted", "retracted", None)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, "/step"),
        ({"step": "leap"}, "/step"),
        ({"step": "accept", "state": "published"}, "/state"),
        ({"step": "merge", "into": "x"}, "/into"),
        ({"step": "publish", "kind": "retraction"}, "/kind"),
        ({"step": "publish", "severity": "huge"}, "/severity"),
        ({"step": "reject", "reason": ""}, "/reason"),
        ({"step": "reject", "reason": 7}, "/reason"),
    ],
)
def test_what_is_malformed_is_told_by_its_place(room: Newsroom, body: dict[str, Any], place: str) -> None:
    answer = room.post(f"/claims/{room.claim()['id']}/steps", body, "editor", if_match="*")

    assert (problem(answer), places(answer)) == ((422, "invalid"), [place])
