"""What a log serves is written as the specifications show it, and only what is written so is read."""

import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.lib import merkle, signed_note, tlog
from tracker.lib.signed_note import Note, SignerKey
from tracker.lib.tlog import Checkpoint, EntryBundle, Proof, Tile

GOLDEN = Path(__file__).parent / "golden"
CHECKPOINT = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
ROOT = base64.b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
LOG = SignerKey("example.com/log", Ed25519PrivateKey.from_private_bytes(bytes(32)))
ENTRIES = [b"entry %d" % number for number in range(5)]

LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)
HASHES = st.binary(min_size=32, max_size=32)
SIZES = st.integers(0, tlog.MAX_SIZE)
INDICES = st.integers(0, tlog.MAX_INDEX)
WIDTHS = st.integers(1, 256)
TILES = st.builds(Tile, st.integers(0, 63), INDICES, WIDTHS)
BUNDLES = st.builds(EntryBundle, INDICES, WIDTHS)


def proof_of(index, size=5):
    """Return the proof of an entry of a small log."""
    leaves = {(0, number): merkle.leaf_hash(entry) for number, entry in enumerate(ENTRIES)}
    inner = merkle.Frontier().extend(leaves.values())
    nodes = leaves | {(level, at): top for level, at, top in inner}
    hashes = merkle.prove(merkle.inclusion_nodes(index, size), nodes)
    text = str(Checkpoint("example.com/log", size, merkle.root(size, nodes)))
    return Proof(index, tuple(hashes), signed_note.sign(text, LOG))


def test_the_documented_checkpoint_is_read_and_written():
    assert Checkpoint.parse(CHECKPOINT) == Checkpoint("example.com/behind-the-sofa", 20852163, ROOT)
    assert str(Checkpoint.parse(CHECKPOINT)) == CHECKPOINT


def test_a_checkpoint_of_a_running_log_is_read_and_written():
    text = Note.parse((GOLDEN / "checkpoint.txt").read_bytes()).text

    assert Checkpoint.parse(text).size == 1432088532
    assert str(Checkpoint.parse(text)) == text


@given(st.builds(Checkpoint, LINES, SIZES, HASHES, st.lists(LINES).map(tuple)))
def test_a_checkpoint_comes_back_from_its_text(checkpoint):
    assert Checkpoint.parse(str(checkpoint)) == checkpoint


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        CHECKPOINT[:-1],
        CHECKPOINT + "\n",
        CHECKPOINT + "more",
        CHECKPOINT + "one\n\ntwo\n",
        "\n" + CHECKPOINT,
        CHECKPOINT.replace("example.com/behind-the-sofa", ""),
        CHECKPOINT.replace("20852163\n", ""),
        *[CHECKPOINT.replace("20852163", size) for size in ["01", "+1", "1_0", " 1", "٢", "-1", "1.0", str(2**63)]],
        *[CHECKPOINT.replace("q2I=", end) for end in ["q2J=", "q2I", "q2I= ", "q2IA", "q2I==", "_2I=", ""]],
    ],
    ids=range(24),
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(tlog.MalformedCheckpoint):
        Checkpoint.parse(text)


@pytest.mark.parametrize(
    ("found", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 0, 1), "tile/0/000.p/1"),
        (Tile(1, 999, 255), "tile/1/999.p/255"),
        (Tile(2, 1000), "tile/2/x001/000"),
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(63, 1234067, 8), "tile/63/x001/x234/067.p/8"),
        (EntryBundle(273, 112), "tile/entries/273.p/112"),
        (EntryBundle(1000000), "tile/entries/x001/x000/000"),
        (Tile(0, 2**55 - 1), "tile/0/x036/x028/x797/x018/x963/967"),
    ],
)
def test_a_path_is_that_of_the_specification(found, path):
    assert found.path == path
    assert tlog.parse_path(path) == found


@given(TILES | BUNDLES)
def test_a_tile_comes_back_from_its_path(found):
    assert tlog.parse_path(found.path) == found


