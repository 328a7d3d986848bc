"""What else holds the words of an erasure that is asked for: what somebody typed, and the files of imports."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Select, select

from tracker.domain.actors import Actor
from tracker.domain.erasing import DISTINCT, PARTS, TEXT, Place, is_erasable, words
from tracker.models import (
    Appearance,
    Capture,
    Comment,
    Erasure,
    Evidence,
    Import,
    ImportRow,
    LogEntry,
    LogField,
    Outreach,
    Verdict,
    db,
)  # fmt: skip
from tracker.services import redactions, restrictions, source_views

# What is shorter stands in half of all texts, and of what is as long as this a part says the same.
SHORTEST, TELLING = 6, 20
MOST = 500
READ = 1000


def of(actor: Actor, row: Erasure) -> list[Mapping[str, str]]:
    """Return the fields beside its targets in which the words of a request stand, before it is confirmed.

    It looks at the claims that show a target, at what hangs on those, and at the files that they were imported from;
    publications follow by themselves. Protected sources are looked at for their custodians alone. At most MOST, in the
    order of objects and fields.
    """
    if row.status != "filed":
        return []
    named = set(restrictions.places_of(row))
    claims = redactions.claims_showing(named)
    said = _said(named) - {_folded(row.replacement_text)}
    found = {place for place in _typed(actor, claims, said) if place not in named} | set(_files(claims))
    fit = sorted(place for place in found - named if is_erasable(place, row.kind))
    return [{"object": place.object, "field": place.pointer} for place in fit[:MOST]]


def _said(places: Collection[Place]) -> set[str]:
    values = (text for place, value in _fields({place.object for place in places})
              if place in places for text in words(_told(place, value)))  # fmt: skip
    return {_folded(text) for text in values if len(text) >= SHORTEST}


def _told(place: Place, value: Any) -> Any:
    # Dates, addresses and what decides something stand elsewhere for reasons of their own.
    if place.is_reason:
        return value
    if place.key is None:
        return value if (place.ways or {})[place.member] in {TEXT, DISTINCT} else None
    ways = PARTS[place.noun, place.member] or {}
    return [part for name, part in value.items() if ways.get(name) == TEXT] if isinstance(value, dict) else None


def _typed(actor: Actor, claims: Collection[str], said: Collection[str]) -> Iterable[Place]:
    if not said:
        return
    for place, value in _fields(_objects(actor, claims)):
        if (place.is_reason or is_erasable(place, "erasure")) and any(_echoes(text, said) for text in words(value)):
            yield place


def _echoes(text: str, said: Collection[str]) -> bool:
    folded = _folded(text)
    return any(word in folded or (len(folded) >= TELLING and folded in word) for word in said)


def _folded(text: str) -> str:
    # A claim that was shortened ends in an ellipsis.
    return " ".join(text.casefold().split()).rstrip("…")


def _fields(objects: Collection[str]) -> Iterable[tuple[Place, Any]]:
    names = sorted(objects)
    return chain.from_iterable(_fields_of(names[start : start + READ]) for start in range(0, len(names), READ))


def _fields_of(names: Sequence[str]) -> Iterable[tuple[Place, Any]]:
    statement = (
        select(LogEntry.object, LogField.name, LogField.value)
        .join(LogEntry, LogEntry.seq == LogField.seq)
        .where(LogEntry.object.in_(names), LogField.salt.is_not(None))
    )
    for name, field, value in db.session().execute(statement):
        if value is not None and (field.startswith("/") or field == "reason"):
            yield Place(name, field if field.startswith("/") else f"/{field}"), json.loads(value)


def _objects(actor: Actor, claims: Collection[str]) -> set[str]:
    hanging: dict[str, Select[str]] = {
        "verdict": select(Verdict.id).where(Verdict.claim_id.in_(claims)),
        "evidence": select(Evidence.id).where(Evidence.claim_id.in_(claims)),
        "outreach": select(Outreach.id).where(Outreach.claim_id.in_(claims)),
        "comment": select(Comment.id).where(Comment.claim_id.in_(claims)),
    }
    cited = {
        *db.session().execute(select(Evidence.source_id).where(Evidence.claim_id.in_(claims))).scalars(),
        *db.session().execute(select(Appearance.source_id).where(Appearance.claim_id.in_(claims))).scalars(),
    }
    cited -= source_views.hidden_from(actor, cited)
    found = {f"{noun}/{key}" for noun, asked in hanging.items() for key in db.session().execute(asked).scalars()}
    return found | {f"claim/{claim_id}" for claim_id in claims} | {f"source/{source_id}" for source_id in cited}


def _files(claims: Collection[str]) -> Iterable[Place]:
    # Of each the file that it came from says all, in its own form.
    sources = (
        select(Import.source_id).join(ImportRow, ImportRow.import_id == Import.id).where(ImportRow.check_id.in_(claims))
    )
    kept = select(Capture.source_id, Capture.id).where(Capture.source_id.in_(sources), Capture.outcome == "stored")
    for source_id, capture_id in db.session().execute(kept):
        yield Place(f"source/{source_id}", f"/captures/{capture_id}")
