"""The Merkle tree agrees with RFC 6962 read aloud, and no proof but the right one is taken."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.lib import merkle

VECTORS = json.loads((Path(__file__).parent / "golden" / "rfc6962.json").read_text("utf-8"))
REFERENCE = [bytes.fromhex(entry) for entry in VECTORS["entries"]]
ENTRIES = [b"entry %d" % number for number in range(70)]
SIZES = st.integers(1, len(ENTRIES))


def mth(entries):
    """Return the Merkle Tree Hash as RFC 6962 §2.1 defines it."""
    if len(entries) < 2:
        return sha256(b"\x00" + entries[0]).digest() if entries else sha256().digest()
    k = split(len(entries))
    return sha256(b"\x01" + mth(entries[:k]) + mth(entries[k:])).digest()


def path(m, entries):
    """Return the audit path as RFC 6962 §2.1.1 defines it."""
    if len(entries) == 1:
        return []
    k = split(len(entries))
    if m < k:
        return [*path(m, entries[:k]), mth(entries[k:])]
    return [*path(m - k, entries[k:]), mth(entries[:k])]


def subproof(m, entries, *, whole):
    """Return the consistency proof as RFC 6962 §2.1.2 defines it."""
    if m == len(entries):
        return [] if whole else [mth(entries)]
    k = split(len(entries))
    if m <= k:
        return [*subproof(m, entries[:k], whole=whole), mth(entries[k:])]
    return [*subproof(m - k, entries[k:], whole=False), mth(entries[:k])]


def split(n):
    return max(2**power for power in range(n.bit_length()) if 2**power < n)


def stored(entries):
    """Return every perfect subtree of a tree by its coordinate, as a database keeps them."""
    frontier = merkle.Frontier()
    leaves = [merkle.leaf_hash(entry) for entry in entries]
    inner = {(level, index): top for level, index, top in frontier.extend(leaves)}
    return inner | {(0, index): leaf for index, leaf in enumerate(leaves)}


NODES = stored(ENTRIES)
ROOTS = [mth(ENTRIES[:size]) for size in range(len(ENTRIES) + 1)]


def inclusion(index, size):
    return merkle.prove(merkle.inclusion_nodes(index, size), NODES)


def consistency(first, second):
    return merkle.prove(merkle.consistency_nodes(first, second), NODES)


INCLUSIONS = st.tuples(SIZES, SIZES).map(lambda pair: (pair[0] % pair[1], pair[1]))
CONSISTENCIES = st.tuples(SIZES, SIZES).map(lambda pair: (min(pair), max(pair)))


def flipped(item, bit):
    return (int.from_bytes(item, "big") ^ 1 << bit).to_bytes(32, "big")


@st.composite
def spoiled(draw, proof):
    """Return the proof after one change to one element, or with one more."""
    place = draw(st.integers(0, len(proof)))
    before, here, after = proof[:place], proof[place : place + 1], proof[place + 1 :]
    changes = [[*before, draw(st.binary(min_size=32, max_size=32)), *here, *after], [*before, *here, *here, *after]]
    for item in here:
        bit = draw(st.integers(0, 255))
        changes += [[*before, other, *after] for other in (flipped(item, bit), item[:-1], item + b"\x00", b"")]
        changes += [[*before, *after], [*before, *after, item], [item, *before, *after], before]
    changed = draw(st.sampled_from(changes))
    assume(changed != proof)
    return changed


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_reference_log(size):
    frontier = merkle.Frontier()
    list(frontier.extend(merkle.leaf_hash(entry) for entry in REFERENCE[:size]))

    assert frontier.root().hex() == VECTORS["roots"][size]
    assert mth(REFERENCE[:size]).hex() == VECTORS["roots"][size]


def test_proofs_are_those_of_the_reference_log():
    nodes = stored(REFERENCE)
    plans = [merkle.inclusion_nodes(vector["index"], vector["size"]) for vector in VECTORS["inclusion"]]
    plans += [merkle.consistency_nodes(vector["first"], vector["second"]) for vector in VECTORS["consistency"]]
    proofs = [[item.hex() for item in merkle.prove(plan, nodes)] for plan in plans]

    assert proofs == [vector["proof"] for vector in VECTORS["inclusion"] + VECTORS["consistency"]]


@given(st.integers(0, len(ENTRIES)))
def test_a_root_is_that_of_the_rfc(size):
    frontier = merkle.Frontier(size, [NODES[coordinate] for coordinate in merkle.root_nodes(size)])

    assert merkle.root(size, NODES) == frontier.root() == ROOTS[size]


@given(SIZES)
def test_appending_completes_each_perfect_subtree_once(size):
    frontier = merkle.Frontier()
    nodes = list(frontier.extend(merkle.leaf_hash(entry) for entry in ENTRIES[:size]))

    assert {(level, index) for level, index, _ in nodes} == {
        (level, index) for level in range(1, 8) for index in range(size >> level)
    }
    assert len(nodes) == size - size.bit_count()
    assert all(top == mth(ENTRIES[index << level : index + 1 << level]) for level, index, top in nodes)


@given(SIZES, SIZES)
def test_a_stored_frontier_goes_on_where_it_stopped(first, second):
    before = merkle.Frontier(first, [NODES[coordinate] for coordinate in merkle.root_nodes(first)])
    after = merkle.Frontier.from_bytes(first, before.to_bytes())
    list(after.extend(NODES[0, index] for index in range(first, max(first, second))))

    assert after.size == max(first, second)
    assert after.root() == ROOTS[after.size]


@pytest.mark.parametrize(("size", "length"), [(0, 32), (1, 0), (3, 32), (3, 96), (4, 31), (4, 33), (4, 64), (-1, 32)])
def test_a_frontier_of_another_size_is_refused(size, length):
    with pytest.raises(merkle.TreeError):
        merkle.Frontier.from_bytes(size, bytes(length))


def test_what_is_no_hash_is_refused_and_leaves_the_frontier_as_it_was():
    frontier = merkle.Frontier(1, [NODES[0, 0]])
    with pytest.raises(merkle.TreeError, match="32 bytes"):
        frontier.append(b"entry 1")
    with pytest.raises(merkle.TreeError, match="32 bytes"):
        merkle.Frontier(3, [bytes(31), bytes(33)])

    assert frontier == merkle.Frontier(1, [NODES[0, 0]])


@given(INCLUSIONS)
def test_an_inclusion_proof_is_that_of_the_rfc_and_holds(of):
    index, size = of
    proof = inclusion(index, size)

    assert proof == path(index, ENTRIES[:size])
    merkle.verify_inclusion(NODES[0, index], index, size, proof=proof, root=ROOTS[size])


@given(CONSISTENCIES)
def test_a_consistency_proof_is_that_of_the_rfc_and_holds(of):
    first, second = of
    proof = consistency(first, second)

    assert proof == subproof(first, ENTRIES[:second], whole=True)
    merkle.verify_consistency(first, second, proof=proof, first_root=ROOTS[first], second_root=ROOTS[second])


@given(st.data(), INCLUSIONS)
def test_a_spoiled_inclusion_proof_is_refused(data, of):
    index, size = of
    proof = data.draw(spoiled(inclusion(index, size)))
    with pytest.raises(merkle.ProofError):
        merkle.verify_inclusion(NODES[0, index], index, size, proof=proof, root=ROOTS[size])


@given(st.data(), CONSISTENCIES)
def test_a_spoiled_consistency_proof_is_refused(data, of):
    first, second = of
    proof = data.draw(spoiled(consistency(first, second)))
    with pytest.raises(merkle.ProofError):
        merkle.verify_consistency(first, second, proof=proof, first_root=ROOTS[first], second_root=ROOTS[second])


@given(INCLUSIONS, st.integers(-2, len(ENTRIES)))
def test_a_proof_for_another_index_is_refused(of, other):
    index, size = of
    assume(other != index)
    with pytest.raises(merkle.ProofError):
        merkle.verify_inclusion(NODES[0, index], other, size, proof=inclusion(index, size), root=ROOTS[size])


@given(INCLUSIONS, st.integers(0, 255))
def test_a_proof_for_another_leaf_or_root_is_refused(of, bit):
    index, size = of
    leaf, proof = NODES[0, index], inclusion(index, size)
    for other, root in [(flipped(leaf, bit), ROOTS[size]), (leaf, flipped(ROOTS[size], bit)), (leaf, leaf + leaf)]:
        with pytest.raises(merkle.ProofError):
            merkle.verify_inclusion(other, index, size, proof=proof, root=root)


@given(INCLUSIONS, st.integers(-2, len(ENTRIES)))
def test_a_proof_for_the_tree_of_another_size_is_refused(of, other):
    index, size = of
    assume(other != size)
    with pytest.raises(merkle.ProofError):
        merkle.verify_inclusion(NODES[0, index], index, other, proof=inclusion(index, size), root=ROOTS[other])


@given(CONSISTENCIES, st.integers(0, len(ENTRIES)))
def test_a_proof_between_other_trees_is_refused(of, other):
    first, second = of
    assume(other not in of)
    proof = consistency(first, second)
    for older, newer in [(other, second), (first, other)]:
        with pytest.raises(merkle.ProofError):
            merkle.verify_consistency(older, newer, proof=proof, first_root=ROOTS[older], second_root=ROOTS[newer])


@given(CONSISTENCIES, st.integers(0, 255))
def test_a_proof_from_or_to_another_root_is_refused(of, bit):
    first, second = of
    proof, old, new = consistency(first, second), ROOTS[first], ROOTS[second]
    for wrong_old, wrong_new in [(flipped(old, bit), new), (old, flipped(new, bit)), (old[:31], new), (old, new + old)]:
        with pytest.raises(merkle.ProofError):
            merkle.verify_consistency(first, second, proof=proof, first_root=wrong_old, second_root=wrong_new)


@given(SIZES)
def test_equal_sizes_need_equal_roots(size):
    same, other = ROOTS[size], ROOTS[size - 1]
    merkle.verify_consistency(size, size, proof=[], first_root=same, second_root=same)
    for first, second in [(same, other), (other, same)]:
        with pytest.raises(merkle.ProofError):
            merkle.verify_consistency(size, size, proof=[], first_root=first, second_root=second)


@given(CONSISTENCIES)
def test_a_proof_that_ends_below_the_root_is_refused(of):
    first, second = of
    index, higher, old, new = first - 1, 2 << second.bit_length(), ROOTS[first], ROOTS[second]
    with pytest.raises(merkle.ProofError):
        merkle.verify_inclusion(NODES[0, index], index, higher, proof=inclusion(index, second), root=new)
    with pytest.raises(merkle.ProofError):
        merkle.verify_consistency(first, higher, proof=consistency(first, second), first_root=old, second_root=new)


def test_hashes_that_are_parted_elsewhere_are_refused():
    left, right, root = NODES[0, 0], NODES[0, 1], ROOTS[2]
    short, long = left[:31], left[31:] + right
    with pytest.raises(merkle.ProofError):
        merkle.verify_inclusion(short, 0, 2, proof=[long], root=root)
    with pytest.raises(merkle.ProofError):
        merkle.verify_consistency(1, 2, proof=[long], first_root=short, second_root=root)


@given(CONSISTENCIES)
def test_a_proof_is_empty_between_equal_sizes_and_only_there(of):
    first, second = of
    roots = {"first_root": ROOTS[first], "second_root": ROOTS[second]}
    with pytest.raises(merkle.ProofError):
        merkle.verify_consistency(first, second, proof=[] if first < second else [ROOTS[first]], **roots)


@pytest.mark.parametrize(("first", "second"), [(0, 0), (0, 3), (-1, 3), (4, 3)])
def test_no_proof_leads_backwards_or_from_nothing(first, second):
    with pytest.raises(merkle.TreeError, match="no proof"):
        merkle.consistency_nodes(first, second)
    with pytest.raises(merkle.ProofError, match="no proof"):
        merkle.verify_consistency(first, second, proof=[], first_root=ROOTS[first], second_root=ROOTS[second])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3), (0, -1)])
def test_a_leaf_outside_the_tree_has_no_proof(index, size):
    with pytest.raises(merkle.TreeError, match="no leaf"):
        merkle.inclusion_nodes(index, size)


def test_no_tree_is_smaller_than_empty():
    with pytest.raises(merkle.TreeError):
        merkle.root_nodes(-1)


def test_a_missing_node_is_named():
    with pytest.raises(merkle.TreeError, match=r"\(1, 1\)"):
        merkle.prove(merkle.inclusion_nodes(0, 4), {(0, 1): bytes(32)})


@given(st.integers(1, 2**63 - 1), st.integers(0, 2**63 - 1))
def test_a_proof_needs_few_nodes_however_large_the_tree(size, index):
    plan = merkle.inclusion_nodes(index % size, size)

    assert sum(map(len, plan)) <= 2 * size.bit_length()
    assert all((index + 1) << level <= size for element in plan for level, index in element)
