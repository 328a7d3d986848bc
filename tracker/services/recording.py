"""The gate that every write passes: one transaction, with its audit entries, or nothing at all."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Protocol

from blinker import Signal
from sqlalchemy import bindparam, inspect, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from tracker.domain.actors import Actor
from tracker.domain.events import EVENTS, PATCHES
from tracker.errors import Conflict, DatabaseRefuses, Invalid, SilentChange, Unavailable, fault
from tracker.lib import clock
from tracker.lib.fair_lock import FairLock
from tracker.lib.ids import new_id
from tracker.models import Base, Logged, Part, Publication, db, driver_errors, table
from tracker.models.database import BUSY_SECONDS, WRITING
from tracker.models.session import RecordedSession
from tracker.services import changes, claim_documents, log, number_index
from tracker.services.search import following

# SQLite takes one writer at a time: waiting here in order is fair and cheap, waiting in the driver is neither.
_turn = FairLock()
_DIGEST = (
    update(table(Publication)).where(table(Publication).c.id == bindparam("named")).values(digest=bindparam("found"))
)


class Record(Protocol):
    """How a deed says what it did to an object."""

    def __call__(self, kind: str, row: Logged, *, reason: str | None = None, approver: str | None = None) -> None:
        """Record one event about one object."""


@dataclass(slots=True)
class _Event:
    kind: str
    row: Any
    reason: str | None
    approver: str | None


class Deed:
    """What one transaction changed and what was recorded about it."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.id = new_id()
        self.at = clock.now()
        self.events: dict[Logged, _Event] = {}
        self.changes: dict[Base, set[str]] = {}
        self.born: set[object] = set()
        self.gone: set[object] = set()
        self.documented: set[str] = set()
        self.blanked: tuple[str, list[log.FieldName]] = ("", [])

    def see(self, row: Base, changed: frozenset[str] | None) -> None:
        """Take note of a row that a flush is about to write."""
        self.documented.clear()
        if changed is None:
            self.gone.add(row)
        elif inspect(row).key is None:
            self._bear(row)
        self.changes.setdefault(row, set()).update(changed or ())

    def record(self, kind: str, row: Logged, *, reason: str | None = None, approver: str | None = None) -> None:
        """Record one event about one object: an object has at most one entry a deed, and none of an idle patch."""
        if kind not in EVENTS:
            raise SilentChange(f"{kind} is not a known event")
        if kind in PATCHES and not self._has_changed(row):
            return
        if row not in self.events:
            self._count(row)
        self.events[row] = _Event(kind, row, reason, approver)

    def settle(self, session: RecordedSession) -> list[log.Draft]:
        """Write the rows and return the entries about them, or raise SilentChange."""
        session.flush()
        fields, events = self._fields(), {row.log_object: event for row, event in self.events.items()}
        silent = fields.keys() - events.keys()
        if silent:
            raise SilentChange(f"changed and not recorded: {', '.join(sorted(silent))}")
        claim_documents.follow(self.changes, born=self.born)
        number_index.follow(self.changes, born=self.born)
        following.follow(self.changes, born=self.born, gone=self.gone)
        known = [name for name, event in events.items() if event.row not in self.born]
        previous = log.previous_leaves(session.connection(), known) if known else {}
        drafts = [self._draft(event, fields.get(name, {}), previous.get(name)) for name, event in events.items()]
        digests = [{"named": row.id, "found": row.digest} for row in self.born if isinstance(row, Publication)]
        if digests:
            session.connection().execute(_DIGEST, digests)
        return drafts

    def _bear(self, row: Base) -> None:
        self.born.add(row)
        if isinstance(row, Logged):
            row.created_at = row.updated_at = self.at

    def _has_changed(self, row: Logged) -> bool:
        _session().flush()
        ours = {part for part in self.changes if part.log_object == row.log_object}  # type: ignore[attr-defined]  # as in _fields
        return bool(ours & (self.born | self.gone)) or any(self.changes[part] for part in ours)

    def _count(self, row: Any) -> None:
        # At once, so that what the deed shows of the row is what it will be.
        if row not in self.born and not inspect(row).pending:
            row.version += 1
            row.updated_at = self.at

    def _fields(self) -> dict[str, dict[str, object]]:
        found: dict[str, dict[str, object]] = {}
        # One row may have taken another's place, so what went away is told first.
        for row, changed in sorted(self.changes.items(), key=lambda seen: seen[0] not in self.gone):
            mine = found.setdefault(row.log_object, {})  # type: ignore[attr-defined]  # only Logged and Part are seen
            mine.update(self._part(row) if isinstance(row, Part) else self._image(row, changed))
        return found

    def _part(self, row: Part) -> dict[str, object]:
        if row in self.gone and row in self.born:
            return {}
        return {row.log_pointer: None if row in self.gone else row.log_value()}

    def _image(self, row: Any, changed: set[str]) -> dict[str, object]:
        if row in self.born:
            return dict(row.log_birth())
        image = row.log_image()
        return {f"/{name}": image[f"/{name}"] for name in changed if f"/{name}" in image}

    def _draft(self, event: _Event, content: dict[str, object], previous: bytes | None) -> log.Draft:
        row = event.row
        salted = log.salted(content)
        if isinstance(row, Publication) and row in self.born:
            # Written below, past the session, which would take longer for it than everything here does.
            digest = sha256(b"".join(sorted(field.digest for field in salted))).hexdigest()
            set_committed_value(row, "digest", digest)
        draft = log.Draft(
            kind=event.kind, object_name=row.log_object, revision=row.version, organization_id=row.organization_id,
            actor_id=self.actor.account_id, key_id=self.actor.key_id, deed=self.id, fields=salted,
            change=changes.of_event(event.kind, row, content),
        )  # fmt: skip
        draft.fields += log.salted({k: v for k, v in self._about(draft, event, previous).items() if v is not None})
        if self.blanked[0] == draft.object_name:
            draft.fields += log.salted({"erased": [list(name) for name in sorted(set(self.blanked[1]))]})
        if len(draft.fields) > log.MAX_FIELDS:
            raise Invalid(
                errors=[fault("", "too-many", f"This changes over {log.MAX_FIELDS} things at once: do it in parts.")]
            )
        return draft

    @staticmethod
    def _about(draft: log.Draft, event: _Event, previous: bytes | None) -> dict[str, object]:
        return {
            "kind": draft.kind,
            "object": draft.object_name,
            "revision": draft.revision,
            "organization": draft.organization_id,
            "actor": draft.actor_id,
            "key": draft.key_id,
            "deed": draft.deed,
            "approver": event.approver,
            "reason": event.reason,
            "prev": previous.hex() if previous else None,
        }


