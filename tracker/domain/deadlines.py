"""Deadlines in working days: Monday to Friday, since an installation knows no country's holidays."""

from datetime import date, timedelta

# What the European Fact-Checking Standards Network gives its members to answer a complaint.
TO_DECIDE_A_CORRECTION_REQUEST = 7
SATURDAY = 5


def working_days_after(start: date, days: int) -> date:
    """Return the day that so many working days after `start` end on; the start itself does not count."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < SATURDAY
    return day
