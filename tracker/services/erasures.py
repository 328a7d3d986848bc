"""Erasures and restrictions: filed with all that they name, and done once a second person confirms them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from tracker.config import Config
from tracker.domain.actors import Actor
from tracker.domain.erasing import REASON, Place, is_erasable, words
from tracker.domain.permissions import permit
from tracker.errors import Conflict, Fault, FourEyes, Inconsistent, ReferenceNotFound, fault
from tracker.lib import clock
from tracker.lib.file_store import FileStore
from tracker.lib.ids import new_id
from tracker.models import Capture, Erasure, LogEntry, LogField, Source, db
from tracker.services import (
    accounts,
    echoes,
    finding,
    idempotency,
    liftings,
    paging,
    recording,
    restrictions,
    scrubbing,
)
from tracker.services import redactions as redacting
from tracker.services.log import FieldName
from tracker.services.recording import Record
from tracker.services.redactions import Redaction

View = dict[str, Any]
Rows = Sequence[tuple[FieldName, Place, Any]]
SHOWN = (
    "id", "version", "created_at", "updated_at", "kind", "status", "targets", "replacement_text", "ground", "reason",
    "confirmed_at", "lifted_at",
)  # fmt: skip
NULL = "null"


def file(actor: Actor, fields: Mapping[str, Any]) -> View:
    """Ask for an erasure or a restriction; nothing changes before somebody else confirms it.

    A target without a field stands for all of the object's. Raises ReferenceNotFound for an object or a field that is
    not there, and Inconsistent for one that cannot be taken out.
    """
    permit(actor, "erasure.file")
    with recording.recording(actor) as record:
        row = Erasure(
            id=new_id(), organization_id=actor.organization_id, filed_by_id=actor.account_id, kind=fields["kind"],
            targets=_targets(actor, fields["targets"], fields["kind"]), replacement_text=fields["replacement_text"],
            ground=fields["ground"], reason=fields["reason"],
        )  # fmt: skip
        db.session().add(row)
        db.session().flush()
        record("erasure.filed", row)
    return _views([row])[0] | {"also_in": echoes.of(actor, row)}


def find(actor: Actor, erasure_id: str) -> View:
    """Return an erasure or a restriction."""
    permit(actor, "erasure.read")
    row = finding.find(Erasure, actor, erasure_id)
    return _views([row])[0] | {"also_in": echoes.of(actor, row)}


def page(actor: Actor, window: paging.Window) -> paging.Page:
    """Return a page of the organization's erasures and restrictions, newest first."""
    permit(actor, "erasure.read")
    statement = select(Erasure).where(Erasure.organization_id == actor.organization_id)
    return paging.shown(paging.page(statement, paging.Order(column=Erasure.created_at, tie=Erasure.id), window), _views)


def confirm(actor: Actor, erasure_id: str, *, settings: Config) -> View:
    """Do what somebody else has asked for; raises Conflict where it is done, FourEyes for whoever filed it."""
    permit(actor, "erasure.confirm")
    with recording.recording(actor) as record:
        row = finding.find(Erasure, actor, erasure_id, lock=True)
        if row.status != "filed":
            raise Conflict(reason="This was confirmed already")
        if row.filed_by_id == actor.account_id:
            raise FourEyes(step="the confirmation", did="filed this")
        row.status, row.confirmed_by_id, row.confirmed_at = "confirmed", actor.account_id, clock.now()
        record("erasure.confirmed", row, approver=actor.account_id)
        db.session().flush()
        _carry_out(record, row, public_url=settings.public_url)
        recording.afterwards(lambda: scrubbing.finish(actor, store=FileStore(settings.files_dir)))
    return _views([row])[0]


def lift(actor: Actor, erasure_id: str, *, reason: str, public_url: str) -> View:
    """Let what a restriction hides be seen again; raises Conflict for what is no restriction that stands."""
    permit(actor, "erasure.lift")
    with recording.recording(actor) as record:
        row = finding.find(Erasure, actor, erasure_id, lock=True)
        if (row.kind, row.status) != ("restriction", "confirmed"):
            raise Conflict(reason="Only a restriction that was confirmed and still stands can be lifted")
        row.status, row.lifted_by_id, row.lifted_at = "lifted", actor.account_id, clock.now()
        record("erasure.lifted", row, reason=reason)
        liftings.put_back(record, row, public_url=public_url)
        idempotency.forget_answers(row.organization_id)
    return _views([row])[0]


