"""Sources: what can be cited, each known once within an organization; protected ones only to their custodians."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import Conflict, Inconsistent, NotCustodian, fault
from tracker.lib import urls
from tracker.lib.ids import new_id
from tracker.models import Account, Source, SourceCustodian, SourceIdentity, db
from tracker.models.prepared import Prepared
from tracker.models.session import insert_new
from tracker.services import finding, origins, paging, source_views
from tracker.services.finding import Expected
from tracker.services.recording import Record, recording
from tracker.services.search import sieving

View = dict[str, Any]
OPEN_FIELDS = ("kind", "level", "language", "disclosure", "public_description")
IDENTITY_FIELDS = ("url", "title", "publisher", "published_on")
_AT_ADDRESS = Prepared(
    select(Source.id).where(
        Source.organization_id == bindparam("organization_id"), Source.url_digest == bindparam("digest")
    )
)

# There are few protected sources, and what addresses mean the same no database knows.
_ENTRUSTED = Prepared(
    select(SourceIdentity.source_id, SourceIdentity.url)
    .join(SourceCustodian, SourceCustodian.source_id == SourceIdentity.source_id)
    .where(SourceCustodian.account_id == bindparam("account_id"), SourceIdentity.url.is_not(None))
    .order_by(SourceIdentity.source_id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which sources a list holds; each one given must match."""

    kind: list[str] | None = None
    level: list[str] | None = None
    url: str | None = None
    publisher: str | None = None
    protected: bool | None = None
    text: str | None = None


def add(actor: Actor, fields: Mapping[str, Any]) -> tuple[View, bool]:
    """Add a source, or find the one that its URL names already; the second value tells whether it is new.

    A protected source is found by its custodians alone: for anybody else its address is a new one.
    """
    permit(actor, "source.add")
    with recording(actor) as record:
        known = _known(actor, fields)
        source = finding.find(Source, actor, known) if known else _made(actor, record, fields)
        db.session().flush()
    return source_views.view(actor, source), known is None


def find(actor: Actor, source_id: str) -> View:
    """Return a source of the caller's organization, as the caller sees it."""
    permit(actor, "source.read")
    return source_views.view(actor, finding.find(Source, actor, source_id))


def page(actor: Actor, filters: Filters, window: paging.Window) -> paging.Page:
    """Return a page of the organization's sources, newest first; no filter looks into a protected one's identity."""
    permit(actor, "source.read")

    def read(place: paging.Window, ids: Sequence[str] | None = None) -> paging.Page:
        statement = _listed(actor, filters, ids)
        return paging.page(statement, paging.Order(column=Source.created_at, tie=Source.id), place)

    text = filters.text
    found = (
        read(window)
        if text is None
        else sieving.page(actor, text, window, kind="source", read=read, name=lambda row: row.id)
    )
    return paging.shown(found, lambda rows: source_views.views(actor, rows))


def _listed(actor: Actor, filters: Filters, ids: Sequence[str] | None) -> Select[Source]:
    statement = select(Source).options(source_views.IDENTITIES)
    if ids is None:
        statement = statement.where(Source.organization_id == actor.organization_id)
    else:
        # Of sources that are named, none other is to be read: SQLite would go through all of the organization's.
        statement = statement.where(Source.organization_id.concat("") == actor.organization_id, Source.id.in_(ids))
    for column, values in ((Source.kind, filters.kind), (Source.level, filters.level)):
        statement = statement.where(column.in_(values)) if values else statement
    if filters.url is not None:
        statement = statement.where(Source.url_digest == urls.digest(filters.url))
    if filters.publisher is not None:
        statement = statement.where(Source.publisher == filters.publisher)
    if filters.protected is not None:
        statement = statement.where(Source.protected == filters.protected)
    return statement


def update(actor: Actor, source_id: str, changes: Mapping[str, Any], *, expected: Expected) -> View:
    """Change a source by a merge patch; a protected one is changed by its custodians alone."""
    permit(actor, "source.update")
    with recording(actor) as record:
        source = finding.at(Source, actor, source_id, expected=expected)
        refuse_outsiders(actor, source)
        finding.assign(source, changes, OPEN_FIELDS)
        _refuse_undescribed(source)
        _update_identity(actor, record, source, changes=changes)
        if "custodian_ids" in changes:
            _entrust(actor, source, changes["custodian_ids"])
        _refuse_nameless(source)
        record("source.updated", source)
    return source_views.view(actor, source)


