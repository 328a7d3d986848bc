"""Verdicts: drafted by several hands, frozen by review, one at hand at a time."""

from typing import Any

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem
from tracker.lib.ids import new_id


def draft(room: Newsroom, **changes: Any) -> dict[str, Any]:
    return room.verdict(room.claim()["id"], **changes)


def propose(room: Newsroom, **changes: Any) -> Any:
    body = EXAMPLES["verdict"] | {"scale_id": room.scale_id} | changes
    return room.post(f"/claims/{room.claim()['id']}/verdicts", body)


def test_a_verdict_is_drafted_and_shown(room: Newsroom) -> None:
    claim_id = room.claim_in("queued")
    evidence = room.evidence(claim_id)
    verdict = room.verdict(claim_id)

    assert (verdict["status"], verdict["label"], verdict["evidence_ids"]) == ("draft", "mostly_false", [evidence["id"]])
    assert verdict["texts"] == EXAMPLES["verdict"]["texts"]
    assert verdict["contributors"] == [{"id": room.accounts["checker"], "name": "checker"}]
    assert (verdict["approved_by"], verdict["approved_at"], verdict["waivers"]) == (None, None, [])
    assert room.get(f"/verdicts/{verdict['id']}").json == verdict
    assert room.get(f"/claims/{claim_id}").json["verdict_id"] == verdict["id"]


def test_a_draft_needs_no_more_than_a_label(room: Newsroom) -> None:
    body = {"scale_id": room.scale_id, "label": "true"}
    verdict = created(room.post(f"/claims/{room.claim()['id']}/verdicts", body))

    assert (verdict["texts"], verdict["evidence_ids"], verdict["statements"]) == ([], [], {})


@pytest.mark.parametrize("state", ["logged", "queued", "investigating", "in_review", "approved"])
def test_a_claim_has_one_verdict_at_hand(room: Newsroom, state: str) -> None:
    claim_id = room.claim_in(state)
    body = {"scale_id": room.scale_id, "label": "true"}
    if state in {"logged", "queued"}:
        room.verdict(claim_id)

    assert problem(room.post(f"/claims/{claim_id}/verdicts", body)) == (409, "illegal-step")


@pytest.mark.parametrize("state", ["published", "retracted", "rejected", "merged"])
def test_what_is_settled_takes_no_verdict(room: Newsroom, state: str) -> None:
    body = {"scale_id": room.scale_id, "label": "true"}

    assert problem(room.post(f"/claims/{room.claim_in(state)}/verdicts", body)) == (409, "illegal-step")


def test_every_reviser_is_a_contributor(room: Newsroom) -> None:
    claim_id = room.claim()["id"]
    verdict = room.verdict(claim_id)
    people = [room.accounts[who] for who in ("checker", "editor")]
    room.call("PUT", f"/claims/{claim_id}/assignees", "checker", people, if_match="*")
    revised = room.patch(f"/verdicts/{verdict['id']}", {"label": "false"}, "editor").json

    assert (revised["label"], revised["version"]) == ("false", 2)
    assert {person["name"] for person in revised["contributors"]} == {"checker", "editor"}


def test_others_do_not_revise_a_draft(room: Newsroom) -> None:
    verdict = draft(room)
    answers = [
        room.patch(f"/verdicts/{verdict['id']}", {"label": "false"}, who) for who in ("second_checker", "editor")
    ]

    assert [problem(answer) for answer in answers] == [(403, "not-contributor")] * 2


@pytest.mark.parametrize("state", ["in_review", "approved", "published"])
def test_a_verdict_is_frozen_from_review_on(room: Newsroom, state: str) -> None:
    claim_id = room.claim_in(state)
    verdict = room.get(f"/claims/{claim_id}/verdicts").json["items"][0]

    assert verdict["status"] == state
    assert problem(room.patch(f"/verdicts/{verdict['id']}", {"label": "false"})) == (409, "verdict-not-draft")


def test_a_verdict_that_was_sent_back_is_a_draft_again(room: Newsroom) -> None:
    claim_id = room.claim_in("approved")
    created(room.step(claim_id, "send_back", reason="The title is off."))
    verdict = room.get(f"/claims/{claim_id}/verdicts").json["items"][0]

    assert (verdict["status"], verdict["approved_by"], verdict["approved_at"]) == ("draft", None, None)
    assert room.patch(f"/verdicts/{verdict['id']}", {"label": "false"}).status_code == 200


