"""What rows must be, by the log alone: every object put together again from what its entries say of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, text

from tracker.lib import jcs, urls
from tracker.models import Base, ClaimantLink, Logged, Part, Publication, table
from tracker.services.integrity.pages import PAGE

NULL = "null"
SNAPSHOT = "/snapshot/"
# In the order of the bytes, which is the same on both databases and in Python.
COLLATION = {"sqlite": "", "postgresql": ' COLLATE "C"'}
_FIELDS = (
    "SELECT e.object, e.seq, e.organization_id, e.revision, f.name, f.value, f.digest FROM log_entry e"
    " LEFT JOIN log_field f ON f.seq = e.seq AND substr(f.name, 1, 1) = '/'"
    " WHERE e.object{c} >= :first AND e.object{c} < :end ORDER BY e.object{c}, e.seq"
)


class Member(NamedTuple):
    """What an entry says of a member of an object: canonical JSON, or None where that was erased."""

    seq: int
    value: str | None


Members = Mapping[str, Member]


@dataclass(slots=True)
class Thing:
    """An object as its entries tell it: `first` and `seq` are the oldest and the newest of them."""

    id: str
    first: int
    seq: int = 0
    organization_id: str = ""
    revision: int = 0
    members: dict[str, Member] = field(default_factory=dict)
    born_with: list[bytes] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Expected:
    """A row that has to be there, by the attributes of its model."""

    model: type[Base]
    key: str
    seq: int
    members: Members
    is_known: bool = True


def things(connection: Connection, kind: str) -> Iterator[Thing]:
    """Return the objects of a kind as the log tells them, in the order of their ids."""
    statement = text(_FIELDS.format(c=COLLATION[connection.dialect.name]))
    rows = connection.execute(
        statement, {"first": f"{kind}/", "end": f"{kind}0"}, execution_options={"yield_per": PAGE}
    )
    for name, told in groupby(rows, itemgetter(0)):
        thing: Thing | None = None
        for _, *row in told:
            thing = thing or Thing(str(name).partition("/")[2], first=row[0])
            _learn(thing, row)
        if thing:
            yield thing


def rows_of(thing: Thing, model: type[Logged], parts: tuple[type[Part], ...]) -> Iterator[Expected]:
    """Return the rows that an object has to have: its own, and those of its parts."""
    own = {
        "id": Member(thing.first, _text(thing.id)),
        "organization_id": Member(thing.seq, _text(thing.organization_id)),
        "version": Member(thing.seq, _text(thing.revision)),
    }
    simple = {name[1:]: member for name, member in thing.members.items() if name.count("/") == 1}
    frozen = _publication(thing) if model is Publication else {}
    yield Expected(model, thing.id, thing.seq, {**own, **simple, **frozen})  # type: ignore[arg-type]  # always mixed into Base
    for part in parts:
        yield from _parts(thing, part)


def _learn(thing: Thing, row: list[Any]) -> None:
    seq, thing.organization_id, thing.revision, name, value, digest = row
    thing.seq = seq
    if name is None:
        return
    thing.members[name] = Member(seq, value)
    if seq == thing.first and type(digest) is bytes:
        thing.born_with.append(digest)


def _parts(thing: Thing, part: type[Part]) -> Iterator[Expected]:
    place = f"/{part.collection}/"
    for name, (seq, value) in thing.members.items():
        if not name.startswith(place) or value == NULL:
            continue
        key = name.removeprefix(place)
        own = {part.owner_column: Member(seq, _text(thing.id)), part.key: Member(seq, _key(part, key))}
        told = {} if value is None else _object(value)
        members = {column: Member(seq, _text(item)) for column, item in told.items()}
        derived = _link(thing, seq, told) if part is ClaimantLink else {}
        yield Expected(part, key, seq, {**members, **derived, **own}, value is not None)  # type: ignore[arg-type]  # as above


def _key(part: type[Part], key: str) -> str | None:
    column = table(part).c.get(part.key)  # type: ignore[arg-type]  # as above
    return key if column is not None and column.type.python_type is int else _text(key)


def _publication(thing: Thing) -> Members:
    seen = {name: member for name, member in thing.members.items() if name.startswith(SNAPSHOT)}
    whole = {name.removeprefix(SNAPSHOT): _loaded(member.value) for name, member in seen.items()}
    is_erased = any(member.value is None for member in seen.values())
    digest = sha256(b"".join(sorted(thing.born_with))).hexdigest()
    return {
        "snapshot": Member(thing.first, None if is_erased else _text(whole)),
        "digest": Member(thing.first, _text(digest)),
    }


def _link(thing: Thing, seq: int, told: Mapping[str, Any]) -> Members:
    url = told.get("url")
    return {
        "url_digest": Member(seq, _text(urls.digest(url)) if isinstance(url, str) else None),
        "organization_id": Member(thing.seq, _text(thing.organization_id)),
    }


def _object(value: str) -> Mapping[str, Any]:
    told = _loaded(value)
    return told if isinstance(told, dict) else {}


def _loaded(value: str | None) -> Any:  # any JSON
    try:
        return None if value is None else orjson.loads(value)
    except orjson.JSONDecodeError:
        return None


def _text(value: object) -> str:
    try:
        return jcs.canonical(value).decode()
    except ValueError:
        return f"({value!r})"