BAD_PATHS = """
    tile tile/0 tile/0/0 tile/0/00 tile/0/0000 tile/0/1234 tile/0/x000/001 tile/0/001/002 tile/0/x001 tile/0/x001/x002
    tile/00/000 tile/64/000 tile/-1/000 tile/0/-01 tile/0/000.p/0 tile/0/000.p/01 tile/0/000.p/256 tile/0/000.p/
    tile/0/000.p tile/0/000/ /tile/0/000 tile/٠/000 tile/0/٠٠٠ tile/8/0/000 tile/data/000 tile/entries/x000/000
    tile/0/x036/x028/x797/x018/x963/968 tile/0/x001/x000/x000/x000/x000/x000/000
"""


@pytest.mark.parametrize("path", ["", "tile/0/000\n", *BAD_PATHS.split()])
def test_what_is_no_path_of_a_tile_is_refused(path):
    with pytest.raises(tlog.MalformedTile):
        tlog.parse_path(path)


@pytest.mark.parametrize(
    ("size", "full", "partial"),
    [
        (0, {}, []),
        (1, {}, [Tile(0, 0, 1)]),
        (256, {0: 1}, [Tile(1, 0, 1)]),
        (257, {0: 1}, [Tile(0, 1, 1), Tile(1, 0, 1)]),
        (70000, {0: 273, 1: 1}, [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]),
    ],
)
def test_a_tree_has_the_tiles_of_the_specification(size, full, partial):
    tiles = list(tlog.tiles(size))

    assert [tile for tile in tiles if tile.width < 256] == partial
    assert [tile for tile in tiles if tile.width == 256] == [Tile(at, n) for at in full for n in range(full[at])]
    assert list(tlog.entry_bundles(size)) == [EntryBundle(tile.index, tile.width) for tile in tiles if tile.level == 0]


@given(st.integers(0, 200_000))
def test_the_tiles_of_a_tree_are_in_it_and_no_wider_ones(size):
    tiles = list(tlog.tiles(size))

    assert all(tile.is_in(size) for tile in tiles)
    assert not any(Tile(tile.level, tile.index, tile.width + 1).is_in(size) for tile in tiles if tile.width < 256)
    assert not any(Tile(tile.level, tile.index + 1, 1).is_in(size) for tile in tiles if tile.width < 256)


@given(st.integers(0, 200_000))
def test_the_bundles_of_a_log_hold_each_entry_once(size):
    bundles = list(tlog.entry_bundles(size))

    assert [leaf for bundle in bundles for leaf in bundle.leaves()] == list(range(size))
    assert all(bundle.is_in(size) and not bundle.is_in(bundle.leaves()[-1]) for bundle in bundles)


def test_the_hashes_of_a_tile_lie_eight_levels_apart():
    assert Tile(0, 0, 3).coordinates() == [(0, 0), (0, 1), (0, 2)]
    assert Tile(2, 1, 2).coordinates() == [(16, 256), (16, 257)]
    assert Tile(1, 5).coordinates() == [(8, index) for index in range(1280, 1536)]


@pytest.mark.parametrize("parts", [(-1, 0), (64, 0), (0, -1), (0, 2**55), (0, 0, 0), (0, 0, 257)])
def test_a_tile_out_of_bounds_is_refused(parts):
    with pytest.raises(tlog.MalformedTile):
        Tile(*parts)


@pytest.mark.parametrize("parts", [(-1,), (2**55,), (0, 0), (0, 257)])
def test_a_bundle_out_of_bounds_is_refused(parts):
    with pytest.raises(tlog.MalformedTile):
        EntryBundle(*parts)


def test_entries_stand_after_their_length():
    assert tlog.render_entries([b"ab", b"", b"c" * 300]) == b"\x00\x02ab\x00\x00\x01\x2c" + b"c" * 300


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=256))
def test_entries_come_back_from_a_bundle(entries):
    assert tlog.parse_entries(tlog.render_entries(entries)) == entries


@given(st.lists(st.binary(max_size=9), min_size=1, max_size=5), st.integers(1, 9))
def test_a_bundle_cut_short_does_not_come_back_whole(entries, cut):
    whole = tlog.render_entries(entries)
    try:
        found = tlog.parse_entries(whole[:-cut])
    except tlog.MalformedTile:
        return
    assert found == entries[: len(found)] != entries


