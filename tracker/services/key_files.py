"""The key of a log and the signer's memory of it: files beside each other, outside of the database."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tracker.errors import LogNotSound, UsageError
from tracker.lib import clock, durable_file, signed_note
from tracker.lib.file_store import sync_directory
from tracker.lib.signed_note import MalformedKey, Note, NoteError, SignerKey, VerifierKey
from tracker.lib.tlog import Checkpoint, TlogError

PUBLIC, MEMORY, ALARM = BESIDE = (".pub", ".checkpoint", ".alarm")
# What a backup may bring: public keys, those that were put aside among them, and the memory.
STATE = re.compile(r"\.pub(\.[0-9]{8}T[0-9]{6}Z)?|\.checkpoint")


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint as it was signed."""

    checkpoint: Checkpoint
    note: Note

    @classmethod
    def parse(cls, note: bytes) -> "Signed":
        """Return the checkpoint of a signed note; raises NoteError or TlogError for another."""
        parsed = Note.parse(note)
        return cls(Checkpoint.parse(parsed.text), parsed)

    def is_by(self, key: VerifierKey) -> bool:
        """Tell whether the key has signed it."""
        try:
            return key in signed_note.verify(self.note, [key])
        except NoteError:
            return False


@dataclass(frozen=True, slots=True)
class KeyFiles:
    """The key at `path`, and files that begin alike: its public half with the log's name, the memory, an alarm."""

    path: Path

    @property
    def is_set_up(self) -> bool:
        """Whether there is a key with its public half."""
        return self.path.is_file() and self._beside(PUBLIC).is_file()

    @property
    def key(self) -> SignerKey:
        """The key, under the origin that was fixed when it was made; raises UsageError where there is none."""
        if not self.is_set_up:
            raise UsageError(f"There is no key at {self.path} with its public half: run `tracker log init`")
        return self._key(self.verifier.name)

    @property
    def verifier(self) -> VerifierKey:
        """The public half of the key; raises LogNotSound where its file holds another thing."""
        return _public_key(self._beside(PUBLIC))

    @property
    def known_key(self) -> VerifierKey | None:
        """The public half of the key, if there is one."""
        return self.verifier if self.is_set_up else None

    @property
    def all_keys(self) -> list[VerifierKey]:
        """The public half of the key, and of those that were put aside; raises LogNotSound as `verifier` does."""
        public = self._beside(PUBLIC)
        return [_public_key(path) for path in sorted(public.parent.glob(f"{public.name}*"))]

    @property
    def alarm(self) -> str | None:
        """Why nothing is signed any more, if so."""
        place = self._beside(ALARM)
        return place.read_text().strip() if place.exists() else None

    @property
    def remembers(self) -> bool:
        """Whether there is a memory, be it sound or not."""
        return self._beside(MEMORY).exists()

    def last(self) -> Signed | None:
        """Return what was signed last, by the memory; raises LogNotSound where its file holds another thing."""
        if not self.remembers:
            return None
        place = self._beside(MEMORY)
        try:
            return Signed.parse(place.read_bytes())
        except (NoteError, TlogError) as error:
            raise LogNotSound(reason=f"{place.name}, the signer's memory, is no checkpoint") from error

    def init(self, origin: str, *, before: Signed | None = None) -> VerifierKey:
        """Make the key of a log, or the public half of a key that came back without it.

        Where the log was signed `before`, it keeps its origin and only the key that signed it will do. Raises
        UsageError for another key or none, where all is there already, and where the origin is no name.
        """
        if self.is_set_up:
            raise UsageError(f"There is a key at {self.path} already")
        if before is not None:
            key = self._returned(before)
        else:
            self.refuse_name(origin)
            key = self._key(origin) if self.path.is_file() else SignerKey.generate(origin)
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        durable_file.write(self._beside(PUBLIC), f"{key.verifier()}\n".encode())
        if not self.path.is_file():
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
        if self.path.parent.exists():
            sync_directory(self.path.parent)

    def remember(self, signed: Signed) -> None:
        """Keep what was signed last, where no restored database changes it."""
        durable_file.write(self._beside(MEMORY), signed.note.render())

    def raise_alarm(self, reason: str) -> None:
        """Let nothing be signed any more until an operator has looked into it."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        durable_file.write(self._beside(ALARM), f"{reason}\n".encode())

    def end_alarm(self) -> None:
        """Let the log be signed again."""
        self._beside(ALARM).unlink(missing_ok=True)
        sync_directory(self.path.parent)

    def state(self) -> Mapping[str, bytes]:
        """Return, by their suffixes, the files that a backup holds: all but the secret key and an alarm."""
        stem = self.path.with_suffix("").name
        found = sorted(path for path in self.path.parent.glob(f"{stem}.*"))
        named = {path.name.removeprefix(stem): path for path in found}
        return {suffix: path.read_bytes() for suffix, path in named.items() if STATE.fullmatch(suffix)}

    def bring_back(self, state: Mapping[str, bytes]) -> None:
        """Write the files of a `state` that are not here."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for suffix, content in state.items():
            place = self._beside(suffix)
            if STATE.fullmatch(suffix) and not place.exists():
                durable_file.write(place, content)

    def _returned(self, before: Signed) -> SignerKey:
        old = before.checkpoint
        told = f"The log was signed as {old.origin} at {old.size} entries"
        if not self.path.is_file():
            raise UsageError(
                f"{told}, and its key is not at {self.path}: put it back, or see `tracker log recover --help`"
            )
        key = self._key(old.origin)
        if not before.is_by(key.verifier()):
            raise UsageError(f"{told}, by another key than the one at {self.path}")
        return key

    def _key(self, origin: str) -> SignerKey:
        try:
            return SignerKey.from_pem(origin, self.path.read_bytes())
        except MalformedKey as error:
            raise UsageError(f"{self.path} is no key: {error}") from error

    def _beside(self, suffix: str) -> Path:
        return self.path.with_name(self.path.with_suffix("").name + suffix)


def _public_key(place: Path) -> VerifierKey:
    try:
        return VerifierKey.parse(place.read_text().strip())
    except (MalformedKey, UnicodeDecodeError) as error:
        raise LogNotSound(reason=f"{place.name} is no public key") from error
