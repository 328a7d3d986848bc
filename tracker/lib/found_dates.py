"""Dates as other publishers write them: in ISO 8601 of any kind, in words, or in a path."""

import re
from datetime import UTC, date, datetime, time, tzinfo

from dateutil import parser

from tracker.lib import partial_dates

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_YEAR, _DAY = r"(?P<year>1[89]\d\d|20\d\d)", r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_TIME = r"\d{1,2}:\d{2}[\d:.]*\s*(?:[AP]M)?\s*(?:Z|[+-]\d\d:?\d\d)?"
_ISO = re.compile(rf"\s*(\d{{4}}-\d{{1,2}}-\d{{1,2}})(?:[T ]\s*({_TIME}))?\s*", re.IGNORECASE)
_PARTIAL = re.compile(r"\s*(\d{4}(?:-\d{2})?)\s*")
# In words, and as the paths of addresses have them; numbers alone only in the order that nobody reads otherwise.
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{_NAME}\s+{_DAY},?\s+{_YEAR}\b",
        rf"\b{_DAY}\s+(?:de\s+)?{_NAME},?\s+(?:de\s+)?{_YEAR}\b",
        rf"(?<!\d){_YEAR}[/-]{_NAME}[/-]{_DAY}(?!\d)",
        rf"(?<!\d){_YEAR}[/.-](?P<month>\d{{1,2}})[/.-]{_DAY}(?!\d)",
        rf"(?<!\d){_YEAR}(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)",
    )
)  # fmt: skip


def day(text: str) -> str | None:
    """Return the partial date that text tells or holds, as its writer's calendar has it, or None."""
    partial = _PARTIAL.fullmatch(text)
    if partial:
        return _partial(partial[1])
    iso = _ISO.fullmatch(text)
    found = _day(iso[1].split("-")) if iso else _in_words(text)
    return found.isoformat() if found else None


def moment(text: str, zone: tzinfo = UTC) -> datetime | None:
    """Return the moment that text tells, in UTC: a day is its beginning, a time without an offset is one of the zone.

    A month or a year begins with its first day. Where there is none, None.
    """
    iso = _ISO.fullmatch(text)
    if iso and iso[2]:
        exact = _exact(text.strip(), zone)
        if exact:
            return exact
    found = day(text)
    if found is None:
        return None
    return datetime.combine(partial_dates.parse(found).start, time(), zone).astimezone(UTC)


def _exact(text: str, zone: tzinfo) -> datetime | None:
    try:
        found = parser.parse(text)
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _in_words(text: str) -> date | None:
    found = (match for form in _FORMS for match in form.finditer(text))
    return next((read for match in found if (read := _day([match["year"], _month(match), match["day"]]))), None)


def _month(match: re.Match[str]) -> str:
    name = match["month"].lower()
    return name if name.isdigit() else str(_MONTHS.index(name) + 1)


def _day(parts: list[str]) -> date | None:
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def _partial(text: str) -> str | None:
    try:
        return partial_dates.parse(text).text
    except ValueError:
        return None
