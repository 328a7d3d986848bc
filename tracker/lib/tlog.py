"""What a transparency log serves: checkpoints, tiles, entry bundles and proofs, read and written.

After C2SP tlog-checkpoint v1.0, tlog-tiles v0.1 and tlog-proof v1; hashes are those of `merkle`, and the
signatures of a checkpoint those of `signed_note`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracker.lib import merkle, signed_note
from tracker.lib.signed_note import Note, VerifierKey, decode, encode

HEIGHT = 8
FULL_WIDTH = 1 << HEIGHT
MAX_LEVEL = 63
MAX_SIZE = 2**63 - 1
MAX_ENTRY_BYTES = 2**16 - 1
LENGTH_SIZE = 2
MAX_INDEX = MAX_SIZE >> HEIGHT

NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
PATH = re.compile(r"tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([0-9]{1,3}))?")
PROOF_HEADER = "c2sp.org/tlog-proof@v1"
PROOF_HEAD = re.compile(
    rf"{re.escape(PROOF_HEADER)}\n(?:extra ([\w+/=]+)\n)?index ({NUMBER.pattern})((?:\n[\w+/=]+)*)", re.ASCII
)


class TlogError(ValueError):
    """Something is not as a transparency log writes it."""


class MalformedCheckpoint(TlogError):
    """The text, or the parts, make no checkpoint."""


class MalformedTile(TlogError):
    """The path, the numbers or the bytes make no tile or entry bundle."""


class MalformedProof(TlogError):
    """The bytes, or the parts, make no proof."""


@dataclass(frozen=True)
class Checkpoint:
    """The head of a log at a size: the text that the log's key signs. Extension lines are kept as they are."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lines = [self.origin, *self.extensions]
        if not all(lines) or any("\n" in line for line in lines):
            raise MalformedCheckpoint("the lines of a checkpoint are not empty")
        if not 0 <= self.size <= MAX_SIZE or len(self.root) != merkle.HASH_SIZE:
            raise MalformedCheckpoint(f"no tree has {self.size} leaves and a root of {len(self.root)} bytes")

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Return the checkpoint of a note's text, or raise MalformedCheckpoint."""
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1]:
            raise MalformedCheckpoint("a checkpoint has an origin, a size and a root, each on a line")
        origin, size, root, *extensions = lines[:-1]
        if not NUMBER.fullmatch(size):
            raise MalformedCheckpoint(f"the size of a checkpoint is a number, not {size!r}")
        try:
            return cls(origin, int(size), decode(root), tuple(extensions))
        except signed_note.MalformedNote as error:
            raise MalformedCheckpoint("the root of a checkpoint is base64") from error

    def __str__(self) -> str:
        return "".join(f"{line}\n" for line in [self.origin, self.size, encode(self.root), *self.extensions])


@dataclass(frozen=True)
class Tile:
    """The hashes that lie side by side in a tree at level 8 * `level`, 256 or, at the right edge, fewer."""

    level: int
    index: int
    width: int = FULL_WIDTH

    def __post_init__(self) -> None:
        if not (0 <= self.level <= MAX_LEVEL and 0 <= self.index <= MAX_INDEX and 0 < self.width <= FULL_WIDTH):
            raise MalformedTile(f"no tile has level {self.level}, index {self.index} and width {self.width}")

    @property
    def path(self) -> str:
        """Return where the tile is served, from the log's prefix, as `tile/0/x001/067.p/8`."""
        return f"tile/{self.level}/{_place(self.index, self.width)}"

    def is_in(self, size: int) -> bool:
        """Tell whether a tree of this size, or a smaller one that it began as, has the tile."""
        return self.index * FULL_WIDTH + self.width <= size >> HEIGHT * self.level

    def coordinates(self) -> list[merkle.Coordinate]:
        """Return the coordinates of the tile's hashes, from left to right."""
        start = self.index * FULL_WIDTH
        return [(HEIGHT * self.level, index) for index in range(start, start + self.width)]


@dataclass(frozen=True)
class EntryBundle:
    """The entries that lie under a tile of level 0, 256 or, at the right edge, fewer."""

    index: int
    width: int = FULL_WIDTH

    def __post_init__(self) -> None:
        if not (0 <= self.index <= MAX_INDEX and 0 < self.width <= FULL_WIDTH):
            raise MalformedTile(f"no entry bundle has index {self.index} and width {self.width}")

    @property
    def path(self) -> str:
        """Return where the bundle is served, from the log's prefix, as `tile/entries/x001/067.p/8`."""
        return f"tile/entries/{_place(self.index, self.width)}"

    def is_in(self, size: int) -> bool:
        """Tell whether a tree of this size, or a smaller one that it began as, has the bundle."""
        return self.index * FULL_WIDTH + self.width <= size

    def leaves(self) -> range:
        """Return the indices of the entries."""
        return range(self.index * FULL_WIDTH, self.index * FULL_WIDTH + self.width)


