"""A Merkle tree of RFC 6962 §2.1 that grows by many leaves at a time: level by level, which is faster."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from tracker.lib.merkle import fold

Row = tuple[int, int, list[bytes]]


@dataclass
class Growth:
    """The right edge of a growing tree: on each level how many nodes are full, and the one that waits for a sibling."""

    size: int = 0
    widths: list[int] = field(default_factory=list)
    waiting: list[bytes | None] = field(default_factory=list)

    def extend(self, leaves: Sequence[bytes]) -> Iterator[Row]:
        """Append leaf hashes; yields, for each level from 1 up, its number, the first new index, and the new nodes.

        The leaves are appended once all rows have been asked for.
        """
        self.size += len(leaves)
        level, hashes = 0, list(leaves)
        while hashes:
            hashes = self._paired(level, hashes)
            level += 1
            if hashes:
                self.widths += [0] * (level - len(self.widths))
                first = self.widths[level - 1]
                self.widths[level - 1] += len(hashes)
                yield level, first, hashes

    def edge(self) -> list[bytes]:
        """Return the perfect subtrees that make up the tree, largest first: its frontier."""
        return [top for top in reversed(self.waiting) if top is not None]

    def root(self) -> bytes:
        """Return the root of the tree."""
        return fold(self.edge())

    def _paired(self, level: int, hashes: list[bytes]) -> list[bytes]:
        if level == len(self.waiting):
            self.waiting.append(None)
        early = self.waiting[level]
        row = hashes if early is None else [early, *hashes]
        self.waiting[level] = row[-1] if len(row) % 2 else None
        return [sha256(b"\x01" + left + right).digest() for left, right in zip(row[::2], row[1::2], strict=False)]
