"""How sources are shown: a protected one shows who it is to its custodians alone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import selectinload

from tracker.domain.actors import Actor
from tracker.models import Origin, Source, SourceCustodian, SourceIdentity, db

View = dict[str, Any]
IDENTITY_FIELDS = ("url", "title", "publisher", "published_on", "origin_id")
SHOWN = ("id", "version", "created_at", "updated_at", "kind", "level", "language", "protected", "public_description")
# What interests somebody has says who they are.
TELLING = ("disclosure",)
# A list asks for the identities of its protected sources once.
IDENTITIES = selectinload(Source.identity)


def is_custodian(actor: Actor, source: Source) -> bool:
    """Whether the actor may see who a source is: everyone may, of one that is not protected."""
    return not source.protected or actor.account_id in {custodian.account_id for custodian in source.custodians}


def view(actor: Actor, source: Source) -> View:
    """Return a source as the actor sees it."""
    sees = is_custodian(actor, source)
    holder: Any = source.identity if source.protected and sees else source
    custodians = sorted(custodian.account_id for custodian in source.custodians) if sees else []
    identity = {name: getattr(holder, name) for name in IDENTITY_FIELDS}
    told = {name: getattr(source, name) if sees else None for name in TELLING}
    return {name: getattr(source, name) for name in SHOWN} | told | identity | {"custodian_ids": custodians}


def views(actor: Actor, sources: Iterable[Source]) -> list[View]:
    """Return sources as the actor sees them."""
    return [view(actor, source) for source in sources]


def by_id(actor: Actor, source_ids: Sequence[str]) -> Mapping[str, View]:
    """Return sources as the actor sees them, by their ids."""
    rows = db.session().execute(select(Source).where(Source.id.in_(set(source_ids))).options(IDENTITIES)).scalars()
    return {source.id: view(actor, source) for source in rows}


def hidden_from(actor: Actor, source_ids: Collection[str]) -> frozenset[str]:
    """Return which of some sources are protected now, and not the actor's to know."""
    if not source_ids:
        return frozenset()
    mine = select(SourceCustodian.source_id).where(SourceCustodian.account_id == actor.account_id)
    statement = select(Source.id).where(Source.id.in_(source_ids), Source.protected, Source.id.not_in(mine))
    return frozenset(db.session().execute(statement).scalars())


def origins_known_to(actor: Actor) -> ColumnElement[bool]:
    """Return what holds for origins that the actor may see: that of protected sources is for their custodians."""
    mine = (
        select(SourceIdentity.origin_id)
        .join(SourceCustodian, SourceCustodian.source_id == SourceIdentity.source_id)
        .where(SourceCustodian.account_id == actor.account_id, SourceIdentity.origin_id.is_not(None))
    )
    return or_(Origin.protected.is_(None), Origin.id.in_(mine))


def origins_hidden_from(actor: Actor, origin_ids: Collection[str]) -> frozenset[str]:
    """Return which of some origins only protected sources have that are not the actor's to know."""
    if not origin_ids:
        return frozenset()
    statement = select(Origin.id).where(Origin.id.in_(origin_ids), ~origins_known_to(actor))
    return frozenset(db.session().execute(statement).scalars())
