"""What erasures leave behind outside of the tables, and its removal after they are committed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert, select, tuple_

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import DatabaseRefuses, Unavailable
from tracker.lib import logs
from tracker.lib.file_store import FileStore
from tracker.models import Capture, Erasure, Remnant, db, table
from tracker.services.recording import recording

# By erasure, kind and name.
Seen = tuple[str, str, str]
WHOLE = ""
SECURE = "PRAGMA secure_delete = ON"
# Whoever confirmed it waits for the answer meanwhile.
PATIENCE = "PRAGMA busy_timeout = 2000"
# Words of documents that were taken out of the index stay in it until its parts are merged into one.
MERGE = "INSERT INTO search_words (search_words) VALUES ('optimize')"
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
    gone = [seen for seen in left if seen[1] == "file" and _is_removed(seen[2], store)]
    if any(kind == "database" for _, kind, _ in left) and _is_vacuumed():
        gone += [seen for seen in left if seen[1] == "database"]
    if gone:
        _forget(actor, gone)
    return sorted({kind for _, kind, _ in _all()})


def _forget(actor: Actor, gone: Sequence[Seen]) -> None:
    permit(actor, "erasure.confirm")
    places = table(Remnant)
    try:
        with recording(actor):
            # No others: another erasure may have come meanwhile, whose pages are still as it left them.
            db.session().execute(delete(places).where(tuple_(*places.primary_key).in_(gone)))
    except (DatabaseRefuses, Unavailable):
        logs.get(__name__).warning("remnants", reason="the database did not answer")


def _all() -> list[Seen]:
    rows = db.session().execute(select(*table(Remnant).primary_key).order_by(*table(Remnant).primary_key))
    found = [(row.erasure_id, row.kind, row.name) for row in rows]
    # Reading holds the write-ahead log as well.
    db.session().rollback()
    return found


def _is_removed(digest: str, store: FileStore) -> bool:
    statement = select(Capture.id).where(Capture.digest == digest, Capture.outcome != "erased").limit(1)
    is_held = db.session().execute(statement).first() is not None
    db.session().rollback()
    try:
        if not is_held:
            store.remove(digest)
    except OSError as error:
        logs.get(__name__).warning("remnants", reason=str(error))
        return False
    return True


def _is_vacuumed() -> bool:
    connection = db.engine.raw_connection()
    # Its settings are its own and not those of the pool.
    connection.detach()
    try:
        cursor = connection.cursor()
        for statement in (SECURE, PATIENCE, MERGE, "VACUUM", TRUNCATE):
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
