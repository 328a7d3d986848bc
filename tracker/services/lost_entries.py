"""Entries that were signed and that a restored database lacks, put back into the log from an export of it.

An export holds what entries commit to and nothing of what they say: they come back like entries that were erased.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count, groupby, islice
from operator import itemgetter
from pathlib import Path

import orjson
from sqlalchemy import Connection

from tracker.errors import UsageError
from tracker.lib import clock
from tracker.lib.ids import new_id
from tracker.lib.signed_note import NoteError, VerifierKey
from tracker.lib.tlog import FULL_WIDTH, EntryBundle, TlogError, entry_bundles, parse_entries
from tracker.services import log
from tracker.services.key_files import Signed
from tracker.services.log import Draft, FieldName, SaltedField

KIND = "entry.replayed"
# Fields that every entry has, for which its digests are taken in turn; which digest was whose, nobody can tell.
NAMES = ("kind", "object", "revision", "organization", "deed")
# Put in the place of what is not known, and blanked in the same transaction.
UNKNOWN, SALT = "null", bytes(log.SALT_BYTES)


@dataclass(frozen=True, slots=True)
class Export:
    """A directory with a log's entries up to a checkpoint, as `tracker log export` or a mirror of `/log/` has it."""

    folder: Path
    signed: Signed

    @classmethod
    def at(cls, folder: Path, key: VerifierKey) -> "Export":
        """Return the export in a directory; raises UsageError where its checkpoint is not signed by the key."""
        place = folder / "checkpoint"
        try:
            signed = Signed.parse(place.read_bytes())
        except (NoteError, TlogError) as error:
            raise UsageError(f"{place} is no signed checkpoint: {error}") from error
        if not signed.is_by(key) or signed.checkpoint.origin != key.name:
            raise UsageError(f"{place} is not signed by the key of this log, {key.name}")
        return cls(folder, signed)

    @property
    def size(self) -> int:
        """How many entries it has."""
        return self.signed.checkpoint.size

    def entries(self, first: int) -> Iterator[tuple[int, bytes]]:
        """Return its entries from a sequence number on, each with its own; raises UsageError for a file that lacks."""
        for bundle in entry_bundles(self.size):
            leaves = bundle.leaves()
            if leaves.stop > first:
                known = zip(leaves, self._bundle(bundle), strict=True)
                yield from ((seq, entry) for seq, entry in known if seq >= first)

    def _bundle(self, bundle: EntryBundle) -> list[bytes]:
        # A mirror may have let go of a part once it had the whole.
        places = [self.folder / found.path for found in (bundle, EntryBundle(bundle.index, FULL_WIDTH))]
        place = next((place for place in places if place.is_file()), None)
        if place is None:
            raise UsageError(f"{places[0]} is missing")
        try:
            entries = parse_entries(place.read_bytes())
        except TlogError as error:
            raise UsageError(f"{place} holds no entries: {error}") from error
        if len(entries) < bundle.width:
            raise UsageError(f"{place} has {len(entries)} entries and not {bundle.width}")
        return entries[: bundle.width]


def append(connection: Connection, export: Export, *, first: int, organization_id: str) -> list[FieldName]:
    """Append the export's entries from a sequence number on, which is the next, and return their fields, to be blanked.

    Whose they were is not known either: they stand under the organization that is given.
    """
    deed, fields = new_id(), []
    for at, entries in groupby(map(_read, export.entries(first)), itemgetter(1)):
        drafts = []
        for seq, _, digests in entries:
            names = list(islice(chain(NAMES, map("lost/{}".format, count(1))), len(digests)))
            fields += [(seq, name) for name in names]
            drafts.append(_draft(seq, names, digests, deed=deed, organization_id=organization_id))
        log.append(connection, drafts, at=at)
    return fields


def _read(numbered: tuple[int, bytes]) -> tuple[int, datetime, list[bytes]]:
    seq, entry = numbered
    try:
        told = orjson.loads(entry)
        return seq, clock.from_text(told["at"]), [bytes.fromhex(digest) for digest in told["d"]]
    except (ValueError, TypeError, KeyError) as error:
        raise UsageError(f"Entry {seq} of the export is none") from error


def _draft(seq: int, names: list[str], digests: list[bytes], *, deed: str, organization_id: str) -> Draft:
    fields = [SaltedField(name, UNKNOWN, SALT, digest) for name, digest in zip(names, digests, strict=True)]
    return Draft(
        kind=KIND, object_name=f"entry/{seq}", revision=1, organization_id=organization_id, actor_id=None, key_id=None,
        deed=deed, fields=fields,
    )  # fmt: skip
