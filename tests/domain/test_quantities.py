"""Claimed against measured."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.quantities import Comparison, compare, conflict, factor, metric_key
from tracker.lib.units import converted

numbers = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)
# Units of one measure each.
FAMILIES = [
    ["km", "miles", "meters", "feet"],
    ["percent", "share"],
    ["USD", "USD million", "thousand USD"],
    ["people", "million people"],
    ["tons per hectare", "kg per hectare"],
    ["USD per month", "USD per year"],
]


def figure(value="40", **fields):
    plain = {"metric": "inflation rate", "kind": "level", "comparator": "=", "value": value, "unit": "percent"}
    return plain | fields


def deviation(claimed, measured):
    found = compare(claimed, measured).deviation
    assert found is not None
    return found


def reasons(claimed, measured):
    return [reason for reason, _ in compare(claimed, measured).reasons]


def test_the_deviation_is_exact():
    found = deviation(figure("40"), figure("32.5"))

    assert (found.absolute, found.relative) == (Decimal("7.5"), Decimal("0.230769230769"))
    assert (found.factor, found.direction) == (Decimal("1.23076923077"), "higher")
    assert (found.sign_flip, found.holds, found.tolerance) == (False, False, "outside")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"metric": "unemployment rate"}, "metric"),
        ({"definition": "producer prices"}, "definition"),
        ({"unit": "percentage points"}, "unit"),
        ({"unit": None}, "unit"),
        ({"period": {"from": "2023-01-01", "to": "2023-12-31"}}, "period"),
        ({"period": {"label": "fiscal 2024"}}, "period"),
        ({"place": "Iraq"}, "place"),
        ({"population": "urban households"}, "population"),
        ({"kind": "change"}, "kind"),
        ({"kind": "rank"}, "kind"),
    ],
)
def test_what_is_not_of_the_same_is_not_compared_and_it_says_why(changes, reason):
    whole = {
        "definition": "consumer prices",
        "period": {"label": "2024"},
        "place": "Iran",
        "population": "all households",
    }

    assert reasons(figure(**whole), figure(**whole | changes)) == [reason]


def test_a_year_is_the_same_period_however_it_is_told():
    told = [{"label": "2024"}, {"from": "2024"}, {"label": "year", "from": "2024-01-01", "to": "2024-12-31"}]

    assert all(reasons(figure(period=one), figure(period=other)) == [] for one in told for other in told)


def test_what_one_of_them_leaves_open_is_told():
    found = compare(figure(place="Iran"), figure(period={"label": "2024"}))

    assert (found.comparable, found.unstated) == (True, ("period", "place"))


@pytest.mark.parametrize(
    ("one", "other", "is_comparable"),
    [("USD", "EUR", False), ("USD 2015", "USD", False), ("USD 2015", "USD million 2015", True), ("EUR", "EUR", True)],
)
def test_money_is_compared_within_one_currency_and_price_year(one, other, is_comparable):
    assert compare(figure(unit=one), figure(unit=other)).comparable is is_comparable


def test_a_part_told_as_a_ratio_is_compared_with_percent():
    found = deviation(figure("0.2", unit="share", kind="ratio"), figure("21"))

    assert (found.absolute, found.tolerance) == (Decimal(-1), "loose")


@pytest.mark.parametrize(
    ("claimed", "measured", "tolerance"),
    [
        (figure("40"), figure("40.3"), "tight"),
        (figure("40"), figure("41.5"), "loose"),
        (figure("40"), figure("43"), "outside"),
        (figure("40", hedge=True), figure("43"), "hedged"),
        (figure("40", comparator="≈"), figure("43"), "hedged"),
        (figure("40"), figure("44", margin="5"), "tight"),
        (figure("3", kind="rank", unit="rank"), figure("4", kind="rank", unit="rank"), "outside"),
    ],
)
def test_the_tolerance_widens_for_what_was_hedged_and_within_the_margin(claimed, measured, tolerance):
    assert deviation(claimed, measured).tolerance == tolerance


@pytest.mark.parametrize(
    ("comparator", "measured", "holds"),
    [
        (">", "31", True),
        (">", "30", False),
        ("≥", "30", True),
        ("<", "29", True),
        ("<", "30", False),
        ("≤", "30", True),
    ],
)
def test_an_open_claim_holds_where_the_measured_number_lies_on_its_side(comparator, measured, holds):
    assert deviation(figure("30", comparator=comparator), figure(measured)).holds is holds


def test_ranges_that_meet_do_not_deviate_and_others_do_from_end_to_end():
    low = figure(None, lower="30", upper="35", comparator="between")

    assert deviation(low, figure("33")).absolute == 0
    assert deviation(low, figure(None, lower="34", upper="50")).absolute == 0
    assert deviation(low, figure("40")).absolute == -5


def test_a_change_of_sign_has_no_factor():
    found = deviation(figure("2", kind="change"), figure("-1", kind="change"))

    assert (found.sign_flip, found.factor, found.absolute) == (True, None, Decimal(3))


@pytest.mark.parametrize(
    ("claimed", "measured", "class_", "beginning"),
    [
        ("40", "40.1", "false", "The measured number is within 1 %, but the verdict is false."),
        ("40", "41", "mostly_false", "The measured number is within 5 %, but the verdict is mostly false."),
        ("40", "10", "true", "The claimed number is off by a factor of 4, but the verdict is true."),
        ("40", "40", "true", None),
        ("40", "10", "false", None),
        ("40", "32", "true", None),
        ("40", "40", "mixed", None),
        ("40", "40", None, None),
    ],
)
def test_a_verdict_that_does_not_go_with_the_deviation_is_told(claimed, measured, class_, beginning):
    assert conflict(compare(figure(claimed), figure(measured)), class_) == beginning


def test_what_cannot_be_compared_conflicts_with_no_verdict():
    assert conflict(Comparison(reasons=(("unit", ""),), unstated=(), deviation=None), "false") is None


@given(numbers, numbers)
def test_the_factor_is_the_same_whichever_number_is_claimed(one, other):
    assert factor(one, other) == factor(other, one)


@given(numbers, numbers)
def test_the_factor_is_one_or_more_and_none_across_zero(one, other):
    found = factor(one, other)

    assert found is None if one * other <= 0 and one != other else found >= 1


@given(numbers, numbers, st.sampled_from(FAMILIES).flatmap(lambda family: st.tuples(*[st.sampled_from(family)] * 3)))
def test_the_unit_in_which_a_number_is_claimed_changes_nothing(one, other, chosen):
    unit, measured_in, told_in = chosen
    from_unit = compare(figure(one, unit=unit), figure(other, unit=measured_in)).deviation
    in_both = compare(
        figure(one, unit=unit), figure(converted_text(other, measured_in, told_in), unit=told_in)
    ).deviation

    assert from_unit is not None
    assert in_both is not None
    assert nearly(from_unit.factor, in_both.factor)
    assert from_unit.sign_flip == in_both.sign_flip


def converted_text(value, unit, to):
    return str(converted(value, unit, to))


def nearly(one, other):
    # Factors are quotients, told to twelve digits.
    return one == other if None in {one, other} else abs(one - other) <= one * Decimal("1e-10")


@pytest.mark.parametrize(
    ("one", "other"), [("Inflation rate", "the rate of inflation"), ("number of bases", "bases"), ("Rate", "rate")]
)
def test_a_metric_is_known_by_its_telling_words(one, other):
    assert metric_key(one) == metric_key(other)
