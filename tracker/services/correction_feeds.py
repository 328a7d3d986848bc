"""Feeds of corrections, reinstatements and retractions: each publication an item, the newest first.

They are few and short, so they are written when they are asked for.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, select

from tracker.domain import snapshots
from tracker.domain.publication import Standing
from tracker.formats import entries
from tracker.formats.entries import Entry, Piece
from tracker.models import Claim, ClaimPage, ClaimTopic, Organization, Publication, Rendering, db
from tracker.models.prepared import words
from tracker.services import feeds, paging
from tracker.services.feeds import Feed, FeedFilters

Write = Callable[[Entry], bytes]
Pages = Mapping[str, str]
ORDER = paging.Order(column=Publication.published_at, tie=Publication.id)
# As words in the statement, by which the databases know that the index of such publications holds them all.
CORRECTING: ColumnElement[bool] = Publication.kind.in_(words(sorted(snapshots.CORRECTING)))


def page(filters: FeedFilters, window: paging.Window, *, write: Write, public_url: str) -> Feed:
    """Return a page of items; raises UnknownCursor for a cursor of another list.

    `updated_from` asks when a correction was published; the other filters ask how its check stands now.
    """
    statement = selected(filters)
    found = paging.page(statement, ORDER, window, scalars=False)
    pieces = _pieces(found.items, filters.language, write=write, public_url=public_url)
    return Feed(
        page=paging.Page(pieces, found.next),
        changed_at=feeds.changed_at(filters),
        updated_at=newest_of(statement, found, window),
    )


def selected(filters: FeedFilters) -> paging.AnySelect:
    """Select the publications that a feed holds, in no order."""
    columns = (Publication.id, Publication.claim_id, Publication.published_at, Publication.snapshot)
    return select(*columns).join(Claim, Claim.id == Publication.claim_id).where(CORRECTING, *_conditions(filters))


def newest_of(statement: paging.AnySelect, found: paging.Page, window: paging.Window) -> datetime | None:
    """Return when the newest item of a whole feed was published, given one page of it."""
    first = found if window.cursor is None else paging.page(statement, ORDER, paging.Window(limit=1), scalars=False)
    return first.items[0].published_at if first.items else None


def piece(publication_id: str, snapshot: snapshots.Snapshot, pages: Pages, *, language: str | None, write: Write,
          public_url: str) -> Piece:  # fmt: skip
    """Return one item, in the language that is asked for where the publication has it, else in its first one."""
    shown = language if language in snapshots.languages(snapshot) else None
    standing = Standing(status="live", pages=pages, changed_at=snapshot["published_at"], publications=())
    told = entries.of_correction(
        publication_id, snapshot, standing, language=shown or snapshots.default_language(snapshot),
        public_url=public_url,
    )  # fmt: skip
    return Piece(publication_id, write(told))


def _conditions(filters: FeedFilters) -> list[ColumnElement[bool]]:
    organizations = select(Organization.id).where(Organization.slug.in_(filters.organization or ()))
    about = select(ClaimTopic.claim_id).where(ClaimTopic.topic.in_(filters.topic or ()))
    known: dict[str, ColumnElement[bool]] = {
        "organization": Publication.organization_id.in_(organizations),
        "topic": Publication.claim_id.in_(about),
        "label": Claim.published_label.in_(filters.label or ()),
        "class_": Claim.published_class.in_(filters.class_ or ()),
        "language": exists().where(Rendering.claim_id == Publication.claim_id, Rendering.language == filters.language),
    }
    conditions = [known[name] for name, given in asdict(filters).items() if given and name in known]
    return conditions + ([Publication.published_at >= filters.updated_from] if filters.updated_from else [])


def _pieces(rows: Sequence[Row[Any]], language: str | None, *, write: Write, public_url: str) -> list[Piece]:
    pages = _pages({row.claim_id for row in rows})
    return [
        piece(row.id, row.snapshot, pages[row.claim_id], language=language, write=write, public_url=public_url)
        for row in rows
    ]


def _pages(claim_ids: Collection[str]) -> Mapping[str, Pages]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for page in db.session().execute(select(ClaimPage).where(ClaimPage.claim_id.in_(claim_ids))).scalars():
        found[page.claim_id][page.language] = page.url
    return found
