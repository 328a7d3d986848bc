"""Erasures and restrictions through the API: who files, who confirms, and what is refused."""

from io import BytesIO

import pytest

from tests import logbook
from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem
from tracker.lib.ids import new_id

WORDS = {"ground": "GDPR Art. 18(1)(a)", "reason": "letter 12"}
CONTENT = b"the same bytes in two places"


def ask(room: Newsroom, *targets: str, kind: str = "erasure", who: str = "admin"):
    """File a request for targets such as `claim/<id>#/text`."""
    named = [dict(zip(("object", "field"), target.split("#"), strict=False)) for target in targets]
    return room.post("/erasures", WORDS | {"targets": named, "kind": kind}, who)


def confirmed(room: Newsroom, *targets: str, kind: str = "erasure") -> str:
    path = f"/erasures/{created(ask(room, *targets, kind=kind))['id']}"
    created(room.post(f"{path}/confirmation", {}, "editor"))
    return path


def captured(room: Newsroom) -> dict[str, str]:
    source = created(room.post("/sources", {"url": f"https://paper.example/{new_id()}"}))
    data = {"file": (BytesIO(CONTENT), "page.txt")}
    return created(room.call("POST", f"/sources/{source['id']}/captures", "checker", data=data))


def test_it_is_filed_with_all_that_it_names_and_changes_nothing(room: Newsroom) -> None:
    claim = room.claim()
    answer = ask(room, f"claim/{claim['id']}#/text")

    assert answer.status_code == 201
    assert answer.headers["Location"] == answer.json["links"]["self"]
    assert (answer.json["status"], answer.json["replacement_text"], answer.json["confirmed_by"]) == (
        "filed", "[removed]", None)  # fmt: skip
    assert answer.json["filed_by"]["id"] == room.accounts["admin"]
    assert answer.json["targets"] == [{"object": f"claim/{claim['id']}", "field": "/text"}]
    assert room.get(f"/claims/{claim['id']}").json == claim


def test_whoever_filed_it_cannot_confirm_it(room: Newsroom) -> None:
    claim = room.claim()
    filed = created(ask(room, f"claim/{claim['id']}#/text", who="everyone"))
    path = f"/erasures/{filed['id']}/confirmation"

    assert problem(room.post(path, {}, "everyone")) == (403, "four-eyes")
    assert room.get(f"/claims/{claim['id']}").json == claim
    assert room.post(path, {}, "admin").status_code == 200


def test_it_is_confirmed_once(room: Newsroom) -> None:
    path = confirmed(room, f"claim/{room.claim()['id']}#/text")

    assert problem(room.post(f"{path}/confirmation", {}, "editor")) == (409, "conflict")


@pytest.mark.parametrize(
    ("target", "code", "place"),
    [
        ("claim/{missing}#/text", "reference-not-found", "/targets/0/field"),
        ("claim/{missing}", "reference-not-found", "/targets/0/object"),
        ("capture/{missing}", "reference-not-found", "/targets/0/object"),
        ("claim/{claim}#/tone", "reference-not-found", "/targets/0/field"),
        ("claim/{claim}#/texts/en", "reference-not-found", "/targets/0/field"),
        ("claim/{claim}#/state", "inconsistent", "/targets/0/field"),
        ("claim/{claim}#/language", "inconsistent", "/targets/0/field"),
        ("claim/{claim}#kind", "invalid", "/targets/0/field"),
        ("scale/{claim}", "invalid", "/targets/0/object"),
    ],
)
def test_what_is_not_there_or_cannot_go_is_a_fault(room: Newsroom, target: str, code: str, place: str) -> None:
    answer = ask(room, target.format(missing=new_id(), claim=room.claim()["id"]))

    assert problem(answer) == (422, code)
    assert places(answer) == [place]


def test_another_organizations_objects_are_not_there(room: Newsroom, other_room: Newsroom) -> None:
    answer = ask(other_room, f"claim/{room.claim()['id']}#/text")

    assert problem(answer) == (422, "reference-not-found")


def test_an_object_without_a_field_stands_for_all_of_its_fields(room: Newsroom) -> None:
    claim = room.claim()
    fields = {target["field"] for target in created(ask(room, f"claim/{claim['id']}"))["targets"]}

    assert {"/text", "/context", "/made_on", f"/quantities/{claim['quantities'][0]['id']}"} <= fields
    assert not fields & {"/state", "/language", "/created_at", "/claimant_id"}


