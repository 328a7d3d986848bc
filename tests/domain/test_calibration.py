"""Bands are fitted to decisions: each begins where so many of the suggestions were confirmed."""

import pytest

from tracker.domain.calibration import NEVER, Decided, fitted, is_enough, shares
from tracker.domain.matching import Bounds

USUAL = Bounds(same=0.8, likely=0.4, related=0.1)


def decided(*groups):
    """Return decisions: so many at a likelihood, and so many of them confirmed."""
    return [Decided(likely, number < confirmed) for likely, pairs, confirmed in groups for number in range(pairs)]


def test_a_band_begins_where_its_share_is_reached():
    found = fitted(decided((0.2, 20, 0), (0.5, 20, 4), (0.7, 20, 10), (0.9, 20, 17)), USUAL)

    assert found == Bounds(same=0.9, likely=0.7, related=0.5)


def test_a_dent_in_the_middle_is_levelled():
    found = fitted(decided((0.3, 40, 0), (0.6, 20, 18), (0.7, 20, 15), (0.9, 20, 19)), USUAL)

    assert found == Bounds(same=0.6, likely=0.6, related=0.6)


def test_what_nothing_has_earned_is_never_told():
    found = fitted(decided((0.3, 30, 1), (0.95, 30, 15)), USUAL)

    assert found.same == NEVER
    assert found.likely == 0.95


def test_a_few_confirmed_ones_at_the_top_earn_nothing():
    assert fitted(decided((0.3, 50, 10), (0.99, 5, 5)), USUAL).same == NEVER


def test_what_nobody_saw_raises_no_bound():
    found = fitted(decided((0.6, 30, 15), (0.9, 30, 28)), USUAL)

    assert (found.likely, found.related) == (0.4, 0.1)


@pytest.mark.parametrize(
    ("groups", "enough"),
    [([(0.5, 50, 10)], True), ([(0.5, 49, 20)], False), ([(0.5, 60, 9)], False), ([(0.5, 60, 51)], False)],
)
def test_too_few_decisions_say_nothing(groups, enough):
    assert is_enough(decided(*groups)) is enough


def test_recall_counts_the_bands_above():
    found = shares(decided((0.05, 10, 1), (0.5, 10, 4), (0.9, 10, 5)), USUAL)

    assert found["same"] == (10, 5, 0.5, 0.5)
    assert found["likely"] == (10, 4, 0.4, 0.9)
    assert found["related"] == (0, 0, None, 0.9)
    assert found["none"] == (10, 1, 0.1, 1.0)
