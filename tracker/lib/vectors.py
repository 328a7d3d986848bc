"""Vectors kept with a byte a number, and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.lib.encoders import Vectors

LARGEST = 127
# As many are widened at once as stay near the processor.
AT_ONCE = 4096


def packed(vectors: Vectors) -> list[bytes]:
    """Return each row as bytes: its numbers from -127 to 127, the largest of them at one of the ends."""
    import numpy as np  # noqa: PLC0415  # slow: loaded by those who compare meanings alone

    largest = np.abs(vectors).max(axis=1, keepdims=True)
    scaled = vectors * (LARGEST / np.maximum(largest, np.finfo(np.float32).eps))
    return [row.tobytes() for row in np.rint(scaled).astype(np.int8)]


def cosines(vector: Vectors, others: Sequence[bytes]) -> list[float]:
    """Return the cosine of a vector of length one with each of the packed ones, which have as many numbers."""
    import numpy as np  # noqa: PLC0415  # likewise

    found: list[float] = []
    for start in range(0, len(others), AT_ONCE):
        some = others[start : start + AT_ONCE]
        rows = np.frombuffer(b"".join(some), np.int8).reshape(len(some), -1).astype(np.float32)
        lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
        found += ((rows @ vector) / np.maximum(lengths, 1)).tolist()
    return found