def test_texts_and_citations_are_replaced_whole(room: Newsroom) -> None:
    claim_id = room.claim()["id"]
    evidence = [room.evidence(claim_id)["id"] for _ in range(3)]
    verdict = room.verdict(claim_id, evidence_ids=evidence[:2])
    texts = [{"language": "fr", "summary": "Non."}, {"language": "en", "summary": "No."}]
    revised = room.patch(
        f"/verdicts/{verdict['id']}", {"texts": texts, "evidence_ids": [evidence[2], evidence[0]]}
    ).json

    assert revised["evidence_ids"] == [evidence[2], evidence[0]]
    assert [(text["language"], text["summary"], text["title"]) for text in revised["texts"]] == [
        ("fr", "Non.", None), ("en", "No.", None),
    ]  # fmt: skip


def test_statements_are_merged_and_dates_are_taken_away(room: Newsroom) -> None:
    verdict = draft(room, statements={"both_sides_or_stated": "We looked.", "reply_sought_or_stated": "No reply."})
    patch = {"statements": {"both_sides_or_stated": None}, "true_as_of": None, "review_by": None}
    revised = room.patch(f"/verdicts/{verdict['id']}", patch).json

    assert revised["statements"] == {"reply_sought_or_stated": "No reply."}
    assert (revised["true_as_of"], revised["review_by"]) == (None, None)


def test_a_label_is_one_of_its_scale(room: Newsroom) -> None:
    verdict = draft(room)
    answers = [
        propose(room, label="pants_on_fire"),
        room.patch(f"/verdicts/{verdict['id']}", {"label": "pants_on_fire"}),
    ]

    assert [(problem(a), places(a)) for a in answers] == [((422, "reference-not-found"), ["/label"])] * 2


@pytest.mark.parametrize("whose", ["nobody", "other"])
def test_a_scale_is_ones_own(room: Newsroom, other_room: Newsroom, whose: str) -> None:
    answer = propose(room, scale_id=other_room.scale_id if whose == "other" else new_id())

    assert (problem(answer), places(answer)) == ((422, "reference-not-found"), ["/scale_id"])


@pytest.mark.parametrize("whose", ["nothing", "another claim", "another organization"])
def test_evidence_of_the_same_claim_is_cited(room: Newsroom, other_room: Newsroom, whose: str) -> None:
    holder = {"another claim": room, "another organization": other_room}.get(whose)
    cited = holder.evidence(holder.claim()["id"])["id"] if holder else new_id()
    answer = propose(room, evidence_ids=[cited])

    assert (problem(answer), places(answer)) == ((422, "reference-not-found"), ["/evidence_ids/0"])


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"label": "Mostly False"}, "/label"),
        ({"label": None}, "/label"),
        ({"scale_id": "truth"}, "/scale_id"),
        ({"evidence_ids": "all"}, "/evidence_ids"),
        ({"true_as_of": "now"}, "/true_as_of"),
        ({"review_by": "2025-09"}, "/review_by"),
        ({"statements": {"because": "x"}}, "/statements/because"),
        ({"statements": {"reply_sought_or_stated": 7}}, "/statements/reply_sought_or_stated"),
        ({"texts": [{"title": "No."}]}, "/texts/0/language"),
        ({"texts": [{"language": "en", "summary": " "}]}, "/texts/0/summary"),
        ({"texts": [{"language": "en", "title": "x" * 301}]}, "/texts/0/title"),
        ({"status": "published"}, "/status"),
    ],
)
def test_what_is_malformed_is_told_by_its_place(room: Newsroom, change: dict[str, Any], place: str) -> None:
    answer = propose(room, **change)

    assert (problem(answer), places(answer)) == ((422, "invalid"), [place])


def test_a_language_has_one_text(room: Newsroom) -> None:
    answer = propose(room, texts=[{"language": "en"}, {"language": "en"}])

    assert answer.status_code == 422
    assert places(answer)[0].startswith("/texts")


def test_earlier_verdicts_stay_in_the_list(room: Newsroom) -> None:
    claim_id = room.claim_in("published")
    created(room.step(claim_id, "reopen", reason="The office revised the figure."))
    second = room.verdict(claim_id, label="false")
    listed = room.get(f"/claims/{claim_id}/verdicts").json["items"]

    assert [(item["status"], item["label"]) for item in listed] == [("draft", "false"), ("published", "mostly_false")]
    assert listed[0] == second
