"""The log as people read it: entries with their fields before and after."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, select

from tracker.domain.actors import Actor
from tracker.domain.erasing import Place
from tracker.domain.permissions import permit
from tracker.models import Claim, Claimant, Erasure, Evidence, LogEntry, LogField, Logged, Source, Verdict, db
from tracker.services import accounts, finding, paging, restrictions, source_views

View = dict[str, Any]
NOTHING: Mapping[str, None] = {"before": None, "after": None}
# Times of rows repeat what the entry itself says.
UNSHOWN = frozenset({"/created_at", "/updated_at"})
IDENTITY = (
    "/identity/", "/captures/", "/custodians/", "/url", "/url_digest", "/title", "/publisher", "/published_on",
    "/origin_id", "/disclosure",
)  # fmt: skip
# Who an object is that not all may know, by its kind.
VEILED: Mapping[str, tuple[str, ...]] = {
    "source": IDENTITY,
    "origin": ("/name", "/url", "/description", "/claimant_id"),
}
MODELS: Mapping[str, type[Logged]] = {model.logged_as: model for model in (Claim, Claimant, Source, Evidence, Verdict)}
ORDER = paging.Order(column=LogEntry.seq, tie=LogEntry.seq, descending=False)


def of(actor: Actor, noun: str, object_id: str, *, window: paging.Window) -> paging.Page:
    """Return a page of the entries whose object is this one, oldest first, from the very first.

    `noun` is one of claim, claimant, source, evidence and verdict.
    """
    permit(actor, "history.read")
    row = finding.find(MODELS[noun], actor, object_id)
    return page(actor, entries(actor).where(LogEntry.object == row.log_object), window)


def entries(actor: Actor) -> Select[LogEntry]:
    """Return the select of the organization's entries."""
    return select(LogEntry).where(LogEntry.organization_id == actor.organization_id)


def page(actor: Actor, statement: Select[LogEntry], window: paging.Window) -> paging.Page:
    """Return a page of a select's entries as people read them, oldest first."""
    return paging.shown(paging.page(statement, ORDER, window), lambda found: shown(actor, found))


def shown(actor: Actor, entries: Sequence[LogEntry]) -> list[View]:
    """Return entries with what they changed; who a protected source or its origin is only for its custodians."""
    fields = _fields(entries)
    # Another organization's deed may change what refers to its checks; who took it is for that one to know.
    people = accounts.names({entry.actor_id for entry in entries if entry.actor_id}, within=actor.organization_id)
    veil = _Veil(
        unknown=_unknown_to(actor, entries),
        restricted=restrictions.hidden_from(actor),
        grounds=restrictions.grounds(f.erased_seq for found in fields.values() for f in found if f.erased_seq),
    )
    return [_view(entry, fields.get(entry.seq, []), people, veil=veil) for entry in entries]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Veil:
    """What is not shown: who some objects are, restricted fields, and what was erased on which grounds."""

    unknown: Mapping[str, tuple[str, ...]]
    restricted: Mapping[Place, Erasure]
    grounds: Mapping[int, str]

    def change(self, entry: LogEntry, shown: Row[Any]) -> View:
        """Return a field before and after, or why it is not there to be shown."""
        restriction = self.restricted.get(Place(entry.object, shown.name))
        if restriction is not None:
            return {**NOTHING, "restricted": {"id": restriction.id, "ground": restriction.ground}}
        if shown.erased_seq is not None:
            return {**NOTHING, "erased": {"seq": shown.erased_seq, "ground": self.grounds.get(shown.erased_seq)}}
        return {"before": _value(shown.before), "after": _value(shown.value)}


def _unknown_to(actor: Actor, entries: Sequence[LogEntry]) -> Mapping[str, tuple[str, ...]]:
    named: dict[str, set[str]] = {kind: set() for kind in VEILED}
    for entry in entries:
        kind, _, object_id = entry.object.partition("/")
        if kind in named:
            named[kind].add(object_id)
    hidden = {
        "source": source_views.hidden_from(actor, named["source"]),
        "origin": source_views.origins_hidden_from(actor, named["origin"]),
    }
    return {f"{kind}/{object_id}": VEILED[kind] for kind, ids in hidden.items() for object_id in ids}


def _view(entry: LogEntry, fields: Sequence[Row[Any]], people: Mapping[str, str], *, veil: _Veil) -> View:
    content = [f for f in fields if f.name.startswith("/") and f.name not in UNSHOWN]
    seen = [f for f in content if not f.name.startswith(veil.unknown.get(entry.object, ()))]
    return {
        "seq": entry.seq,
        "at": entry.at,
        "kind": entry.kind,
        "object": entry.object,
        "revision": entry.revision,
        "reason": next((_value(f.value) for f in fields if f.name == "reason"), None),
        "deed": entry.deed,
        "actor": accounts.person(entry.actor_id, people),
        "changes": {f.name[1:]: veil.change(entry, f) for f in seen},
    }


def _value(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def _fields(entries: Sequence[LogEntry]) -> Mapping[int, list[Row[Any]]]:
    # What a field was before is its value in the object's entry before that has it.
    if not entries:
        return {}
    before = func.lag(LogField.value).over(partition_by=(LogEntry.object, LogField.name), order_by=LogField.seq)
    whole = (
        select(LogField.seq, LogField.name, LogField.value, LogField.erased_seq, before.label("before"))
        .join(LogEntry, LogEntry.seq == LogField.seq)
        .where(LogEntry.object.in_({entry.object for entry in entries}), LogField.seq <= entries[-1].seq)
        .subquery()
    )
    statement = (
        select(whole).where(whole.c.seq.in_([entry.seq for entry in entries])).order_by(whole.c.seq, whole.c.name)
    )
    found: dict[int, list[Row[Any]]] = {}
    for row in db.session().execute(statement):
        found.setdefault(row.seq, []).append(row)
    return found