# Sent as soon as a deed's entries are appended and before they are committed, with `drafts` and the `first` one's
# sequence number. Receivers are bound as those of `changes.told`.
appended = Signal()
# Sent when deeds are committed, with `kinds`, the kinds of their entries.
committed = Signal()


@dataclass(slots=True)
class Held:
    """Deeds whose entries wait to be appended, the kinds of all entries so far, and what is to be done after all."""

    waiting: list[tuple[Deed, list[log.Draft]]] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    afterwards: list[Callable[[], object]] = field(default_factory=list)


@contextmanager
def recording(actor: Actor) -> Iterator[Record]:
    """Open the one transaction in which rows change; on leaving it is logged and committed, or rolled back whole.

    Raises Conflict where the database's own constraints refuse (another request was first), Unavailable where it does
    not answer in time, DatabaseRefuses where it takes none, and SilentChange where what changed was not recorded.
    """
    with holding() as held, _watching(Deed(actor)) as deed:
        _append(_session(), held)
        yield deed.record
        held.waiting.append((deed, deed.settle(_session())))


def blank(told: Logged, fields: Iterable[log.FieldName]) -> None:
    """Take salt and value from fields of the log, inside a deed that records an event on `told`, which names them."""
    deed = _session().watcher
    assert isinstance(deed, Deed)  # noqa: S101  # narrows the type: nobody else watches
    deed.blanked = (told.log_object, list(fields))


def afterwards(act: Callable[[], object]) -> None:
    """Do what no transaction can hold once the deed under way is committed; it may open deeds of its own."""
    _session().info["held"].afterwards.append(act)


@contextmanager
def holding() -> Iterator[Held]:
    """Hold back the commit of the deeds inside, so that the answer to them can be kept in the same transaction."""
    outer: Held | None = _session().info.get("held")
    if outer is not None:
        yield outer
        return
    with _writing() as session:
        held = session.info["held"] = Held()
        try:
            yield held
            _append(session, held)
        finally:
            del session.info["held"]
        session.commit()
    if held.kinds:
        committed.send(None, kinds=frozenset(held.kinds))
    for act in held.afterwards:
        act()


def _append(session: RecordedSession, held: Held) -> None:
    # As late as can be, since the log's head is locked from here on.
    session.flush()
    while held.waiting:
        deed, drafts = held.waiting.pop(0)
        first = log.append(session.connection(), drafts, at=deed.at)
        held.kinds.update(draft.kind for draft in drafts)
        changes.tell(session.connection(), drafts, first=first)
        appended.send(None, drafts=drafts, first=first)
        told, fields = deed.blanked
        if fields:
            seq = first + [draft.object_name for draft in drafts].index(told)
            log.blank(session.connection(), fields, seq=seq)


@contextmanager
def _watching(deed: Deed) -> Iterator[Deed]:
    session = _session()
    if session.watcher is not None:
        raise SilentChange("a deed began inside of another")
    session.info["watcher"] = deed
    try:
        yield deed
    finally:
        del session.info["watcher"]


@contextmanager
def _writing() -> Iterator[RecordedSession]:
    session = _session()
    session.rollback()
    with _in_turn(session):
        try:
            session.connection(execution_options={WRITING: True})
            yield session
        except IntegrityError as error:
            raise Conflict(reason="Another request changed the same thing first; read it again") from error
        except DBAPIError as error:
            raise _refused(error) from error
        finally:
            session.rollback()


def _refused(error: DBAPIError) -> DatabaseRefuses | Unavailable:
    reason = driver_errors.refusal(error)
    if reason:
        return DatabaseRefuses(reason=reason)
    lack = driver_errors.lack(error) or "The database did not answer in time"
    return Unavailable(reason=f"{lack}; nothing was written")


@contextmanager
def _in_turn(session: RecordedSession) -> Iterator[None]:
    if session.get_bind().dialect.name != "sqlite":
        yield
        return
    if not _turn.acquire(timeout=BUSY_SECONDS):
        raise Unavailable(reason="Too many writers are waiting; nothing was written")
    try:
        yield
    finally:
        _turn.release()


def _session() -> RecordedSession:
    session = db.session()
    assert isinstance(session, RecordedSession)  # noqa: S101  # narrows the type: Flask-SQLAlchemy makes no other
    return session
