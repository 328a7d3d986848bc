"""Snapshots and standings to render, all of them invented examples."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from tracker.domain.publication import Standing

CHECK_ID = "0193a000-0000-7000-8000-000000000001"
PUBLIC_URL = "https://checks.example"
PUBLISHED_AT = "2026-03-04T09:30:00.000000Z"
CORRECTED_AT = "2026-03-09T16:05:00.250000Z"

_SNAPSHOT: dict[str, Any] = json.loads(Path(__file__).with_name("snapshot.json").read_text(encoding="utf-8"))


def snapshot(**changes: Any) -> dict[str, Any]:
    """Return the snapshot of a first publication, with some of its members replaced.

    A member is named by its path, with two underscores between the names: `claim__text="…"`.
    """
    made = deepcopy(_SNAPSHOT)
    for path, value in changes.items():
        *parents, name = path.split("__")
        place = made
        for parent in parents:
            place = place[parent]
        place[name] = value
    return made


def corrected(**changes: Any) -> dict[str, Any]:
    """Return the snapshot of the correction that followed."""
    second = {
        "number": 2,
        "kind": "correction",
        "severity": "minor",
        "notice": "The first version named the wrong twelve months. The verdict is unchanged.",
        "published_at": CORRECTED_AT,
        "label_before": deepcopy(_SNAPSHOT["label_after"]),
        "earlier": [entry()],
    }
    return snapshot(**second | changes)


def retracted(**changes: Any) -> dict[str, Any]:
    """Return the snapshot of the retraction of the first publication."""
    second = {
        "number": 2,
        "kind": "retraction",
        "notice": "The recording was of another speech, so the claim was not made as we quoted it.",
        "published_at": CORRECTED_AT,
        "label_before": deepcopy(_SNAPSHOT["label_after"]),
        "earlier": [entry()],
    }
    return snapshot(**second | changes)


def standing(**changes: Any) -> Standing:
    """Return how a check stands that was published once, with some of it replaced."""
    usual: dict[str, Any] = {"status": "live", "pages": {}, "changed_at": PUBLISHED_AT, "publications": []}
    return Standing(**usual | changes)


def entry(**changes: Any) -> dict[str, Any]:
    """Return one line of a check's list of publications."""
    first = {
        "number": 1,
        "kind": "original",
        "published_at": PUBLISHED_AT,
        "severity": None,
        "notice": None,
        "label": deepcopy(_SNAPSHOT["label_after"]),
    }
    return first | changes


def as_entry(made: dict[str, Any]) -> dict[str, Any]:
    """Return a snapshot as one line of its check's list of publications."""
    names = ("number", "kind", "published_at", "severity", "notice")
    return {name: made[name] for name in names} | {"label": made["label_after"]}


def source(**changes: Any) -> dict[str, Any]:
    """Return a source as a snapshot holds it."""
    usual = {
        "id": "0193a000-0000-7000-8000-0000000000a1",
        "revision": 1,
        "protected": False,
        "public_description": None,
        "url": "https://statistics.example/consumer-prices/2026-01",
        "title": "Consumer price index, January 2026",
        "kind": "dataset",
        "level": "primary",
        "publisher": "Example Statistics Office",
        "published_on": "2026-02-20",
        "language": "en",
        "disclosure": None,
        "origin": {"id": "0193a000-0000-7000-8000-0000000000b1", "name": "Example Statistics Office"},
    }
    return usual | changes


def protected_source(**changes: Any) -> dict[str, Any]:
    """Return a protected source as a snapshot holds it."""
    hidden = {
        "id": "0193a000-0000-7000-8000-0000000000a9",
        "protected": True,
        "public_description": "An official who has seen the calculation",
        "kind": "person",
        **dict.fromkeys(("url", "title", "publisher", "published_on", "origin", "language")),
    }
    return source(**hidden | changes)


def evidence(**changes: Any) -> dict[str, Any]:
    """Return a piece of evidence as a snapshot holds it."""
    usual = {
        "id": "0193a000-0000-7000-8000-0000000000c1",
        "revision": 1,
        "stance": "refutes",
        "excerpt": "In January the index stood 18.4 per cent above the level of a year before.",
        "locator": {"page": 3},
        "note": None,
        "source": source(),
        "origin": None,
        "capture": {
            "id": "0193a000-0000-7000-8000-0000000000d1",
            "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "media_type": "application/pdf",
            "size": 182044,
            "captured_at": "2026-03-02T11:20:00.000000Z",
        },
        "observations": [],
        "withdrawn": False,
    }
    return usual | changes


def quantity(**changes: Any) -> dict[str, Any]:
    """Return a number in a claim as a snapshot holds it."""
    usual = {
        "id": "0193a000-0000-7000-8000-0000000000e1",
        "metric": "inflation rate",
        "definition": "consumer prices, year on year",
        "kind": "level",
        "comparator": "=",
        "value": "40",
        "lower": None,
        "upper": None,
        "unit": "percent",
        "period": {"label": "the year to February 2026", "from": "2025-03-01", "to": "2026-02-28"},
        "place": "Exampleland",
        "population": None,
        "hedge": False,
        "wording": "forty percent in a year",
    }
    return usual | changes


def observation(**changes: Any) -> dict[str, Any]:
    """Return a measured number as a snapshot holds it."""
    measured = {
        "id": "0193a000-0000-7000-8000-0000000000f1",
        "value": "18.4",
        "period": {"label": "the year to January 2026", "from": "2025-02-01", "to": "2026-01-31"},
        "wording": None,
        "method": "price survey in 90 towns",
        "margin": "0.2",
        "released_on": "2026-02-20",
        "supersedes_id": None,
    }
    return quantity(**measured) | changes
