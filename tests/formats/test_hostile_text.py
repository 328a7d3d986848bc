"""Whatever people write, every format comes out well-formed, with text that stays text."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from tests import feed_rules
from tests import snapshots as examples
from tracker.formats import FORMATS, atom, claimreview_feed, embed, entries, json_feed, json_lines, rss, spreadsheet
from tracker.formats.entries import Heading, Piece
from tracker.lib import markup, plain_text

PUBLICATION_ID = "0193a000-0000-7000-8000-0000000000ff"
TAGS = {"a", "bdi", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
        "pre", "q", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"}  # fmt: skip
FORMULA = re.compile(rf"[{plain_text.INVISIBLE}]*[=+\-@]")
PIECES = [
    "<script>alert(1)</script>", "]]>", "<![CDATA[", "&amp;", "&#0;", "&", "\"'", "<img src=x onerror=alert(1)>", "-->",
    "\x00", "\x0b", "\x1b", "\x85", "\u2028", "\u2029", "\ufffe", "\ufdd0", "\U0001ffff", "\u202e", "\u2066", "\u2069",
    "\u200f", "\ufeff", "\u200b", "=cmd|' /C calc'!A0", "@SUM(A1)", "+1", "-1+1", "\t", "\r", "\n", "\r\n", ",", ";",
    "[x](javascript:alert(1))", "![](https://a.example/x)", "<!DOCTYPE html>", "<?xml?>", "{{7*7}}", "\\", "é", "中",
]  # fmt: skip
ANY = st.lists(st.one_of(st.sampled_from(PIECES), st.text(st.characters(exclude_categories=["Cs"]), max_size=8)),
                   min_size=1, max_size=6).map("".join)  # fmt: skip
# As the API takes text: with something to read in it. The rest is up to each format.
HOSTILE = ANY.filter(re.compile(plain_text.PATTERN).match)
HEADING = Heading(title="Fact-checks", home_page_url="https://checks.example/", feed_url="https://checks.example/f")


class Tags(HTMLParser):
    """The tags and the attributes of HTML."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes = set(), set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {(name, value) for name, value in attrs if name.startswith("on") or name in {"href", "src"}}


def is_safe(html):
    found = Tags(html)
    addresses = {value for name, value in found.attributes if name == "href"}
    return (
        found.tags <= TAGS
        and all(name == "href" for name, _ in found.attributes)
        and all(address.startswith(("https://", "http://", "mailto:")) for address in addresses)
        and plain_text.legible(html) == html
    )


def written_by(text):
    """Return the snapshot of a correction in which people wrote a text wherever they can."""
    snapshot = examples.corrected(
        notice=text, claim__text=text, claim__place=text, claim__job_title=text, claim__claimant__name=text,
        verdict__label__name=text, organization__name=text, label_before={"key": "other", "name": text},
        evidence=[examples.evidence(excerpt=text, source=examples.source(title=text, publisher=text))],
    )  # fmt: skip
    snapshot["verdict"]["texts"][0] |= dict.fromkeys(("title", "claim_reviewed", "summary", "rationale"), text)
    return snapshot


def stored(name, text):
    return FORMATS[name].render(written_by(text), examples.standing(), language="en", public_url=examples.PUBLIC_URL)


def correction(text):
    return entries.of_correction(
        PUBLICATION_ID, written_by(text), examples.standing(), language="en", public_url=examples.PUBLIC_URL
    )


@given(HOSTILE)
def test_atom_stays_a_feed_of_safe_text(text):
    for body in (stored("atom", text), atom.entry(correction(text))):
        page = atom.page([Piece(examples.CHECK_ID, body)], HEADING)
        entry = ET.fromstring(page).find(f"{feed_rules.ATOM}entry")

        title = entry.findtext(f"{feed_rules.ATOM}title")

        assert [fault for fault in feed_rules.atom(page) if "title" not in fault] == []
        assert is_safe(entry.findtext(f"{feed_rules.ATOM}content"))
        assert plain_text.one_line(title) == title


@given(HOSTILE)
def test_rss_stays_a_feed_of_safe_text(text):
    item = ET.fromstring(rss.page([Piece("", stored("rss", text))], HEADING)).find("channel/item")

    assert is_safe(item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded"))
    assert plain_text.one_line(item.findtext("title", "")) == item.findtext("title", "")


@given(HOSTILE)
def test_json_feed_stays_a_feed_of_safe_text(text):
    for body in (stored("json_feed", text), json_feed.item(correction(text))):
        page = json_feed.page([Piece("", body)], HEADING)

        assert feed_rules.json_feed(json.loads(page)) == []
        assert is_safe(json.loads(page)["items"][0]["content_html"])


@given(HOSTILE)
def test_csv_stays_a_row_of_cells_and_none_is_a_formula(text):
    page = spreadsheet.page([Piece("", stored("spreadsheet", text))], HEADING).decode()
    rows = list(csv.reader(io.StringIO(page, newline="")))

    assert [len(row) for row in rows] == [len(spreadsheet.COLUMNS)] * 2
    assert [cell for cell in rows[1] if FORMULA.match(cell) and not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell)] == []
    assert page.count("\n") == page.count("\r\n") == 2


@given(HOSTILE)
def test_json_lines_and_the_data_feed_hold_the_text_as_it_is(text):
    piece = Piece(examples.CHECK_ID, stored("claimreview", text))
    (line,) = json_lines.page([piece], HEADING).decode().splitlines()
    feed = json.loads(claimreview_feed.page([piece], HEADING))

    assert json.loads(line)["itemReviewed"]["text"] == text
    assert feed["dataFeedElement"][0]["item"] == [json.loads(line)]
    assert not re.search("[<>&\u2028\u2029]", line)


@given(HOSTILE)
def test_a_card_stays_a_card(text):
    document = json.loads(embed.render(
        written_by(text), examples.standing(), language="en", public_url=examples.PUBLIC_URL, width=None, height=None
    ))  # fmt: skip

    assert is_safe(document["html"])


@given(ANY)
def test_any_text_stands_in_an_element_and_in_an_attribute(text):
    element = ET.fromstring(markup.DECLARATION + markup.element("a", text, {"b": text, "c": None}))

    # XML reads each kind of line end as one.
    assert (element.text or "") == re.sub("\r\n?", "\n", plain_text.legible(text))
    assert element.attrib.keys() == {"b"}
    assert len(element) == 0
