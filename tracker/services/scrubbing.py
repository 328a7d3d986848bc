"""What erasures leave behind outside of the tables, and its removal after they are committed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert, select

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import Unavailable
from tracker.lib import logs
from tracker.lib.file_store import FileStore
from tracker.models import Capture, Erasure, Remnant, db, table
from tracker.services.recording import recording

WHOLE = ""
SECURE = "PRAGMA secure_delete = ON"
# Whoever confirmed it waits for the answer meanwhile.
PATIENCE = "PRAGMA busy_timeout = 2000"
TRUNCATE = "PRAGMA wal_checkpoint(TRUNCATE)"


def begin(row: Erasure, digests: Sequence[str]) -> None:
    """Note what there will be to remove, inside of the erasure's deed, and let SQLite overwrite what it frees."""
    session = db.session()
    left = [{"erasure_id": row.id, "kind": "file", "name": digest} for digest in digests]
    if _is_sqlite():
        session.connection().exec_driver_sql(SECURE).close()
        left.append({"erasure_id": row.id, "kind": "database", "name": WHOLE})
    if left:
        session.execute(insert(table(Remnant)), left)


def left_by(erasure_ids: Sequence[str]) -> Mapping[str, list[str]]:
    """Return the kinds of remnants that erasures still have, by their ids."""
    statement = select(Remnant.erasure_id, Remnant.kind).where(Remnant.erasure_id.in_(erasure_ids)).distinct()
    found: dict[str, list[str]] = defaultdict(list)
    for row in db.session().execute(statement.order_by(Remnant.erasure_id, Remnant.kind)):
        found[row.erasure_id].append(row.kind)
    return found


def finish(actor: Actor, *, store: FileStore) -> Sequence[str]:
    """Remove captured files that were erased and the database's freed pages; return the kinds of what is still left.

    What cannot be removed now, because a reader holds the write-ahead log, is noted until it is.
    """
    permit(actor, "erasure.confirm")
    left = _all()
    if not left:
        return []
    gone = {kind for kind in {kind for kind, _ in left} if kind == "database" and _is_vacuumed()}
    gone_files = [name for kind, name in left if kind == "file" and _is_removed(name, store)]
    try:
        with recording(actor):
            places = table(Remnant).c
            mine = (places.kind == "file") & places.name.in_(gone_files) | places.kind.in_(gone)
            db.session().execute(delete(table(Remnant)).where(mine))
    except Unavailable:
        logs.get(__name__).warning("remnants", reason="the database did not answer")
    return sorted({kind for kind, _ in _all()})


def _all() -> list[tuple[str, str]]:
    rows = db.session().execute(select(Remnant.kind, Remnant.name).distinct().order_by(Remnant.kind, Remnant.name))
    found = [(row.kind, row.name) for row in rows]
    # Reading holds the write-ahead log as well.
    db.session().rollback()
    return found


def _is_removed(digest: str, store: FileStore) -> bool:
    statement = select(Capture.id).where(Capture.digest == digest, Capture.outcome != "erased").limit(1)
    is_held = db.session().execute(statement).first() is not None
    db.session().rollback()
    if not is_held:
        store.remove(digest)
    return True


def _is_vacuumed() -> bool:
    connection = db.engine.raw_connection()
    # Its settings are its own and not those of the pool.
    connection.detach()
    try:
        cursor = connection.cursor()
        for statement in (SECURE, PATIENCE, "VACUUM", TRUNCATE):
            cursor.execute(statement)
            busy, *_ = cursor.fetchone() or (0,)
    except db.engine.dialect.loaded_dbapi.OperationalError as error:
        logs.get(__name__).warning("remnants", reason=str(error))
        return False
    else:
        return not busy
    finally:
        connection.close()


def _is_sqlite() -> bool:
    return bool(db.session().get_bind().dialect.name == "sqlite")
