"""Feeds of corrections as they were: what had been published by then, as the log has it, written as today."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, exists, func, literal, select

from tracker.formats.entries import Piece
from tracker.models import LogEntry, Publication
from tracker.services import paging, past, past_feeds
from tracker.services.correction_feeds import CORRECTING, ORDER, Write, newest_of, piece
from tracker.services.feeds import Feed, FeedFilters
from tracker.services.paging import AnySelect, Window
from tracker.services.past import Given, Past
from tracker.services.past_feeds import Asked


def page(filters: FeedFilters, window: Window, *, given: Given, write: Write, public_url: str) -> tuple[Past, str]:
    """Return a page of a feed as it was, and the name that its one organization had, empty for more or for all.

    Raises what `past_feeds.page` does.
    """
    asked, publisher = past_feeds.understood(filters, given)
    statement = selected(asked)
    found = paging.page(statement, ORDER, window, scalars=False)
    feed = Feed(
        page=paging.Page(_pieces(found.items, asked, write=write, public_url=public_url), found.next),
        changed_at=past_feeds.changed_at(asked),
        updated_at=newest_of(statement, found, window),
    )
    return Past(value=feed, seq=asked.seq), publisher


def selected(asked: Asked) -> AnySelect:
    """Select the publications that a feed held, in no order."""
    issued = exists().where(LogEntry.object == literal("publication/") + Publication.id, LogEntry.seq <= asked.seq)
    columns = (Publication.id, Publication.claim_id, Publication.published_at)
    statement = select(*columns).where(CORRECTING, issued)
    since = asked.filters.updated_from
    if since is not None:
        statement = statement.where(Publication.published_at >= since)
    # How the checks stood then: the time is asked of the corrections and not of them.
    of_checks = replace(asked, filters=replace(asked.filters, updated_from=None))
    if not any(asdict(of_checks.filters).values()):
        return statement
    names = past_feeds.marks(of_checks).with_only_columns(func.substr(LogEntry.object, len("claim/") + 1))
    return statement.where(Publication.claim_id.in_(names.order_by(None)))


def _pieces(rows: Sequence[Row[Any]], asked: Asked, *, write: Write, public_url: str) -> list[Piece]:
    claims = past.states([f"claim/{row.claim_id}" for row in rows], asked.seq, names=("/pages/%",))
    states = past.states([f"publication/{row.id}" for row in rows], asked.seq, names=("/snapshot/%",))
    shown = [(row, past_feeds.snapshot_of(states[f"publication/{row.id}"])) for row in rows]
    return [
        piece(row.id, snapshot, past_feeds.pages_of(claims[f"claim/{row.claim_id}"]),
              language=asked.filters.language, write=write, public_url=public_url)
        for row, snapshot in shown
        if past_feeds.is_left(snapshot)
    ]  # fmt: skip
