"""Text is cut between words where it can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.shortening import shorten


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("Short enough", 12, "Short enough"),
        ("One word too many", 12, "One word…"),
        ("One word, too many", 10, "One word…"),
        ("Exactly here now", 13, "Exactly here…"),
        ("  Lines\n and\tspaces ", 40, "Lines and spaces"),
        ("Donaudampfschifffahrt", 10, "Donaudamp…"),
        ("A Donaudampfschifffahrt", 10, "A Donauda…"),
        ("失業率は三年で倍になった", 6, "失業率は三…"),
        ("anything", 1, "…"),
        ("", 5, ""),
    ],
)
def test_text_is_cut_to_its_place(text, limit, short):
    assert shorten(text, limit) == short


@given(st.text(), st.integers(1, 50))
def test_short_text_is_never_over_its_limit(text, limit):
    short = shorten(text, limit)
    assert len(short) <= limit
    assert short.endswith("…") or short == " ".join(text.split())


@given(st.text(), st.integers(1, 50))
def test_shortening_twice_changes_nothing(text, limit):
    short = shorten(text, limit)
    assert shorten(short, limit) == short
