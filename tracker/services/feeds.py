"""Feeds: pages of stored renderings, the check that changed last first; each kind of question is one select."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, String, and_, bindparam, exists, func, select, true

from tracker.formats.entries import Piece
from tracker.lib import clock
from tracker.models import Claim, ClaimTopic, Organization, Rendering
from tracker.models.prepared import Among, Place, Prepared
from tracker.services import paging, renderings

ORDER = paging.Order(column=Claim.public_changed_at, tie=Claim.id)
BY_RENDERING = paging.Order(column=Rendering.modified_at, tie=Rendering.claim_id)
OF_RENDERINGS = frozenset({"format", "language"})
SHAPES = 256
# Each check is stored in all formats.
ANY_FORMAT = "claimreview"
_MOMENT = Claim.public_changed_at.type
# Topics of fewer claims than this are looked up; claims of others are met on the way through what was published last.
SELDOM = 1_000
_SOME = Prepared(
    select(func.count()).select_from(
        select(ClaimTopic.claim_id).where(Among(ClaimTopic.topic, "topic")).limit(SELDOM).subquery()
    )
)
_PLACE = bindparam("last", type_=_MOMENT), bindparam("tie", type_=String())


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFilters:
    """Which checks a feed holds; lists mean any of."""

    organization: list[str] | None = None
    language: str | None = None
    topic: list[str] | None = None
    label: list[str] | None = None
    class_: list[str] | None = None
    updated_from: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A page of a feed: pieces ready to be joined, and when a check of the whole feed last changed.

    `updated_at` is when its items did, where that is another moment.
    """

    page: paging.Page
    changed_at: datetime | None
    updated_at: datetime | None = None


def page(filters: FeedFilters, window: paging.Window, *, name: str, public_url: str) -> Feed:
    """Return a page of pieces, each a rendering stored in one format; raises UnknownCursor for one of another list."""
    given = _given(filters, name)
    place: dict[str, Any] = {}
    if window.cursor is not None:
        place["last"], place["tie"] = paging.key(ORDER, window.cursor)
    shape = frozenset(given)
    select_ = _page_of(shape, continued=bool(place), is_usual=window.is_usual)
    rows = list(select_.rows(**given, **place, limit=window.limit + 1))
    current = renderings.renderer(name, public_url)
    shown = rows[: window.limit]
    pieces = [Piece(row[1], row[4] if row[3] == current else _anew(row, name, public_url)) for row in shown]
    following = [paging.text(rows[-2][0]), rows[-2][1]] if len(rows) > window.limit else None
    newest = changed_at(filters) if place else _moment_of(rows)
    return Feed(page=paging.Page(pieces, following), changed_at=newest)


def changed_at(filters: FeedFilters) -> datetime | None:
    """Return when one of the checks last changed that a feed holds, in whatever format."""
    given = _given(filters, ANY_FORMAT)
    newest = _newest_of(frozenset(given)).records(**given)
    return newest[0]["public_changed_at"] if newest else None


def _anew(row: Sequence[Any], name: str, public_url: str) -> bytes:
    _, check_id, language, _, _ = row
    return renderings.anew(check_id, name, language=language, public_url=public_url)


def _moment_of(rows: Sequence[Sequence[Any]]) -> datetime | None:
    place = rows[0][0] if rows else None
    return clock.from_text(place) if isinstance(place, str) else place and place.replace(tzinfo=UTC)


def _given(filters: FeedFilters, name: str) -> dict[str, Any]:
    given = {field.name: getattr(filters, field.name) for field in fields(filters)}
    given = {key: value for key, value in given.items() if value} | {"format": name}
    if "topic" in given and next(iter(_SOME.rows(topic=given["topic"])))[0] < SELDOM:
        given["rare_topic"] = given.pop("topic")
    return given


@lru_cache(SHAPES)
def _page_of(given: frozenset[str], *, continued: bool, is_usual: bool) -> Prepared:
    if given <= OF_RENDERINGS:
        return Prepared(_page_of_renderings(given, continued=continued, is_usual=is_usual), packed=False)
    # The claims come first and their renderings then: joined at once, SQLite would read and sort all of both.
    claims = select(Claim.id, Claim.public_changed_at).where(*_conditions(given))
    if continued:
        claims = claims.where(paging.beyond(ORDER, *_PLACE))
    found = claims.order_by(*paging.ordering(ORDER)).limit(paging.length(is_usual=is_usual)).subquery()
    columns = (Place(found.c.public_changed_at), Rendering.claim_id, Rendering.language, Rendering.renderer,
               Rendering.body)  # fmt: skip
    joined = and_(Rendering.claim_id == found.c.id, *_rendered(given))
    return Prepared(
        select(*columns).join(Rendering, joined).order_by(found.c.public_changed_at.desc(), found.c.id.desc())
    )


def _page_of_renderings(given: frozenset[str], *, continued: bool, is_usual: bool) -> paging.AnySelect:
    # What asks nothing of the claims needs one index and no claim.
    statement = select(
        Place(Rendering.modified_at), Rendering.claim_id, Rendering.language, Rendering.renderer, Rendering.body
    )
    if continued:
        statement = statement.where(paging.beyond(BY_RENDERING, *_PLACE))
    length = paging.length(is_usual=is_usual)
    return statement.where(*_rendered(given)).order_by(*paging.ordering(BY_RENDERING)).limit(length)


@lru_cache(SHAPES)
def _newest_of(given: frozenset[str]) -> Prepared:
    return Prepared(
        select(Claim.public_changed_at).where(*_conditions(given)).order_by(Claim.public_changed_at.desc()).limit(1)
    )


def _conditions(given: frozenset[str]) -> list[ColumnElement[bool]]:
    organizations = select(Organization.id).where(Among(Organization.slug, "organization"))
    about = exists().where(Among(ClaimTopic.topic, "topic"), ClaimTopic.claim_id == Claim.id)
    rarely = select(ClaimTopic.claim_id).where(Among(ClaimTopic.topic, "rare_topic"))
    known: dict[str, ColumnElement[bool]] = {
        "organization": Claim.organization_id.in_(organizations),
        "topic": about,
        "rare_topic": Claim.id.in_(rarely),
        "label": Among(Claim.published_label, "label"),
        "class_": Among(Claim.published_class, "class_"),
        "updated_from": Claim.public_changed_at >= bindparam("updated_from", type_=_MOMENT),
        "language": exists().where(Rendering.claim_id == Claim.id, *_rendered(given)),
    }
    return [Claim.public_changed_at.is_not(None), *(known[name] for name in known if name in given)]


def _rendered(given: frozenset[str]) -> list[ColumnElement[bool]]:
    by_language = Rendering.language == bindparam("language", type_=String())
    by_default = Rendering.is_default == true()
    return [Rendering.format == bindparam("format", type_=String()), by_language if "language" in given else by_default]
