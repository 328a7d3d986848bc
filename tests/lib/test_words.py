"""Text is compared without what nobody types into a search box."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib import search_terms
from tracker.lib.search_terms import Query, Term
from tracker.lib.words import words


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("ÉCONOMIE", "economie"), ("Łódź", "lodz"), ("Straße", "strasse"), ("İstanbul", "istanbul"), ("Ａ１", "a1"),
        ("30,000 fighters", "30000 fighters"), ("مُدِير", "مدير"), ("السنة", "السنه"), ("Ἀθῆναι", "αθηναι"),
        ("Ёлка", "елка"),
    ],
)  # fmt: skip
def test_case_width_and_diacritics_do_not_matter(written, typed):
    assert words(written) == words(typed)


def test_what_is_between_words_is_no_part_of_them():
    assert words('covid-19, don\'t; C++ <b>"x"</b> a_b') == "covid 19 don t c b x b a b".split()


def test_the_vowels_of_scripts_that_write_them_as_marks_stay():
    assert words("हिन्दी में") == ["हिन्दी", "में"]


def test_what_is_written_without_spaces_gives_its_neighbours():
    assert words("気候変動 2030年") == ["気候", "候変", "変動", "動", "2030", "年"]


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("prices  bread", [Term(("prices",)), Term(("bread",))], []),
        ('"price of bread" -oil', [Term(("price", "of", "bread"))], [Term(("oil",))]),
        ("infla* -econ*", [Term(("infla",), is_beginning=True)], [Term(("econ",), is_beginning=True)]),
        ("covid-19 don't", [Term(("covid", "19")), Term(("don", "t"))], []),
        ('-"a b', [], [Term(("a", "b"))]),
        ("a - b", [Term(("a",)), Term(("b",))], []),
        ("気候", [Term(("気候",))], []),
        ("気候変", [Term(("気候", "候変"))], []),
        ("気", [Term(("気",), is_beginning=True)], []),
        ('*** -- "" -', [], []),
    ],
)
def test_a_query_is_understood_as_its_author_meant_it(text, wanted, unwanted):
    assert search_terms.parse(text) == Query(tuple(wanted), tuple(unwanted))


@given(st.text())
def test_no_word_has_anything_in_it_that_a_database_would_read_as_more(text):
    terms = search_terms.parse(text)

    found = [word for term in (*terms.wanted, *terms.unwanted) for word in term.words]

    assert not [word for word in found if not word or set(word) & set("\"'\\*:()|&!<-> \0")]
