"""A correction, a reinstatement or a retraction as an item of its own."""

import json
from pathlib import Path

import pytest

from tests import feed_rules
from tests import snapshots as examples
from tracker.formats import atom, entries, json_feed
from tracker.formats.entries import Heading, Piece

GOLDEN = Path(__file__).with_name("golden")
ID = "0193a000-0000-7000-8000-0000000000ee"
HEADING = Heading(title="Corrections", home_page_url="https://checks.example/",
                  feed_url="https://checks.example/feeds/corrections", updated=examples.CORRECTED_AT)  # fmt: skip
OTHER = {"key": "false", "name": "False"}


def told(snapshot, *, language="en", **standing):
    return entries.of_correction(
        ID, snapshot, examples.standing(**standing), language=language, public_url=examples.PUBLIC_URL
    )


def test_pages_are_rendered_as_the_golden_files_have_them():
    corrected, retracted = told(examples.corrected(label_before=OTHER)), told(examples.retracted())
    pages = {
        "corrections.json": json_feed.page([Piece(ID, json_feed.item(corrected))], HEADING),
        "corrections.atom": atom.page([Piece(ID, atom.entry(retracted))], HEADING),
    }

    assert pages == {name: (GOLDEN / name).read_bytes() for name in pages}
    assert feed_rules.json_feed(json.loads(pages["corrections.json"])) == []
    assert feed_rules.atom(pages["corrections.atom"]) == []


def test_its_id_is_the_publications_and_its_text_the_notice():
    found = told(examples.corrected())

    assert (found.id, found.summary) == (f"urn:uuid:{ID}", examples.corrected()["notice"])
    assert found.published == found.updated == examples.CORRECTED_AT


def test_it_leads_to_the_page_of_that_publication_and_to_its_receipt():
    found = told(examples.corrected(), pages={"en": "https://www.checks.example/prices"})
    ours = f"https://checks.example/fact-checks/{examples.CHECK_ID}/v/2"

    assert found.url == "https://www.checks.example/prices"
    assert (found.links["page"], found.links["claimreview"]) == (ours, f"{ours}.json")
    assert found.links["receipt"].endswith(f"/claims/{examples.CHECK_ID}/publications/2/receipt")


@pytest.mark.parametrize(
    ("snapshot", "sentence"),
    [
        (examples.corrected(label_before=OTHER), "The verdict was “False” and is now “Mostly false”."),
        (examples.corrected(), "The verdict is “Mostly false”."),
        (examples.corrected(label_before=None), "The verdict is “Mostly false”."),
        (examples.retracted(), "The verdict “Mostly false” no longer stands."),
    ],
)
def test_it_says_what_became_of_the_label(snapshot, sentence):
    assert sentence in told(snapshot).content_html


@pytest.mark.parametrize(
    ("kind", "title"),
    [("correction", "Correction: "), ("reinstatement", "Reinstated: "), ("retraction", "Retracted: ")],
)
def test_its_title_says_what_it_is(kind, title):
    assert told(examples.corrected(kind=kind)).title.startswith(title)


def test_it_stays_the_same_whatever_becomes_of_the_check():
    later = [examples.as_entry(examples.corrected()), examples.entry(number=3, kind="retraction", notice="Gone.")]
    assert told(examples.corrected(), status="retracted", publications=later) == told(examples.corrected())


def test_it_is_told_in_a_language_of_the_publication():
    assert told(examples.corrected(), language="fr").title.startswith("Correction: Les prix")
