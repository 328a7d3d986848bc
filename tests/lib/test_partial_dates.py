"""Partial dates: days, months and years that exist, and nothing else."""

import re
from datetime import date, timedelta

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib import partial_dates

ELSEWHERE = jsonschema_rs.validator_for({"pattern": partial_dates.PATTERN})


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025-01", date(2025, 1, 1), date(2025, 1, 31)),
        ("2025-02", date(2025, 2, 1), date(2025, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-01-09", date(2025, 1, 9), date(2025, 1, 9)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("0001", date(1, 1, 1), date(1, 12, 31)),
        ("9999-12-31", date(9999, 12, 31), date(9999, 12, 31)),
    ],
)
def test_a_date_knows_its_first_and_last_day(text, start, end):
    assert partial_dates.parse(text) == partial_dates.PartialDate(text, start, end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25",
        "0000",
        "0000-02-29",
        "10000",
        "-2025",
        "2025-",
        "2025-0",
        "2025-00",
        "2025-13",
        "2025-1",
        "2025-01-1",
        "2025-01-00",
        "2025-01-32",
        "2025-04-31",
        "2025-02-29",
        "2025-02-30",
        "1900-02-29",
        "2025-W01",
        "2025-001",
        "20250109",
        "2025/01/09",
        "2025-01-09T00:00:00Z",
        "2025-01-09\n",
        " 2025",
        "2025?",
        "201X",
        "2024/2025",
        "２０２５",
    ],
)
def test_other_text_is_refused(text):
    with pytest.raises(ValueError, match="not a date"):
        partial_dates.parse(text)


def test_every_day_of_two_cycles_of_leap_years_is_a_date():
    days = [date(1600, 1, 1) + timedelta(days=number) for number in range(2 * 146_097)]
    assert all(partial_dates.parse(day.isoformat()).start == day for day in days)


def test_no_day_outside_the_calendar_is_a_date():
    lengths = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
    beyond = [
        f"{year:04}-{month:02}-{day:02}"
        for year in range(0, 10_000, 4)
        for month in range(1, 13)
        for day in (0, lengths.get(month, 31) + 1)
    ]
    assert not any(re.fullmatch(partial_dates.PATTERN, text) for text in beyond)


def test_the_29th_of_february_is_in_leap_years_alone():
    accepted = {year for year in range(10_000) if re.fullmatch(partial_dates.PATTERN, f"{year:04}-02-29")}
    assert accepted == {year for year in range(1, 10_000) if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)}


@given(st.from_regex(partial_dates.PATTERN, fullmatch=True))
def test_all_that_the_pattern_matches_is_a_date(text):
    assert partial_dates.parse(text).text == text


@given(st.from_regex(r"^[0-9]{4}(-[0-9]{2}){0,2}$", fullmatch=True) | st.text("0123459-"))
def test_another_engine_reads_the_pattern_alike(text):
    assert ELSEWHERE.is_valid(text) == bool(re.fullmatch(partial_dates.PATTERN, text))
