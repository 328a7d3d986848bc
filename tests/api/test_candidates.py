"""Candidates through the API: what in a text is worth checking, and logging what a person picked."""

from typing import Any

import pytest
from flask import Flask

from tests.articles import ARTICLE
from tests.moments import head
from tests.newsrooms import EXAMPLES, Newsroom, places, problem


def found_in(room: Newsroom, text: str, **options: Any) -> list[dict[str, Any]]:
    answer = room.post("/candidates", {"text": text, **options})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return list(answer.json["items"])


def test_candidates_tell_span_speaker_quantities_and_reasons(room: Newsroom) -> None:
    items = found_in(room, ARTICLE)
    grain = next(item for item in items if "grain" in item["text"])
    (quantity,) = grain["quantities"]

    assert grain["speaker"] == "Jane Example"
    assert ARTICLE[grain["span"]["start"] : grain["span"]["end"]] == grain["text"]
    assert ARTICLE[quantity["span"]["start"] : quantity["span"]["end"]] == "40 percent"
    assert quantity["quantity"].items() >= {"value": "40", "unit": "percent", "comparator": "="}.items()
    assert {reason["rule"] for reason in grain["reasons"]} >= {"number", "quotation"}


def test_a_candidate_that_was_checked_before_is_shown_with_that_check(new_room: Newsroom) -> None:
    before = new_room.claim(text="The northern quay of Examplehaven cost $1.2 billion.")
    first, second = found_in(new_room, f"{before['text']} Over 30 zebras vanished from the zoo.")

    assert [match["match_id"] for match in first["matches"]] == [before["id"]]
    assert first["matches"][0]["band"] in {"same", "likely"}
    assert "examplehaven" in first["matches"][0]["why"]["shared_terms"]
    assert second["matches"] == []


def test_what_another_newsroom_has_not_published_is_no_match(new_room: Newsroom, room: Newsroom) -> None:
    text = "The southern pier of Sampleport cost $2.5 billion."
    room.claim(text=text)
    (candidate,) = found_in(new_room, text)

    assert candidate["matches"] == []


def test_earlier_checks_are_looked_for_a_number_of_candidates_and_no_more(room: Newsroom) -> None:
    text = " ".join(f"Over {number} cranes stand idle." for number in range(100, 125))
    looked = [item["matches"] is not None for item in found_in(room, text, limit=25)]

    assert looked == [True] * 20 + [False] * 5


def test_picked_candidates_are_logged_in_one_call(room: Newsroom) -> None:
    picked = [item["claim"] for item in found_in(room, ARTICLE, limit=3)]
    answer = room.post("/candidates", {"log": picked})
    logged = answer.json["logged"]

    assert (answer.status_code, answer.json["items"]) == (200, [])
    assert [claim["text"] for claim in logged] == [claim["text"] for claim in picked]
    assert all(room.get(f"/claims/{claim['id']}").json["state"] == "logged" for claim in logged)


def test_who_was_quoted_becomes_the_claimant(room: Newsroom) -> None:
    claim = next(item["claim"] for item in found_in(room, ARTICLE) if "grain" in item["text"])

    assert (claim["kind"], claim["attribution"]) == ("quote", "named")
    assert claim["claimant"] == {"name": "Jane Example", "kind": "person"}


def test_of_claims_that_are_logged_together_all_are_or_none(room: Newsroom, shared_app: Flask) -> None:
    before = head(shared_app)
    good = {"text": "Over 30 cranes stand idle.", "language": "en"}
    answer = room.post("/candidates", {"log": [good, good | {"claimant_id": "01941f29-7c00-7aaa-8aaa-0123456789ab"}]})

    assert answer.status_code == 422
    assert head(shared_app) == before


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, "/text"),
        ({"text": "A text.", "log": [EXAMPLES["claim"]]}, "/log"),
        ({"log": []}, "/log"),
        ({"log": [{"text": "No language."}]}, "/log/0/language"),
        ({"text": ""}, "/text"),
        ({"text": "A text.", "limit": 0}, "/limit"),
        ({"text": "A text.", "language": "nonsense language"}, "/language"),
        ({"text": "A text.", "more": 1}, "/more"),
    ],
)
def test_a_malformed_body_is_refused_by_place(room: Newsroom, body: dict[str, Any], place: str) -> None:
    answer = room.post("/candidates", body)

    assert (problem(answer), places(answer)) == ((422, "invalid"), [place])


def test_a_text_of_another_language_has_none(room: Newsroom) -> None:
    assert found_in(room, "40 Prozent der Kräne stehen still.", language="de") == []


def test_who_may_not_log_finds_none(room: Newsroom) -> None:
    assert problem(room.post("/candidates", {"text": "Over 30 cranes."}, "auditor")) == (403, "forbidden")
    assert problem(room.post("/candidates", {"text": "Over 30 cranes."}, None)) == (401, "unauthenticated")


@pytest.mark.parametrize("piece", ["a", "1 ", "\u202e5% ", "“said ", "\x01 7 ", "half a ", "1-"])
def test_a_hostile_text_is_answered(room: Newsroom, piece: str) -> None:
    assert room.post("/candidates", {"text": piece * 5_000 + "x"}).status_code in {200, 422}


def test_a_claims_text_suggests_quantities_until_they_are_confirmed(room: Newsroom) -> None:
    claim = room.claim(text="Inflation is at 40%, and over 30 banks failed.", quantities=[])
    path = f"/claims/{claim['id']}/quantities"
    inflation, banks = room.get(path).json["suggested"]
    confirmed = room.post(path, inflation["quantity"])

    assert (inflation["quantity"]["metric"], inflation["span"]) == ("inflation", {"start": 16, "end": 19})
    assert (banks["quantity"]["comparator"], banks["quantity"]["unit"]) == (">", "banks")
    assert confirmed.status_code == 201
    assert [one["quantity"]["wording"] for one in room.get(path).json["suggested"]] == ["over 30 banks"]
