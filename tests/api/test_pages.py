"""Pages: where the outlet itself published the check, one address a language."""

from typing import Any

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, places, problem

URL = "https://checks.example/inflation"


def put(room: Newsroom, claim_id: str, pages: Any, who: str = "editor") -> Any:
    return room.call("PUT", f"/claims/{claim_id}/pages", who, pages, if_match="*")


def test_pages_are_replaced_whole(room: Newsroom) -> None:
    claim_id = room.claim()["id"]
    both = [{"language": "en", "url": URL}, {"language": "fr", "url": f"{URL}/fr"}]
    first, second = put(room, claim_id, both), put(room, claim_id, [{"language": "fr", "url": f"{URL}/neu"}])

    assert (first.json, second.json) == (both, [{"language": "fr", "url": f"{URL}/neu"}])
    assert room.get(f"/claims/{claim_id}/pages").json == second.json


def test_their_etag_is_the_claims(room: Newsroom) -> None:
    claim_id = room.claim()["id"]
    answer = put(room, claim_id, EXAMPLES["pages"])

    assert answer.headers["ETag"].startswith('"v2.')
    assert room.get(f"/claims/{claim_id}").json["version"] == 2


def test_published_documents_follow_at_once(new_room: Newsroom) -> None:
    claim_id = new_room.claim_in("published")
    before = new_room.get(f"/fact-checks/{claim_id}.json", None).json["url"]
    put(new_room, claim_id, [{"language": "en", "url": URL}])
    after = new_room.get(f"/fact-checks/{claim_id}.json", None).json["url"]
    feed = new_room.get(f"/feeds/verdicts.json?organization={new_room.slug}", None).text

    assert (before, after) == (f"https://tracker.example/fact-checks/{claim_id}", URL)
    assert URL in feed


@pytest.mark.parametrize(
    ("pages", "place"),
    [
        ({}, ""),
        ([{"language": "en"}], "/0/url"),
        ([{"language": "en", "url": URL}, {"language": "x y", "url": URL}], "/1/language"),
        ([{"language": "en", "url": "checks.example"}], "/0/url"),
        ([{"language": "en", "url": URL, "title": "x"}], "/0/title"),
        ([{"language": "en", "url": URL}] * 51, ""),
        (["en"], "/0"),
    ],
)
def test_what_is_malformed_is_told_by_its_place(room: Newsroom, pages: Any, place: str) -> None:
    answer = put(room, room.claim()["id"], pages)

    assert (problem(answer), places(answer)) == ((422, "invalid"), [place])


def test_a_language_has_one_page(room: Newsroom) -> None:
    answer = put(room, room.claim()["id"], [{"language": "en", "url": URL}, {"language": "en", "url": f"{URL}/2"}])

    assert (answer.status_code, places(answer)) == (422, ["/1/language"])
