"""ClaimReviews are found in whatever they come in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import snapshots as examples
from tracker.formats import claimreview, claimreview_files
from tracker.formats.claimreview_files import Unreadable

REVIEW = claimreview.document(
    examples.snapshot(), examples.standing(), language="en", public_url=examples.PUBLIC_URL
)  # fmt: skip
TEXT = json.dumps(REVIEW)
OTHER = {"@type": "WebPage", "url": "https://checks.example/"}
BLOCK = f'<script type="Application/LD+JSON; charset=utf-8">{TEXT}</script>'
PAGE = f"<!doctype html><title>1 < 2</title><script>x = 1</script>{BLOCK}"


def found(content):
    return [(each.place, each.pointer) for each in claimreview_files.read(content.encode())]


@pytest.mark.parametrize(
    ("content", "places"),
    [
        (TEXT, [("", "")]),
        (json.dumps(REVIEW, indent=2), [("", "")]),
        ("\ufeff" + TEXT, [("", "")]),
        (json.dumps([OTHER, REVIEW, REVIEW]), [("", "/1"), ("", "/2")]),
        (json.dumps({"@graph": [OTHER, REVIEW]}), [("", "/@graph/1")]),
        (json.dumps({"dataFeedElement": [{"item": [REVIEW]}]}), [("", "/dataFeedElement/0/item/0")]),
        (json.dumps({"a/b~c": REVIEW}), [("", "/a~1b~0c")]),
        (f"{TEXT}\n\n{TEXT}\r\n", [("line 1", ""), ("line 3", "")]),
        (PAGE, [("script 1", "")]),
        (f'<script type="application/ld+json">{{broken</script>{PAGE}', [("script 2", "")]),
        (json.dumps(REVIEW | {"@type": ["Thing", "ClaimReview"]}), [("", "")]),
        (json.dumps(REVIEW | {"@type": "http://schema.org/ClaimReview"}), [("", "")]),
        (json.dumps(REVIEW | {"claimReviewed": "a\u2028b"}, ensure_ascii=False) + "\n" + TEXT,
         [("line 1", ""), ("line 2", "")]),
    ],
)  # fmt: skip
def test_each_is_found_at_its_place(content, places):
    assert found(content) == places


def test_what_is_found_is_what_was_written():
    assert claimreview_files.read(PAGE.encode())[0].document == REVIEW


@pytest.mark.parametrize(
    "content",
    ["", "{", "nothing", "[]", "{}", json.dumps(OTHER), f"{TEXT}\n{{", "<p>no script</p>", "[" * 5000,
     '<script type="application/ld+json">{"@type": "ClaimReview"</script>'],
)  # fmt: skip
def test_what_holds_none_is_unreadable(content):
    with pytest.raises(Unreadable):
        claimreview_files.read(content.encode())


def test_what_is_no_text_is_unreadable():
    with pytest.raises(Unreadable):
        claimreview_files.read(b"\xff\xfe{}")


@given(st.one_of(st.binary(), st.text().map(str.encode)))
def test_any_bytes_are_read_or_refused(content):
    assert read_or_refused(content) != ""


def read_or_refused(content):
    try:
        return claimreview_files.read(content)
    except Unreadable as error:
        return str(error)