@pytest.mark.parametrize("joined", [b"", b"\x00", b"\x00\x01", b"\x00\x00\x00", b"\x00\x02a", b"\x00\x00" * 257])
def test_what_is_no_bundle_is_refused(joined):
    with pytest.raises(tlog.MalformedTile):
        tlog.parse_entries(joined)


@pytest.mark.parametrize("entries", [[], [b""] * 257, [b"a" * 65536]], ids=["none", "too many", "too long"])
def test_entries_that_no_bundle_can_hold_are_refused(entries):
    with pytest.raises(tlog.MalformedTile):
        tlog.render_entries(entries)


def test_a_proof_is_written_as_the_specification_shows_it():
    first, second, third = (base64.b64encode(item).decode() for item in proof_of(2).hashes)
    note = proof_of(2).note.render().decode()
    text = f"c2sp.org/tlog-proof@v1\nindex 2\n{first}\n{second}\n{third}\n\n{note}"

    assert proof_of(2).render().decode() == text
    assert Proof.parse(text.encode()) == proof_of(2)


def test_the_proof_of_a_single_entry_has_no_hashes():
    assert proof_of(0, 1).render().startswith(b"c2sp.org/tlog-proof@v1\nindex 0\n\nexample.com/log\n1\n")
    assert Proof.parse(proof_of(0, 1).render()) == proof_of(0, 1)


@given(st.builds(Proof, st.integers(0, 2**63 - 2), st.lists(HASHES).map(tuple), st.just(proof_of(0).note), st.binary()))
def test_a_proof_comes_back_from_its_bytes(proof):
    assert Proof.parse(proof.render()) == proof


@pytest.mark.parametrize("index", range(5))
def test_a_proof_shows_its_entry_in_the_checkpoint(index):
    head = proof_of(index).verify(ENTRIES[index], [LOG.verifier()])

    assert head == proof_of(index).checkpoint


def test_a_proof_does_not_show_another_entry():
    with pytest.raises(merkle.ProofError):
        proof_of(2).verify(ENTRIES[3], [LOG.verifier()])


def test_a_proof_without_a_known_signature_shows_nothing():
    with pytest.raises(signed_note.UnsignedNote):
        proof_of(2).verify(ENTRIES[2], [SignerKey.generate("example.com/log").verifier()])


TEXT = proof_of(2).render().decode()


@given(st.integers(0, len(TEXT) - 1), st.characters())
def test_a_proof_with_another_character_shows_nothing(place, character):
    assume(TEXT[place] != character)
    changed = (TEXT[:place] + character + TEXT[place + 1 :]).encode(errors="surrogatepass")
    with pytest.raises(ValueError, match=r"."):
        Proof.parse(changed).verify(ENTRIES[2], [LOG.verifier()])


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXT.replace("@v1", "@v2"),
        TEXT.replace("index 2\n", ""),
        TEXT.replace("index 2", "index 02"),
        TEXT.replace("index 2", "index -2"),
        TEXT.replace("index 2", "index  2"),
        TEXT.replace("index 2", "Index 2"),
        TEXT.replace("index 2", "index 9223372036854775807"),
        TEXT.replace("index 2", "extra \nindex 2"),
        TEXT.replace("index 2", "extra AA\nindex 2"),
        TEXT.replace("index 2", "extra AB==\nindex 2"),
        TEXT.replace("index 2", "extra AAAA\nextra AAAA\nindex 2"),
        TEXT.replace("index 2\n", "index 2\nextra AAAA\n"),
        TEXT.replace("index 2\n", "index 2\nAAAA\n"),
        TEXT.replace("index 2\n", "index 2\n\n"),
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n\nexample", "\nexample"),
        TEXT.replace("\n\nexample", "\n\n\nexample"),
        TEXT.partition("\n\n")[0],
        TEXT.replace("index 2\n", "index 2\n" + (base64.b64encode(bytes(32)).decode() + "\n") * 61),
        "\n" + TEXT,
        TEXT + "\n",
    ],
    ids=range(22),
)
def test_what_is_no_proof_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        Proof.parse(text.encode()).verify(ENTRIES[2], [LOG.verifier()])
    with pytest.raises(tlog.MalformedProof):
        Proof.parse(text.encode())
