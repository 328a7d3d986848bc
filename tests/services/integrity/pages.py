"""Pages of an SQLite file, after its file format: which table each of them belongs to."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from tracker.models.database import sqlite_driver

PAGE_SIZE = slice(16, 18)
# Of tables with numbers of rows, and of those without.
INTERIOR = (5, 2)
# In the header of an interior page: how many cells there are, and the page after the last of them.
COUNT, LAST, CELLS = slice(3, 5), slice(8, 12), 12


def size(path: Path) -> int:
    """Return how many bytes a page has."""
    return int.from_bytes(path.read_bytes()[PAGE_SIZE])


def owners(path: Path, tables: Collection[str]) -> Mapping[int, str]:
    """Return the names of tables by the numbers of their pages, from 1 on; without those that long rows run over to."""
    with closing(sqlite_driver().connect(path)) as connection:
        roots = connection.execute("SELECT name, rootpage FROM sqlite_schema WHERE type = 'table'").fetchall()
    content, each = path.read_bytes(), size(path)
    return {page: name for name, root in roots if name in tables for page in _tree(content, root, size=each)}


def _tree(content: bytes, number: int, *, size: int) -> Iterator[int]:
    yield number
    page = content[(number - 1) * size : number * size]
    if page[0] not in INTERIOR:
        return
    ends = CELLS + 2 * int.from_bytes(page[COUNT])
    cells = [int.from_bytes(page[start : start + 2]) for start in range(CELLS, ends, 2)]
    for child in [*(page[cell : cell + 4] for cell in cells), page[LAST]]:
        yield from _tree(content, int.from_bytes(child), size=size)
