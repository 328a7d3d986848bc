"""Merkle trees of RFC 6962 §2.1 over stored perfect subtrees: appending leaves, and roots and proofs of any size.

A hash is 32 bytes. The perfect subtree at `(level, index)` spans the 2**level leaves from index * 2**level
on; level 0 are the leaf hashes. It never changes once it is full, so a tree that grows is a store of such
hashes that only gains rows. A tree of any size, and each element of a proof, is a fold of some of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()

Coordinate = tuple[int, int]
Node = tuple[int, int, bytes]
Range = tuple[int, int]


class TreeError(ValueError):
    """No tree has such a size, index, frontier or node."""


class ProofError(ValueError):
    """The proof does not show what it was given for."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of an entry as a leaf."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node from those of its children."""
    return sha256(b"\x01" + left + right).digest()


def split_hashes(joined: bytes) -> list[bytes]:
    """Return the hashes that lie one after the other in these bytes, or raise TreeError for half a hash."""
    if len(joined) % HASH_SIZE:
        raise TreeError(f"{len(joined)} bytes are no whole number of hashes")
    return [joined[start : start + HASH_SIZE] for start in range(0, len(joined), HASH_SIZE)]


def fold(hashes: Sequence[bytes]) -> bytes:
    """Return the root over neighbouring perfect subtrees, largest first; that of nothing is EMPTY_ROOT."""
    if not hashes:
        return EMPTY_ROOT
    *others, top = hashes
    for left in reversed(others):
        top = node_hash(left, top)
    return top


@dataclass
class Frontier:
    """The perfect subtrees that make up a tree, largest first: one for each 1 in the binary form of its size."""

    size: int = 0
    hashes: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.hashes) != self.size.bit_count():
            raise TreeError(f"{len(self.hashes)} hashes are no frontier of {self.size} leaves")
        for item in self.hashes:
            _refuse_other_lengths(item)

    @classmethod
    def from_bytes(cls, size: int, joined: bytes) -> "Frontier":
        """Return the frontier of so many leaves from its joined hashes, or raise TreeError where they disagree."""
        return cls(size, split_hashes(joined))

    def to_bytes(self) -> bytes:
        """Return the joined hashes, 32 bytes each, largest subtree first."""
        return b"".join(self.hashes)

    def root(self) -> bytes:
        """Return the root of the tree."""
        return fold(self.hashes)

    def append(self, leaf: bytes) -> list[Node]:
        """Append a leaf hash and return the inner nodes it completes, as (level, index, hash) with level 1 upwards."""
        _refuse_other_lengths(leaf)
        completed = []
        level, index, top = 0, self.size, leaf
        while index & 1:
            level, index = level + 1, index >> 1
            top = node_hash(self.hashes.pop(), top)
            completed.append((level, index, top))
        self.hashes.append(top)
        self.size += 1
        return completed

    def extend(self, leaves: Iterable[bytes]) -> Iterator[Node]:
        """Append leaf hashes one by one while the inner nodes they complete are asked for; none before that."""
        for leaf in leaves:
            yield from self.append(leaf)


def root_nodes(size: int) -> list[Coordinate]:
    """Return the coordinates of the perfect subtrees of a tree, largest first: those of its frontier."""
    if size < 0:
        raise TreeError(f"no tree has {size} leaves")
    return _subtrees((0, size))


def inclusion_nodes(index: int, size: int) -> list[list[Coordinate]]:
    """Return, for each element of an inclusion proof, the coordinates that `prove` folds to it (RFC 6962 §2.1.1).

    Each element is one perfect subtree, but for the one at the ragged right edge, which may be several.
    """
    if not 0 <= index < size:
        raise TreeError(f"no leaf {index} in a tree of {size}")
    siblings = []
    here = (0, size)
    while _width(here) > 1:
        left, right = _halves(here)
        is_left = index < left[1]
        here, sibling = (left, right) if is_left else (right, left)
        siblings.append(sibling)
    return [_subtrees(sibling) for sibling in reversed(siblings)]


def consistency_nodes(first: int, second: int) -> list[list[Coordinate]]:
    """Return, for each element of a consistency proof, the coordinates that `prove` folds to it (RFC 6962 §2.1.2).

    Between equal sizes the proof is empty. From size 0 there is none: every tree goes on from the empty one.
    """
    if not 0 < first <= second:
        raise TreeError(f"no proof leads from {first} leaves to {second}")
    parts = []
    here = (0, second)
    while here[1] != first:
        left, right = _halves(here)
        is_left = first <= left[1]
        here, sibling = (left, right) if is_left else (right, left)
        parts.append(sibling)
    # Whoever has the first root need not be given it again.
    if here[0] > 0:
        parts.append(here)
    return [_subtrees(part) for part in reversed(parts)]


def root(size: int, hashes: Mapping[Coordinate, bytes]) -> bytes:
    """Return the root of a tree from the hashes of its `root_nodes`, or raise TreeError where one is missing."""
    return _fold_of(root_nodes(size), hashes)


def prove(elements: Iterable[Sequence[Coordinate]], hashes: Mapping[Coordinate, bytes]) -> list[bytes]:
    """Return a proof from its plan and the hashes of all coordinates in it, or raise TreeError where one is missing."""
    return [_fold_of(element, hashes) for element in elements]


def verify_inclusion(leaf: bytes, index: int, size: int, *, proof: Sequence[bytes], root: bytes) -> None:
    """Raise ProofError unless the proof leads from the leaf hash at this index to the root (RFC 9162 §2.1.3.2).

    The size must come with the root, from one checkpoint: some sizes share the shape of a proof.
    """
    if not 0 <= index < size:
        raise ProofError(f"no leaf {index} in a tree of {size}")
    _refuse_other_hashes(leaf, root, *proof)
    node, last, top = index, size - 1, leaf
    for sibling in proof:
        _refuse_a_step_above_the_root(last)
        is_right = node & 1 or node == last
        node, last = _climb(node, last)
        top = node_hash(sibling, top) if is_right else node_hash(top, sibling)
    if last != 0 or top != root:
        raise ProofError("the proof does not lead to the root")


def verify_consistency(
    first: int, second: int, *, proof: Sequence[bytes], first_root: bytes, second_root: bytes
) -> None:
    """Raise ProofError unless the first tree is the beginning of the second (RFC 9162 §2.1.4.2).

    Sizes must come with their roots, from checkpoints. Equal sizes need equal roots and an empty proof.
    """
    if not 0 < first <= second:
        raise ProofError(f"no proof leads from {first} leaves to {second}")
    _refuse_other_hashes(first_root, second_root, *proof)
    if bool(proof) != (first < second):
        raise ProofError("a proof is empty between equal sizes, and only there")
    known = [first_root] if not proof or first.bit_count() == 1 else []
    if _roots(first, second, [*known, *proof]) != (first_root, second_root):
        raise ProofError("the proof does not lead to both roots")


def _roots(first: int, second: int, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    # The path starts at the last perfect subtree of the first tree.
    level = (first & -first).bit_length() - 1
    node, last = (first - 1) >> level, (second - 1) >> level
    old = new = path[0]
    for sibling in path[1:]:
        _refuse_a_step_above_the_root(last)
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
        else:
            new = node_hash(new, sibling)
        node, last = _climb(node, last)
    if first < second and last != 0:
        raise ProofError("the proof ends below the root")
    return old, new


def _climb(node: int, last: int) -> tuple[int, int]:
    # At the right edge a node without a sibling is lifted to the level where it gets one.
    if node == last:
        lift = (node & -node).bit_length() - 1
        node, last = node >> lift, last >> lift
    return node >> 1, last >> 1


def _subtrees(leaves: Range) -> list[Coordinate]:
    # The perfect subtrees of a range, largest first. The ranges that RFC 6962 splits a tree into start where a
    # subtree of their size may, so each 1 in the width is one subtree.
    start, end = leaves
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append((level, start >> level))
        start += 1 << level
    return found


def _halves(leaves: Range) -> tuple[Range, Range]:
    # The left half has the largest power of two that is less than the width.
    start, end = leaves
    middle = start + (1 << (_width(leaves) - 1).bit_length() - 1)
    return (start, middle), (middle, end)


def _width(leaves: Range) -> int:
    return leaves[1] - leaves[0]


def _fold_of(coordinates: Iterable[Coordinate], hashes: Mapping[Coordinate, bytes]) -> bytes:
    try:
        return fold([hashes[coordinate] for coordinate in coordinates])
    except KeyError as error:
        raise TreeError(f"the node (level, index) {error} is missing") from error


def _refuse_other_lengths(item: bytes) -> None:
    if len(item) != HASH_SIZE:
        raise TreeError(f"a hash has {HASH_SIZE} bytes, not {len(item)}")


def _refuse_other_hashes(*hashes: bytes) -> None:
    if any(len(item) != HASH_SIZE for item in hashes):
        raise ProofError(f"a hash has {HASH_SIZE} bytes")


def _refuse_a_step_above_the_root(last: int) -> None:
    if last == 0:
        raise ProofError("the proof goes on above the root")
