"""The tree that the entries make, against the nodes, the head and the checkpoints that are stored."""

import itertools
from collections.abc import Iterator, Sequence

from tracker.lib import signed_note
from tracker.lib.signed_note import Note, NoteError, Signature, VerifierKey
from tracker.lib.tlog import Checkpoint, TlogError
from tracker.lib.tree_growth import Growth
from tracker.services.integrity.findings import Finding, only_if
from tracker.services.integrity.pages import FIRST, LAST, Reader, Row

NODES = 'SELECT "index", hash FROM log_node WHERE level = :level AND "index" >= :first AND "index" < :end ORDER BY 1'
# The same as one row: how many there are, of the types they must be, and their hashes one after the other.
NODES_TOGETHER = {
    "sqlite": """SELECT COUNT(*) FILTER (WHERE typeof("index") = 'integer' AND typeof(hash) = 'blob'),
        CAST(group_concat(hash, '') AS BLOB) FROM (SELECT "index", hash FROM log_node
        WHERE level = :level AND "index" >= :first AND "index" < :end ORDER BY "index")""",
    "postgresql": """SELECT COUNT(*), string_agg(hash, ''::bytea ORDER BY "index") FROM log_node
        WHERE level = :level AND "index" >= :first AND "index" < :end""",
}
# So many nodes of a level are compared at once: few queries, and little in memory.
TOGETHER = 8192
NODES_BESIDE = (
    'SELECT level, "index" FROM log_node WHERE level = :level AND ("index" < 0 OR "index" >= :width) ORDER BY 2'
)
LEVELS_BESIDE = 'SELECT level, "index" FROM log_node WHERE level < 1 OR level > :top ORDER BY 1, 2'
CHECKPOINTS = "SELECT size, root, note FROM log_checkpoint WHERE size > :after AND size <= :to ORDER BY size"
COSIGNATURES = (
    "SELECT s.size, s.key_id, s.line, c.size FROM log_cosignature s LEFT JOIN log_checkpoint c ON c.size = s.size"
    " ORDER BY s.size, s.key_id"
)
ALL = "SELECT (SELECT COUNT(*) FROM log_node), (SELECT COUNT(*) FROM log_checkpoint)"
HEAD = "SELECT id, size, frontier FROM log_head"


