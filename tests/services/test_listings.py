"""Listings: pages of any list by one index, without a miss or a double while checks change."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, update

from tests.conftest import ON_SQLITE
from tests.newsrooms import Newsroom
from tracker.lib import clock
from tracker.models import Listing, Rendering, db, table
from tracker.models.prepared import Prepared
from tracker.services import listings, placings, renderings, sitemaps
from tracker.services.listings import Shelf, Turn

URL = "https://tracker.example"
SHELF = Shelf(kind="topic", key="paging")
START = datetime(2026, 1, 1, tzinfo=UTC)
FEW = 3


@pytest.fixture(scope="module")
def checks(shared_app: Flask, room: Newsroom) -> list[str]:
    """Ten checks in one list, half of them changed at the same moment, each with its id for a card."""
    ids = [room.claim()["id"] for _ in range(10)]
    with shared_app.app_context(), db.engine.begin() as connection:
        connection.execute(insert(table(Rendering)), [_card(claim_id) for claim_id in ids])
    return ids


@pytest.fixture
def shelved(shared_app: Flask, checks: list[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The checks on their shelf, newest first, in an application context."""
    monkeypatch.setattr(listings, "SIZE", FEW)
    with shared_app.app_context():
        _shelve(checks)
        yield checks
        db.session.remove()


def _card(claim_id: str) -> dict[str, Any]:
    renderer = renderings.renderer("card", URL)
    return {"claim_id": claim_id, "format": "card", "language": "en", "is_default": True, "renderer": renderer,
            "body": claim_id.encode(), "modified_at": START}  # fmt: skip


def _shelve(checks: Sequence[str]) -> None:
    rows = [
        {"kind": SHELF.kind, "key": SHELF.key, "changed_at": START + timedelta(hours=place // 2), "claim_id": claim_id,
         "number": 1}
        for place, claim_id in enumerate(checks)
    ]  # fmt: skip
    with db.engine.begin() as connection:
        connection.execute(delete(table(Listing)).where(Listing.kind == SHELF.kind, Listing.key == SHELF.key))
        connection.execute(insert(table(Listing)), rows)
    db.session.remove()


def _touch(claim_id: str, later: int) -> None:
    moved = {"changed_at": START + timedelta(days=1, hours=later)}
    is_it = (Listing.kind == SHELF.kind, Listing.key == SHELF.key, Listing.claim_id == claim_id)
    with db.engine.begin() as connection:
        connection.execute(update(table(Listing)).where(*is_it).values(moved))
    db.session.remove()


def _page(turn: Turn) -> listings.Listed:
    return listings.cards(SHELF, turn, public_url=URL)


def _walk() -> Iterator[list[str]]:
    turn = Turn()
    while True:
        found = _page(turn)
        yield [item.decode() for item in found.items]
        if found.older is None:
            return
        turn = Turn(older=found.older)


@given(st.lists(st.lists(st.integers(0, 9), max_size=2), max_size=4))
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_walk_misses_nothing_and_doubles_nothing_while_checks_change(
    shelved: list[str], changes: list[list[int]]
) -> None:
    _shelve(shelved)
    pending = list(enumerate(changes))
    seen = []
    for found in _walk():
        seen += found
        for hour, place in [(10 * n + i, place) for n, places in pending[:1] for i, place in enumerate(places)]:
            _touch(shelved[place], hour)
        del pending[:1]

    touched = {shelved[place] for places in changes for place in places}
    assert len(seen) == len(set(seen))
    assert set(shelved) - touched <= set(seen)
    assert {check for found in _walk() for check in found} == set(shelved)


def test_what_became_newer_is_found_by_turning_back(shelved: list[str]) -> None:
    second = _page(Turn(older=_page(Turn()).older))
    _touch(shelved[0], 1)

    newer = _page(Turn(newer=second.newer))

    assert [item.decode() for item in newer.items] == [*shelved[:6:-1]]
    assert newer.newer is not None
    assert [item.decode() for item in _page(Turn(newer=newer.newer)).items] == [shelved[0]]


def test_beyond_either_end_there_is_nothing(shelved: list[str]) -> None:
    first = _page(Turn())
    oldest = [clock.to_text(START - timedelta(days=1)), shelved[0]]

    assert first.newer is None
    assert listings.Listed(items=[], older=None, newer=None) == _page(Turn(older=oldest))


def _plan(app: Flask, statement: Prepared, **given: Any) -> list[str]:
    with app.app_context():
        statement.records(limit=21, **given)
        said, parameters = statement.plans["sqlite"].bound({"limit": 21, **given})
        with db.engine.connect() as connection:
            return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", tuple(parameters))]


@ON_SQLITE
@pytest.mark.parametrize("is_back", [False, True])
@pytest.mark.parametrize("continued", [False, True])
def test_a_page_is_read_in_the_order_of_its_index(app: Flask, continued: bool, is_back: bool) -> None:
    place = {"last": START, "tie": "x"} if continued else {}
    found = _plan(
        app, listings._prepared_cards(False, continued=continued, is_back=is_back), kind="a", key="b", **place
    )

    bound = "kind=? AND key=? AND changed_at" if continued else "kind=? AND key=?)"
    assert any(f"SEARCH listing USING PRIMARY KEY ({bound}" in line for line in found)
    assert any("SEARCH rendering USING INDEX sqlite_autoindex_rendering_1 (claim_id=?" in line for line in found)
    assert [line for line in found if "ORDER BY" in line] == []


@ON_SQLITE
def test_a_sitemap_reads_the_checks_of_its_part_alone(app: Flask) -> None:
    found = _plan(app, sitemaps._PART, first="000", last="00f")

    assert any("SEARCH listing USING PRIMARY KEY (kind=? AND key>? AND key<?)" in line for line in found)
    assert any("SEARCH rendering USING INDEX sqlite_autoindex_rendering_1 (claim_id=?" in line for line in found)


def test_places_are_made_of_what_was_published(app: Flask, newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("retracted")

    with app.app_context():
        check = renderings.check(claim_id)
        rows = placings.made(
            check.snapshot, check.standing, changed_at=check.changed_at, public_url="https://tracker.example"
        )

    mine, claimant_id = newsroom.organization_id, check.snapshot["claim"]["claimant"]["id"]
    assert {(row["kind"], row["key"]) for row in rows} == {
        ("all", ""), ("organization", mine), ("language", "en"), ("organization_language", f"{mine}/en"),
        ("label", "mostly_false"), ("organization_label", f"{mine}/mostly_false"), ("claimant", claimant_id),
        ("topic", "economy"), ("site", "tracker.example"), ("sitemap", claim_id[-3:]), ("correction", ""),
        ("correction", mine),
    }  # fmt: skip
