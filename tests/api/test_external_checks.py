"""Other outlets' checks: kept as they were published, attached to claims, and never a verdict of ours."""

from typing import Any

import pytest
from flask import Flask

from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem
from tracker.lib.ids import new_id
from tracker.services import external_checks
from tracker.services.recording import recording

PATH = "/external-checks"


def told(**changes: Any) -> dict[str, Any]:
    return EXAMPLES["external_check"] | {"url": f"https://checks.paper.example/{new_id()}"} | changes


def kept(room: Newsroom, **changes: Any) -> dict[str, Any]:
    return created(room.post(PATH, told(**changes)))


def attached(room: Newsroom, check_id: str, **changes: Any) -> dict[str, Any]:
    return created(room.post(PATH, {"check_id": check_id, **changes}))


def kinds(room: Newsroom, external_check_id: str) -> list[str]:
    entries = room.get(f"/audit/entries?object=external_check/{external_check_id}", "auditor").json["items"]
    return [entry["kind"] for entry in entries]


def test_a_check_is_kept_as_its_publisher_tells_it(room: Newsroom) -> None:
    body = told()
    check = kept(room, **body)

    assert {name: check[name] for name in body} == body
    assert (check["class"], check["claim_id"], check["check_id"], check["status"]) == (None, None, None, None)
    assert room.get(f"{PATH}/{check['id']}").json == check


def test_the_same_check_is_kept_once(room: Newsroom) -> None:
    body = told()
    first = created(room.post(PATH, body))
    again = room.post(PATH, body | {"publisher": {"name": "paper  CHECKS"}, "url": f"{body['url']}?utm_source=feed",
                                    "label": "Wrong"})  # fmt: skip

    assert (again.status_code, again.json) == (200, first)


@pytest.mark.parametrize(
    "other", [{"publisher": {"name": "Others"}}, {"url": "https://a.example/2"}, {"claim_text": "B"}]
)
def test_another_publisher_address_or_claim_makes_another_check(room: Newsroom, other: dict[str, Any]) -> None:
    body = told()

    assert created(room.post(PATH, body))["id"] != created(room.post(PATH, body | other))["id"]


def test_a_check_is_attached_to_a_claim_and_found_by_it(room: Newsroom) -> None:
    claim, check = room.claim(), kept(room)
    changed = room.patch(f"{PATH}/{check['id']}", {"claim_id": claim["id"]})
    listed = room.get(claim["links"]["external_checks"].removeprefix("/api/v1")).json["items"]

    assert changed.json["claim_id"] == claim["id"]
    assert [item["id"] for item in listed] == [check["id"]]
    assert "block" not in listed[0]
    assert room.patch(f"{PATH}/{check['id']}", {"claim_id": None}).json["claim_id"] is None


def test_an_attached_check_changes_nothing_of_the_claim(room: Newsroom) -> None:
    claim = room.claim()
    kept(room, claim_id=claim["id"])

    assert room.get(f"/claims/{claim['id']}").json == claim


def test_it_cannot_be_mended_into_another_one(room: Newsroom) -> None:
    first, second = kept(room), kept(room)
    as_the_first = {name: first[name] for name in ("publisher", "url", "claim_text")}

    assert problem(room.patch(f"{PATH}/{second['id']}", as_the_first)) == (409, "conflict")
    assert room.patch(f"{PATH}/{first['id']}", as_the_first | {"label": "Wrong"}).json["label"] == "Wrong"


def test_another_organizations_check_is_attached_by_its_id(room: Newsroom, other_room: Newsroom) -> None:
    check_id = other_room.claim_in("published")
    check = attached(room, check_id)
    again = room.post(PATH, {"check_id": check_id})

    assert check["publisher"]["name"] == "Other Checks"
    assert check["url"] == f"https://tracker.example/fact-checks/{check_id}"
    assert (check["claim_text"], check["label"]) == (EXAMPLES["claim"]["text"], "Mostly false")
    assert (check["class"], check["number"], check["status"]) == ("mostly_false", 1, "live")
    assert (again.status_code, again.json["id"]) == (200, check["id"])


def test_what_happens_to_it_raises_an_event_with_whoever_attached_it(room: Newsroom, other_room: Newsroom) -> None:
    check_id = other_room.claim_in("published")
    check = attached(room, check_id)
    created(other_room.step(check_id, "reopen", reason="a reader wrote"))
    reopened = room.get(f"{PATH}/{check['id']}").json
    created(other_room.step(check_id, "retract", reason="it was wrong", notice="This check was wrong."))
    shown = room.get(f"{PATH}/{check['id']}").json

    assert (reopened["status"], reopened["number"], reopened["class"]) == ("under_review", 1, "mostly_false")
    assert (shown["status"], shown["number"], shown["class"]) == ("retracted", 2, None)
    assert kinds(room, check["id"]) == [f"external_check.{done}" for done in ("added", "changed", "changed")]
    assert kinds(other_room, check["id"]) == []


def test_who_changed_it_there_is_not_told_here(room: Newsroom, other_room: Newsroom) -> None:
    check_id = other_room.claim_in("published")
    check = attached(room, check_id)
    created(other_room.step(check_id, "reopen", reason="a reader wrote"))
    entries = room.get(f"/audit/entries?object=external_check/{check['id']}", "auditor").json["items"]

    assert [entry["actor"]["name"] for entry in entries] == ["checker", ""]


