"""Many forgeries in one examination, shared out so that each of them still has to be named by itself.

What the log's verification says of an entry comes of the entry itself, of its neighbours in the log, or of those in
the history of its object. What it says of a node comes of that node alone, and what an audit says of a row of that row.
So a round takes no two forgeries of which one could be told by the other's name.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from sqlalchemy import Connection, text

from tests.services.integrity.forgeries import AWAY, Forgery
from tracker.services.integrity.findings import Finding

TOGETHER = 50
SEQUENCED = ("log_entry", "log_field")
# What follows is another tree, or moves what is told of others.
SWEEPING = ("log_entry.seq", "log_entry deleted", "log_entry doubled", "log_entry swapped", "log_node doubled")

Mark = tuple[str, str | int]


class Neighbourhood:
    """Which entries may be named for what was done to another."""

    def __init__(self, connection: Connection) -> None:
        rows = connection.execute(text("SELECT object, seq FROM log_entry ORDER BY seq")).all()
        self.near: dict[int, set[int]] = {seq: {seq - 1, seq, seq + 1, seq + AWAY} for _, seq in rows}
        histories = defaultdict(list)
        for name, seq in rows:
            histories[name].append(seq)
        for history in histories.values():
            for one, other in pairwise(history):
                self.near[one].add(other)
                self.near[other].add(one)
        self.erasing = set(connection.execute(text("SELECT seq FROM log_field WHERE name = 'erased'")).scalars())

    def is_alone(self, forgery: Forgery) -> bool:
        """Whether nothing else may be done in the same round."""
        return (
            forgery.table in ("log_head", "log_checkpoint")
            or forgery.name in SWEEPING
            or not self.erasing.isdisjoint(seqs(forgery))
        )

    def around(self, forgery: Forgery) -> set[Mark]:
        """Return what else may be named for a forgery, beside its own marks."""
        if forgery.table not in SEQUENCED:
            return marks(forgery)
        return {("log", seq) for own in seqs(forgery) for seq in self.near[own]}

    def explains(self, forgeries: Sequence[Forgery], findings: Sequence[Finding]) -> bool:
        """Whether no entry is named that is far from all that were forged."""
        known = {mark for forgery in forgeries for mark in self.around(forgery)}
        return all(("log", found.seq) in known for found in findings if found.table in SEQUENCED)

    def rounds(self, chosen: Sequence[Forgery]) -> Iterator[Sequence[Forgery]]:
        """Share out forgeries; those that are not to be done beside others get a round each."""
        kinds: dict[str, deque[Forgery]] = defaultdict(deque)
        for number, forgery in enumerate(chosen):
            kinds[f"alone {number}" if self.is_alone(forgery) else kind(forgery)].append(forgery)
        for left in kinds.values():
            while left:
                yield self._taken(left)

    def _taken(self, left: deque[Forgery]) -> Sequence[Forgery]:
        taken: list[Forgery] = []
        later: list[Forgery] = []
        blocked: set[Mark] = set()
        while left and len(taken) < TOGETHER and len(later) < 10 * TOGETHER:
            forgery = left.popleft()
            if blocked.isdisjoint(marks(forgery)):
                taken.append(forgery)
                blocked |= self.around(forgery)
            else:
                later.append(forgery)
        left.extendleft(reversed(later))
        return taken


def kind(forgery: Forgery) -> str:
    """Return what forgeries may share a round: those of entries, of nodes, or of the tables made of the log."""
    if forgery.table in SEQUENCED:
        return "entries"
    return "nodes" if forgery.table == "log_node" else "tables"


def seqs(forgery: Forgery) -> Collection[int]:
    """Return the numbers of the entries that a forgery of the log changes."""
    if forgery.table not in SEQUENCED:
        return set()
    return {value for name, value in forgery.given.items() if name in ("seq", "a_seq", "b_seq")}


def marks(forgery: Forgery) -> set[Mark]:
    """Return what tells a forgery from the others of its round: entries, or rows by their keys."""
    if forgery.table in SEQUENCED:
        return {("log", seq) for seq in seqs(forgery)}
    if forgery.table == "log_node":
        return {(forgery.table, place) for place in _places(forgery.given)}
    return {(forgery.table, str(value)) for name, value in forgery.given.items() if not name.startswith("c_")}


def is_named(forgery: Forgery, findings: Sequence[Finding]) -> bool:
    """Whether what was found in a round names this one by its own marks."""
    if forgery.table in SEQUENCED:
        return any(found.table in SEQUENCED and found.seq == forgery.seq for found in findings)
    own = marks(forgery)
    return any(found.seq is not None and (found.table, found.row) in own for found in findings)


def _places(given: Mapping[str, int]) -> Iterator[str]:
    for side in ("", "a_", "b_"):
        if f"{side}level" in given:
            yield f"{given[f'{side}level']}/{given[f'{side}index']}"
