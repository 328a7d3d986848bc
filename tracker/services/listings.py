"""Listings: pages of the public site, joined from stored cards; each is read by one index, however many checks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, String, and_, bindparam, literal_column, select

from tracker.models import Listing, LogEntry, LogField, Publication, Rendering, db
from tracker.models.prepared import Among, Prepared
from tracker.services import paging, renderings
from tracker.services.paging import AnySelect

View = dict[str, Any]
SIZE = 20
OLDER = paging.Order(column=Listing.changed_at, tie=Listing.claim_id)
NEWER = paging.Order(column=Listing.changed_at, tie=Listing.claim_id, descending=False)
COLUMNS = (Listing.changed_at, Listing.claim_id, Listing.number)
_MOMENT = Listing.changed_at.type
HIDING = ("claimant.redacted", "claimant.restricted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One list: what it is about, and which one."""

    kind: str
    key: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Which page of a list is asked for: the newest, or what is older or newer than a place in it."""

    older: list[Any] | None = None
    newer: list[Any] | None = None

    @property
    def place(self) -> list[Any] | None:
        """Where the page begins."""
        return self.older or self.newer

    @property
    def is_back(self) -> bool:
        """Whether the page lies before its place."""
        return self.older is None and self.newer is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page of a list, newest first, with where the pages beside it begin."""

    items: Sequence[Any]
    older: list[Any] | None
    newer: list[Any] | None


def cards(shelf: Shelf, turn: Turn, *, public_url: str) -> Listed:
    """Return a page of cards; raises UnknownCursor for a place in another kind of list."""
    rows = _turned(turn, lambda given: _cards(shelf.language is not None, turn).records(**_named(shelf), **given))
    return _shown(rows, turn, lambda row: renderings.body(row, "card", public_url))


def cards_of(checks: Sequence[tuple[str, str]], *, public_url: str) -> Mapping[tuple[str, str], bytes]:
    """Return the cards of checks, each in a language, by both."""
    rows = _CARDS_OF.records(ids=[check_id for check_id, _ in checks]) if checks else []
    found = {(row["claim_id"], row["language"]): row for row in rows}
    return {key: renderings.body(found[key], "card", public_url) for key in checks if key in found}


def corrections(organization_id: str, turn: Turn) -> Listed:
    """Return a page of corrections, reinstatements and retractions, of one organization or of all (the empty id)."""
    shelf = Shelf(kind="correction", key=organization_id)
    statement = _corrections(continued=turn.place is not None, is_back=turn.is_back)
    rows = _turned(turn, lambda given: _records(statement, _named(shelf) | given))
    return _shown(rows, turn, dict)


def newest() -> datetime | None:
    """Return when anything public of any check changed last: no list is older than that."""
    rows = _NEWEST.records(kind="all", key="")
    return rows[0]["changed_at"] if rows else None


def newest_check(shelf: Shelf) -> View | None:
    """Return the snapshot of the check that stands first in a list, None where nothing does."""
    first = (
        select(*COLUMNS)
        .where(Listing.kind == shelf.kind, Listing.key == shelf.key)
        .order_by(*paging.ordering(OLDER))
        .limit(1)
        .subquery()
    )
    shown = and_(Publication.claim_id == first.c.claim_id, Publication.number == first.c.number)
    return db.session().execute(select(Publication.snapshot).join(first, shown)).scalar()


def is_hidden(claimant_id: str) -> bool:
    """Tell whether a claimant's name was erased, or is restricted."""
    statement = (
        select(LogEntry.kind)
        .join(LogField, LogField.seq == LogEntry.seq)
        .where(LogEntry.object == f"claimant/{claimant_id}", LogField.name == "/name")
        .order_by(LogEntry.seq.desc())
        .limit(1)
    )
    return db.session().execute(statement).scalar() in HIDING


def _named(shelf: Shelf) -> View:
    return {"kind": shelf.kind, "key": shelf.key} | ({"language": shelf.language} if shelf.language else {})