def test_dates_go_with_their_bounds_and_numbers_whole(room: Newsroom) -> None:
    claim = room.claim()
    confirmed(room, f"claim/{claim['id']}#/made_on", f"claim/{claim['id']}#/quantities/{claim['quantities'][0]['id']}")
    now = room.get(f"/claims/{claim['id']}").json

    assert (now["made_on"], now["quantities"]) == (None, [])
    assert room.get("/claims?made_from=2025-01-09&made_to=2025-01-09&limit=200").json["items"] == [
        item for item in room.get("/claims?limit=200").json["items"] if item["made_on"] == "2025-01-09"
    ]


def test_a_repeated_post_is_not_answered_again_and_makes_nothing(room: Newsroom) -> None:
    headers = {"Idempotency-Key": new_id()}
    claim = created(room.post("/claims", EXAMPLES["claim"], headers=headers))
    confirmed(room, f"claim/{claim['id']}#/text")
    count = len(room.get("/claims?limit=200").json["items"])

    assert problem(room.post("/claims", EXAMPLES["claim"], headers=headers)) == (409, "idempotency-conflict")
    assert len(room.get("/claims?limit=200").json["items"]) == count


def test_a_confirmation_is_repeated_like_any_post(room: Newsroom) -> None:
    filed = created(ask(room, f"claim/{room.claim()['id']}#/text"))
    path = f"/erasures/{filed['id']}/confirmation"
    headers = {"Idempotency-Key": new_id()}
    answers = [room.post(path, {}, "editor", headers=headers) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[1].headers["Idempotency-Replayed"] == "true"
    assert answers[0].data == answers[1].data
    assert room.get(path.removesuffix("/confirmation"), "editor").json["remnants"] == []


def test_what_was_approved_has_to_be_approved_again(room: Newsroom) -> None:
    claim_id = room.claim_in("approved")
    confirmed(room, f"claim/{claim_id}#/context")

    assert problem(room.step(claim_id, "publish")) == (409, "approval-stale")
    created(room.step(claim_id, "send_back", reason="erased"))
    for step, who in (("submit", "checker"), ("approve", "editor"), ("publish", "editor")):
        created(room.step(claim_id, step, who))


def test_a_file_stays_for_as_long_as_another_capture_is_of_it(room: Newsroom) -> None:
    one, other = captured(room), captured(room)
    confirmed(room, f"capture/{one['id']}")
    still = room.get(f"/files/{one['digest']}")
    confirmed(room, f"capture/{other['id']}")

    assert (still.status_code, still.data) == (200, CONTENT)
    assert problem(room.get(f"/files/{one['digest']}")) == (404, "not-found")


def test_a_restricted_text_is_hidden_from_readers_and_not_from_who_oversees_it(room: Newsroom) -> None:
    claim_id = room.claim_in("published")
    text = EXAMPLES["claim"]["text"]
    path = confirmed(room, f"claim/{claim_id}#/text", f"claim/{claim_id}#/context", kind="restriction")

    def told(who: str, path: str) -> bool:
        return text in room.get(path, who).text

    history = f"/claims/{claim_id}/history"
    assert [told(who, history) for who in ("checker", "editor", "auditor", "admin")] == [False, False, True, True]
    assert not told("checker", f"/claims/{claim_id}")
    assert [text in room.get(at, None).text for at in (f"/fact-checks/{claim_id}", f"/fact-checks/{claim_id}/v/1",
            f"/claims/{claim_id}/publications/1", "/feeds/verdicts.json?limit=1")] == [False] * 4  # fmt: skip
    shown = room.get(history).json["items"][0]["changes"]["text"]
    assert shown["restricted"] == {"id": path.removeprefix("/erasures/"), "ground": WORDS["ground"]}


def test_a_restriction_is_lifted_and_all_is_as_before(room: Newsroom) -> None:
    claim_id, capture = room.claim_in("published"), captured(room)
    check = f"/claims/{claim_id}/publications/1"
    before = room.get(f"/claims/{claim_id}").json, room.get(check, None).json
    named = (f"claim/{claim_id}", f"verdict/{room.get(f'/claims/{claim_id}/verdicts').json['items'][0]['id']}",
             f"capture/{capture['id']}")  # fmt: skip
    path = confirmed(room, *named, kind="restriction")
    hidden = room.get(check, None).json, room.get(f"/files/{capture['digest']}").status_code

    lifted = created(room.post(f"{path}/lifting", {"reason": "it was right"}, "admin"))

    assert (lifted["status"], hidden[0] != before[1], hidden[1]) == ("lifted", True, 404)
    assert room.get(check, None).json == before[1]
    assert room.get(f"/files/{capture['digest']}").status_code == 200
    now = room.get(f"/claims/{claim_id}").json
    changing = {"version", "updated_at", "publication"}
    assert {name: now[name] for name in now.keys() - changing} == {
        name: before[0][name] for name in before[0].keys() - changing
    }


def test_what_two_restrictions_hide_is_shown_when_both_are_lifted(room: Newsroom) -> None:
    claim_id = room.claim_in("published")
    paths = [confirmed(room, f"claim/{claim_id}#/text", kind="restriction") for _ in range(2)]
    shown = []
    for path in paths:
        created(room.post(f"{path}/lifting", {"reason": "settled"}, "admin"))
        snapshot = room.get(f"/claims/{claim_id}/publications/1", None).json["snapshot"]
        shown.append((room.get(f"/claims/{claim_id}").json["text"], snapshot["claim"]["text"]))

    assert shown == [("[removed]", "[removed]"), (EXAMPLES["claim"]["text"],) * 2]


def test_an_erasure_is_never_lifted(room: Newsroom) -> None:
    path = confirmed(room, f"claim/{room.claim()['id']}#/text")

    assert problem(room.post(f"{path}/lifting", {"reason": "x"}, "admin")) == (409, "conflict")


def test_a_number_cannot_be_hidden_and_kept(room: Newsroom) -> None:
    claim = room.claim()
    answer = ask(room, f"claim/{claim['id']}#/quantities/{claim['quantities'][0]['id']}", kind="restriction")

    assert (problem(answer), answer.json["errors"][0]["code"]) == ((422, "inconsistent"), "not-erasable")


def test_a_name_that_no_other_may_bear_is_told_apart(room: Newsroom) -> None:
    origins = [created(room.post("/origins", {"name": f"office {new_id()}"})) for _ in range(2)]
    confirmed(room, *(f"origin/{origin['id']}#/name" for origin in origins))

    assert [room.get(f"/origins/{origin['id']}").json["name"] for origin in origins] == [
        f"[removed] ({origin['id']})" for origin in origins
    ]


def test_a_webhook_without_its_address_is_told_nothing_until_it_has_another(room: Newsroom) -> None:
    path = f"/webhooks/{created(room.post('/webhooks', EXAMPLES['webhook'], 'admin'))['id']}"
    confirmed(room, path[1:].replace("webhooks", "webhook"))

    left = room.get(path, "admin").json
    assert (left["url"], left["description"], left["active"]) == ("[removed]", "[removed]", False)
    assert problem(room.patch(path, {"active": True}, "admin")) == (422, "inconsistent")
    taken_up = created(room.patch(path, {"active": True, "url": EXAMPLES["webhook"]["url"]}, "admin"))
    assert taken_up["active"]


def test_what_was_taken_away_before_goes_from_the_log(newsroom: Newsroom, connection) -> None:
    claim_id = newsroom.claim()["id"]
    quantity = created(newsroom.post(f"/claims/{claim_id}/quantities", EXAMPLES["quantity"]))
    newsroom.call("DELETE", f"/claims/{claim_id}/quantities/{quantity['id']}", if_match=True)
    confirmed(newsroom, f"claim/{claim_id}#/quantities/{quantity['id']}")

    told = [
        item for entry in logbook.entries(connection) for item in entry.fields if item.name.endswith(quantity["id"])
    ]
    assert [item.value for item in told] == [None, "null"]
    assert (logbook.faults(connection), logbook.differences(connection)) == ([], [])


def test_the_past_of_what_is_restricted_is_shown_as_it_is_now(newsroom: Newsroom, connection) -> None:
    claim = newsroom.claim(context="Told in confidence.")
    seq = logbook.size(connection) - 1
    path = confirmed(newsroom, f"claim/{claim['id']}#/context", kind="restriction")
    hidden = newsroom.get(f"/claims/{claim['id']}?as_of={seq}")
    diff = newsroom.get(f"/claims/{claim['id']}/diff?from={seq}")
    created(newsroom.post(f"{path}/lifting", {"reason": "withdrawn"}, "admin"))
    lifted = newsroom.get(f"/claims/{claim['id']}?as_of={seq}").json

    assert "confidence" not in hidden.text + diff.text
    assert hidden.json["context"] == "[removed]"
    assert lifted["context"] == "Told in confidence."
