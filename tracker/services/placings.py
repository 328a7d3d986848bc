"""Placings: where in the public lists a check stands, made when something public of it changes."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tracker.domain import snapshots
from tracker.domain.publication import Standing
from tracker.domain.snapshots import Snapshot
from tracker.formats import fact_check_tools
from tracker.lib import clock

View = dict[str, Any]
# Checks are parted among sitemaps by the last digits of their ids, which are random.
SHARD_DIGITS = 3


def made(snapshot: Snapshot, standing: Standing, *, changed_at: datetime, public_url: str) -> list[View]:
    """Return the rows of a check's places: by its newest publication, and one more for each correction it had.

    They are made of what was published, so that no list tells of a change that was not.
    """
    known = {"claim_id": snapshot["check_id"]}
    here = known | {"changed_at": changed_at, "number": snapshot["number"]}
    places = dict.fromkeys((*_places(snapshot), *_sites(snapshot, standing, public_url)))
    rows = [here | {"kind": kind, "key": key} for kind, key in places]
    for entry in snapshots.corrections(snapshot, standing):
        then = known | {"changed_at": clock.from_text(entry["published_at"]), "number": entry["number"]}
        rows.append(then | {"kind": "correction", "key": ""})
        rows.append(then | {"kind": "correction", "key": snapshot["organization"]["id"]})
    return rows


def _places(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    organization_id, claim = snapshot["organization"]["id"], snapshot["claim"]
    label = snapshot["verdict"]["label"]["key"]
    yield "all", ""
    yield "organization", organization_id
    for language in snapshots.languages(snapshot):
        yield "language", language
        yield "organization_language", f"{organization_id}/{language}"
    yield "label", label
    yield "organization_label", f"{organization_id}/{label}"
    if claim["claimant"]:
        yield "claimant", claim["claimant"]["id"]
    for topic in claim["topics"]:
        yield "topic", topic
    yield "sitemap", snapshot["check_id"][-SHARD_DIGITS:]


def _sites(snapshot: Snapshot, standing: Standing, public_url: str) -> Iterator[tuple[str, str]]:
    for language in snapshots.languages(snapshot):
        page = snapshots.page_url(snapshot, standing, language=language, public_url=public_url)
        for site in fact_check_tools.sites_of(page):
            yield "site", site
