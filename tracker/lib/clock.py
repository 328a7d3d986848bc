"""The time now, and times as text: RFC 3339 in UTC with six decimals."""

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

# RFC 3339 in years that no offset moves out of what a datetime can hold, without leap seconds.
PATTERN = (
    r"^[1-8][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
)

_RFC_3339 = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]+))?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


# The machine's own zone is no name that others know.
_ZONES = available_timezones() - {"localtime"}


def is_time_zone(name: str) -> bool:
    """Tell whether the IANA database has a time zone of this name."""
    return name in _ZONES


def now() -> datetime:
    """Return the time now, in UTC."""
    return datetime.now(UTC)


def today(time_zone: str) -> date:
    """Return the day that it is now in a time zone of the IANA database."""
    return now().astimezone(ZoneInfo(time_zone)).date()


@lru_cache(64)
def to_text(moment: datetime) -> str:
    """Return an aware time as RFC 3339 text in UTC, always with six decimals, so that text sorts as time does.

    Raises ValueError for a naive time.
    """
    if moment.tzinfo is None:
        raise ValueError("a time without an offset is ambiguous")
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")[:26] + "Z"


def from_text(text: str) -> datetime:
    """Return the time that RFC 3339 text tells, in UTC; decimals beyond the sixth are dropped.

    Raises ValueError for any other text, and for a leap second, which a datetime cannot hold.
    """
    match = _RFC_3339.fullmatch(text)
    if match is None:
        raise ValueError("not an RFC 3339 time")
    day, time, decimals, offset = match.groups()
    micros = (decimals or "")[:6].ljust(6, "0")
    zone = "+00:00" if offset in "Zz" else offset
    try:
        return datetime.fromisoformat(f"{day}T{time}.{micros}{zone}").astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError("not an RFC 3339 time of the years 0001 to 9999") from error
