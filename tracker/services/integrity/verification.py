"""The log verified from its entries up: what a leaf is, what the tree is, and what was signed of it."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.lib import memory
from tracker.lib.signed_note import VerifierKey
from tracker.lib.tlog import Checkpoint
from tracker.services.integrity import blanks, chains, entries
from tracker.services.integrity.findings import Findings
from tracker.services.integrity.pages import ENTRIES, ENTRIES_WITH_COLUMNS, FIELDS, FIRST, LAST, Reader, by_entry
from tracker.services.integrity.tree import Tree

Show = Callable[[str, int, int], None]
SIZE = "SELECT size FROM log_head"


@dataclass(slots=True, kw_only=True)
class Verification:
    """What was found: so many entries with this root, what is wrong, and whether it is evidence of a fork."""

    size: int = 0
    root: bytes = b""
    is_forked: bool = False
    findings: Findings = field(default_factory=Findings)

    @property
    def is_verified(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings.count


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is verified: `keys` must have signed the checkpoints, where there are any.

    `since` was held outside; `last` is what the signer remembers to have signed, which is among the checkpoints.
    """

    keys: Sequence[VerifierKey] = ()
    since: Checkpoint | None = None
    last: Checkpoint | None = None
    tree_only: bool = False

    @property
    def held(self) -> Sequence[Checkpoint]:
        """The checkpoints that do not lie in the database."""
        return [note for note in (self.since, self.last) if note]


def verify(actor: Actor, connection: Connection, plan: Plan, *, show: Show) -> Verification:
    """Recompute the log within the connection's transaction and return all that is wrong with it."""
    permit(actor, "installation.operate")
    made = Verification()
    with memory.uncollected():
        made.findings.read(_passes(connection, plan, made, show=show), connection)
    return made


def _passes(connection: Connection, plan: Plan, made: Verification, *, show: Show) -> Any:  # an iterator of findings
    reader = Reader(connection)
    seen, tree = entries.Entries(), Tree(reader, keys=plan.keys, held=plan.held)
    total = _counted(reader)
    after = FIRST
    for page in reader.entry_pages(ENTRIES if plan.tree_only else ENTRIES_WITH_COLUMNS):
        leaves, found = seen.leaves(page)
        yield from found
        if not plan.tree_only:
            last = page[-1][0] if type(page[-1][0]) is int else LAST
            kept = by_entry(reader.rows(FIELDS, after=after, to=last))
            yield from entries.fields(page, kept, total)
            yield from entries.strays(kept, page)
            after = last
        yield from tree.grow(leaves)
        made.is_forked = tree.is_forked
        show("Entries", seen.size, max(total, seen.size))
    if not plan.tree_only:
        yield from entries.strays(by_entry(reader.rows(FIELDS, after=after, to=LAST)), [])
        yield from itertools.chain(chains.chains(connection), blanks.blanks(connection))
    yield from tree.finish(plan.last)
    made.size, made.root, made.is_forked = tree.growth.size, tree.growth.root(), tree.is_forked


def _counted(reader: Reader) -> int:
    rows = reader.rows(SIZE)
    return rows[0][0] if rows and type(rows[0][0]) is int else 0
