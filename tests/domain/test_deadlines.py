"""Deadlines in working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.deadlines import working_days_after

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-23", 7, "2026-12-02"),  # a Monday
        ("2026-11-27", 1, "2026-11-30"),  # a Friday
        ("2026-11-28", 1, "2026-11-30"),  # a Saturday
        ("2026-11-29", 5, "2026-12-04"),  # a Sunday
        ("2026-11-25", 0, "2026-11-25"),
    ],
)
def test_weekends_do_not_count(start: str, days: int, end: str) -> None:
    assert working_days_after(date.fromisoformat(start), days).isoformat() == end


@given(DAYS, st.integers(1, 60))
def test_the_end_is_a_working_day_with_so_many_of_them_up_to_it(start: date, days: int) -> None:
    end = working_days_after(start, days)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]

    assert end.weekday() < 5
    assert sum(day.weekday() < 5 for day in between) == days
