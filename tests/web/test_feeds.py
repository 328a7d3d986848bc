"""The JSON feed: one item a check, joined from frozen bytes, current on the first read after a commit."""

import pytest

from tests.newsrooms import Newsroom
from tracker.services import feeds

FEED = "/feeds/verdicts.json"


def test_an_empty_feed_is_a_feed(newsroom: Newsroom) -> None:
    answer = newsroom.get(FEED, None)

    assert answer.mimetype == "application/feed+json"
    assert answer.json["version"] == "https://jsonfeed.org/version/1.1"
    assert answer.json["items"] == []


def test_a_published_check_is_an_item_at_once(newsroom: Newsroom) -> None:
    newsroom.get(FEED, None)

    claim_id = newsroom.claim_in("published")

    item = newsroom.get(FEED, None).json["items"][0]
    assert item["id"] == f"urn:uuid:{claim_id}"
    assert item["url"] == f"https://tracker.example/fact-checks/{claim_id}"
    assert item["title"] == "Inflation was 32.5 percent, not 40"
    assert item["content_html"]


def test_a_retracted_check_stays_and_says_so(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("retracted")

    item = newsroom.get(FEED, None).json["items"][0]

    assert item["id"] == f"urn:uuid:{claim_id}"
    assert item["title"].startswith("Retracted")
    assert item["_tracker"]["status"] == "retracted"


def test_a_reader_who_has_it_is_told_so(newsroom: Newsroom) -> None:
    newsroom.claim_in("published")
    first = newsroom.get(FEED, None)

    again = newsroom.get(FEED, None, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert first.headers["Last-Modified"]
    assert first.headers["Access-Control-Allow-Origin"] == "*"


def test_a_tag_that_a_proxy_weakened_still_counts(newsroom: Newsroom) -> None:
    newsroom.claim_in("published")
    tag = newsroom.get(FEED, None).headers["ETag"]

    assert newsroom.get(FEED, None, headers={"If-None-Match": f"W/{tag}"}).status_code == 304


def test_pages_hold_every_check_once(newsroom: Newsroom) -> None:
    published = {f"urn:uuid:{newsroom.claim_in('published')}" for _ in range(3)}

    first = newsroom.get(f"{FEED}?limit=2", None).json
    rest = newsroom.get(first["next_url"].removeprefix("https://tracker.example"), None).json

    seen = [item["id"] for item in (*first["items"], *rest["items"])]
    assert sorted(seen) == sorted(published)
    assert "next_url" not in rest


@pytest.mark.parametrize("seldom", [0, feeds.SELDOM])
def test_filters_narrow_the_feed(
    newsroom: Newsroom, other_newsroom: Newsroom, seldom: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "SELDOM", seldom)
    mine, theirs = newsroom.claim_in("published"), other_newsroom.claim_in("published")

    def ids(query: str) -> list[str]:
        return [item["id"].removeprefix("urn:uuid:") for item in newsroom.get(f"{FEED}?{query}", None).json["items"]]

    assert ids("organization=example") == [mine]
    assert ids("organization=example&organization=other") == [theirs, mine]
    assert set(ids("topic=economy")) == {mine, theirs}
    assert ids("topic=sports") == ids("language=fr") == ids("label=true") == ids("class=satire") == []
    assert set(ids("language=en&label=mostly_false&class=mostly_false")) == {mine, theirs}
    assert ids("updated_from=2100-01-01T00:00:00Z") == []


def test_an_unknown_parameter_is_refused(newsroom: Newsroom) -> None:
    answer = newsroom.get(f"{FEED}?colour=red", None)

    assert answer.status_code == 422
    assert answer.json["errors"] == [{"pointer": "colour", "code": "unknown", "detail": "Unknown field."}]
