"""What is known of all vectors without asking the database at each question: their sketches, held by the process.

They follow the table by the numbers that its rows are given in the order of their transactions, and only tell which
vectors are worth a look. What they say of a text that was changed or erased a moment ago is nobody's answer, since the
vectors themselves are read from the database; now and then what has left the table leaves them, too.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, bindparam, func, select

from tracker.lib import encoders
from tracker.lib.sketches import Sketches
from tracker.models import ClaimVector, db
from tracker.models.prepared import Prepared

if TYPE_CHECKING:
    from tracker.lib.encoders import Vectors

# About 150 MB. Of more than these, the oldest are found by their words alone: docs/matching.md says what it costs.
MOST = 2_000_000
BATCH = 2_000
# What has left the table is looked for as often as this, and in a twentieth of the time at most.
REST_SECONDS, RESTS = 60.0, 20
NEWEST = 1 << 62

_OURS = ClaimVector.encoder == encoders.MultilingualEncoder.name
_ROWS = (
    select(ClaimVector.document_id, ClaimVector.kind, ClaimVector.organization_id, ClaimVector.vector, ClaimVector.made)
    .where(_OURS)
    .limit(BATCH)
)
_SINCE = Prepared(_ROWS.where(ClaimVector.made > bindparam("since")).order_by(ClaimVector.made), packed=False)
_OLDER = ClaimVector.document_id < bindparam("before")
_BEFORE = Prepared(_ROWS.where(_OLDER).order_by(ClaimVector.document_id.desc()), packed=False)
_LAST = Prepared(select(func.max(ClaimVector.made).label("last")), packed=False)
_COUNT = Prepared(select(func.count(ClaimVector.made).label("count")), packed=False)
_IDS = Prepared(select(ClaimVector.document_id), packed=False)


@dataclass(slots=True)
class _Held:
    """The sketches of one database's vectors, up to which number, and how many rows of the table are not among them."""

    sketches: Sketches = field(default_factory=Sketches)
    made: int | None = None
    left_out: int = 0
    rested_until: float = 0.0
    lock: Lock = field(default_factory=Lock)


_held: WeakKeyDictionary[Engine, _Held] = WeakKeyDictionary()
_choosing = Lock()


def nearest(vector: Vectors, *, organization_id: str | None, most: int) -> list[int]:
    """Return the documents whose vectors seem nearest, of the checks of all and what is one organization's own."""
    held = _of_database()
    with held.lock:
        last = _number(_LAST)
        if held.made is None:
            _load(held)
        elif last > held.made:
            _follow(held)
        # Who reads an older state of the database than another did knows nothing of what has left it since.
        if last == held.made and time.monotonic() >= held.rested_until:
            _tidy(held)
    return held.sketches.nearest(vector, owner=organization_id, most=most)


def is_any() -> bool:
    """Tell whether there are vectors at all."""
    return _number(_LAST) > 0


def size() -> int:
    """Return how many vectors this process knows of."""
    return len(_of_database().sketches)


def tidy() -> None:
    """Forget what has left the table, whenever that was done last."""
    held = _of_database()
    with held.lock:
        _tidy(held)


def _of_database() -> _Held:
    engine = db.session().get_bind().engine
    with _choosing:
        return _held.setdefault(engine, _Held())


def _load(held: _Held) -> None:
    held.made, before = _number(_LAST), NEWEST
    while len(held.sketches) < MOST and (rows := list(_BEFORE.rows(before=before))):
        before = rows[-1][0]
        _put(held, rows)
    held.left_out = _number(_COUNT) - len(held.sketches)
    held.rested_until = time.monotonic() + REST_SECONDS


def _follow(held: _Held) -> None:
    while rows := list(_SINCE.rows(since=held.made)):
        _put(held, rows)
        held.made = rows[-1][4]
    if len(held.sketches) > MOST:
        held.sketches.keep_largest(MOST - MOST // 10)


def _put(held: _Held, rows: Sequence[Sequence[Any]]) -> None:
    ids, kinds, owners, vectors, _ = zip(*rows, strict=True)
    owned = [None if kind == "check" else owner for kind, owner in zip(kinds, owners, strict=True)]
    held.sketches.put(ids, owned, vectors)


def _tidy(held: _Held) -> None:
    start = time.monotonic()
    if _number(_COUNT) - len(held.sketches) != held.left_out:
        held.sketches.keep_only([row[0] for row in _IDS.rows()])
        held.left_out = _number(_COUNT) - len(held.sketches)
    held.rested_until = start + max(REST_SECONDS, RESTS * (time.monotonic() - start))


def _number(wanted: Prepared) -> int:
    ((found,),) = wanted.rows()
    return found or 0
