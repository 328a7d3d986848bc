"""Answers to repeated POSTs, kept for a day in the transaction that made them; outside the log."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, bindparam, delete, null, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError

from tracker.domain.actors import Actor
from tracker.errors import IdempotencyConflict, IdempotencyMismatch
from tracker.lib import clock
from tracker.models import Account, IdempotencyKey, db, table
from tracker.services import recording

KEPT_FOR = timedelta(hours=24)
FORGOTTEN_AT_ONCE = 1000
_PLACE = list(table(IdempotencyKey).primary_key)
_OLD = select(*_PLACE).where(IdempotencyKey.created_at < bindparam("before")).limit(FORGOTTEN_AT_ONCE)
# Whoever comes at the same time takes other rows, so that nobody waits for this.
_FORGETTING = delete(table(IdempotencyKey)).where(tuple_(*_PLACE).in_(_OLD.with_for_update(skip_locked=True)))
# In place of the digest of a request's body, from which what is erased could be guessed.
UNKNOWN = b""
UNANSWERED = "The first request with this Idempotency-Key has not been answered yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeatable:
    """A request that its sender may send again: where it went, under which key, and the digest of its body."""

    method: str
    path: str
    key: str
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """An answer as it was sent; `body` is None where it showed a secret, which is never kept."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes | None


class Slot:
    """Where the answer to one request goes, or already is."""

    def __init__(self, place: dict[str, str], kept: KeptAnswer | None) -> None:
        self.place = place
        self.kept = kept

    def keep(self, answer: KeptAnswer) -> None:
        """Keep an answer with the rows it tells of."""
        values = {"status": answer.status, "headers": [list(h) for h in answer.headers], "body": answer.body}
        db.session().execute(update(table(IdempotencyKey)).where(*_is(self.place)).values(**values))


@contextmanager
def answering(actor: Actor, sent: Repeatable) -> Iterator[Slot]:
    """Reserve the key for this request, or find the answer it had.

    A duplicate waits for the first one's transaction, up to the database's patience, and then gets
    IdempotencyConflict; IdempotencyMismatch when the key came with another body. An error keeps nothing.
    """
    place = {"account_id": actor.account_id or "", "method": sent.method, "path": sent.path, "key": _key(actor, sent)}
    with recording.holding():
        _forget_old()
        kept = None if _reserve(place, sent.digest) else _kept(place, sent.digest)
        yield Slot(place, kept)


def forget_answers(organization_id: str) -> None:
    """Forget what the answers to an organization's people said, but not that there were: none is given twice."""
    mine = select(Account.id).where(Account.organization_id == organization_id)
    places = table(IdempotencyKey)
    statement = update(places).where(places.c.account_id.in_(mine), places.c.body.is_not(None))
    # Not this very request's, whose answer is yet to come.
    db.session().execute(statement.values(body=None, headers=null(), request_digest=UNKNOWN))


def _key(actor: Actor, sent: Repeatable) -> str:
    # Strangers do not know of each other's keys: with another body the same one is another's, and no mistake.
    return sent.key if actor.account_id else sha256(sent.digest + sent.key.encode()).hexdigest()


def _reserve(place: dict[str, str], digest: bytes) -> bool:
    session = db.session()
    maker = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = place | {"request_digest": digest, "created_at": clock.now()}
    statement = maker(IdempotencyKey).values(**values).on_conflict_do_nothing().returning(IdempotencyKey.key)
    try:
        return session.execute(statement).first() is not None
    except OperationalError as error:  # PostgreSQL waited for the first request as long as it may
        raise IdempotencyConflict(reason=UNANSWERED) from error


def _kept(place: dict[str, str], digest: bytes) -> KeptAnswer:
    row = db.session().execute(select(IdempotencyKey).where(*_is(place))).scalar_one_or_none()
    if row is None:
        raise IdempotencyConflict(reason=UNANSWERED)
    if row.request_digest not in {digest, UNKNOWN}:
        raise IdempotencyMismatch
    if row.body is None or row.status is None:
        raise IdempotencyConflict(reason="The answer was not kept: it showed a secret, or came before an erasure")
    return KeptAnswer(status=row.status, headers=[(n, v) for n, v in row.headers or []], body=row.body)


def _forget_old() -> None:
    db.session().connection().execute(_FORGETTING, {"before": clock.now() - KEPT_FOR})


def _is(place: dict[str, str]) -> list[ColumnElement[bool]]:
    return [getattr(IdempotencyKey, name) == value for name, value in place.items()]