def chosen(actor: Actor, record: Record, fields: Mapping[str, Any], *, pointer: str = "") -> str:
    """Return the id of the source that a body names by `source_id`, inline `source` or `url`, made where it is new."""
    if fields.get("source_id"):
        return finding.referred(Source, actor, fields["source_id"], pointer=f"{pointer}/source_id").id
    inline = fields.get("source") or {name: fields[name] for name in IDENTITY_FIELDS if name in fields}
    return _known(actor, inline) or _made(actor, record, inline, pointer=pointer).id


def refuse_outsiders(actor: Actor, source: Source) -> None:
    """Raise NotCustodian for a protected source that is not the actor's to see."""
    if not source_views.is_custodian(actor, source):
        raise NotCustodian


def _known(actor: Actor, fields: Mapping[str, Any]) -> str | None:
    found = _by_url(actor, fields)
    # What is new to one deed may just have been added by another.
    return _by_url(actor, fields) if found is None and finding.in_turn(actor) else found


def _by_url(actor: Actor, fields: Mapping[str, Any]) -> str | None:
    if not fields.get("url") or fields.get("protected"):
        return None
    digest = urls.digest(fields["url"])
    # One that is protected comes first: whoever may see it would else make a source beside it that all can.
    entrusted = _ENTRUSTED.records(account_id=actor.account_id)
    known = [row["source_id"] for row in entrusted if urls.digest(row["url"]) == digest]
    known += [row["id"] for row in _AT_ADDRESS.records(organization_id=actor.organization_id, digest=digest)]
    return known[0] if known else None


def _made(actor: Actor, record: Record, fields: Mapping[str, Any], *, pointer: str = "") -> Source:
    given = {"kind": "page", "level": "secondary"} | dict(fields)
    origin_id = origins.chosen(actor, record, given, pointer=pointer, protected=bool(given.get("protected")))
    source = Source(id=new_id(), organization_id=actor.organization_id, protected=bool(given.get("protected")))
    source.identity, source.custodians = None, []
    finding.assign(source, given, OPEN_FIELDS)
    _refuse_undescribed(source)
    _identify(source, given, origin_id)
    _refuse_nameless(source)
    if source.protected:
        db.session().add(source)
        _entrust(actor, source, given.get("custodian_ids") or [actor.account_id])
    else:
        insert_new(db.session(), source)
    record("source.added", source)
    return source


def _identify(source: Source, fields: Mapping[str, Any], origin_id: str | None) -> None:
    if source.protected:
        source.identity = SourceIdentity()
    holder = source.identity or source
    finding.assign(holder, fields, IDENTITY_FIELDS)
    holder.origin_id = origin_id
    if not source.protected:
        source.url_digest = _digest(source.url)


def _update_identity(actor: Actor, record: Record, source: Source, *, changes: Mapping[str, Any]) -> None:
    holder = source.identity or source
    new = dict(changes)
    if "origin" in changes or "origin_id" in changes:
        new["origin_id"] = origins.chosen(actor, record, changes, protected=source.protected)
    if not source.protected and "url" in changes:
        _refuse_known_address(actor, source, changes)
        finding.assign(source, {"url_digest": _digest(changes["url"])}, ("url_digest",))
    finding.assign(holder, new, (*IDENTITY_FIELDS, "origin_id"))


def _refuse_known_address(actor: Actor, source: Source, changes: Mapping[str, Any]) -> None:
    known = _by_url(actor, changes)
    if known is not None and known != source.id:
        raise Conflict(reason=f"Another source has this address: {known}")


def _digest(url: str | None) -> str | None:
    return urls.digest(url) if url else None


def _entrust(actor: Actor, source: Source, account_ids: list[str]) -> None:
    if not source.protected:
        raise Inconsistent(errors=[fault("/custodian_ids", "not-allowed", "Only a protected source has custodians.")])
    wanted = list(dict.fromkeys(account_ids))
    finding.all_referred(Account, actor, wanted, pointer="/custodian_ids")
    kept = {custodian.account_id: custodian for custodian in source.custodians}
    source.custodians = [kept.get(i) or SourceCustodian(source_id=source.id, account_id=i) for i in wanted]


def _refuse_undescribed(source: Source) -> None:
    if source.protected and not source.public_description:
        detail = "A protected source is told to others by its public description."
        raise Inconsistent(errors=[fault("/public_description", "required", detail)])


def _refuse_nameless(source: Source) -> None:
    if not source.protected and not (source.url or source.title):
        raise Inconsistent(errors=[fault("/title", "required", "A source has a url or a title.")])
