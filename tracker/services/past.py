"""The past: where a moment stands in the log, and objects as their entries up to there tell them."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, BindParameter, Row, bindparam, case, func, literal, or_, select
from sqlalchemy.orm import aliased

from tracker.domain.actors import Actor
from tracker.errors import Inconsistent, NotFound, fault
from tracker.lib import clock
from tracker.models import LogEntry, LogField, LogHead, db
from tracker.services import log
from tracker.services.paging import AnySelect

View = dict[str, Any]
Given = int | datetime
# Each entry has it, so an object is found even where none of the members that are asked for were ever set.
ALWAYS = "revision"
RESTRICTED = "%.restricted"
ALL = ("/%",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What was shown once, and the sequence of the last entry that it takes into account, -1 before all."""

    value: Any
    seq: int


@dataclass(slots=True)
class State:
    """An object as it was: `members` by JSON Pointer, a part that was taken away being None."""

    object: str
    organization_id: str
    version: int = 0
    members: View = field(default_factory=dict)

    @property
    def noun(self) -> str:
        """What kind of object it is."""
        return self.object.partition("/")[0]

    @property
    def id(self) -> str:
        """Its id."""
        return self.object.partition("/")[2]

    def get(self, name: str) -> Any:
        """Return a member, None where it was never set, or erased without a replacement."""
        return self.members.get(f"/{name}")

    def shown(self, names: Iterable[str]) -> View:
        """Return members by name, id, organization and version among them."""
        own = {"id": self.id, "organization_id": self.organization_id, "version": self.version}
        return {name: own[name] if name in own else self.get(name) for name in names}

    def parts(self, collection: str) -> Mapping[str, View]:
        """Return the parts that it had, by their keys, in the order of these."""
        place = f"/{collection}/"
        found = {name.removeprefix(place): part for name, part in self.members.items() if name.startswith(place)}
        return {key: found[key] for key in sorted(found) if found[key] is not None}


def place(given: Given, *, parameter: str = "as_of") -> int:
    """Return the sequence of the last entry up to a moment, -1 where there was none yet.

    A number is a sequence, and the moment is when that entry was written; a time takes in all that was written up to
    it. Raises Inconsistent, by the parameter's name, for a sequence that is not reached and for a time to come.
    """
    session = db.session()
    if isinstance(given, int):
        if given >= log.size(session.connection()):
            raise Inconsistent(errors=[fault(parameter, "not-reached", "The log has not reached this sequence.")])
        return given
    if given > clock.now():
        raise Inconsistent(errors=[fault(parameter, "not-reached", "This time is still to come.")])
    found: int = session.execute(_UP_TO, {"moment": given}).scalar_one()
    return found


def newest() -> int:
    """Return the sequence of the newest entry."""
    return log.size(db.session().connection()) - 1


def one(actor: Actor, noun: str, object_id: str, *, seq: int) -> State:
    """Return an object of the actor's organization as it was, or raise NotFound: it may not have been made yet."""
    return mine(actor, noun, states([f"{noun}/{object_id}"], seq).get(f"{noun}/{object_id}"))


def mine(actor: Actor, noun: str, state: State | None) -> State:
    """Return a state that is the actor's organization's to see, or raise NotFound."""
    if state is None or state.organization_id != actor.organization_id:
        raise NotFound(kind=noun)
    return state


def states(objects: Collection[str], seq: int, *, names: Sequence[str] = ALL) -> dict[str, State]:
    """Return objects as they were after an entry, by their names in the log; those not made yet are left out.

    `names` are patterns of LIKE for the members that are wanted.
    """
    found: dict[str, State] = {}
    for row in fields(objects, seq, names=names):
        state = found.setdefault(row.object, State(row.object, row.organization_id))
        state.version = max(state.version, row.revision)
        if row.name != ALWAYS:
            state.members[row.name] = None if row.value is None else json.loads(row.value)
    return found


def fields(objects: Collection[str], seq: int, *, names: Sequence[str] = ALL) -> Sequence[Row[Any]]:
    """Return the newest field of each name that objects had after an entry, with the entry's `seq` and `kind`.

    The `value` is JSON as text, None where it was erased; what the erasure's own entry has in its place counts. What
    was restricted since is as it is now.
    """
    if not objects:
        return []
    found = _fields(objects, seq, names)
    later = db.session().execute(_RESTRICTED_SINCE, {"objects": list(objects), "seq": seq})
    restricted = {(row.object, row.name) for row in later}
    if not restricted:
        return found
    now = {(row.object, row.name): row for row in _fields({name for name, _ in restricted}, newest(), names)}
    return [now.get((r.object, r.name), r) if (r.object, r.name) in restricted else r for r in found]


def _fields(objects: Collection[str], seq: int, names: Sequence[str]) -> Sequence[Row[Any]]:
    return db.session().execute(_newest(tuple(names)), {"objects": list(objects), "seq": seq}).all()


@cache
def _newest(names: tuple[str, ...]) -> AnySelect:
    # To make it takes longer than to run it. The patterns are ours, and few.
    wanted = or_(LogField.name == ALWAYS, *(LogField.name.like(name) for name in names))
    found = _ranked().where(wanted).subquery()
    entry, renewed = aliased(LogEntry), aliased(LogField)
    replacement = (
        select(renewed.value)
        .join(entry, entry.seq == renewed.seq)
        .where(renewed.seq == found.c.erased_seq, renewed.name == found.c.name, entry.object == found.c.object)
        .scalar_subquery()
    )
    columns = [column for column in found.c if column.key not in {"value", "erased_seq", "rank"}]
    value = func.coalesce(found.c.value, replacement).label("value")
    return select(*columns, value).where(found.c.rank == 1).order_by(found.c.object, found.c.name)


def _ranked() -> AnySelect:
    rank = func.row_number().over(partition_by=(LogEntry.object, LogField.name), order_by=LogField.seq.desc())
    columns = (LogEntry.object, LogEntry.organization_id, LogEntry.revision, LogEntry.kind)
    return (
        select(*columns, LogField.seq, LogField.name, LogField.value, LogField.erased_seq, rank.label("rank"))
        .join(LogField, LogField.seq == LogEntry.seq)
        .where(LogEntry.object.in_(_OBJECTS), LogEntry.seq <= _SEQ)
    )


def _restricted_since() -> AnySelect:
    columns = select(LogEntry.object, LogField.name).join(LogField, LogField.seq == LogEntry.seq)
    later = columns.where(LogEntry.object.in_(_OBJECTS), LogEntry.seq > _SEQ)
    return later.where(LogEntry.kind.like(RESTRICTED), LogField.name.like("/%"))


def _up_to() -> AnySelect:
    # Times ascend with sequences, which have no gaps: halving what is in question finds the place without an index.
    moment = bindparam("moment", type_=LogEntry.at.type)
    half = select(literal(-1, BigInteger).label("low"), LogHead.size.label("high")).cte("half", recursive=True)
    middle = (half.c.low + half.c.high) // 2
    is_past = select(LogEntry.at <= moment).where(LogEntry.seq == middle).scalar_subquery()
    low = case((is_past, middle), else_=half.c.low)
    high = case((is_past, half.c.high), else_=middle)
    half = half.union_all(select(low, high).where(half.c.high - half.c.low > 1))
    return select(half.c.low).where(half.c.high - half.c.low == 1)


_UP_TO = _up_to()
_OBJECTS: BindParameter[list[str]] = bindparam("objects", expanding=True)
_SEQ = bindparam("seq", type_=LogEntry.seq.type)
_RESTRICTED_SINCE = _restricted_since()
