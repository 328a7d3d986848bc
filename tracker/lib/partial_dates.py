"""Dates as given: a day, a month or a year (EDTF level 0, ISO 8601-2)."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_YEAR = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_FOURTHS = "(0[48]|[2468][048]|[13579][26])"
_LEAP_YEAR = f"([0-9]{{2}}{_FOURTHS}|{_FOURTHS}00)"
_MONTH = "(0[1-9]|1[0-2])"
_TO_28 = "(0[1-9]|1[0-9]|2[0-8])"
_MONTH_AND_DAY = f"({_MONTH}-{_TO_28}|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"

DAY_PATTERN = f"^({_YEAR}-{_MONTH_AND_DAY}|{_LEAP_YEAR}-02-29)$"
PATTERN = f"^({_YEAR}(-({_MONTH}|{_MONTH_AND_DAY}))?|{_LEAP_YEAR}-02-29)$"

_PARTIAL_DATE = re.compile(PATTERN)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as given, with the first and the last day that it may mean."""

    text: str
    start: date
    end: date


def parse(text: str) -> PartialDate:
    """Return the partial date that `YYYY`, `YYYY-MM` or `YYYY-MM-DD` tells, in the years 0001 to 9999.

    Accepts exactly what PATTERN matches and raises ValueError for all else.
    """
    if _PARTIAL_DATE.fullmatch(text) is None:
        raise ValueError("not a date: YYYY, YYYY-MM or YYYY-MM-DD")
    year, *rest = (int(part) for part in text.split("-"))
    first, last = (rest[0], rest[0]) if rest else (1, 12)
    if len(rest) == 2:
        day = date(year, first, rest[1])
        return PartialDate(text, day, day)
    return PartialDate(text, date(year, first, 1), date(year, last, monthrange(year, last)[1]))
