"""Signs checkpoints of the log, with a memory outside of the database: no rollback or fork is ever signed.

The note that was signed last lies in a file beside the key. Before the next one the log must be proved to go on from
it; where it does not, an alarm is left there, and nothing is signed until an operator has looked into it.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from tracker.errors import LogNotSound
from tracker.lib import merkle, signed_note
from tracker.lib.merkle import ProofError, TreeError
from tracker.lib.signed_note import SignerKey
from tracker.lib.tlog import Checkpoint
from tracker.models import LogCheckpoint, db, table
from tracker.services import log_tree
from tracker.services.key_files import KeyFiles, Signed
from tracker.services.recording import holding


@dataclass(frozen=True, slots=True)
class Signer(KeyFiles):
    """Signs the log with its key, as long as the log goes on from what it remembers."""

    def before(self) -> Signed | None:
        """Return what the log was signed as last, by a sound memory or else by what the database holds."""
        with suppress(LogNotSound):
            last = self.last()
            if last is not None:
                return last
        with db.engine.connect() as connection:
            return newest(connection)

    def trouble(self) -> str | None:
        """Return why the log cannot be signed any more, if so, though it was signed here or a key is here."""
        try:
            return self.alarm or (self._strange() if self.is_set_up else self._missing())
        except LogNotSound as error:
            return str(error.extras["reason"])
        except OSError as error:
            return f"{error.filename}: {error.strerror}"

    def refuse_unsound(self) -> None:
        """Raise LogNotSound where the log cannot be signed any more."""
        reason = self.trouble()
        if reason is not None:
            raise LogNotSound(reason=reason)

    def sign(self, *, anew: bool = False) -> Signed:
        """Sign the log as it is committed, or return the last checkpoint where it has not grown.

        A log that was signed before is begun `anew` by its operator alone, under another origin. Raises LogNotSound,
        and leaves the alarm on, where the log does not go on from what was signed last.
        """
        key = self.key
        with self._alone():
            self.refuse_unsound()
            try:
                found = self._next(key, anew=anew)
            except (TreeError, ProofError) as error:
                self.raise_alarm(str(error))
                raise LogNotSound(reason=str(error)) from error
        _keep(found)
        return found

    def _next(self, key: SignerKey, *, anew: bool = False) -> Signed:
        with db.engine.connect() as connection:
            size, root = log_tree.head(connection)
            last = self.last()
            if last is None and not anew:
                _refuse_forgotten(connection)
            if last is not None and _goes_on(connection, last.checkpoint, size=size, root=root):
                return last
        text = str(Checkpoint(key.name, size, root))
        note = signed_note.sign(text, key)
        found = Signed(Checkpoint.parse(text), note)
        self.remember(found)
        return found

    def _strange(self) -> str | None:
        last = self.last()
        if last is None or last.is_by(self.verifier):
            return None
        return f"the key at {self.path} is not the one that signed the log last"

    def _missing(self) -> str | None:
        last = self.last()
        if last is not None:
            old = last.checkpoint
            return f"it was signed as {old.origin} at {old.size} entries, and the key is not at {self.path}"
        # Without any of them, somebody else may sign.
        return f"{self.path} is without its public half: run `tracker log init`" if self.path.is_file() else None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # Of however many threads and processes, one looks, signs and remembers.
        with self.path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def newest(connection: Connection, *, covering: int = 0) -> Signed | None:
    """Return the newest checkpoint that is served, if it is of so many entries at least."""
    statement = select(LogCheckpoint.note).where(LogCheckpoint.size >= covering)
    note = connection.execute(statement.order_by(LogCheckpoint.size.desc()).limit(1)).scalar_one_or_none()
    return None if note is None else Signed.parse(note.encode())


def _goes_on(connection: Connection, last: Checkpoint, *, size: int, root: bytes) -> bool:
    # Whether the log is still as it was signed; raises ProofError or TreeError where it does not go on from there.
    if size < last.size:
        raise ProofError(f"the log has {size} entries and had {last.size} when it was signed last")
    if size == last.size and root != last.root:
        raise ProofError(f"the root of {size} entries is not the one that was signed")
    if last.size and size > last.size:
        proof = log_tree.consistency(connection, last.size, size)
        merkle.verify_consistency(last.size, size, proof=proof, first_root=last.root, second_root=root)
    return size == last.size


def _refuse_forgotten(connection: Connection) -> None:
    known = newest(connection)
    if known is not None:
        raise ProofError(
            f"the log was signed at {known.checkpoint.size} entries, and the signer's memory of it is gone"
        )


def _keep(found: Signed) -> None:
    # After the memory: a crash between the two is mended by the next signing.
    with db.engine.connect() as connection:
        if newest(connection, covering=found.checkpoint.size) is not None:
            return
    row = {"size": found.checkpoint.size, "root": found.checkpoint.root, "note": found.note.render().decode()}
    with holding():
        connection = db.session().connection()
        # Another process may have been faster.
        if newest(connection, covering=found.checkpoint.size) is None:
            connection.execute(insert(table(LogCheckpoint)), [row])
