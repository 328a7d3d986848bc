"""Words are brought to their stems as Porter described it."""

import pytest

from tracker.lib.stems import stem, stems, words


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("caresses", "caress"), ("ponies", "poni"), ("agreed", "agre"), ("plastered", "plaster"), ("motoring", "motor"),
        ("hopping", "hop"), ("filing", "file"), ("happy", "happi"), ("relational", "relat"), ("electricity", "electr"),
        ("adoption", "adopt"), ("controlling", "control"), ("rate", "rate"), ("probate", "probat"), ("sky", "sky"),
        ("as", "as"), ("выборы", "выборы"), ("2019", "2019"),
    ],
)  # fmt: skip
def test_the_stem_of(word, expected):
    assert stem(word) == expected


def test_words_are_folded_and_lose_their_apostrophes():
    assert words("The mayor's Café doesn’t open: 1,500 élèves") == [
        "the", "mayor", "cafe", "doesnt", "open", "1", "500", "eleves"
    ]  # fmt: skip


def test_forms_of_a_word_share_their_stem():
    assert len(set(stems("elected electing elects elect"))) == 1
