"""Many vectors in little memory: of each number its sign alone, which tells well enough what is worth a closer look.

Two vectors are near where few of their signs differ. Counting those of a million vectors takes about as long as reading
them once from memory; of the nearest few hundred the vectors themselves are then compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from tracker.lib.encoders import Vectors

# As many signs as stay near the processor while they are compared.
BLOCK = 16_384
BITS = 64
EVERYBODY, NOBODY = -1, -2
# Farther than any vector of the numbers that we know can be.
FAR = 1 << 15


@dataclass(slots=True)
class _Block:
    """Some sketches: a row of `signs` for each 64 numbers, a column for each vector; the first `size` are taken."""

    signs: NDArray[np.uint64]
    ids: NDArray[np.int64]
    owners: NDArray[np.int32]
    size: int = 0


class Sketches:
    """The signs of vectors by ids, each of an owner, or of everybody.

    May be read by several threads while one changes it: what a reader then finds is what there was before or after,
    and may lack what is being changed.
    """

    def __init__(self) -> None:
        self._blocks: list[_Block] = []
        self._owners: dict[str, int] = {}
        self._range = range(0)

    def __len__(self) -> int:
        return sum(block.size for block in self._blocks)

    def put(self, ids: Sequence[int], owners: Sequence[str | None], vectors: Sequence[bytes]) -> None:
        """Add packed vectors (`lib.vectors`), in the place of those that had their ids; an empty one only goes away."""
        if not ids:
            return
        given = range(min(ids), max(ids) + 1)
        # What is newer or older than all others, as most is, has no place yet.
        if self._range and given.start < self._range.stop and self._range.start < given.stop:
            self.drop(ids)
        kept = [place for place, vector in enumerate(vectors) if vector]
        for start in range(0, len(kept), BLOCK):
            some = kept[start : start + BLOCK]
            self._add(
                [ids[place] for place in some],
                [self._owner(owners[place]) for place in some],
                _signs(b"".join(vectors[place] for place in some), len(some)),
            )
        known = self._range or given
        self._range = range(min(known.start, given.start), max(known.stop, given.stop))

    def drop(self, ids: Collection[int]) -> None:
        """Forget vectors by their ids."""
        self._keep(ids, inverted=True)

    def keep_only(self, ids: Collection[int]) -> None:
        """Forget all vectors but these."""
        self._keep(ids, inverted=False)

    def keep_largest(self, most: int) -> None:
        """Forget all vectors but those of the so many largest ids."""
        import numpy as np  # noqa: PLC0415  # slow: loaded by those who compare meanings alone

        ids = np.concatenate([block.ids[: block.size] for block in self._blocks])
        self.keep_only(np.sort(ids)[-most:].tolist())

    def nearest(self, vector: Vectors, *, owner: str | None, most: int) -> list[int]:
        """Return the ids of so many vectors, of the owner and of everybody, that differ least, the nearest first."""
        import numpy as np  # noqa: PLC0415  # slow: loaded by those who compare meanings alone

        blocks = list(self._blocks)
        if not blocks:
            return []
        asked = _signs_of(vector > 0)[:, 0]
        mine = NOBODY if owner is None else self._owners.get(owner, NOBODY)
        differing = [_differing(block, asked, mine) for block in blocks]
        counts = np.cumsum(sum(np.bincount(far, minlength=FAR + 1) for far in differing))[:FAR]
        # Up to the distance of the last that is wanted, with all that are just as far.
        farthest = np.searchsorted(counts, min(most, counts[-1]))
        near = [np.flatnonzero(far <= farthest) for far in differing]
        ids = np.concatenate([block.ids[places] for block, places in zip(blocks, near, strict=True)])
        order = np.argsort(
            np.concatenate([far[places] for far, places in zip(differing, near, strict=True)]), kind="stable"
        )
        found: list[int] = ids[order[: min(most, counts[-1])]].tolist()
        return found

    def _owner(self, owner: str | None) -> int:
        return EVERYBODY if owner is None else self._owners.setdefault(owner, len(self._owners))

    def _add(self, ids: list[int], owners: list[int], signs: NDArray[np.uint64]) -> None:
        done = 0
        while done < len(ids):
            block = self._last(len(signs))
            some = min(BLOCK - block.size, len(ids) - done)
            taken = slice(block.size, block.size + some)
            block.signs[:, taken] = signs[:, done : done + some]
            block.ids[taken], block.owners[taken] = ids[done : done + some], owners[done : done + some]
            # Last, so that whoever reads meanwhile sees none that is not there yet.
            block.size += some
            done += some

    def _last(self, height: int) -> _Block:
        import numpy as np  # noqa: PLC0415  # likewise

        if not self._blocks or self._blocks[-1].size == BLOCK:
            empty = np.zeros((height, BLOCK), np.uint64)
            self._blocks.append(_Block(empty, np.zeros(BLOCK, np.int64), np.zeros(BLOCK, np.int32)))
        return self._blocks[-1]

    def _keep(self, ids: Collection[int], *, inverted: bool) -> None:
        import numpy as np  # noqa: PLC0415  # likewise

        wanted = np.fromiter(ids, np.int64, len(ids))
        kept = []
        for block in self._blocks:
            through = np.isin(block.ids[: block.size], wanted, invert=inverted)
            changed = block if through.all() else _only(block, through)
            kept += [changed] if changed.size else []
        self._blocks = kept


def _only(block: _Block, through: Any) -> _Block:  # an array of truths
    import numpy as np  # noqa: PLC0415  # likewise

    size = int(through.sum())
    fewer = _Block(np.zeros_like(block.signs), np.zeros_like(block.ids), np.zeros_like(block.owners), size)
    fewer.signs[:, :size] = block.signs[:, : len(through)][:, through]
    fewer.ids[:size] = block.ids[: len(through)][through]
    fewer.owners[:size] = block.owners[: len(through)][through]
    return fewer


def _signs(packed: bytes, count: int) -> NDArray[np.uint64]:
    import numpy as np  # noqa: PLC0415  # likewise

    return _signs_of(np.frombuffer(packed, np.int8).reshape(count, -1) > 0)


def _signs_of(positive: Any) -> NDArray[np.uint64]:  # truths: a row for each vector, or one of them
    import numpy as np  # noqa: PLC0415  # likewise

    packed = np.packbits(np.atleast_2d(positive), axis=1)
    missing = -packed.shape[1] % (BITS // 8)
    return np.ascontiguousarray(np.pad(packed, ((0, 0), (0, missing))).view(np.uint64).T)


def _differing(block: _Block, asked: NDArray[np.uint64], mine: int) -> NDArray[np.uint16]:
    import numpy as np  # noqa: PLC0415  # likewise

    size = block.size
    counted = np.zeros(size, np.uint16)
    for row, signs in enumerate(asked):
        counted += np.bitwise_count(block.signs[row, :size] ^ signs)
    owners = block.owners[:size]
    counted[(owners != EVERYBODY) & (owners != mine)] = FAR
    return counted
