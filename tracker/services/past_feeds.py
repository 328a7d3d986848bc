"""Feeds as they were: the publications of then, as the log has them, rendered as today."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    ScalarSelect,
    and_,
    cast,
    exists,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from tracker.domain import snapshots
from tracker.domain.publication import Standing
from tracker.errors import NotFound
from tracker.formats import FORMATS
from tracker.formats.entries import Piece
from tracker.lib import clock
from tracker.models import LogEntry, LogField, Organization, Publication, db
from tracker.services import feeds, paging, past
from tracker.services.feeds import Feed, FeedFilters
from tracker.services.paging import AnySelect
from tracker.services.past import Given, Past, State

View = dict[str, Any]
# When the public documents of a check changed: the feed's order, found by an index of its own.
MARK: ColumnElement[str] = literal_column("'/public_changed_at'")
OF_CLAIMS = ("/public_changed_at", "/publication_status", "/published_number", "/pages/%")
OF_PUBLICATIONS = ("/number", "/kind", "/published_at", "/severity", "/notice", "/snapshot/label_after")
NEEDED = ("organization", "claim", "verdict", "evidence", "label_after")
_CLAIM_ID: ColumnElement[str] = literal_column("substr(log_entry.object, 7)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a feed was asked for, at which place of the log: organizations by their ids."""

    filters: FeedFilters
    seq: int
    organization_ids: Sequence[str]


def page(filters: FeedFilters, window: paging.Window, *, given: Given, name: str, public_url: str) -> tuple[Past, str]:
    """Return a page of a feed as it was, and the name that its one organization had, empty for more or for all.

    Raises Inconsistent for a moment still to come, NotFound for one organization that had not that slug, and
    UnknownCursor for a cursor of another list.
    """
    asked, publisher = understood(filters, given)
    statement = marks(asked)
    rows = db.session().execute(_beyond(statement, window).limit(window.limit + 1)).all()
    shown = rows[: window.limit]
    following = [json.loads(shown[-1].value), _id(shown[-1])] if len(rows) > len(shown) else None
    pieces = _pieces([_id(row) for row in shown], asked, name=name, public_url=public_url)
    changed = changed_at(asked) if window.cursor is not None else _time(rows[0]) if rows else None
    feed = Feed(page=paging.Page(pieces, following), changed_at=changed)
    return Past(value=feed, seq=asked.seq), publisher


def understood(filters: FeedFilters, given: Given) -> tuple[Asked, str]:
    """Return what a feed was asked for, and the name that its one organization had, as `page` does."""
    slugs, seq = filters.organization or [], past.place(given)
    known = _organizations(slugs, seq)
    asked = Asked(filters=filters, seq=seq, organization_ids=list(known))
    return asked, next(iter(known.values())) if len(slugs) == 1 else ""


def changed_at(asked: Asked) -> datetime | None:
    """Return when a check of the whole feed had last changed."""
    newest = db.session().execute(marks(asked).limit(1)).all()
    return _time(newest[0]) if newest else None


def _organizations(slugs: Sequence[str], seq: int) -> Mapping[str, str]:
    if not slugs:
        return {}
    ids = db.session().execute(select(Organization.id)).scalars()
    states = past.states([f"organization/{i}" for i in ids], seq, names=("/slug", "/name")).values()
    found = {state.id: state.get("name") for state in states if state.get("slug") in slugs}
    if len(slugs) == 1 and not found:
        raise NotFound(kind="organization")
    return found


def marks(asked: Asked) -> AnySelect:
    """Select the checks of a feed with the moment that each had last changed, the newest first."""
    # As sums, here and below, so that SQLite follows the index of marks, newest first, and no index of all entries.
    up_to = LogField.seq + 0 <= asked.seq
    statement = (
        select(LogEntry.object, LogField.value)
        .join(LogField, LogField.seq == LogEntry.seq)
        .where(LogField.name == MARK, up_to, ~_marked_later(asked.seq), *_conditions(asked))
    )
    return statement.order_by(LogField.value.desc(), LogEntry.object.desc())


def _beyond(statement: AnySelect, window: paging.Window) -> AnySelect:
    if window.cursor is None:
        return statement
    changed_at, claim_id = paging.key(feeds.ORDER, window.cursor)
    value, name = json.dumps(clock.to_text(changed_at)), f"claim/{claim_id}"
    after_tie = and_(LogField.value == value, LogEntry.object < name)
    return statement.where(LogField.value <= value, or_(LogField.value < value, after_tie))


