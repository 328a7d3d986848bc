"""Texts are found by their telling words, whatever is asked."""

import pytest

from tracker.lib.lexical_index import LexicalIndex

TEXTS = [
    ("The city banned plastic bags.", "Were plastic bags banned?"),
    ("The city built a bridge.", "A bridge for the city"),
    ("Elephants fear mice.", "Do elephants fear mice?"),
]


@pytest.fixture
def index():
    return LexicalIndex(TEXTS, weights=(1.0, 1.0))


def found(index, text):
    return [hit.number for hit in index.search(index.terms(text), limit=10)]


def test_the_nearest_comes_first(index):
    assert found(index, "they ban plastic in the city")[0] == 0


def test_a_typo_finds_its_word(index):
    assert found(index, "elefants elephnts") == [2]


@pytest.mark.parametrize("text", ["", '"', "NEAR(", "a* OR -", "\x00", "'; DROP TABLE texts", "¿?", "AND OR NOT"])
def test_nothing_is_understood_as_more_than_words(index, text):
    assert isinstance(found(index, text), list)


def test_rarer_words_weigh_more(index):
    assert index.weight("eleph") > index.weight("citi")
