"""A scale is refused for what would make its ratings unreadable, and ends where its numbers do."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.ratings import BY_TRUTH, LABEL_CLASSES, SCALE_KINDS, best_and_worst, faults

NUMBERS = st.lists(st.integers(1, 100), min_size=2, max_size=10, unique=True)


def label(key, numeric=None, **more):
    return {"key": key, "name": key.title(), "numeric": numeric, "off_scale": False} | more


def scale(*numbers):
    return [label(f"label_{n}", str(number)) for n, number in enumerate(numbers)]


def places(kind, labels):
    return [(fault["pointer"], fault["code"]) for fault in faults(kind, labels)]


FIVE = [label(name, str(n), **{"class": name, "colour": "#1a7f37"}) for n, name in enumerate(BY_TRUTH, 1)]
UNVERIFIABLE = label("unverifiable", off_scale=True, **{"class": "unverifiable"})


def test_a_scale_from_false_to_true_is_good():
    assert faults("truth", [*FIVE, UNVERIFIABLE]) == []


def test_a_scale_may_be_written_from_true_to_false():
    assert faults("truth", [UNVERIFIABLE, *reversed(FIVE)]) == []


@pytest.mark.parametrize("kind", SCALE_KINDS)
def test_a_scale_may_be_of_words_alone(kind):
    assert faults(kind, [label("kept"), label("broken")]) == []


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ([], ("/labels", "too-few")),
        (scale(1), ("/labels", "too-few")),
        ([label("yes", "1"), label("yes", "2")], ("/labels/1/key", "duplicate")),
        ([label("Mostly true", "1"), label("no", "2")], ("/labels/0/key", "format")),
        ([label("yes\n", "1"), label("no", "2")], ("/labels/0/key", "format")),
        ([label("yes", "1"), label("no")], ("/labels/1/numeric", "required")),
        ([*scale(1, 2), label("no", "3", off_scale=True)], ("/labels/2/numeric", "not-allowed")),
        ([label("yes", "1"), label("no", "two")], ("/labels/1/numeric", "format")),
        ([label("yes", "1"), label("no", "NaN")], ("/labels/1/numeric", "format")),
        (scale(0, 1), ("/labels/0/numeric", "too-small")),
        (scale(-2, 1), ("/labels/0/numeric", "too-small")),
        (scale(1, 1), ("/labels/1/numeric", "order")),
        (scale(1, 3, 2, 4), ("/labels/2/numeric", "order")),
        (scale(4, 1, 2), ("/labels/2/numeric", "order")),
        ([label("yes", "1", colour="green"), label("no", "2")], ("/labels/0/colour", "format")),
        ([label("yes", "1", colour="#1A7F37"), label("no", "2")], ("/labels/0/colour", "format")),
        ([label("yes", "1", class_="right"), label("no", "2")], ("/labels/0/class", "unknown")),
        ([label("yes", "1", class_="true"), label("no", "2", class_="false")], ("/labels/1/numeric", "order")),
    ],
)
def test_a_fault_is_named_with_its_place(wrong, place):
    assert places("truth", wrong) == [place]


@pytest.mark.parametrize("kind", [kind for kind in SCALE_KINDS if kind != "truth"])
def test_only_a_scale_of_truth_has_classes(kind):
    assert places(kind, [label("kept", class_="true"), label("broken")]) == [("/labels/0/class", "not-allowed")]


def test_an_unknown_kind_is_named():
    assert places("taste", scale(1, 2)) == [("/kind", "unknown")]


def test_all_faults_are_told_at_once():
    assert len(places("truth", [label("A", "0", colour="x"), label("A", "0")])) == 7


@pytest.mark.parametrize("name", LABEL_CLASSES)
def test_every_class_is_taken_in_both_spellings(name):
    assert faults("truth", [label("yes", **{"class": name}), label("no", class_=name)]) == []


@given(NUMBERS)
def test_numbers_that_rise_or_fall_are_good(numbers):
    rising = sorted(numbers)
    assert faults("consistency", scale(*rising)) == []
    assert faults("consistency", scale(*reversed(rising))) == []


@given(NUMBERS)
def test_a_good_scale_ends_at_its_greatest_and_its_least_number(numbers):
    best, worst = best_and_worst([*scale(*sorted(numbers)), UNVERIFIABLE])
    assert (Decimal(best), Decimal(worst)) == (max(numbers), min(numbers))


def test_the_best_label_of_a_good_scale_is_the_truest():
    assert best_and_worst([*reversed(FIVE), UNVERIFIABLE]) == ("5", "1")


def test_bounds_are_told_as_they_were_given():
    assert best_and_worst([label("no", "1.0"), label("yes", "2.50")]) == ("2.50", "1.0")


@pytest.mark.parametrize("labels", [[], [label("kept"), label("broken")], [*scale(3), UNVERIFIABLE]], ids=len)
def test_a_scale_with_fewer_than_two_numbers_has_no_bounds(labels):
    assert best_and_worst(labels) == (None, None)
