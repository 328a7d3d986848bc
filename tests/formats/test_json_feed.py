"""Checks as a JSON Feed."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests import snapshots as examples
from tracker.formats import json_feed
from tracker.formats.entries import Heading, Piece

GOLDEN = Path(__file__).with_name("golden")
HEAD = {
    "title": "Fact-checks",
    "home_page_url": "https://checks.example/",
    "feed_url": "https://checks.example/feeds/verdicts.json",
}
HOSTILE = "</script><img src=x onerror=alert(1)> & \u2028 \x1b \x85 \ufffe \u202e ]]>"


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.add(tag)


def pieces(*bodies):
    return [Piece(examples.CHECK_ID, body) for body in bodies]


def item(snapshot, standing=None, *, language="en"):
    rendered = json_feed.render(
        snapshot, standing or examples.standing(), language=language, public_url=examples.PUBLIC_URL
    )
    return json.loads(rendered)


def test_a_page_is_rendered_as_the_golden_file_has_it():
    made = [(examples.snapshot(), "live"), (examples.corrected(), "under_review"), (examples.retracted(), "retracted")]
    items = [
        json_feed.render(snapshot, examples.standing(status=status), language="en", public_url=examples.PUBLIC_URL)
        for snapshot, status in made
    ]

    page = json_feed.page(
        pieces(*items), Heading(**HEAD, next_url="https://checks.example/feeds/verdicts.json?cursor=abc")
    )

    assert json.loads(page) == json.loads((GOLDEN / "json_feed.json").read_text(encoding="utf-8"))


def test_an_empty_page_is_a_valid_feed():
    page = json.loads(json_feed.page([], Heading(**HEAD)))

    assert page == {"version": "https://jsonfeed.org/version/1.1", **HEAD, "items": []}


def test_items_are_joined_as_they_are():
    page = json_feed.page(pieces(b'{"id":"1"}', b'{"id":"2"}'), Heading(**HEAD))

    assert page.endswith(b',"items":[{"id":"1"},{"id":"2"}]}')


def test_the_id_outlives_corrections_and_retractions():
    ids = {item(made())["id"] for made in (examples.snapshot, examples.corrected, examples.retracted)}

    assert ids == {f"urn:uuid:{examples.CHECK_ID}"}


def test_a_correction_keeps_the_first_day_and_tells_its_notice():
    found = item(examples.corrected())

    assert (found["date_published"], found["date_modified"]) == (examples.PUBLISHED_AT, examples.CORRECTED_AT)
    assert examples.corrected()["notice"] in found["content_html"]
    assert [entry["number"] for entry in found["_tracker"]["corrections"]] == [2]


def test_a_change_of_standing_is_a_modification():
    standing = examples.standing(status="under_review", changed_at="2026-04-01T00:00:00.000000Z")

    found = item(examples.snapshot(), standing)

    assert found["date_modified"] == "2026-04-01T00:00:00.000000Z"
    assert "under review" in found["content_html"]


def test_a_retraction_says_so_and_does_not_repeat_the_verdict():
    found = item(examples.retracted(), examples.standing(status="retracted"))

    assert found["title"].startswith("Retracted: ")
    assert found["summary"] == examples.retracted()["notice"]
    assert "Mostly false" not in found["content_html"]
    assert "18.4" not in found["content_html"]


def test_the_extension_tells_the_label_in_the_items_language():
    assert item(examples.snapshot(), language="fr")["_tracker"]["label"]["name"] == "Plutôt faux"


def test_a_label_off_the_scale_has_no_number():
    assert item(examples.snapshot(verdict__label__off_scale=True))["_tracker"]["label"]["numeric"] is None


def test_a_protected_source_shows_its_public_description_alone():
    protected = examples.protected_source()

    found = item(examples.snapshot(evidence=[examples.evidence(source=protected)]))["content_html"]

    assert protected["public_description"] in found
    assert "statistics.example/consumer" not in found


def test_withdrawn_evidence_is_left_out():
    withdrawn = examples.evidence(excerpt="Withdrawn words", withdrawn=True)

    assert "Withdrawn words" not in item(examples.snapshot(evidence=[withdrawn]))["content_html"]


@pytest.mark.parametrize("place", ["claim__text", "claim__place", "notice"])
def test_hostile_text_stays_text(place):
    found = item(examples.corrected(**{place: HOSTILE}))

    assert not Tags(found["content_html"]).found & {"script", "img"}
    assert not set("\x1b\x85\ufffe") & set(found["content_html"])


def test_hostile_markdown_stays_text():
    snapshot = examples.snapshot()
    snapshot["verdict"]["texts"][0] |= {"rationale": HOSTILE, "title": HOSTILE, "summary": HOSTILE}

    found = item(snapshot)

    assert not Tags(found["content_html"]).found & {"script", "img"}
    assert found["title"].endswith("\u202c"), "the override of direction ends with the title"


def test_an_item_may_stand_in_a_script_element():
    rendered = json_feed.render(
        examples.snapshot(claim__text=HOSTILE), examples.standing(), language="en", public_url=examples.PUBLIC_URL
    ).decode()

    assert not set("<>&\u2028\u2029\x1b") & set(rendered)
