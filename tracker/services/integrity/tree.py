"""The tree that the entries make, against the nodes, the head and the checkpoints that are stored."""

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
    """Grows with the leaves, and holds what is stored against it; `since` is a checkpoint that was held outside."""

    def __init__(self, reader: Reader, *, keys: Sequence[VerifierKey], since: Checkpoint | None) -> None:
        self.reader = reader
        self.keys = keys
        self.since = since
        self.growth = Growth()
        self.is_forked = False
        self.signed = 0
        self.grown: dict[int, tuple[int, list[bytes]]] = {}

    def grow(self, leaves: Sequence[bytes]) -> Iterator[Finding]:
        """Append the leaves of a page and return what is wrong with nodes and checkpoints up to there."""
        start, end = self.growth.size, self.growth.size + len(leaves)
        signed = self.reader.rows(CHECKPOINTS, after=start or FIRST, to=end)
        for size, row in [*self._marks(signed, start, end), (end, None)]:
            for level, first, hashes in self.growth.extend(leaves[self.growth.size - start : size - start]):
                self.grown.setdefault(level, (first, []))[1].extend(hashes)
            yield from self._marked(size, row)
        yield from self._compared(at_least=TOGETHER)

    def finish(self) -> Iterator[Finding]:
        """Return what is stored beside the tree, and what the head says of it."""
        size = self.growth.size
        if not size:
            yield from self.grow([])
        yield from self._compared(at_least=1)
        for row in self.reader.rows(CHECKPOINTS, after=size, to=LAST):
            self.signed += 1
            yield _fault("log_checkpoint", row[0], f"is of {row[0]} entries, and the log has {size}")
        if self.since and self.since.size > size:
            self.is_forked = True
            yield _fault("log_entry", size, f"the log ends, and had {self.since.size} entries by the note held outside")
        yield from self._head()
        yield from self._beside()
        yield from self._cosignatures()

    def _marks(self, signed: Sequence[Row], start: int, end: int) -> list[tuple[int, Row | None]]:
        # The sizes at which a root is to be compared, in their order.
        marks: list[tuple[int, Row | None]] = [
            (row[0], row) for row in signed if type(row[0]) is int and start <= row[0] <= end
        ]
        self.signed += len(marks)
        if self.since and (start < self.since.size <= end or self.since.size == start == 0):
            marks.append((self.since.size, None))
        return sorted(marks, key=lambda mark: mark[0])

    def _marked(self, size: int, row: Row | None) -> Iterator[Finding]:
        root = self.growth.root()
        if row is not None:
            yield from checkpoint_faults(row, root, self.keys)
        elif self.since and self.since.size == size and self.since.root != root and not self.is_forked:
            self.is_forked = True
            yield _fault("log_entry", size, f"the first {size} entries are not those of the note held outside")

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
