"""Checks as Atom."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests import feed_rules
from tests import snapshots as examples
from tracker.formats import atom
from tracker.formats.entries import Heading, Piece

GOLDEN = Path(__file__).with_name("golden")
HEADING = Heading(
    title="Fact-checks", home_page_url="https://checks.example/", feed_url="https://checks.example/feeds/verdicts.atom",
    updated=examples.CORRECTED_AT,
)  # fmt: skip
NAMES = {"a": "http://www.w3.org/2005/Atom"}


def page(snapshot, standing=None, *, language="en"):
    body = atom.render(snapshot, standing or examples.standing(), language=language, public_url=examples.PUBLIC_URL)
    return atom.page([Piece(examples.CHECK_ID, body)], HEADING)


def entry(snapshot, standing=None, *, language="en"):
    found = ET.fromstring(page(snapshot, standing, language=language)).find("a:entry", NAMES)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "snapshot", "status"),
    [
        ("atom", examples.snapshot(), "live"),
        ("atom_corrected", examples.corrected(), "under_review"),
        ("atom_retracted", examples.retracted(), "retracted"),
    ],
)
def test_a_page_is_rendered_as_the_golden_file_has_it(name, snapshot, status):
    made = page(snapshot, examples.standing(status=status))

    assert made.decode() == (GOLDEN / f"{name}.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("make", [examples.snapshot, examples.corrected, examples.retracted])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_is_a_feed_by_the_rfc(make, language):
    assert feed_rules.atom(page(make(), language=language)) == []


def test_a_page_without_entries_is_a_feed_by_the_rfc():
    assert feed_rules.atom(atom.page([], HEADING)) == []


def test_the_id_outlives_corrections_and_retractions():
    ids = {entry(make()).findtext("a:id", None, NAMES) for make in (examples.snapshot, examples.corrected,
                                                                    examples.retracted)}  # fmt: skip

    assert ids == {f"urn:uuid:{examples.CHECK_ID}"}


def test_a_correction_keeps_the_first_moment_and_moves_the_last():
    found = entry(examples.corrected())

    assert found.findtext("a:published", None, NAMES) == examples.PUBLISHED_AT
    assert found.findtext("a:updated", None, NAMES) == examples.CORRECTED_AT
    assert examples.corrected()["notice"] in found.findtext("a:content", "", NAMES)


def test_a_retraction_is_marked_and_does_not_repeat_the_verdict():
    found = entry(examples.retracted(), examples.standing(status="retracted"))

    assert found.findtext("a:title", "", NAMES).startswith("Retracted: ")
    assert found.find("a:category[@scheme='https://checks.example/feeds#status'][@term='retracted']", NAMES) is not None
    assert "Mostly false" not in found.findtext("a:content", "", NAMES)


def test_page_claimreview_and_receipt_are_linked():
    standing = examples.standing(pages={"en": "https://www.checks.example/prices"})
    links = entry(examples.snapshot(), standing).findall("a:link", NAMES)
    ours = f"https://checks.example/fact-checks/{examples.CHECK_ID}"

    assert [(link.get("rel"), link.get("href")) for link in links] == [
        ("alternate", "https://www.checks.example/prices"),
        ("related", ours),
        ("related", f"{ours}.json"),
        ("related", f"https://checks.example/api/v1/claims/{examples.CHECK_ID}/publications/1/receipt"),
    ]


def test_a_further_page_is_linked_and_belongs_to_the_same_feed():
    heading = Heading(
        title="Fact-checks", home_page_url="https://checks.example/", feed_url="https://checks.example/f?cursor=a",
        id="https://checks.example/f", next_url="https://checks.example/f?cursor=b&limit=2",
    )  # fmt: skip
    feed = ET.fromstring(atom.page([], heading))
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", NAMES)}

    assert feed.findtext("a:id", None, NAMES) == "https://checks.example/f"
    assert links["next"] == "https://checks.example/f?cursor=b&limit=2"
    assert links["self"] == "https://checks.example/f?cursor=a"
