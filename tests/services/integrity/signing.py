"""Checkpoints signed in a test, by a key of its own."""

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from tracker.lib import signed_note
from tracker.lib.signed_note import SignerKey
from tracker.lib.tlog import Checkpoint
from tracker.models import LogCheckpoint
from tracker.models.database import WRITING
from tracker.services import log_tree

ORIGIN = "log.invalid"
KEY = SignerKey.generate(ORIGIN)


def note_of(connection: Connection, size: int | None = None, key: SignerKey = KEY) -> str:
    """Return the signed checkpoint of a size, or of the newest."""
    head, _ = log_tree.head(connection)
    wanted = head if size is None else size
    text = str(Checkpoint(ORIGIN, wanted, log_tree.root(connection, wanted)))
    return signed_note.sign(text, key).render().decode()


def sign(session: Session, *sizes: int) -> None:
    """Store signed checkpoints of these sizes and of the newest, beyond those that are there."""
    session.rollback()
    connection = session.connection(execution_options={WRITING: True})
    head, _ = log_tree.head(connection)
    last = connection.execute(select(func.max(LogCheckpoint.size))).scalar_one() or 0
    for size in [size for size in sorted({*sizes, head // 2, head}) if size >= last]:
        note, root = note_of(connection, size), log_tree.root(connection, size)
        connection.execute(LogCheckpoint.__table__.insert().values(size=size, root=root, note=note))
    session.commit()
