"""Text from strangers in documents of ours."""

import json

import pytest

from tracker.lib import plain_text

LRE, RLO, PDF, RLI, PDI, RLM = "\u202a", "\u202e", "\u202c", "\u2067", "\u2069", "\u200f"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\ufdd0", "\ufffe", "\uffff"])
def test_what_no_document_may_hold_is_left_out(character):
    assert plain_text.legible(f"a{character}b") == "ab"


@pytest.mark.parametrize("text", ["a\tb\nc", RLM, "تورم ۴۰ درصد", "👩‍🔬", "]]>"])
def test_what_can_be_read_stays(text):
    assert plain_text.legible(text) == text


@pytest.mark.parametrize("text", [" a\n b ", "a\r\n\tb", "a\u2028b", "a\u2029\u00a0b"])
def test_lines_become_one(text):
    assert plain_text.one_line(text) == "a b"


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        (f"{RLO}a", f"{RLO}a{PDF}"),
        (f"{RLI}a{LRE}b", f"{RLI}a{LRE}b{PDF}{PDI}"),
        (f"{RLI}a{PDI}", f"{RLI}a{PDI}"),
        (f"a{PDF}{PDI}", f"a{PDF}{PDI}"),
    ],
)
def test_a_change_of_direction_ends_with_its_line(text, ended):
    assert plain_text.one_line(text) == ended


@pytest.mark.parametrize(
    "text", ["</script>", "<!--<script>", "]]>", "&amp;", "\u2028\u2029", "\x85\ufffe\uffff", "é👩"]
)
def test_json_in_a_script_element_reads_as_it_was(text):
    body = plain_text.json_for_html({"text": text})

    assert json.loads(body) == {"text": text}
    assert not set("<>&\u2028\u2029\x85\ufffe\uffff") & set(body.decode())