def test_their_own_pages_are_no_change_of_their_check(room: Newsroom, other_room: Newsroom) -> None:
    check_id = other_room.claim_in("published")
    check = attached(room, check_id)
    page = [{"language": "en", "url": f"https://other.example/{check_id}"}]
    assert other_room.call("PUT", f"/claims/{check_id}/pages", "editor", page, if_match="*").status_code == 200

    assert room.get(f"{PATH}/{check['id']}").json["url"] == page[0]["url"]
    assert kinds(room, check["id"]) == ["external_check.added"]


def test_only_what_others_published_can_be_attached(room: Newsroom, other_room: Newsroom) -> None:
    unpublished = room.post(PATH, {"check_id": other_room.claim_in("approved")})
    own = room.post(PATH, {"check_id": room.claim_in("published")})

    assert (problem(unpublished), places(unpublished)) == ((422, "reference-not-found"), ["/check_id"])
    assert (problem(own), places(own)) == ((422, "inconsistent"), ["/check_id"])


def test_what_another_organization_tells_here_is_not_retold(room: Newsroom, other_room: Newsroom) -> None:
    check = attached(room, other_room.claim_in("published"))
    answer = room.patch(f"{PATH}/{check['id']}", {"label": "True", "publisher": {"name": "We"}})

    assert problem(answer) == (422, "inconsistent")
    assert places(answer) == ["/publisher/name", "/label"]
    assert room.patch(f"{PATH}/{check['id']}", {"claim_id": room.claim()["id"]}).status_code == 200


def test_another_organizations_claim_is_none(room: Newsroom, other_room: Newsroom) -> None:
    theirs = {"claim_id": other_room.claim()["id"]}
    answers = [room.post(PATH, told(**theirs)), room.patch(f"{PATH}/{kept(room)['id']}", theirs)]

    assert [problem(answer) for answer in answers] == [(422, "reference-not-found")] * 2
    assert [places(answer) for answer in answers] == [["/claim_id"]] * 2


@pytest.mark.parametrize("name", ["claim_id", "publisher", "label", "language"])
def test_a_list_is_of_what_is_asked_for(new_room: Newsroom, name: str) -> None:
    wanted = {"claim_id": new_room.claim()["id"], "label": "Satire", "language": "fa", "publisher": "Others"}[name]
    value = {"name": wanted} if name == "publisher" else wanted
    mine = kept(new_room, **{name: value})
    kept(new_room)

    found = new_room.get(f"{PATH}?{name}={wanted}").json["items"]

    assert [item["id"] for item in found] == [mine["id"]]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"publisher": None}, "/publisher"),
        ({"publisher": {}}, "/publisher/name"),
        ({"publisher": {"name": "A", "url": "a"}}, "/publisher/url"),
        ({"url": "javascript:alert(1)"}, "/url"),
        ({"claim_text": " "}, "/claim_text"),
        ({"claim_text": "x" * 20_001}, "/claim_text"),
        ({"label": 4}, "/label"),
        ({"language": "klingonese"}, "/language"),
        ({"published_on": "20 January"}, "/published_on"),
        ({"block": {"a": 1}}, "/block"),
        ({"claim_id": "7"}, "/claim_id"),
        ({"class": "true"}, "/class"),
        ({"rating": 5}, "/rating"),
    ],
)
def test_what_is_malformed_is_told_by_its_place(room: Newsroom, change: dict[str, Any], place: str) -> None:
    answer = room.post(PATH, told(**change))

    assert (problem(answer), places(answer)) == ((422, "invalid"), [place])


@pytest.mark.parametrize("name", ["publisher", "url", "claim_text", "label"])
def test_what_identifies_a_check_and_its_label_are_needed(room: Newsroom, name: str) -> None:
    body = {key: value for key, value in told().items() if key != name}

    assert problem(room.post(PATH, body)) == (422, "invalid")


def test_a_check_here_is_named_by_its_id_alone(room: Newsroom) -> None:
    assert problem(room.post(PATH, {"check_id": new_id(), "label": "True"})) == (422, "invalid")


def test_erased_words_are_gone_and_the_check_can_come_anew(room: Newsroom) -> None:
    body = told(claimant="Somebody")
    check = created(room.post(PATH, body))
    target = {"object": f"external_check/{check['id']}", "field": "/claim_text"}
    filed = created(room.post("/erasures", EXAMPLES["erasure"] | {"targets": [target]}, "admin"))
    created(room.post(f"/erasures/{filed['id']}/confirmation", {}, "editor"))

    assert room.get(f"{PATH}/{check['id']}").json["claim_text"] == filed["replacement_text"]
    assert created(room.post(PATH, body))["id"] != check["id"]


def test_hundreds_are_taken_in_by_one_deed(room: Newsroom, shared_app: Flask) -> None:
    rows = [
        {"publisher_name": "Paper Checks", "url": f"https://bulk.example/{new_id()}", "claim_text": f"Claim {n}",
         "label": "Wrong"}
        for n in range(300)
    ]  # fmt: skip
    with shared_app.app_context():
        actor = room.actor("admin")
        with recording(actor) as record:
            first = external_checks.take_in(actor, record, [*rows, rows[0]])
        with recording(actor) as record:
            again = external_checks.take_in(actor, record, rows)

    assert [is_new for _, is_new in first] == [True] * 300 + [False]
    assert first[0][0] == first[-1][0]
    assert again == [(row_id, False) for row_id, _ in first[:300]]
