"""Dates and times as an English page says them."""

from datetime import UTC, date, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.lib import clock

MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip


def day(text: str) -> str:
    """Return a partial date in words: 9 January 2025, January 2025, 2025."""
    year, *rest = text.split("-")
    if not rest:
        return year
    month = MONTHS[int(rest[0]) - 1]
    return f"{int(rest[1])} {month} {year}" if len(rest) > 1 else f"{month} {year}"


def zone(name: str) -> tzinfo:
    """Return a time zone by its name, or UTC where the name is not known."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def moment(text: str, where: tzinfo) -> dict[str, str]:
    """Return a time for a time element: what machines read, its day in words, and its day and hour in words."""
    local = clock.from_text(text).astimezone(where)
    words = _day_of(local.date())
    return {"iso": text, "day": words, "words": f"{words}, {local:%H:%M} {local.tzname()}"}


def _day_of(local: date) -> str:
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"