def _turned(turn: Turn, read: Any) -> list[View]:  # a function of parameters
    given: View = {"limit": SIZE + 1}
    if turn.place is not None:
        given["last"], given["tie"] = paging.key(OLDER, turn.place)
    rows: list[View] = read(given)
    return rows


def _shown(rows: list[View], turn: Turn, show: Any) -> Listed:  # a function of a row
    has_more, shown = len(rows) > SIZE, rows[:SIZE]
    if turn.is_back:
        shown.reverse()
    ends = [[paging.text(row["changed_at"]), row["claim_id"]] for row in (shown[:1] + shown[-1:])]
    has_older, has_newer = (bool(shown), has_more) if turn.is_back else (has_more, turn.place is not None)
    return Listed(
        items=[show(row) for row in shown],
        older=ends[-1] if ends and has_older else None,
        newer=ends[0] if ends and has_newer else None,
    )


def _cards(in_language: bool, turn: Turn) -> Prepared:
    return _prepared_cards(in_language, continued=turn.place is not None, is_back=turn.is_back)


@lru_cache
def _prepared_cards(in_language: bool, *, continued: bool, is_back: bool) -> Prepared:
    # The places come first and their cards then: joined at once, SQLite would read and sort all of both.
    found = _places(continued=continued, is_back=is_back).subquery()
    by_language = Rendering.language == bindparam("language", type_=String())
    joined = and_(
        Rendering.claim_id == found.c.claim_id,
        # Joined to nothing, so that no index of formats is followed, under which all checks stand.
        Rendering.format.concat("") == "card",
        by_language if in_language else Rendering.is_default,
    )
    columns = (found.c.changed_at, Rendering.claim_id, Rendering.language, Rendering.renderer, Rendering.body)
    return Prepared(_sorted(select(*columns).join(Rendering, joined), found, is_back))


def _corrections(*, continued: bool, is_back: bool) -> AnySelect:
    found = _places(continued=continued, is_back=is_back).subquery()
    frozen = Publication.snapshot
    columns = (
        found.c.changed_at, found.c.claim_id, Publication.number, Publication.kind, Publication.severity,
        Publication.notice, Publication.published_at, frozen["label_before"].label("label_before"),
        frozen["label_after"].label("label_after"), frozen["organization"].label("organization"),
        frozen["verdict", "texts", 0].label("text"),
    )  # fmt: skip
    joined = and_(Publication.claim_id == found.c.claim_id, Publication.number == found.c.number)
    return _sorted(select(*columns).join(Publication, joined), found, is_back)


def _records(statement: AnySelect, given: View) -> list[View]:
    return [dict(row) for row in db.session().execute(statement, given).mappings()]


def _places(*, continued: bool, is_back: bool) -> AnySelect:
    order = NEWER if is_back else OLDER
    statement = select(*COLUMNS).where(_IS_KIND, _IS_KEY)
    if continued:
        place = bindparam("last", type_=_MOMENT), bindparam("tie", type_=String())
        statement = statement.where(paging.beyond(order, *place))
    return statement.order_by(*paging.ordering(order)).limit(bindparam("limit", type_=Integer()))


def _sorted(statement: AnySelect, found: Any, is_back: bool) -> AnySelect:  # a subquery
    columns = (found.c.changed_at, found.c.claim_id)
    return statement.order_by(*(column.asc() if is_back else column.desc() for column in columns))


_IS_KIND = Listing.kind == bindparam("kind", type_=String())
_IS_KEY = Listing.key == bindparam("key", type_=String())
_CARDS_OF = Prepared(
    select(Rendering.claim_id, Rendering.language, Rendering.renderer, Rendering.body)
    .where(Among(Rendering.claim_id, "ids"), Rendering.format == literal_column("'card'"))
)  # fmt: skip
_NEWEST = Prepared(select(*COLUMNS).where(_IS_KIND, _IS_KEY).order_by(*paging.ordering(OLDER)).limit(1))
