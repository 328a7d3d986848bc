"""Rows of a table, from CSV or JSON Lines, as the checks that a mapping of columns reads in them."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from typing import Any

import orjson

from tracker.domain import import_columns
from tracker.domain.imports import ReadCheck
from tracker.errors import Fault, fault
from tracker.formats.review_values import address, addresses, decimal, prose, text, texts
from tracker.lib import found_dates, languages, slugs

Row = Mapping[str, object]
DELIMITERS = ",;\t|"
LONGEST_CELL = 1 << 20
WORDS = ("claim_text", "claim_reviewed", "label", "title", "place", "job_title")
MOST_TOPICS, LONGEST_SLUG = 20, 100
# What our own export puts before a cell that a program of spreadsheets would take for a formula.
_DISARMED = re.compile(r"'(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")

csv.field_size_limit(LONGEST_CELL)


class NoTable(ValueError):
    """Text that is no CSV."""


def rows(content: str) -> Iterator[tuple[int, Row]]:
    """Yield the rows of CSV with their line numbers, by the names of the columns; raises NoTable."""
    first = content.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.DictReader(io.StringIO(content, newline=""), delimiter=delimiter, strict=False)
    try:
        for row in reader:
            cells = {name: cell for name, cell in row.items() if isinstance(name, str) and isinstance(cell, str)}
            yield reader.line_num, {name: _DISARMED.sub("", cell, count=1) for name, cell in cells.items()}
    except csv.Error as error:
        raise NoTable(str(error)) from error


def read(row: Row, mapping: Mapping[str, str], *, place: str, zone: tzinfo) -> ReadCheck:
    """Return what a row tells by a mapping; days begin in the zone."""
    given = {field: import_columns.value(row, column) for field, column in mapping.items()}
    block = orjson.dumps(dict(row), default=str).decode()
    if text(given.get("deleted_on")):
        return ReadCheck(
            place=place, block=block, fields={"page_url": address(given.get("page_url"))}, is_retracted=True
        )
    told = {name: value for name, value in _fields(given, zone).items() if value not in (None, [], "")}
    return ReadCheck(
        place=place,
        block=block,
        fields=told,
        publisher_name=text(given.get("publisher")),
        publisher_url=address(given.get("publisher_url")),
        faults=[fault(f"/{name}", "required", "There is nothing in this column.") for name in import_columns.NEEDED
                if name not in told],
        remarks=_remarks(given, told),
    )  # fmt: skip


def _fields(given: Mapping[str, object], zone: tzinfo) -> dict[str, Any]:
    return {name: text(given.get(name)) for name in WORDS} | {
        "published_at": found_dates.moment(text(given.get("published_on")) or "", zone),
        "made_on": found_dates.day(text(given.get("made_on")) or ""),
        "page_url": address(given.get("page_url")),
        "language": _language(text(given.get("language"))),
        "claimant": _claimant(given),
        "summary": prose(given.get("summary")),
        "rationale": prose(given.get("rationale")),
        "topics": _topics(given.get("topics")),
        "appearances": [{"url": url} for url in dict.fromkeys(addresses(_listed(given.get("appearances"))))],
        "rating": _rating(given),
    }


def _remarks(given: Mapping[str, object], told: Mapping[str, Any]) -> list[Fault]:
    dates = {"published_at": "published_on", "made_on": "made_on", "page_url": "page_url", "language": "language"}
    unread = [column for member, column in dates.items() if text(given.get(column)) and member not in told]
    found = [fault(f"/{column}", "unread", "What stands here could not be read.") for column in unread]
    if "published_at" not in told and "published_on" not in unread:
        found.append(fault("/published_on", "no-date", "It does not tell when it was published."))
    return found


def _language(given: str | None) -> str | None:
    try:
        return languages.canonical(given) if given else None
    except ValueError:
        return None


def _claimant(given: Mapping[str, object]) -> dict[str, Any] | None:
    name = text(given.get("claimant"))
    kind = "organization" if text(given.get("claimant_kind")) == "organization" else "person"
    links = list(dict.fromkeys(addresses(_listed(given.get("claimant_url")))))
    return {"name": name, "kind": kind, "same_as": links} if name else None


def _topics(value: object) -> list[str]:
    words = re.split("[,;|]", ",".join(texts(value)))
    found = [slug for word in words if (slug := slugs.of(word)[:LONGEST_SLUG].strip("-"))]
    return list(dict.fromkeys(found))[:MOST_TOPICS]


def _listed(value: object) -> Sequence[object]:
    return value.split() if isinstance(value, str) else [value]


def _rating(given: Mapping[str, object]) -> Mapping[str, str | None] | None:
    numbers = {name: decimal(given.get(f"rating_{name}")) for name in ("value", "best", "worst")}
    return numbers if all(numbers.values()) else None