def _marked_later(seq: int) -> ColumnElement[bool]:
    entry, field = aliased(LogEntry), aliased(LogField)
    joined = and_(field.seq == entry.seq, entry.object == LogEntry.object)
    return exists().where(joined, field.name == MARK, entry.seq > LogEntry.seq, entry.seq <= seq)


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    filters, newest = asked.filters, partial(_newest, seq=asked.seq)
    known: Mapping[str, Callable[[Any], ColumnElement[bool]]] = {
        "organization": lambda _slugs: LogEntry.organization_id.concat("").in_(asked.organization_ids),
        "topic": lambda topics: or_(*(newest("/topics").contains(json.dumps(topic)) for topic in topics)),
        "label": lambda labels: newest("/published_label").in_([json.dumps(label) for label in labels]),
        "class_": lambda classes: newest("/published_class").in_([json.dumps(name) for name in classes]),
        "updated_from": lambda moment: LogField.value >= json.dumps(clock.to_text(moment)),
        "language": lambda language: _has_text_in(language, newest("/published_number"), asked.seq),
    }
    return [known[name](given) for name, given in asdict(filters).items() if given]


def _newest(name: str, *, seq: int) -> ScalarSelect[str | None]:
    entry, field = aliased(LogEntry), aliased(LogField)
    return (
        select(field.value)
        .join(entry, entry.seq == field.seq)
        .where(entry.object == LogEntry.object, field.name == name, entry.seq <= seq)
        .order_by(entry.seq.desc())
        .limit(1)
        .correlate(LogEntry)
        .scalar_subquery()
    )


def _has_text_in(language: str, number: ScalarSelect[str | None], seq: int) -> ColumnElement[bool]:
    # Of a verdict in canonical JSON, only its texts have this member, and in no text can it stand unescaped.
    entry, field = aliased(LogEntry), aliased(LogField)
    return exists().where(
        Publication.claim_id == _CLAIM_ID,
        Publication.number == cast(number, Integer),
        entry.object == literal("publication/") + Publication.id,
        field.seq == entry.seq,
        field.name == "/snapshot/verdict",
        entry.seq <= seq,
        field.value.contains(f'"language":{json.dumps(language)}'),
    )


def _pieces(claim_ids: Sequence[str], asked: Asked, *, name: str, public_url: str) -> list[Piece]:
    claims = past.states([f"claim/{claim_id}" for claim_id in claim_ids], asked.seq, names=OF_CLAIMS)
    issued = _issued(claims, asked.seq)
    last = past.states([issued[claim_id][-1].object for claim_id in claim_ids], asked.seq, names=("/snapshot/%",))
    pieces = []
    for claim_id in claim_ids:
        publications = issued[claim_id]
        snapshot = snapshot_of(last[publications[-1].object])
        if is_left(snapshot):
            language = asked.filters.language or snapshots.default_language(snapshot)
            standing = _standing(claims[f"claim/{claim_id}"], publications)
            body = FORMATS[name].render(snapshot, standing, language=language, public_url=public_url)
            pieces.append(Piece(claim_id, body))
    return pieces


def _issued(claims: Mapping[str, State], seq: int) -> Mapping[str, Sequence[State]]:
    # By claim, those that its own entries count by then, oldest first.
    statement = select(Publication.id, Publication.claim_id).where(
        Publication.claim_id.in_([claim.id for claim in claims.values()])
    )
    of = {f"publication/{row.id}": claims[f"claim/{row.claim_id}"] for row in db.session().execute(statement)}
    states = sorted(past.states(of, seq, names=OF_PUBLICATIONS).values(), key=lambda state: state.get("number"))
    found: dict[str, list[State]] = defaultdict(list)
    for state in states:
        if state.get("number") <= of[state.object].get("published_number"):
            found[of[state.object].id].append(state)
    return found


def snapshot_of(publication: State) -> View:
    """Return what a publication showed."""
    place = "/snapshot/"
    return {name.removeprefix(place): value for name, value in publication.members.items() if name.startswith(place)}


def is_left(snapshot: View) -> bool:
    """Tell whether there is something left to show: of what was erased and not replaced there is nothing."""
    return all(snapshot.get(member) is not None for member in NEEDED)


def _standing(claim: State, publications: Sequence[State]) -> Standing:
    status = claim.get("publication_status")
    return Standing(
        status="live" if status == "none" else status,
        pages=pages_of(claim),
        changed_at=claim.get("public_changed_at"),
        publications=[_line(publication) for publication in publications],
    )


def pages_of(claim: State) -> Mapping[str, str]:
    """Return the outlet's own pages of a check, by language."""
    return {language: page["url"] for language, page in claim.parts("pages").items()}


def _line(publication: State) -> View:
    names = ("number", "kind", "published_at", "severity", "notice")
    return publication.shown(names) | {"label": publication.get("snapshot/label_after")}


def _id(row: Row[Any]) -> str:
    name: str = row.object
    return name.partition("/")[2]


def _time(row: Row[Any]) -> datetime:
    return clock.from_text(json.loads(row.value))
