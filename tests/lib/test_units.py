"""Units, and numbers in other units."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.unit_names import NAMES, OTHERWISE, SYMBOLS
from tracker.lib.units import converted, is_money, is_part, measure

BASES = {"meter", "kilogram", "second", "bit", "ampere", "per", "2", "3"}


@pytest.mark.parametrize(
    ("value", "unit", "to", "found"),
    [
        ("10", "miles", "km", "16.09344"),
        ("1", "USD per month", "USD per year", "12"),
        ("3", "tons per hectare", "kg per hectare", "3000"),
        ("20", "share", "percent", "2000"),
        ("1.5", "million people", "people", "1500000"),
        ("12", "deaths per 100,000 people", "deaths per million people", "120"),
        ("50", "basis points", "percentage points", "0.5"),
        ("20", "degrees Celsius", "°F", "68"),
        ("5", "per cent", "percent", "5"),
        ("7", "bases", "base", "7"),
        ("2", "USD billion", "million USD", "2000"),
        ("2", "km", "m", "2000"),
        ("3", "kg", "g", "3000"),
        ("1", "t", "tonnes", "1"),
        ("4", "GB", "MB", "4000"),
        ("8", "Mbit/s", "MB per second", "1"),
        ("90", "s", "minutes", "1.5"),
        ("2", "h", "min", "120"),
        ("1", "decades", "years", "10"),
        ("50", "ha", "km2", "0.5"),
        ("1", "km²", "sq km", "1"),
        ("5", "l", "litres", "5"),
        ("10", "m/s", "km/h", "36"),
        ("36", "kph", "m/s", "10"),
        ("0", "°C", "K", "273.15"),
        ("1", "°C per decade", "kelvins per century", "10"),
        ("5", "per mille", "%", "0.5"),
        ("400", "ppm", "percent", "0.04"),
        ("3", "pp", "percentage points", "3"),
        ("7", "€", "EUR", "7"),
        ("7", "€bn", "million euros", "7000"),
        ("7", "US$ m", "USD", "7000000"),
        ("90", "pence per litre", "£/l", "0.9"),
        ("2", "GWH", "MWh", "2000"),
        ("1", "GW", "mW", "1000000000000"),
        ("8.766", "TWh per year", "GW", "1"),
        ("1", "Gt CO2", "million tonnes of CO2", "1000"),
        ("90", "minutes a day", "minutes a day", "90"),
        ("1.5", "hours per day", "minutes per day", "90"),
        ("12", "deaths per 100 000 people", "deaths per million people", "120"),
        ("2", "1.5 million tons", "t", "3000000"),
    ],
)
def test_a_number_is_put_into_another_unit(value, unit, to, found):
    assert converted(Decimal(value), unit, to) == Decimal(found)


@pytest.mark.parametrize(
    ("unit", "to"),
    [
        ("percent", "percentage points"),
        ("USD", "EUR"),
        ("USD 2015", "USD"),
        ("USD 2015", "USD 2020"),
        ("USD per person", "USD"),
        ("fighters", "soldiers"),
        ("cats", "pascal"),
        ("percent", None),
        ("hours per day", None),
        ("°C per decade", "°C"),
        ("$", "€"),
        ("t CO2", "t"),
        ("international dollars", "USD"),
        ("s", "m"),
    ],
)
def test_what_measures_something_else_does_not_convert(unit, to):
    assert converted(Decimal(1), unit, to) is None


def test_a_difference_of_temperatures_has_no_freezing_point():
    assert converted(Decimal(10), "degrees Celsius", "degrees Fahrenheit", is_difference=True) == Decimal(18)


@pytest.mark.parametrize("name", sorted({*SYMBOLS, *NAMES, *OTHERWISE}))
def test_every_listed_unit_has_dimensions(name):
    found = measure(name)

    assert found.factor > 0
    assert BASES.issuperset(part for base in found.bases for part in base.split())


def test_money_and_parts_are_known():
    assert is_money("USD per year")
    assert not is_money("percent")
    assert is_part("share")


@given(st.text(max_size=100))
def test_any_text_is_a_unit_of_its_own(text):
    assert measure(text).factor != 0
    assert converted(Decimal(3), text, text) == 3


@pytest.mark.parametrize("text", ["9**9**9", "(((", "0 people", "/ / /", "per per", "1e9999", "__import__('os')"])
def test_a_unit_is_never_calculated(text):
    assert converted(Decimal(3), text, "people") in {None, Decimal(3)}
