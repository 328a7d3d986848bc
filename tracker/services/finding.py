"""Finding one object, within the caller's organization, at the revision the caller has seen."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, bindparam, select

from tracker.domain.actors import Actor
from tracker.errors import Fault, NotFound, PreconditionRequired, ReferenceNotFound, StaleRevision, fault, spoken
from tracker.models import Logged, Organization, db

Found = TypeVar("Found", bound=Logged)
Expected = frozenset[int] | str | None
ANY = "*"
_TURN = select(Organization.id).where(Organization.id == bindparam("id")).with_for_update(key_share=True)


def find(model: type[Found], actor: Actor, object_id: str, *, lock: bool = False) -> Found:
    """Return one of the actor's organization's objects, or raise NotFound; locked until the deed ends where asked."""
    parameters = {"id": object_id, "organization_id": actor.organization_id}
    statement = _one(model, anywhere=actor.is_operator, lock=lock)  # type: ignore[arg-type]  # any class has a hash
    row: Found | None = db.session().execute(statement, parameters).scalar_one_or_none()
    if row is None:
        raise NotFound(kind=model.logged_as)
    return row


def at(model: type[Found], actor: Actor, object_id: str, *, expected: Expected) -> Found:
    """Return one object, locked, at a revision the caller has seen.

    Raises NotFound, then PreconditionRequired where no revision was named, StaleRevision where it is another.
    """
    row = find(model, actor, object_id, lock=True)
    check(row.version, expected)
    return row


def check(version: int, expected: Expected) -> None:
    """Refuse an edit of something that the caller has not seen as it is."""
    if expected is None:
        raise PreconditionRequired
    if expected != ANY and version not in expected:
        raise StaleRevision(version=version)


def in_turn(actor: Actor) -> bool:
    """Wait until no other deed of the organization that asked for its turn is under way, for rules over many rows.

    Returns whether another one may have come before, so that what was read has to be read again. SQLite takes one
    writer at a time anyway.
    """
    session = db.session()
    if session.get_bind().dialect.name == "sqlite":
        return False
    session.connection().execute(_TURN, {"id": actor.organization_id})
    return True


def referred(model: type[Found], actor: Actor, object_id: str, *, pointer: str) -> Found:
    """Return the object that a body refers to, or raise ReferenceNotFound with the place."""
    try:
        return find(model, actor, object_id)
    except NotFound as error:
        raise ReferenceNotFound(errors=[missing(model, pointer)]) from error


def all_referred(model: type[Found], actor: Actor, ids: Sequence[str], *, pointer: str) -> list[Found]:
    """Return the objects that a body refers to, in its order, or raise ReferenceNotFound with each place."""
    rows = db.session().execute(select(model).where(model.id.in_(ids), *_within(model, actor))).scalars()
    known: Mapping[str, Found] = {row.id: row for row in rows}
    faults: list[Fault] = [missing(model, f"{pointer}/{n}") for n, wanted in enumerate(ids) if wanted not in known]
    if faults:
        raise ReferenceNotFound(errors=faults)
    return [known[wanted] for wanted in ids]


def missing(model: type[Logged], pointer: str) -> Fault:
    """Return the fault of a reference to nothing."""
    return fault(pointer, "not-found", f"There is no such {spoken(model.logged_as)}.")


def assign(row: object, changes: Mapping[str, Any], names: Iterable[str]) -> None:
    """Set those of the named attributes that a patch holds; what stays the same is no change."""
    for name in names:
        if name in changes and getattr(row, name) != changes[name]:
            setattr(row, name, changes[name])


@cache
def _one(model: type[Found], *, anywhere: bool, lock: bool) -> Select[Found]:
    # Made once: putting a statement together takes as long as running it.
    statement = select(model).where(model.id == bindparam("id"))
    if not anywhere:
        statement = statement.where(model.organization_id == bindparam("organization_id"))
    if not lock:
        return statement
    # Rows that refer to this one may come meanwhile: a lock against them too would close circles of waiting.
    return statement.with_for_update(key_share=True).execution_options(populate_existing=True)


def _within(model: type[Logged], actor: Actor) -> list[ColumnElement[bool]]:
    return [] if actor.is_operator else [model.organization_id == actor.organization_id]
