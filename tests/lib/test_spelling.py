"""Slips of the fingers are mended by the words that an index knows."""

from collections import Counter

import pytest

from tracker.lib.spelling import Vocabulary, slips


@pytest.fixture
def vocabulary():
    return Vocabulary(Counter({"government": 9, "wildfire": 3, "southern": 4, "fires": 5, "form": 7, "from": 2}))


@pytest.mark.parametrize("slip", ["govrnment", "goverrnment", "govermment", "ogvernment"])
def test_one_slip_is_mended(vocabulary, slip):
    assert vocabulary.mend(slip) == ("government",)


def test_a_word_that_is_known_stays(vocabulary):
    assert vocabulary.mend("from") == ("from",)


def test_short_words_and_numbers_stay(vocabulary):
    assert (vocabulary.mend("fom"), vocabulary.mend("20199")) == (("fom",), ("20199",))


def test_of_several_the_usual_one_comes_first(vocabulary):
    assert vocabulary.mend("foorm") == ("form",)


def test_joined_words_are_parted(vocabulary):
    assert vocabulary.mend("southernfires") == ("southern", "fires")


def test_what_cannot_be_mended_stays(vocabulary):
    assert vocabulary.mend("xylophone") == ("xylophone",)


def test_a_slip_changes_one_letter():
    assert {"ab", "b", "ba", "acb", "abz", "zb"} <= set(slips("ab"))
