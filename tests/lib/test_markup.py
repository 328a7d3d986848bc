"""XML as text."""

import pytest

from tracker.lib import markup


def test_an_element_holds_its_text():
    assert markup.element("title", "a < b & c ]]> d") == "<title>a &lt; b &amp; c ]]&gt; d</title>"


def test_an_element_without_text_is_empty():
    assert markup.element("title") == "<title/>"


@pytest.mark.parametrize(
    ("value", "written"),
    [('a"b', "'a\"b'"), ("a'b", '"a\'b"'), ("a\"b'", '"a&quot;b\'"'), ("a<b\nc", '"a&lt;b&#10;c"'), ("", '""')],
)
def test_an_attribute_is_quoted(value, written):
    assert markup.element("a", attributes={"href": value}) == f"<a href={written}/>"


def test_an_attribute_without_a_value_is_left_out():
    assert markup.opening("a", {"b": None, "c": "d"}) == '<a c="d">'


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1b", "\x7f", "\x85", "\ufffe", "\uffff", "\ud800"])
def test_what_xml_forbids_is_left_out(character):
    assert markup.element("a", f"b{character}c", {"d": f"e{character}"}) == '<a d="e">bc</a>'
