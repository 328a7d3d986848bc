"""How much is measured: a little of everything, what matters before a change goes in, or all of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """Sizes in claims, of the `ledger` in entries, times in seconds; `rounds` go forward and backward, in pairs.

    Every fifth claim is published: `outlets` of 5,000 and 500,000 claims have 1,000 and 100,000 publications.
    """

    name: str
    size: int
    postgres_size: int
    growth: tuple[int, ...]
    rounds: int
    seconds: float
    writing_seconds: float
    outlets: tuple[int, ...] = ()
    everything: bool = True
    peers: bool = False
    ledger: int = 0
    sentences: tuple[int, ...] = ()


QUICK = Extent(name="quick", size=10_000, postgres_size=1_000, growth=(), rounds=1, seconds=1, writing_seconds=1,
               everything=False)  # fmt: skip
USUAL = Extent(name="usual", size=100_000, postgres_size=10_000, growth=(10_000, 100_000), outlets=(5_000, 100_000),
               rounds=2, seconds=1, writing_seconds=3)  # fmt: skip
FULL = Extent(name="full", size=100_000, postgres_size=100_000, growth=(10_000, 100_000, 1_000_000),
              outlets=(5_000, 500_000), rounds=2, seconds=1, writing_seconds=4, peers=True,
              ledger=1_000_000, sentences=(14_000, 1_000_000))  # fmt: skip
