"""Checkpoints as a signer leaves them, made by the tests' own key."""

from flask import Flask
from sqlalchemy import Connection, func, insert, select

from tracker.lib.signed_note import SignerKey, VerifierKey
from tracker.lib.signed_note import sign as signed
from tracker.lib.tlog import Checkpoint
from tracker.models import LogCheckpoint, db
from tracker.models.database import WRITING
from tracker.services import log_tree

ORIGIN = "tracker.example/log"
KEY = SignerKey.generate(ORIGIN)


def sign(app: Flask, key: SignerKey = KEY) -> VerifierKey:
    """Sign the log as it stands, where it has grown since it was signed last, and make the key known."""
    with app.app_context(), db.engine.connect().execution_options(**{WRITING: True}) as connection:
        note = _sign(connection, key)
        connection.commit()
    signer = app.extensions["signer"]
    if note is not None:
        signer.path.with_suffix(".checkpoint").write_text(note)
    signer.path.with_suffix(".pub").write_text(f"{key.verifier()}\n")
    signer.path.write_bytes(key.to_pem())
    return key.verifier()


def checkpoint(size: int, root: bytes, key: SignerKey = KEY) -> str:
    """Return the signed note of a checkpoint."""
    return signed(str(Checkpoint(ORIGIN, size, root)), key).render().decode()


def _sign(connection: Connection, key: SignerKey) -> str | None:
    size, root = log_tree.head(connection)
    if size > (connection.execute(select(func.max(LogCheckpoint.size))).scalar() or 0):
        row = {"size": size, "root": root, "note": checkpoint(size, root, key)}
        connection.execute(insert(LogCheckpoint.__table__).values(row))
        return row["note"]
    return None
