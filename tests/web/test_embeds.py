"""oEmbed: a card of a check by its address, on our site or the outlet's own."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem

SITE = "https://tracker.example"


def embed(room: Newsroom, url: str, query: str = "", **options: Any) -> Any:
    return room.get(f"/oembed?url={quote(url, safe='')}{query}", None, **options)


def test_a_check_is_given_as_a_rich_card(room: Newsroom) -> None:
    claim_id = room.claim_in("published")
    answer = embed(room, f"{SITE}/fact-checks/{claim_id}")

    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.json.keys() >= {"version", "type", "title", "author_name", "provider_name", "html", "width", "height"}
    assert (answer.json["version"], answer.json["type"]) == ("1.0", "rich")
    for shown in ("Inflation in the country stands at 40%.", "Mostly false", f"{SITE}/fact-checks/{claim_id}"):
        assert shown in answer.json["html"]


def test_the_card_runs_nothing(room: Newsroom) -> None:
    html = embed(room, f"{SITE}/fact-checks/{room.claim_in('published')}").json["html"]

    assert not [word for word in ("<script", "<iframe", "onload", "javascript:", "<style", "<img") if word in html]


def test_its_date_is_in_words(room: Newsroom) -> None:
    html = embed(room, f"{SITE}/fact-checks/{room.claim_in('published')}").json["html"]

    assert "9 January 2025" in html
    assert "2025-01-09" not in html


def test_it_keeps_to_the_room_there_is(room: Newsroom) -> None:
    told = embed(room, f"{SITE}/fact-checks/{room.claim_in('published')}", "&maxwidth=320&maxheight=5000").json

    assert (told["width"], told["height"]) == (320, 340)
    assert "max-width:320px" in told["html"]


def test_a_retraction_is_shown_as_one_at_once(room: Newsroom) -> None:
    claim_id = room.claim_in("published")
    before = embed(room, f"{SITE}/fact-checks/{claim_id}")
    created(room.step(claim_id, "retract", reason="wrong", notice="We were wrong."))
    answer = embed(room, f"{SITE}/fact-checks/{claim_id}", headers={"If-None-Match": before.headers["ETag"]})

    assert answer.json["title"].startswith("Retracted: ")
    assert "This check was retracted.</strong> We were wrong." in answer.json["html"]
    assert "Mostly false" not in answer.json["html"]


def test_a_check_under_review_says_so(room: Newsroom) -> None:
    claim_id = room.claim_in("published")
    created(room.step(claim_id, "reopen", reason="again"))

    assert "under review" in embed(room, f"{SITE}/fact-checks/{claim_id}").json["html"]


@pytest.mark.parametrize("path", ["/en", "/v/1", "/", "?from=elsewhere", "#evidence"])
def test_every_address_of_a_check_is_known(room: Newsroom, path: str) -> None:
    claim_id = room.claim_in("published")

    assert embed(room, f"http://TRACKER.example/fact-checks/{claim_id}{path}").status_code == 200


def test_the_outlets_own_page_is_known_once_the_check_is_published(room: Newsroom) -> None:
    url, claim_id = "https://checks.example/of-its-own", room.claim_in("approved")
    room.call("PUT", f"/claims/{claim_id}/pages", "editor", [{"language": "en", "url": url}], if_match="*")
    before = embed(room, url)
    created(room.step(claim_id, "publish"))

    assert problem(before) == (404, "not-found")
    assert embed(room, url).json["title"] == EXAMPLES["verdict"]["texts"][0]["title"]


@pytest.mark.parametrize(
    "url",
    ["https://elsewhere.example/", f"{SITE}/", f"{SITE}/fact-checks/none-such", "nonsense", "http://[", "\x00",
     f"{SITE}/fact-checks/01a20799-57e8-7523-b63e-4083d5d8bd9c"],
)  # fmt: skip
def test_what_is_no_published_check_is_not_found(room: Newsroom, url: str) -> None:
    assert problem(embed(room, url)) == (404, "not-found")


@pytest.mark.parametrize("path", ["/fr", "/x-", "/v/9", "/v"])
def test_what_a_check_has_not_is_not_found(room: Newsroom, path: str) -> None:
    assert problem(embed(room, f"{SITE}/fact-checks/{room.claim_in('published')}{path}")) == (404, "not-found")


def test_an_unpublished_claim_is_not_found(room: Newsroom) -> None:
    assert problem(embed(room, f"{SITE}/fact-checks/{room.claim()['id']}")) == (404, "not-found")


def test_only_json_is_offered(room: Newsroom) -> None:
    url = f"{SITE}/fact-checks/{room.claim_in('published')}"

    assert problem(embed(room, url, "&format=xml")) == (501, "not-offered")
    assert embed(room, url, "&format=json").status_code == 200


def test_what_consumers_send_besides_does_not_matter(room: Newsroom) -> None:
    assert embed(room, f"{SITE}/fact-checks/{room.claim_in('published')}", "&dnt=1&discover=1").status_code == 200


@pytest.mark.parametrize(
    ("query", "place"),
    [("", "url"), ("?url=a&maxwidth=0", "maxwidth"), ("?url=a&maxheight=tall", "maxheight"), ("?url=a&url=b", "url")],
)
def test_what_is_malformed_is_refused_by_its_place(room: Newsroom, query: str, place: str) -> None:
    answer = room.get(f"/oembed{query}", None)

    assert (problem(answer), places(answer)) == ((422, "invalid"), [place])
