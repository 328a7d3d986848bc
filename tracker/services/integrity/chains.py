"""Each object's own chain: revisions from 1 on without a gap, and each entry names the leaf of the one before."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from tracker.services.integrity.findings import Finding
from tracker.services.integrity.pages import PAGE, Row

# In the order of the objects, so that one entry is all that is remembered.
_BY_OBJECT = text(
    "SELECT e.seq, e.object, e.revision, e.leaf, p.seq, p.value FROM log_entry e"
    " LEFT JOIN log_field p ON p.seq = e.seq AND p.name = 'prev' ORDER BY e.object, e.seq"
)


def chains(connection: Connection) -> Iterator[Finding]:
    """Return the entries that do not follow the one before them of the same object."""
    before: Row = (None, None, 0, None)
    for row in connection.execute(_BY_OBJECT, execution_options={"yield_per": PAGE}):
        follows = row[1] == before[1]
        revision, leaf = (before[2], before[3]) if follows else (0, None)
        revision = revision if type(revision) is int else 0
        if row[2] != revision + 1:
            yield _fault(row[0], f"{row[1]} is at {row[2]}, and was at {revision} before", "revision")
        has_prev, prev = row[4] is not None, row[5]
        wanted = f'"{leaf.hex() if type(leaf) is bytes else leaf}"' if follows else None
        if has_prev != (wanted is not None) or (prev is not None and prev != wanted):
            yield Finding(table="log_field", seq=row[0], row="prev", detail=f"{row[1]} does not follow {before[0]}")
        before = tuple(row)


def _fault(seq: int, detail: str, column: str) -> Finding:
    return Finding(table="log_entry", seq=seq, detail=detail, column=column)