@dataclass(frozen=True)
class Proof:
    """An entry's index, its inclusion proof from the leaf's sibling up, and the signed checkpoint it leads to.

    The extra bytes are for the application, and nothing vouches for them.
    """

    index: int
    hashes: tuple[bytes, ...]
    note: Note
    extra: bytes = b""

    def __post_init__(self) -> None:
        if not 0 <= self.index < MAX_SIZE or len(self.hashes) > MAX_LEVEL:
            raise MalformedProof(f"no tree has leaf {self.index} under {len(self.hashes)} others")
        if any(len(item) != merkle.HASH_SIZE for item in self.hashes):
            raise MalformedProof(f"a hash has {merkle.HASH_SIZE} bytes")
        Checkpoint.parse(self.note.text)

    @classmethod
    def parse(cls, joined: bytes) -> "Proof":
        """Return the proof of these bytes, or raise MalformedProof."""
        head, _, note = joined.partition(b"\n\n")
        match = PROOF_HEAD.fullmatch(head.decode("ascii", "replace"))
        if not match:
            raise MalformedProof("a proof has a header, an index, hashes and an empty line, each in its place")
        extra, index, hashes = match.groups("")
        try:
            return cls(int(index), tuple(map(decode, hashes.split())), Note.parse(note), decode(extra))
        except (signed_note.MalformedNote, MalformedCheckpoint) as error:
            raise MalformedProof(str(error)) from error

    @property
    def checkpoint(self) -> Checkpoint:
        """Return the checkpoint of the note, which is worth what its signatures are."""
        return Checkpoint.parse(self.note.text)

    def render(self) -> bytes:
        """Return the proof's bytes."""
        extra = [f"extra {encode(self.extra)}"] if self.extra else []
        lines = [PROOF_HEADER, *extra, f"index {self.index}", *map(encode, self.hashes), "", ""]
        return "\n".join(lines).encode() + self.note.render()

    def verify(self, entry: bytes, keys: Iterable[VerifierKey]) -> Checkpoint:
        """Return the checkpoint, signed by one of the log's keys, that the proof shows to hold the entry.

        Raises signed_note.NoteError or merkle.ProofError. Its origin, and what witnesses
        say of it, is for the caller to judge.
        """
        signed_note.verify(self.note, keys)
        head = self.checkpoint
        merkle.verify_inclusion(merkle.leaf_hash(entry), self.index, head.size, proof=self.hashes, root=head.root)
        return head


def tiles(size: int) -> Iterator[Tile]:
    """Return the tiles of a tree, from the leaves up and from left to right, partial ones at the right edge."""
    level = 0
    while size > 0:
        yield from (Tile(level, index, width) for index, width in _pieces(size))
        level, size = level + 1, size >> HEIGHT


def entry_bundles(size: int) -> Iterator[EntryBundle]:
    """Return the entry bundles of a log, from the first entry on, the last one perhaps partial."""
    return (EntryBundle(index, width) for index, width in _pieces(size))


def parse_path(path: str) -> Tile | EntryBundle:
    """Return what is served at a path such as `tile/0/x001/067.p/8`, or raise MalformedTile."""
    match = PATH.fullmatch(path)
    if not match:
        raise MalformedTile(f"no path of a tile: {path!r}")
    level, place, width = match.groups(str(FULL_WIDTH))
    index = int(place.replace("/", "").replace("x", ""))
    found = EntryBundle(index, int(width)) if level == "entries" else Tile(int(level), index, int(width))
    if found.path != path:
        raise MalformedTile(f"{found.path} is not written {path!r}")
    return found


def render_entries(entries: Sequence[bytes]) -> bytes:
    """Return an entry bundle: each entry after its length in two bytes; or raise MalformedTile for one too long."""
    if not 0 < len(entries) <= FULL_WIDTH or any(len(entry) > MAX_ENTRY_BYTES for entry in entries):
        raise MalformedTile(f"a bundle has 1 to {FULL_WIDTH} entries of at most {MAX_ENTRY_BYTES} bytes")
    return b"".join(len(entry).to_bytes(LENGTH_SIZE, "big") + entry for entry in entries)


def parse_entries(joined: bytes) -> list[bytes]:
    """Return the entries of a bundle, or raise MalformedTile."""
    entries = []
    start = 0
    while start < len(joined):
        end = start + LENGTH_SIZE
        start, end = end, end + int.from_bytes(joined[start:end], "big")
        entries.append(joined[start:end])
        start = end
    if start != len(joined) or not 0 < len(entries) <= FULL_WIDTH:
        raise MalformedTile(f"the bytes are no bundle of 1 to {FULL_WIDTH} entries")
    return entries


def _pieces(length: int) -> Iterator[tuple[int, int]]:
    # The index and width of each piece of a row.
    for start in range(0, length, FULL_WIDTH):
        yield start >> HEIGHT, min(FULL_WIDTH, length - start)


def _place(index: int, width: int) -> str:
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    *others, last = [digits[start : start + 3] for start in range(0, len(digits), 3)]
    partial = f".p/{width}" if width < FULL_WIDTH else ""
    return "".join(f"x{group}/" for group in others) + last + partial
