"""What of the log is erased or hidden, as its readers are told."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import or_, select

from tracker.domain.actors import Actor
from tracker.domain.erasing import Place, companions
from tracker.models import Erasure, LogEntry, db

# Who oversees a restriction has to see what it hides.
SEEING = frozenset({"admin", "auditor"})


def sees_all(actor: Actor) -> bool:
    """Whether restrictions hide nothing from somebody."""
    return actor.is_operator or bool(actor.roles & SEEING)


def hidden_from(actor: Actor) -> Mapping[Place, Erasure]:
    """Return the fields that restrictions hide from somebody, each with the restriction."""
    if sees_all(actor):
        return {}
    return {place: row for row in standing(actor.organization_id) for place in places_of(row)}


def standing(organization_id: str | None, *, but: Erasure | None = None) -> list[Erasure]:
    """Return the restrictions of an organization that were confirmed and not lifted, in the order they were filed."""
    statement = select(Erasure).where(
        Erasure.organization_id == organization_id, Erasure.kind == "restriction", Erasure.status == "confirmed"
    )
    rows = db.session().execute(statement.order_by(Erasure.created_at, Erasure.id)).scalars()
    return [row for row in rows if but is None or row.id != but.id]


def standing_at(organization_id: str | None, moment: datetime) -> Sequence[Erasure]:
    """Return the restrictions of an organization that stood at a moment, those that were lifted since among them."""
    statement = select(Erasure).where(
        Erasure.organization_id == organization_id,
        Erasure.kind == "restriction",
        Erasure.confirmed_at <= moment,
        or_(Erasure.lifted_at.is_(None), Erasure.lifted_at >= moment),
    )
    return db.session().execute(statement.order_by(Erasure.created_at, Erasure.id)).scalars().all()


def places_of(row: Erasure) -> list[Place]:
    """Return the fields that an erasure or a restriction names, with those that say the same."""
    named = [Place(target["object"], target["field"]) for target in row.targets]
    return list(dict.fromkeys(place for one in named for place in companions(one)))


def grounds(entries: Iterable[int]) -> Mapping[int, str]:
    """Return on which legal basis fields were erased, by the entries that say that they were."""
    seqs = set(entries)
    if not seqs:
        return {}
    told = select(LogEntry.seq, Erasure.ground).join(Erasure, LogEntry.object == "erasure/" + Erasure.id)
    return {row.seq: row.ground for row in db.session().execute(told.where(LogEntry.seq.in_(seqs)))}
