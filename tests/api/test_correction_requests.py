"""Requests for a correction: anyone sends one, the organization decides by the day that is set."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem
from tracker.app import create_app

SENT = EXAMPLES["correction_request"]
PATH = "/correction-requests"
# A Tuesday: the seventh working day from it is a Thursday.
TUESDAY, THURSDAY = datetime(2026, 11, 24, 12, tzinfo=UTC), "2026-12-03"


def sent(room: Newsroom, **changes: Any) -> dict[str, Any]:
    body = SENT | {"check_id": room.claim_in("published")} | changes
    return created(room.post(PATH, {name: value for name, value in body.items() if value is not None}, None))


def test_anyone_asks_and_the_organization_reads_it(room: Newsroom) -> None:
    receipt = sent(room)
    shown = room.get(f"{PATH}/{receipt['id']}").json

    assert receipt["status_url"] == f"https://tracker.example/corrections/requests/{receipt['token']}"
    assert {name: shown[name] for name in ("text", "evidence_urls", "email", "status")} == {
        "text": SENT["text"], "evidence_urls": SENT["evidence_urls"], "email": SENT["email"], "status": "open",
    }  # fmt: skip
    assert (shown["check_id"], shown["number"]) == (receipt["check_id"], 1)
    assert receipt["token"] not in str(shown)


def test_the_token_is_shown_once(room: Newsroom) -> None:
    body, key = SENT | {"check_id": room.claim_in("published")}, {"Idempotency-Key": "ask-once"}
    first = room.post(PATH, body, None, headers=key)
    again = room.post(PATH, body, None, headers=key)

    assert (first.status_code, first.headers["Cache-Control"]) == (201, "no-store")
    assert problem(again) == (409, "idempotency-conflict")


@pytest.mark.parametrize("suffix", ["", "/en", ".json", "?from=a-feed", "#evidence"])
def test_a_check_is_named_by_an_address_of_its_public_page(room: Newsroom, suffix: str) -> None:
    check_id = room.claim_in("published")

    receipt = sent(room, check_id=None, url=f"https://tracker.example/fact-checks/{check_id}{suffix}")

    assert receipt["check_id"] == check_id


def test_a_check_is_named_by_the_outlets_own_page(room: Newsroom) -> None:
    check_id = room.claim_in("published")
    url = f"https://outlet.example/{check_id}"
    assert room.call("PUT", f"/claims/{check_id}/pages", "editor", [{"language": "en", "url": url}], if_match="*")

    assert sent(room, check_id=None, url=f"{url}#verdict")["check_id"] == check_id


@pytest.mark.parametrize("named", ["unpublished", "nothing", "elsewhere", "home"])
def test_only_what_is_published_can_be_corrected(room: Newsroom, named: str) -> None:
    known = {
        "unpublished": {"check_id": room.claim_in("approved")},
        "nothing": {"check_id": room.scale_id},
        "elsewhere": {"url": "https://other.example/fact-checks/1"},
        "home": {"url": "https://tracker.example/fact-checks/"},
    }
    body = {name: value for name, value in SENT.items() if name != "check_id"} | known[named]

    answer = room.post(PATH, body, None)

    assert problem(answer) == (422, "reference-not-found")
    assert places(answer) == [f"/{next(iter(known[named]))}"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"text": ""}, "/text"),
        ({"text": None}, "/text"),
        ({"evidence_urls": ["javascript:alert(1)"]}, "/evidence_urls/0"),
        ({"evidence_urls": ["https://a.example"] * 2}, "/evidence_urls"),
        ({"email": "nobody"}, "/email"),
        ({"url": "https://tracker.example/fact-checks/x"}, "/url"),
        ({"verdict": "true"}, "/verdict"),
    ],
)
def test_a_malformed_request_is_told_by_its_place(room: Newsroom, change: dict[str, Any], place: str) -> None:
    answer = room.post(PATH, SENT | change, None)

    assert problem(answer) == (422, "invalid")
    assert places(answer) == [place]


def test_it_is_due_seven_working_days_later_in_the_organizations_time_zone(new_room: Newsroom) -> None:
    new_room.patch("/organization", {"time_zone": "Pacific/Auckland"}, "admin")
    check_id = new_room.claim_in("published")
    with time_machine.travel(TUESDAY, tick=False):
        receipt = sent(new_room, check_id=check_id)

    # There it is Wednesday already.
    assert receipt["due_on"] == "2026-12-04"


def test_what_is_late_is_listed_as_such(new_room: Newsroom) -> None:
    check_id = new_room.claim_in("published")
    with time_machine.travel(TUESDAY, tick=False) as clock:
        late, decided = sent(new_room, check_id=check_id)["id"], sent(new_room, check_id=check_id)["id"]
        created(new_room.post(f"{PATH}/{decided}/decision", EXAMPLES["decision"], "editor"))
        clock.shift(timedelta(days=8))
        recent = sent(new_room, check_id=check_id)["id"]
        clock.move_to(datetime.fromisoformat(f"{THURSDAY}T23:59:59+00:00"))
        before = new_room.get(f"{PATH}?overdue=true").json["items"]
        clock.shift(timedelta(seconds=2))
        after = [item["id"] for item in new_room.get(f"{PATH}?overdue=true").json["items"]]
        others = [item["id"] for item in new_room.get(f"{PATH}?overdue=false").json["items"]]
        shown = new_room.get(f"{PATH}/{late}").json

    assert (before, after, others) == ([], [late], [recent, decided])
    assert (shown["due_on"], shown["overdue"]) == (THURSDAY, True)


def test_requests_are_filtered_by_status_and_check(new_room: Newsroom) -> None:
    one, other = sent(new_room), sent(new_room)
    created(new_room.post(f"{PATH}/{one['id']}/decision", EXAMPLES["decision"], "editor"))

    def ids(query: str) -> list[str]:
        return [item["id"] for item in new_room.get(f"{PATH}?{query}").json["items"]]

    assert ids("") == [other["id"], one["id"]]
    assert ids("status=open") == [other["id"]]
    assert ids("status=accepted&status=rejected") == [one["id"]]
    assert ids(f"check_id={one['check_id']}") == [one["id"]]
    assert problem(new_room.get(f"{PATH}?status=lost")) == (422, "invalid")


@pytest.mark.parametrize("decision", ["accepted", "rejected"])
def test_a_decision_is_final_and_stands_in_the_log(room: Newsroom, decision: str) -> None:
    request_id = sent(room)["id"]
    path = f"{PATH}/{request_id}/decision"

    decided = created(room.post(path, {"decision": decision, "reason": "The figure is right."}, "editor"))
    again = room.post(path, EXAMPLES["decision"], "second_editor")
    told = room.get(f"/audit/entries?object=correction_request/{request_id}", "auditor").json["items"]

    assert (decided["status"], decided["decision_reason"]) == (decision, "The figure is right.")
    assert decided["decided_by"]["id"] == room.accounts["editor"]
    assert problem(again) == (409, "conflict")
    assert [entry["kind"] for entry in told] == ["correction_request.filed", f"correction_request.{decision}"]
    assert told[0]["actor"] is None


def test_another_organization_sees_nothing_of_it(room: Newsroom, other_room: Newsroom) -> None:
    request_id = sent(room)["id"]

    assert other_room.get(f"{PATH}/{request_id}").status_code == 404
    assert other_room.post(f"{PATH}/{request_id}/decision", EXAMPLES["decision"], "editor").status_code == 404
    assert request_id not in other_room.get(PATH).get_data(as_text=True)


def test_what_a_reader_wrote_can_be_erased(new_room: Newsroom) -> None:
    receipt = sent(new_room, name="A reader")
    body = EXAMPLES["erasure"] | {"targets": [{"object": f"correction_request/{receipt['id']}"}]}
    erasure = created(new_room.post("/erasures", body, "admin"))
    created(new_room.post(f"/erasures/{erasure['id']}/confirmation", {}, "editor"))

    shown = new_room.get(f"{PATH}/{receipt['id']}").json

    assert (shown["text"], shown["email"], shown["name"], shown["evidence_urls"]) == (
        body["replacement_text"], None, None, [],
    )  # fmt: skip
    assert SENT["text"] not in new_room.get(f"/corrections/requests/{receipt['token']}", None).get_data(as_text=True)


def test_an_address_that_sends_too_many_waits(settings: Any, newsroom: Newsroom) -> None:
    strict: Flask = create_app(replace(settings, correction_requests_limit="2 per hour"))
    body = SENT | {"check_id": newsroom.claim_in("published")}

    answers = [strict.test_client().post(f"/api/v1{PATH}", json=body) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 3600
