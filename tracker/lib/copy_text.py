r"""Rows as lines of text, in the format of PostgreSQL's COPY: cells between tabs, `\N` for null, `\x…` for bytes.

See "Text Format" under COPY in PostgreSQL's manual. What PostgreSQL writes is read here, and the other way round.
"""

import re
from collections.abc import Iterable, Sequence

NULL = "\\N"
ESCAPES = {"\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v"}
_TO_ESCAPE = str.maketrans(ESCAPES)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MEANT = {escape[1]: meant for meant, escape in ESCAPES.items()}

Cell = str | int | float | bytes | None


def line(cells: Iterable[Cell]) -> bytes:
    """Return a row as a line."""
    return ("\t".join(map(_written, cells)) + "\n").encode()


def cells(text: bytes, binary: Sequence[bool]) -> list[Cell]:
    """Return a line's cells as text, as bytes where `binary` says so, or None."""
    found = text.decode().removesuffix("\n").split("\t")
    if len(found) != len(binary):
        raise ValueError(f"{len(found)} cells where {len(binary)} are expected")
    return [_read(cell, is_bytes) for cell, is_bytes in zip(found, binary, strict=True)]


def _written(cell: Cell) -> str:
    if cell is None:
        return NULL
    if isinstance(cell, bytes):
        return f"\\\\x{cell.hex()}"
    return cell.translate(_TO_ESCAPE) if isinstance(cell, str) else str(cell)


def _read(cell: str, is_bytes: bool) -> Cell:
    if cell == NULL:
        return None
    if is_bytes:
        return bytes.fromhex(cell.removeprefix("\\\\x"))
    return _ESCAPED.sub(_unescaped, cell) if "\\" in cell else cell


def _unescaped(match: re.Match[str]) -> str:
    return _MEANT.get(match[1], match[1])
