"""RSS, CSV, JSON Lines and DataFeed: golden pages, what each must be, and retractions in each."""

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests import feed_rules
from tests import snapshots as examples
from tracker.formats import (
    FORMATS,
    claimreview,
    claimreview_feed,
    claimreview_files,
    claimreview_rules,
    json_lines,
    rss,
    spreadsheet,
)  # fmt: skip
from tracker.formats.entries import Heading, Piece

GOLDEN = Path(__file__).with_name("golden")
HEADING = Heading(
    title="Fact-checks", home_page_url="https://checks.example/", feed_url="https://checks.example/feeds/verdicts",
    next_url="https://checks.example/feeds/verdicts?cursor=abc&limit=2", updated=examples.CORRECTED_AT,
)  # fmt: skip
CHECKS = [
    (examples.snapshot(), "live"),
    (examples.corrected(check_id=f"{examples.CHECK_ID[:-1]}2"), "under_review"),
    (examples.retracted(check_id=f"{examples.CHECK_ID[:-1]}3"), "retracted"),
]
PAGES = {
    "verdicts.rss": ("rss", rss.page),
    "verdicts.csv": ("spreadsheet", spreadsheet.page),
    "verdicts.jsonl": ("claimreview", json_lines.page),
    "claimreview_feed.json": ("claimreview", claimreview_feed.page),
}
URL = f"https://checks.example/fact-checks/{examples.CHECK_ID[:-1]}"
GONE = {
    "@type": "DataFeedItem", "@id": f"urn:uuid:{examples.CHECK_ID[:-1]}3", "url": f"{URL}3",
    "dateCreated": "2026-03-04T09:30:00Z", "dateModified": "2026-03-09T16:05:00Z",
    "dateDeleted": "2026-03-09T16:05:00Z", "description": examples.retracted()["notice"],
}  # fmt: skip


def page(name, checks=CHECKS, *, language="en"):
    stored, join = PAGES[name]
    pieces = [
        Piece(snapshot["check_id"], FORMATS[stored].render(
            snapshot, examples.standing(status=status), language=language, public_url=examples.PUBLIC_URL
        ))
        for snapshot, status in checks
    ]  # fmt: skip
    return join(pieces, HEADING)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_is_rendered_as_the_golden_file_has_it(name):
    assert page(name) == (GOLDEN / name).read_bytes()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("checks", [CHECKS, []])
def test_an_rss_page_keeps_the_rules(language, checks):
    assert feed_rules.rss(page("verdicts.rss", checks, language=language)) == []


def test_an_rss_page_leads_to_the_next_one():
    links = ET.fromstring(page("verdicts.rss")).findall("channel/{http://www.w3.org/2005/Atom}link")

    assert [(link.get("rel"), link.get("href")) for link in links] == [
        ("self", HEADING.feed_url), ("next", HEADING.next_url)
    ]  # fmt: skip


def test_a_retracted_check_is_marked_in_rss():
    item = ET.fromstring(page("verdicts.rss")).findall("channel/item")[2]

    assert item.findtext("title", "").startswith("Retracted: ")
    assert "retracted" in [category.text for category in item.findall("category")]
    assert "Mostly false" not in item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded", "")


def rows(document):
    return list(csv.DictReader(io.StringIO(document.decode(), newline="")))


def test_a_csv_page_is_of_rfc_4180():
    document = page("verdicts.csv")
    lines = document.split(b"\r\n")

    assert lines[-1] == b"", "each row ends its line"
    assert b"\n" not in b"".join(lines)
    assert {len(row) for row in csv.reader(io.StringIO(document.decode(), newline=""))} == {len(spreadsheet.COLUMNS)}


def test_a_row_tells_what_the_check_says():
    row = rows(page("verdicts.csv"))[0]

    assert row["id"] == f"urn:uuid:{examples.CHECK_ID}"
    assert (row["label"], row["ratingValue"], row["bestRating"], row["dateDeleted"]) == ("Mostly false", "2", "5", "")
    assert row["topics"] == "economy inflation"


def test_a_row_of_a_retracted_check_holds_its_address_the_moment_and_the_reason():
    row = rows(page("verdicts.csv"))[2]

    assert (row["url"], row["dateDeleted"]) == (f"{URL}3", examples.CORRECTED_AT)
    assert row["correction"] == examples.retracted()["notice"]
    assert {row[name] for name in ("title", "claimReviewed", "label", "ratingValue", "summary")} == {""}


@pytest.mark.parametrize(
    "text",
    ["=cmd|' /C calc'!A0", "+1+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\u200b=1", "\ufeff@x", "\uff1d1"],
)
@pytest.mark.parametrize("place", ["claim__text", "claim__place", "notice"])
def test_no_cell_is_a_formula(text, place):
    row = rows(page("verdicts.csv", [(examples.corrected(**{place: text}), "live")]))[0]

    assert row[{"claim__text": "claim", "claim__place": "claimPlace", "notice": "correction"}[place]].startswith("'")


@pytest.mark.parametrize("number", ["-1.5", "2", "32.5"])
def test_a_number_stays_a_number(number):
    row = rows(page("verdicts.csv", [(examples.snapshot(claim__place=number), "live")]))[0]

    assert row["claimPlace"] == number


def test_a_line_is_the_stored_claimreview():
    first = page("verdicts.jsonl").splitlines()[0]

    assert first == claimreview.render(
        examples.snapshot(), examples.standing(), language="en", public_url=examples.PUBLIC_URL
    )


def test_a_line_of_a_retracted_check_tells_where_it_was_since_when_it_is_gone_and_why():
    told = json.loads(page("verdicts.jsonl").splitlines()[2])

    assert told == {"@context": "https://schema.org", **GONE}


def test_a_data_feed_has_the_shape_that_collectors_read():
    feed = json.loads(page("claimreview_feed.json"))

    assert (feed["@context"], feed["@type"]) == ("https://schema.org", "DataFeed")
    for element in feed["dataFeedElement"][:2]:
        assert element["@type"] == "DataFeedItem"
        assert element["dateCreated"] <= element["dateModified"]
        assert [review["@type"] for review in element["item"]] == ["ClaimReview"]
        assert element["item"][0]["url"] == element["url"]


def test_the_element_of_a_retracted_check_has_no_item():
    element = json.loads(page("claimreview_feed.json"))["dataFeedElement"][2]

    assert element == GONE


@pytest.mark.parametrize("name", ["verdicts.jsonl", "claimreview_feed.json"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_text_that_looks_like_a_retraction_is_none(name, language):
    text = '"creativeWorkStatus":"Retracted"'
    snapshot = examples.snapshot(claim__text=text, verdict__label__name=text)

    assert len(claimreview_files.read(page(name, [(snapshot, "live")], language=language))) == 1


@pytest.mark.parametrize("name", ["verdicts.jsonl", "claimreview_feed.json"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_claimreview_in_a_feed_is_valid(name, language):
    found = claimreview_files.read(page(name, language=language))

    assert len(found) == 2
    assert [claimreview_rules.errors(review.document, site_hosts=["checks.example"]) for review in found] == [[], []]


def test_what_is_under_review_is_still_there():
    assert json.loads(page("claimreview_feed.json"))["dataFeedElement"][1]["item"]
    assert rows(page("verdicts.csv"))[1]["status"] == "under_review"


@pytest.mark.parametrize("name", sorted(PAGES))
def test_an_import_without_summary_and_reasoning_is_shown_all_the_same(name):
    snapshot = examples.snapshot(kind="imported")
    snapshot["verdict"]["texts"][0] |= {"summary": None, "rationale": None}

    assert b"None" not in page(name, [(snapshot, "live")])
