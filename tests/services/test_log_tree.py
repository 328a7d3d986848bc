"""The stored tree proves what it should, at every size, however entries came in."""

from hashlib import sha256

import pytest
from sqlalchemy import select

from tests import drafts, logbook
from tracker.lib import merkle
from tracker.models import LogEntry, db
from tracker.models.database import WRITING
from tracker.services import log_tree


@pytest.fixture
def connection(app):
    """A writer's connection, with a log that grew by single entries and by one batch."""
    with app.app_context(), db.engine.connect().execution_options(**{WRITING: True}) as writing:
        for count in (1, 1, 1, 67):
            drafts.append(writing, count)
        writing.commit()
        yield writing


def leaves_of(connection):
    return [row.leaf for row in connection.execute(select(LogEntry.leaf).order_by(LogEntry.seq))]


def naive(leaves):
    """The root as RFC 6962 §2.1 defines it."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + naive(leaves[:half]) + naive(leaves[half:])).digest()


def test_the_root_of_every_size_is_that_of_its_entries(connection):
    leaves = leaves_of(connection)
    sizes = range(1, len(leaves) + 1)

    assert [log_tree.root(connection, size) for size in sizes] == [naive(leaves[:size]) for size in sizes]
    assert log_tree.head(connection) == (len(leaves), naive(leaves))


def test_every_entry_is_proved_to_stand_in_the_tree(connection):
    leaves = leaves_of(connection)
    size, root = log_tree.head(connection)

    for seq, leaf in enumerate(leaves):
        merkle.verify_inclusion(leaf, seq, size, proof=log_tree.inclusion(connection, seq, size), root=root)
    with pytest.raises(merkle.TreeError):
        log_tree.inclusion(connection, size, size)


def test_each_size_is_proved_to_be_the_beginning_of_the_last(connection):
    size, root = log_tree.head(connection)

    for first in range(1, size + 1):
        proof, first_root = log_tree.consistency(connection, first, size), log_tree.root(connection, first)
        merkle.verify_consistency(first, size, proof=proof, first_root=first_root, second_root=root)
    with pytest.raises(merkle.ProofError):
        merkle.verify_consistency(
            3, size, proof=log_tree.consistency(connection, 4, size), first_root=root, second_root=root
        )


def test_a_batch_makes_the_nodes_that_single_entries_make(connection):
    assert not {"the tree", "the frontier"} & set(logbook.faults(connection))


def test_an_append_that_is_rolled_back_leaves_no_node(connection):
    before = log_tree.head(connection)
    drafts.append(connection, 9)
    connection.rollback()

    assert log_tree.head(connection) == before
    assert log_tree.root(connection, before[0]) == before[1]
