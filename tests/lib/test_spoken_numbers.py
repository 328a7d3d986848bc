"""Numbers in digits and in words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.spoken_numbers import Words, fraction, numeral, plain


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,500", "1500"),
        ("3.5 million", "3500000"),
        ("two hundred and fifty", "250"),
        ("twenty-five", "25"),
        ("half a million", "500000"),
        ("two and a half million", "2500000"),
        ("thirty thousand", "30000"),
        ("one hundred twenty three thousand four hundred", "123400"),
        ("a dozen", "12"),
        ("20bn", "20000000000"),
        ("-2.5", "-2.5"),
        (".04", "0.04"),
    ],
)
def test_a_number_is_read_exactly(text, value):
    found = numeral(Words(text), 0)

    assert found is not None
    assert found.value == Decimal(value)


@pytest.mark.parametrize("text", ["", "millions", "a few", "several", "9" * 40, "and"])
def test_what_is_no_number_is_none(text):
    assert numeral(Words(text), 0) is None


@pytest.mark.parametrize(("text", "value"), [("half", "0.5"), ("a third", "0.333333"), ("three-quarters", "0.75")])
def test_a_part_of_a_whole_is_read_to_six_places(text, value):
    found = fraction(Words(text), 0)

    assert found is not None
    assert found.value == Decimal(value)


@given(st.integers(0, 10**12))
def test_a_number_with_thousands_marked_is_the_same_number(number):
    found = numeral(Words(f"{number:,}"), 0)

    assert found is not None
    assert found.value == number


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_a_plain_number_is_the_same_number_without_an_exponent(number):
    assert plain(number) == number
    assert "E" not in str(plain(number))
