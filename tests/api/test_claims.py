"""Claims: logging them with whatever is known, and editing them by merge patch."""

from typing import Any

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem
from tracker.lib.ids import new_id

CLAIM = EXAMPLES["claim"]
SHORT = {"text": "Inflation is 40%.", "language": "en"}


def test_a_claim_is_logged_with_all_that_came_with_it(room: Newsroom) -> None:
    answer = room.post("/claims", CLAIM)
    claim = answer.json

    assert (answer.status_code, answer.headers["Location"]) == (201, f"/api/v1/claims/{claim['id']}")
    assert claim.items() >= {name: CLAIM[name] for name in ("text", "made_on", "place", "topics", "context")}.items()
    assert (claim["version"], claim["state"], claim["publication"]) == (1, "logged", {"status": "none"})
    assert (claim["allowed_steps"], claim["assignees"], claim["evidence_count"]) == (["accept"], [], 0)
    assert (claim["claimant"]["name"], claim["attribution"]) == ("Ministry of Finance", "named")
    assert claim["appearances"][0]["source"]["url"] == CLAIM["appearances"][0]["url"]
    assert claim["quantities"][0].items() >= CLAIM["quantities"][0].items()
    assert room.get(f"/claims/{claim['id']}").json | {"matches": claim["matches"]} == claim


def test_a_claim_needs_no_more_than_words_and_their_language(room: Newsroom) -> None:
    claim = created(room.post("/claims", SHORT))

    assert (claim["kind"], claim["attribution"], claim["claimant"]) == ("statement", "none", None)
    assert (claim["topics"], claim["appearances"], claim["quantities"]) == ([], [], [])


@pytest.mark.parametrize(
    ("given", "attribution"),
    [
        ({"claimant": {"name": "A"}}, "named"),
        ({}, "none"),
        ({"attribution": "unnamed", "attribution_note": "A leaflet."}, "unnamed"),
    ],
)
def test_attribution_follows_the_claimant_unless_it_is_given(room: Newsroom, given: Any, attribution: str) -> None:
    assert created(room.post("/claims", SHORT | given))["attribution"] == attribution


def test_text_is_kept_as_it_was_spoken(room: Newsroom) -> None:
    text = "  «نرخ تورم ۴۰٪ است» \u200d👩‍🚀 e\u0301\n"

    assert created(room.post("/claims", SHORT | {"text": text, "language": "fa"}))["text"] == text


@pytest.mark.parametrize(("given", "kept"), [("iw", "he"), ("en-Latn", "en"), ("pt-BR", "pt-BR")])
def test_language_tags_are_kept_in_their_canonical_form(room: Newsroom, given: str, kept: str) -> None:
    assert created(room.post("/claims", SHORT | {"language": given}))["language"] == kept


@pytest.mark.parametrize("made_on", ["2025", "2025-01", "2025-01-09"])
def test_a_date_is_kept_as_given(room: Newsroom, made_on: str) -> None:
    assert created(room.post("/claims", SHORT | {"made_on": made_on}))["made_on"] == made_on


def test_a_patch_changes_what_it_names_and_null_takes_away(room: Newsroom) -> None:
    claim = room.claim()
    patch = {"context": None, "topics": ["prices"], "made_on": None, "claimant": None}
    changed = room.patch(f"/claims/{claim['id']}", patch).json

    assert (changed["context"], changed["topics"], changed["made_on"], changed["claimant"]) == (
        None,
        ["prices"],
        None,
        None,
    )
    assert (changed["text"], changed["place"], changed["version"]) == (claim["text"], claim["place"], 2)
    assert room.get(f"/claims/{claim['id']}").json == changed


@pytest.mark.parametrize("media_type", ["application/json", "application/merge-patch+json"])
def test_a_merge_patch_comes_under_either_name(room: Newsroom, media_type: str) -> None:
    path = f"/claims/{room.claim()['id']}"
    headers = {"Content-Type": media_type}
    answer = room.call("PATCH", path, data=b'{"place": "Here"}', headers=headers, if_match="*")

    assert (answer.status_code, answer.json["place"]) == (200, "Here")


def test_an_edit_is_told_with_its_time(room: Newsroom) -> None:
    claim = room.claim()
    changed = room.patch(f"/claims/{claim['id']}", {"place": "Here"}).json

    assert changed["created_at"] == claim["created_at"] == claim["updated_at"] < changed["updated_at"]


def test_assignees_are_replaced_whole(room: Newsroom) -> None:
    path = f"/claims/{room.claim()['id']}"
    people = [room.accounts[who] for who in ("checker", "editor", "checker")]
    answer = room.call("PUT", f"{path}/assignees", "checker", people[:2], if_match="*")
    replaced = room.call("PUT", f"{path}/assignees", "checker", people[1:2], if_match=answer.headers["ETag"]).json

    assert [person["name"] for person in answer.json["assignees"]] == ["checker", "editor"]
    assert replaced["assignees"] == [{"id": room.accounts["editor"], "name": "editor"}]
    assert room.get(path).json == replaced


