"""Putting back what a restriction hid: the newest value that the log has, but for what restrictions put there."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, inspect, select

from tracker.domain.erasing import MEMBERS, Place, cleansed
from tracker.domain.veils import Veil, Veils, unveiled
from tracker.lib.shortening import shorten
from tracker.models import Capture, Erasure, LogEntry, LogField, Publication, db
from tracker.services import claims, redactions, restrictions
from tracker.services.recording import Record
from tracker.services.redactions import Redaction

HIDING = (".restricted", ".unrestricted")
UNRESTRICTED = "unrestricted"


def put_back(record: Record, row: Erasure, *, public_url: str) -> None:
    """Show again what a restriction hid and no other one hides, and publish it, inside a deed."""
    others = restrictions.standing(row.organization_id, but=row)
    kept = {place for other in others for place in restrictions.places_of(other)}
    places = [place for place in restrictions.places_of(row) if place not in kept]
    values = _newest(places)
    for place in sorted(values):
        _restore(record, place, values[place])
    redactions.session().flush()
    redaction = Redaction(record=record, kind=row.kind, text="", organization_id=row.organization_id,
                          public_url=public_url, former={place: [] for place in places}, done=UNRESTRICTED)  # fmt: skip
    ids = redactions.marks_of("", redaction.former).ids | redactions.checks_of(redaction.former)
    for publication in redactions.showing(row.organization_id, ids):
        _republish(redaction, publication, others)
    redactions.publish_anew(redaction)


def _restore(record: Record, place: Place, value: Any) -> None:
    owner = redactions.locked(redactions.MODELS[place.noun], place.object_id)
    part = None if place.key is None else redactions.part_at(place)
    if place.key is not None and part is None:
        return
    target, values = (owner, {place.member: value}) if part is None else (part, value)
    names = [name for name in (place.ways or {}) if name in values]
    for name in names:
        _set(target, name, values[name])
    if isinstance(part, Capture):
        part.outcome = values["outcome"]
    redactions.see(target, *([] if place.key else names))
    record(f"{place.noun}.{UNRESTRICTED}", owner)
    if place.pointer == "/topics":
        claims.index_topics(owner)


def _set(target: Any, name: str, value: Any) -> None:
    is_day = inspect(type(target)).columns[name].type.python_type is date
    setattr(target, name, date.fromisoformat(value) if is_day and value else value)


def _republish(redaction: Redaction, publication: Publication, others: Iterable[Erasure]) -> None:
    places = [Place(publication.log_object, f"/snapshot/{name}") for name in publication.snapshot]
    known = {place.pointer.removeprefix("/snapshot/"): value for place, value in _newest(places).items()}
    frozen = {**publication.snapshot, **known}
    for veils in _veils(publication):
        frozen = unveiled(frozen, veils)
    for other in others:
        former = {place: _values(place) for place in restrictions.places_of(other)}
        frozen = cleansed(frozen, redactions.marks_of(other.replacement_text, former))
    redactions.freeze_anew(redaction, publication, frozen)


def _veils(publication: Publication) -> Iterator[Veils]:
    # What was restricted as it was issued stands in its first entry as it was shown.
    first = select(func.min(LogEntry.seq)).where(LogEntry.object == publication.log_object)
    seq = redactions.session().execute(first).scalar_one()
    for row in restrictions.standing_at(publication.organization_id, publication.created_at):
        yield _veils_of(row, publication, before=seq)


def _veils_of(row: Erasure, publication: Publication, *, before: int) -> Veils:
    veils = Veils(row.replacement_text)
    for place, value in _newest(restrictions.places_of(row), before=before).items():
        veils.add(place, value)
        if place.object_id == publication.claim_id:
            copied = redactions.SHORTENED.get((place.noun, place.member), ())
            veils.copies |= {name: Veil(shorten(veils.text, limit), shorten(value, limit)) for name, limit in copied}
    return veils


def _newest(places: Iterable[Place], *, before: int | None = None) -> Mapping[Place, Any]:
    # What is in the log of a field, but for what restrictions put there: of a field that was erased, nothing is.
    found = {place: values[-1] for place in places if (values := _values(place, before=before))}
    return {place: value for place, value in found.items() if place.key or place.noun in MEMBERS}


def _values(place: Place, *, before: int | None = None) -> list[Any]:
    statement = (
        select(LogField.value, LogEntry.kind)
        .join(LogEntry, LogEntry.seq == LogField.seq)
        .where(LogEntry.object == place.object, LogField.name == place.pointer, LogField.salt.is_not(None))
        .order_by(LogField.seq)
    )
    rows = db.session().execute(statement if before is None else statement.where(LogField.seq < before))
    return [json.loads(row.value) for row in rows if not row.kind.endswith(HIDING)]
