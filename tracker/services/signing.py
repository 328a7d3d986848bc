"""Signs checkpoints of the log, with a memory outside of the database: no rollback or fork is ever signed.

The note that was signed last lies in a file beside the key. Before the next one the log must be proved to go on from
it; where it does not, an alarm is left there, and nothing is signed until an operator has looked into it.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, insert, select

from tracker.errors import LogNotSound, UsageError
from tracker.lib import clock, durable_file, merkle, signed_note
from tracker.lib.file_store import sync_directory
from tracker.lib.merkle import ProofError, TreeError
from tracker.lib.signed_note import Note, SignerKey, VerifierKey
from tracker.lib.tlog import Checkpoint
from tracker.models import LogCheckpoint, db, table
from tracker.services import log_tree
from tracker.services.recording import holding

PUBLIC, MEMORY, ALARM = BESIDE = (".pub", ".checkpoint", ".alarm")


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint as it was signed."""

    checkpoint: Checkpoint
    note: Note


@dataclass(frozen=True, slots=True)
class Signer:
    """The key of a log and its memory: files beside each other, which begin alike."""

    path: Path

    @property
    def is_set_up(self) -> bool:
        """Whether there is a key."""
        return self.path.exists()

    @property
    def key(self) -> SignerKey:
        """The key, under the origin that was fixed when it was made; raises UsageError where there is none."""
        if not self.is_set_up:
            raise UsageError(f"There is no key at {self.path}: run `tracker log init`")
        return SignerKey.from_pem(self.verifier.name, self.path.read_bytes())

    @property
    def verifier(self) -> VerifierKey:
        """The public half of the key."""
        return VerifierKey.parse(self._beside(PUBLIC).read_text().strip())

    @property
    def known_key(self) -> VerifierKey | None:
        """The public half of the key, if there is one."""
        return self.verifier if self.is_set_up else None

    @property
    def all_keys(self) -> list[VerifierKey]:
        """The public half of the key, and of those that were put aside."""
        public = self._beside(PUBLIC)
        return [VerifierKey.parse(path.read_text().strip()) for path in sorted(public.parent.glob(f"{public.name}*"))]

    @property
    def alarm(self) -> str | None:
        """Why nothing is signed any more, if so."""
        place = self._beside(ALARM)
        return place.read_text().strip() if place.exists() else None

    def init(self, origin: str) -> VerifierKey:
        """Make the key of a log; raises UsageError where there is one, or the origin is no name for it."""
        if self.is_set_up:
            raise UsageError(f"There is a key at {self.path} already")
        self.refuse_name(origin)
        key = SignerKey.generate(origin)
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        durable_file.write(self._beside(PUBLIC), f"{key.verifier()}\n".encode())
        # Last, since it is by this file that there is a key.
        durable_file.write(self.path, key.to_pem())
        return key.verifier()

    @staticmethod
    def refuse_name(origin: str) -> None:
        """Raise UsageError where no log can have this origin."""
        if not signed_note.is_key_name(origin):
            raise UsageError(f"{origin!r} is no origin: it has neither spaces nor a plus, and is not empty")

    def retire(self) -> None:
        """Put key and memory aside, under the time of now, so that a new log can begin in their place."""
        stamp = clock.now().strftime("%Y%m%dT%H%M%SZ")
        # The key first: without it there is no log that anybody would sign.
        for suffix in (self.path.suffix, *BESIDE):
            place = self.path.with_suffix(suffix)
            if place.exists():
                place.rename(place.with_name(f"{place.name}.{stamp}"))
        sync_directory(self.path.parent)

    def refuse_unsound(self) -> None:
        """Raise LogNotSound where an alarm is on."""
        reason = self.alarm
        if reason is not None:
            raise LogNotSound(reason=reason)

    def last(self) -> Signed | None:
        """Return what was signed last, by the memory outside of the database."""
        place = self._beside(MEMORY)
        return signed(place.read_bytes()) if place.exists() else None

    def sign(self) -> Signed:
        """Sign the log as it is committed, or return the last checkpoint where it has not grown.

        Raises LogNotSound, and leaves the alarm on, where the log does not go on from what was signed last.
        """
        key = self.key
        with self._alone():
            self.refuse_unsound()
            try:
                found = self._next(key)
            except (TreeError, ProofError) as error:
                durable_file.write(self._beside(ALARM), f"{error}\n".encode())
                raise LogNotSound(reason=str(error)) from error
        _keep(found)
        return found

    def _next(self, key: SignerKey) -> Signed:
        with db.engine.connect() as connection:
            size, root = log_tree.head(connection)
            last = self.last()
            if last is None:
                _refuse_forgotten(connection, key.name)
            elif _goes_on(connection, last.checkpoint, size=size, root=root):
                return last
        text = str(Checkpoint(key.name, size, root))
        note = signed_note.sign(text, key)
        durable_file.write(self._beside(MEMORY), note.render())
        return Signed(Checkpoint.parse(text), note)

    def _beside(self, suffix: str) -> Path:
        return self.path.with_suffix(suffix)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # Of however many threads and processes, one looks, signs and remembers.
        with self.path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def signed(note: bytes) -> Signed:
    """Return a signed note as the checkpoint it is of; raises NoteError or TlogError for another."""
    parsed = Note.parse(note)
    return Signed(Checkpoint.parse(parsed.text), parsed)


def newest(connection: Connection, *, covering: int = 0) -> Signed | None:
    """Return the newest checkpoint that is served, if it is of so many entries at least."""
    statement = select(LogCheckpoint.note).where(LogCheckpoint.size >= covering)
    note = connection.execute(statement.order_by(LogCheckpoint.size.desc()).limit(1)).scalar_one_or_none()
    return None if note is None else signed(note.encode())


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


def _refuse_forgotten(connection: Connection, origin: str) -> None:
    known = newest(connection)
    if known is not None and known.checkpoint.origin == origin:
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