@pytest.mark.parametrize("whose", ["nobody", "other"])
def test_only_the_organizations_people_are_assigned(room: Newsroom, other_room: Newsroom, whose: str) -> None:
    stranger = other_room.accounts["checker"] if whose == "other" else new_id()
    path = f"/claims/{room.claim()['id']}/assignees"
    answer = room.call("PUT", path, "checker", [room.accounts["checker"], stranger], if_match="*")

    assert (problem(answer), places(answer)) == ((422, "reference-not-found"), ["/1"])


@pytest.mark.parametrize("state", ["in_review", "approved"])
def test_what_is_reviewed_holds_still(room: Newsroom, state: str) -> None:
    path = f"/claims/{room.claim_in(state)}"
    refused = [room.patch(path, patch) for patch in ({"text": "Other."}, {"place": None}, {"claimant": None})]
    allowed = room.patch(path, {"selection_reason": "It was shared a lot.", "topics": ["prices"]})

    assert [problem(answer) for answer in refused] == [(409, "claim-frozen")] * 3
    assert allowed.status_code == 200


@pytest.mark.parametrize(("noun", "example"), [("appearances", "appearance"), ("quantities", "quantity")])
def test_its_parts_hold_still_too(room: Newsroom, noun: str, example: str) -> None:
    claim = room.get(f"/claims/{room.claim_in('in_review')}").json
    path = f"/claims/{claim['id']}/{noun}"
    part = f"{path}/{claim[noun][0]['id']}"
    answers = [
        room.post(path, EXAMPLES[example]),
        room.patch(part, EXAMPLES[f"{example}_patch"]),
        room.call("DELETE", part, if_match="*"),
    ]

    assert [problem(answer) for answer in answers] == [(409, "claim-frozen")] * 3


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"language": "en"}, "/text"),
        ({"text": "A"}, "/language"),
        (SHORT | {"text": " \n\u2003"}, "/text"),
        (SHORT | {"text": 40}, "/text"),
        (SHORT | {"text": "x" * 100_001}, "/text"),
        (SHORT | {"language": "english language"}, "/language"),
        (SHORT | {"language": "EN"}, "/language"),
        (SHORT | {"kind": "gossip"}, "/kind"),
        (SHORT | {"made_on": "2025-02-30"}, "/made_on"),
        (SHORT | {"made_on": "09/01/2025"}, "/made_on"),
        (SHORT | {"topics": ["Two Words"]}, "/topics/0"),
        (SHORT | {"claimant": {"kind": "person"}}, "/claimant/name"),
        (SHORT | {"claimant": {"name": "A"}, "claimant_id": new_id()}, "/claimant_id"),
        (SHORT | {"appearances": [{"role": "makes"}]}, "/appearances/0/url"),
        (SHORT | {"appearances": [{"url": "https://a.example", "role": "denies"}]}, "/appearances/0/role"),
        (SHORT | {"quantities": [{"metric": "rate"}]}, "/quantities/0/value"),
        (SHORT | {"quantities": [{"metric": "rate", "value": 40}]}, "/quantities/0/value"),
        (SHORT | {"quantities": [{"metric": "rate", "value": "4e1"}]}, "/quantities/0/value"),
        (SHORT | {"state": "published"}, "/state"),
        (SHORT | {"id": new_id()}, "/id"),
    ],
)
def test_what_is_malformed_is_told_by_its_place(room: Newsroom, body: dict[str, Any], place: str) -> None:
    answer = room.post("/claims", body)

    assert (problem(answer), places(answer)) == ((422, "invalid"), [place])


def test_all_that_is_malformed_is_told_at_once(room: Newsroom) -> None:
    answer = room.post("/claims", {"text": "", "kind": "gossip", "topics": [7]})

    assert set(places(answer)) == {"/text", "/language", "/kind", "/topics/0"}


@pytest.mark.parametrize("part", ["claimant_id", "appearances"])
def test_a_reference_to_nothing_is_told_by_its_place_and_nothing_is_logged(room: Newsroom, part: str) -> None:
    given = {"claimant_id": new_id()} if part == "claimant_id" else {"appearances": [{"source_id": new_id()}]}
    before = len(room.get("/claims?limit=200").json["items"])
    answer = room.post("/claims", SHORT | given)

    assert problem(answer) == (422, "reference-not-found")
    assert places(answer) == ["/claimant_id" if part == "claimant_id" else "/appearances/0/source_id"]
    assert len(room.get("/claims?limit=200").json["items"]) == before
