"""Sentences of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.sentences import LONGEST, split


def texts(text):
    return [sentence.text for sentence in split(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It rained. It snowed! Did it?", ["It rained.", "It snowed!", "Did it?"]),
        ("Mr. Example of the U.S. Senate left.", ["Mr. Example of the U.S. Senate left."]),
        ("It is 3.5 percent. Yes.", ["It is 3.5 percent.", "Yes."]),
        ("He said, “It rained. It snowed.” Then he left.", ["He said, “It rained. It snowed.”", "Then he left."]),
        ('"It rained. It snowed," he said. So.', ['"It rained. It snowed," he said.', "So."]),
        ("A heading\n\nA sentence.", ["A heading", "A sentence."]),
        ("A line\nthat goes on.", ["A line\nthat goes on."]),
        ("", []),
        (" \n\n \n", []),
    ],
)
def test_a_text_is_parted_where_a_reader_would(text, found):
    assert texts(text) == found


def test_a_quotation_that_never_ends_does_not_swallow_the_text():
    assert len(texts("“It rained. " + "It snowed. " * 300)) > 100


@given(st.text(alphabet=st.sampled_from("aA .!?\n“”\"'…1")))
def test_each_sentence_stands_where_it_says(text):
    for sentence in split(text):
        assert text[sentence.start : sentence.end] == sentence.text


@pytest.mark.parametrize("piece", ["a", "“", '"', ".", "\n", "a. ", "\u202e", '"a. '])
def test_no_sentence_is_longer_than_what_can_be_looked_at(piece):
    assert all(len(text) <= LONGEST + len(piece) for text in texts(piece * 20_000))