class Tree:
    """Grows with the leaves, and holds what is stored against it; `held` are checkpoints that were held outside."""

    def __init__(self, reader: Reader, *, keys: Sequence[VerifierKey], held: Sequence[Checkpoint]) -> None:
        self.reader = reader
        self.keys = keys
        self.held = held
        self.growth = Growth()
        self.is_forked = False
        self.signed = 0
        self.grown: dict[int, tuple[int, list[bytes]]] = {}

    def grow(self, leaves: Sequence[bytes]) -> Iterator[Finding]:
        """Append the leaves of a page and return what is wrong with nodes and checkpoints up to there."""
        start, end = self.growth.size, self.growth.size + len(leaves)
        signed = self.reader.rows(CHECKPOINTS, after=start or FIRST, to=end)
        for size, mark in [*self._marks(signed, start, end), (end, None)]:
            for level, first, hashes in self.growth.extend(leaves[self.growth.size - start : size - start]):
                self.grown.setdefault(level, (first, []))[1].extend(hashes)
            yield from self._marked(mark)
        yield from self._compared(at_least=TOGETHER)

    def finish(self, last: Checkpoint | None = None) -> Iterator[Finding]:
        """Return what is stored beside the tree, and what the head says; `last` has to be among the checkpoints."""
        size = self.growth.size
        if not size:
            yield from self.grow([])
        yield from self._compared(at_least=1)
        for row in self.reader.rows(CHECKPOINTS, after=size, to=LAST):
            self.signed += 1
            yield _fault("log_checkpoint", row[0], f"is of {row[0]} entries, and the log has {size}")
        for note in [note for note in self.held if note.size > size][:1]:
            self.is_forked = True
            yield _fault("log_entry", size, f"the log ends, and had {note.size} entries by the note held outside")
        yield from itertools.chain(self._head(), self._beside(), self._cosignatures(), self._kept(last))

    def _kept(self, last: Checkpoint | None) -> Iterator[Finding]:
        if last is None or last.size > self.growth.size:
            # That the log ends before it is told of already.
            return
        if not self.reader.rows(CHECKPOINTS, after=last.size - 1, to=last.size):
            missing = f"{last.size} entries were signed, and no checkpoint says so: `tracker log sign` puts it back"
            yield _fault("log_checkpoint", last.size, missing)

    def _marks(self, signed: Sequence[Row], start: int, end: int) -> list[tuple[int, Row | Checkpoint | None]]:
        # The sizes at which a root is to be compared, in their order.
        marks: list[tuple[int, Row | Checkpoint | None]] = [
            (row[0], row) for row in signed if type(row[0]) is int and start <= row[0] <= end
        ]
        self.signed += len(marks)
        marks += [(note.size, note) for note in self.held if start < note.size <= end or note.size == start == 0]
        return sorted(marks, key=lambda mark: mark[0])

    def _marked(self, mark: Row | Checkpoint | None) -> Iterator[Finding]:
        root = self.growth.root()
        if isinstance(mark, tuple):
            yield from checkpoint_faults(mark, root, self.keys)
        elif mark is not None and mark.root != root and not self.is_forked:
            self.is_forked = True
            detail = f"the first {mark.size} entries are not those of the note held outside"
            yield _fault("log_entry", mark.size, detail)

    def _compared(self, *, at_least: int) -> Iterator[Finding]:
        for level in [level for level, (_, hashes) in self.grown.items() if len(hashes) >= at_least]:
            yield from self._nodes(level, *self.grown.pop(level))

    def _nodes(self, level: int, first: int, hashes: Sequence[bytes]) -> Iterator[Finding]:
        given = {"level": level, "first": first, "end": first + len(hashes)}
        together = self.reader.rows(NODES_TOGETHER[self.reader.dialect], **given)[0]
        if tuple(together) == (len(hashes), b"".join(hashes)):
            return
        found: dict[int, bytes] = {row[0]: row[1] for row in self.reader.rows(NODES, **given)}
        for index, hashed in enumerate(hashes, first):
            if found.get(index) != hashed:
                place = f"{level}/{index}"
                yield _fault("log_node", (index + 1 << level) - 1, "is not the hash of what lies under it", row=place)

    def _head(self) -> Iterator[Finding]:
        size, edge = self.growth.size, b"".join(self.growth.edge())
        rows = self.reader.rows(HEAD)
        yield from only_if(len(rows) != 1, _fault("log_head", size, f"has {len(rows)} rows, not one"))
        for id, counted, frontier in rows:
            yield from only_if(id != 1, _fault("log_head", size, f"is {id}, not 1"))
            yield from only_if(counted != size, _fault("log_head", size, f"counts {counted} entries of {size}"))
            yield from only_if((frontier or b"") != edge, _fault("log_head", size, "the frontier is of another tree"))

    def _beside(self) -> Iterator[Finding]:
        widths = self.growth.widths
        beside = self.reader.rows(LEVELS_BESIDE, top=len(widths))
        for level, width in enumerate(widths, 1):
            beside += self.reader.rows(NODES_BESIDE, level=level, width=width)
        nodes, signed = self.reader.rows(ALL)[0]
        expected = sum(widths) + len(beside)
        yield from only_if(nodes != expected, _fault("log_node", self.growth.size, f"has {nodes} rows, not {expected}"))
        others = f"{signed - self.signed} of no size that is a number"
        yield from only_if(signed != self.signed, _fault("log_checkpoint", self.growth.size, others))
        for level, index in beside:
            yield _fault("log_node", self.growth.size, "is no node of the tree", row=f"{level}/{index}")

    def _cosignatures(self) -> Iterator[Finding]:
        for size, key_id, line, signed in self.reader.rows(COSIGNATURES):
            yield from only_if(signed is None, _fault("log_cosignature", size, "is of no checkpoint", row=key_id))
            try:
                other = Signature.parse(line).key_id.hex() != key_id
            except (NoteError, AttributeError, TypeError):
                other = True
            yield from only_if(other, _fault("log_cosignature", size, "is no line by this key", row=key_id))


def checkpoint_faults(row: Row, root: bytes, keys: Sequence[VerifierKey]) -> Iterator[Finding]:
    """Return what is wrong with a stored checkpoint, where the tree of its size has this root."""
    size, kept, text = row
    yield from only_if(kept != root, _fault("log_checkpoint", size, "is not the root of these entries", row="root"))
    try:
        note = Note.parse(text.encode())
        signed = Checkpoint.parse(note.text)
        if keys:
            signed_note.verify(note, keys)
    except (NoteError, TlogError, AttributeError) as error:
        yield _fault("log_checkpoint", size, f"the note: {error}", row="note")
        return
    if (signed.size, signed.root) != (size, kept):
        yield _fault("log_checkpoint", size, f"the note is of {signed.size} entries, or of another root", row="note")


def _fault(table: str, seq: int, detail: str, *, row: str | None = None) -> Finding:
    return Finding(table=table, seq=seq, row=row, detail=detail)
