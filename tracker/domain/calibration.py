"""Bands that fit what people decided: from which likelihood on enough of the suggestions were confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.domain.matching import BANDS, Bounds, band

# Fewer decisions, or fewer of one kind, say nothing that will hold for the next ones.
FEWEST, FEWEST_OF_EACH = 50, 10
# Which share of the suggestions in a band are of the same claim, at its lower bound.
SHARES: Mapping[str, float] = {"same": 0.8, "likely": 0.4, "related": 0.1}
# No likelihood is that high: a band that no suggestions have earned holds none.
NEVER = 1.001


class Decided(NamedTuple):
    """A pair that people decided about: how likely the ranker finds it, and whether they confirmed it."""

    likely: float
    confirmed: bool


class Share(NamedTuple):
    """What became of the pairs in a band; recall counts what was confirmed in it and in those above it."""

    pairs: int
    confirmed: int
    precision: float | None
    recall: float | None


@dataclass(slots=True)
class _Block:
    """Neighbours in likelihood of which the same share was confirmed."""

    lowest: float
    confirmed: int
    pairs: int

    @property
    def share(self) -> float:
        return self.confirmed / self.pairs


def is_enough(decided: Sequence[Decided]) -> bool:
    """Tell whether so many were decided, either way, that bands can be fitted to them."""
    confirmed = sum(one.confirmed for one in decided)
    return len(decided) >= FEWEST and min(confirmed, len(decided) - confirmed) >= FEWEST_OF_EACH


def fitted(decided: Sequence[Decided], usual: Bounds) -> Bounds:
    """Return from where on the share that was confirmed reaches that of each band.

    The share rises with the likelihood as the pool of adjacent violators has it (Ayer and others, 1955). Where all that
    was decided reaches a band's share, nothing is known of what is less likely, and its bound is not raised.
    """
    blocks = _pooled(sorted(decided, key=lambda one: one.likely))
    return Bounds(**{name: _bound(blocks, share, getattr(usual, name)) for name, share in SHARES.items()})


def _bound(blocks: Sequence[_Block], share: float, usual: float) -> float:
    enough = [block.lowest for block in blocks if block.share >= share]
    if sum(block.pairs for block in blocks if block.share >= share) < FEWEST_OF_EACH:
        return NEVER
    return min(usual, enough[0]) if enough[0] == blocks[0].lowest else enough[0]


def _pooled(decided: Sequence[Decided]) -> list[_Block]:
    blocks: list[_Block] = []
    for one in decided:
        blocks.append(_Block(one.likely, int(one.confirmed), 1))
        while len(blocks) > 1 and _is_one(*blocks[-2:]):
            last = blocks.pop()
            blocks[-1].confirmed += last.confirmed
            blocks[-1].pairs += last.pairs
    return blocks


def _is_one(below: _Block, above: _Block) -> bool:
    return below.share >= above.share or below.lowest == above.lowest


def shares(decided: Sequence[Decided], bounds: Bounds) -> dict[str, Share]:
    """Return what became of the pairs in each band."""
    banded = [(band(one.likely, (), bounds), one.confirmed) for one in decided]
    all_confirmed = sum(one.confirmed for one in decided)
    found, above = {}, 0
    for name in BANDS:
        mine = [confirmed for its, confirmed in banded if its == name]
        above += sum(mine)
        precision = round(sum(mine) / len(mine), 3) if mine else None
        found[name] = Share(len(mine), sum(mine), precision, round(above / all_confirmed, 3) if all_confirmed else None)
    return found
