"""The form by which readers ask for a correction, and the page that tells what became of it."""

import re

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created

FORM = "/fact-checks/{}/correction-request"
HOSTILE = '<script>alert("x")</script>\u202e & more'


def typed(room: Newsroom, check_id: str, **fields: str):
    return room.call("POST", FORM.format(check_id), None, data=fields)


def page_of(room: Newsroom, check_id: str, **fields: str) -> str:
    return typed(room, check_id, text="The year is wrong.", **fields).headers["Location"]


def test_the_check_leads_to_the_form_and_the_form_to_a_page_of_its_own(room: Newsroom) -> None:
    check_id = room.claim_in("published")

    assert FORM.format(check_id) in room.get(f"/fact-checks/{check_id}", None).text
    assert room.get(FORM.format(check_id), None).status_code == 200
    answer = typed(room, check_id, text="The year is wrong.", evidence_urls="https://a.example\n https://b.example ")
    status = room.get(answer.headers["Location"], None)

    assert answer.status_code == 303
    assert "Being looked at" in status.text
    assert "The year is wrong." in status.text
    assert (status.headers["Cache-Control"], status.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    found = room.get(f"/correction-requests?check_id={check_id}").json["items"][0]
    assert found["evidence_urls"] == ["https://a.example", "https://b.example"]


def test_what_was_typed_stays_when_something_is_wrong(room: Newsroom) -> None:
    check_id = room.claim_in("published")

    answer = typed(room, check_id, text=HOSTILE, email="nobody", evidence_urls="notes")

    assert answer.status_code == 422
    assert "&lt;script&gt;" in answer.text
    assert "<script>" not in answer.text
    assert set(re.findall('id="([a-z_]+)-fault"', answer.text)) == {"email", "evidence_urls"}
    assert room.get(f"/correction-requests?check_id={check_id}").json["items"] == []


def test_a_form_without_words_is_not_sent(room: Newsroom) -> None:
    answer = typed(room, room.claim_in("published"), text=" ")

    assert answer.status_code == 422
    assert 'id="text-fault"' in answer.text


@pytest.mark.parametrize("named", ["open", "nothing", "hostile"])
def test_there_is_no_form_for_what_is_not_published(room: Newsroom, named: str) -> None:
    check_id = {"open": room.claim_in("queued"), "nothing": room.scale_id, "hostile": "%00"}[named]

    assert room.get(FORM.format(check_id), None).status_code == 404
    assert typed(room, check_id, text="Wrong.").status_code == 404


def test_the_decision_and_what_was_published_since_are_told(room: Newsroom) -> None:
    check_id = room.claim_in("published")
    address = page_of(room, check_id)
    request_id = room.get(f"/correction-requests?check_id={check_id}").json["items"][0]["id"]
    created(room.post(f"/correction-requests/{request_id}/decision", EXAMPLES["decision"], "editor"))
    created(room.step(check_id, "retract", reason="It was wrong.", notice="We retract this check."))

    shown = room.get(address, None).text

    assert "Accepted" in shown
    assert EXAMPLES["decision"]["reason"] in shown
    assert "We retract this check." in shown


def test_where_to_complain_is_told_where_the_organization_says(new_room: Newsroom) -> None:
    new_room.patch("/organization", {"policies": {"complaints": "https://network.example/complaints"}}, "admin")

    assert (
        "https://network.example/complaints"
        in new_room.get(page_of(new_room, new_room.claim_in("published")), None).text
    )


@pytest.mark.parametrize("token", ["x", "fct_" + "a" * 49, "%00", "é"])
def test_no_other_address_shows_a_request(room: Newsroom, token: str) -> None:
    assert room.get(f"/corrections/requests/{token}", None).status_code == 404
