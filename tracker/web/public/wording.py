"""The words around a check, in English: dates, numbers, places in a source, and what our terms are called on a page."""

import re
from collections.abc import Mapping
from datetime import UTC, date, tzinfo
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.lib import clock, plain_text

Part = Mapping[str, object]

MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip
AUTONYMS = {
    "ar": "العربية", "bg": "Български", "bn": "বাংলা", "cs": "Čeština", "da": "Dansk", "de": "Deutsch",
    "el": "Ελληνικά", "en": "English", "es": "Español", "et": "Eesti", "fa": "فارسی", "fi": "Suomi",
    "fr": "Français", "he": "עברית", "hi": "हिन्दी", "hu": "Magyar", "id": "Bahasa Indonesia", "it": "Italiano",
    "ja": "日本語", "ko": "한국어", "lt": "Lietuvių", "lv": "Latviešu", "nl": "Nederlands", "no": "Norsk",
    "pl": "Polski", "pt": "Português", "ro": "Română", "ru": "Русский", "sk": "Slovenčina", "sl": "Slovenščina",
    "sr": "Српски", "sv": "Svenska", "sw": "Kiswahili", "ta": "தமிழ்", "tr": "Türkçe", "uk": "Українська",
    "ur": "اردو", "vi": "Tiếng Việt", "zh": "中文",
}  # fmt: skip
KINDS = {
    "original": "First published",
    "correction": "Correction",
    "update": "Update",
    "reinstatement": "Reinstated",
    "retraction": "Retracted",
    "imported": "Imported",
}
STANCES = {"refutes": "Evidence against the claim", "supports": "Evidence for the claim", "context": "Context"}
ROLES = {"makes": "Made in", "repeats": "Repeated in", "reports": "Reported in"}
LEVELS = {"primary": "primary source", "secondary": "secondary source"}
STATEMENTS = {
    "primary_source_or_stated": "On primary sources",
    "both_sides_or_stated": "On evidence to the contrary",
    "reply_sought_or_stated": "On asking whoever made the claim",
    "quantities_measured_or_stated": "On the numbers",
}
COMPARATORS = {"=": "", "≈": "about ", ">": "more than ", "≥": "at least ", "<": "less than ", "≤": "at most "}
PLACES = {"page": "page {}", "timecode": "at {}", "section": "section “{}”", "quote": "at “{}”", "selector": "at {}"}


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


def number(text: str) -> str:
    """Return a decimal with its thousands parted, or the text as it is."""
    try:
        return f"{Decimal(text):,f}".replace("-", "−")
    except InvalidOperation:
        return plain_text.one_line(text)


def amount(quantity: Part) -> str:
    """Return a quantity's number as a reader would say it: about 40%, between 10 and 20 people."""
    value, lower, upper = (quantity[name] for name in ("value", "lower", "upper"))
    if quantity["comparator"] == "between" or value is None:
        told = f"{number(str(lower))} to {number(str(upper))}"
    else:
        told = number(str(value))
    told = with_unit(told, quantity["unit"])
    qualifier = COMPARATORS.get(str(quantity["comparator"]), "")
    return f"{qualifier or ('about ' if quantity['hedge'] else '')}{told}"


def with_unit(told: str, unit: object) -> str:
    """Return a number with its unit behind it."""
    if not unit:
        return told
    if unit == "percent":
        return f"{told}%"
    return f"{told} {plain_text.one_line(str(unit)).replace('_', ' ')}"


def place_in_source(locator: Part | None) -> str:
    """Return where in its source a passage stands: page 3, at 00:12:40, or nothing."""
    told = (
        pattern.format(plain_text.one_line(str(locator[name])))
        for name, pattern in PLACES.items()
        if locator and locator.get(name)
    )
    return ", ".join(told)


def language_name(tag: str) -> str:
    """Return what a language calls itself, or its tag."""
    name = AUTONYMS.get(tag.partition("-")[0], tag)
    return f"{name} ({tag})" if "-" in tag else name


def paragraphs(text: str | None) -> list[str]:
    """Return the legible paragraphs of plain text."""
    return [part.strip() for part in re.split(r"\n\s*\n", plain_text.legible(text or "")) if part.strip()]


def _day_of(local: date) -> str:
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"