def _carry_out(record: Record, row: Erasure, *, public_url: str) -> None:
    named = restrictions.places_of(row)
    former: dict[Place, list[Any]] = {place: [] for place in named}
    for _, place, value in _rows_at(row.organization_id, named):
        former[place].append(value)
    redaction = Redaction(
        record=record, kind=row.kind, text=row.replacement_text, organization_id=row.organization_id,
        public_url=public_url, former=former,
    )  # fmt: skip
    if row.kind == "erasure":
        scrubbing.begin(row, _captures(named))
    redacting.apply(redaction)
    idempotency.forget_answers(row.organization_id)
    if row.kind == "erasure":
        found = [*_rows_at(row.organization_id, redaction.places), *_reasons(redaction, former)]
        recording.blank(row, [at for at, _, _ in found])


def _rows_at(organization_id: str, places: Iterable[Place]) -> Rows:
    # Those that are erased already, and those that tell of nothing, stay as they are.
    wanted = {(place.object, _name(place)): place for place in places}
    statement = (
        select(LogEntry.object, LogField.seq, LogField.name, LogField.value)
        .join(LogEntry, LogEntry.seq == LogField.seq)
        .where(
            LogEntry.organization_id == organization_id,
            LogEntry.object.in_({place.object for place in wanted.values()}),
            LogField.name.in_({name for _, name in wanted}),
            LogField.salt.is_not(None),
            LogField.value != NULL,
        )
    )
    return [
        ((found.seq, found.name), wanted[found.object, found.name], json.loads(found.value))
        for found in db.session().execute(statement)
        if (found.object, found.name) in wanted
    ]


def _reasons(redaction: Redaction, former: Mapping[Place, Sequence[Any]]) -> Rows:
    # Entries repeat as their reason what a withdrawal or a notice said.
    said = {word for values in former.values() for word in words(list(values))}
    objects = {place.object for place in redaction.places} | {f"claim/{check}" for check in redaction.checks}
    found = _rows_at(redaction.organization_id, {Place(name, REASON) for name in objects})
    return [row for row in found if row[2] in said]


def _name(place: Place) -> str:
    return place.pointer[1:] if place.is_reason else place.pointer


def _targets(actor: Actor, given: Sequence[Mapping[str, Any]], kind: str) -> list[dict[str, str]]:
    faults: list[Fault] = []
    unfit: list[Fault] = []
    places: dict[Place, None] = {}
    for position, target in enumerate(given):
        found = _places(actor, target)
        if not found:
            member = "field" if target.get("field") else "object"
            faults.append(fault(f"/targets/{position}/{member}", "not-found", "The log tells of no such thing."))
        fit = [place for place in found if is_erasable(place, kind)]
        if found and not fit:
            detail = f"This cannot be taken out by a request of the kind {kind}."
            unfit.append(fault(f"/targets/{position}/field", "not-erasable", detail))
        places |= dict.fromkeys(fit)
    if faults:
        raise ReferenceNotFound(errors=faults)
    if unfit:
        raise Inconsistent(errors=unfit)
    return [{"object": place.object, "field": place.pointer} for place in places]


def _places(actor: Actor, target: Mapping[str, Any]) -> list[Place]:
    name, pointer = _resolved(actor, target)
    statement = (
        select(LogField.name)
        .join(LogEntry, LogEntry.seq == LogField.seq)
        .where(LogEntry.organization_id == actor.organization_id, LogEntry.object == name)
        .distinct()
        .order_by(LogField.name)
    )
    if pointer is not None:
        statement = statement.where(LogField.name == _name(Place(name, pointer)))
    found = [Place(name, pointer or at) for at in db.session().execute(statement).scalars() if pointer or "/" in at]
    return found if pointer else [place for place in found if is_erasable(place, "erasure")]


def _resolved(actor: Actor, target: Mapping[str, Any]) -> tuple[str, str | None]:
    # A capture is part of its source.
    noun, _, object_id = target["object"].partition("/")
    if noun != "capture":
        return target["object"], target.get("field")
    statement = (
        select(Capture.source_id)
        .join(Source, Source.id == Capture.source_id)
        .where(Capture.id == object_id, Source.organization_id == actor.organization_id)
    )
    source_id = db.session().execute(statement).scalar_one_or_none()
    return f"source/{source_id}", f"/captures/{object_id}"


def _captures(places: Iterable[Place]) -> list[str]:
    ids = {place.key for place in places if place.member == "captures"}
    statement = select(Capture.digest).where(Capture.id.in_(ids)).distinct().order_by(Capture.digest)
    return list(db.session().execute(statement).scalars())


def _views(rows: Sequence[Erasure]) -> list[View]:
    people = accounts.names({who for row in rows for who in (row.filed_by_id, row.confirmed_by_id) if who})
    left = scrubbing.left_by([row.id for row in rows])
    return [
        {name: getattr(row, name) for name in SHOWN}
        | {"also_in": [], "filed_by": accounts.person(row.filed_by_id, people), "remnants": left.get(row.id, [])}
        | {"confirmed_by": accounts.person(row.confirmed_by_id, people)}
        for row in rows
    ]
