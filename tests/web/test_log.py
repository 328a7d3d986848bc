"""What is served of the log: whoever reads it can put the tree together, and learns nothing else."""

import pytest

from tests import drafts
from tracker.lib import merkle, signed_note, tlog
from tracker.lib.signed_note import Note, VerifierKey

TILES = ["0/000.p/999", "0/x001/000", "64/000", "entries/999", "0/000/..", "0", "%00", "0/000.p/0"]


@pytest.fixture
def signer(app):
    """A signer with a key, beside the test's database."""
    found = app.extensions["signer"]
    found.init("tracker.example/log")
    return found


@pytest.fixture
def log(app, signer):
    """A log of some hundred entries, signed."""
    drafts.grow(app, 270)
    with app.app_context():
        signer.sign()
    return app.test_client()


def checkpoint(client):
    key = VerifierKey.parse(client.get("/log/key").text.strip())
    note = Note.parse(client.get("/log/checkpoint").data)
    signed_note.verify(note, [key])
    return tlog.Checkpoint.parse(note.text)


def test_tiles_and_entries_make_up_the_tree_that_was_signed(log):
    head = checkpoint(log)
    leaves = [h for tile in tlog.tiles(head.size) if tile.level == 0 for h in hashes(log, tile)]
    entries = [
        entry for bundle in tlog.entry_bundles(head.size) for entry in tlog.parse_entries(fetched(log, bundle.path))
    ]
    frontier = merkle.Frontier()
    list(frontier.extend(leaves))

    assert head.size > 256
    assert [merkle.leaf_hash(entry) for entry in entries] == leaves
    assert frontier.root() == head.root
    assert [len(hashes(log, tile)) for tile in tlog.tiles(head.size)] == [256, head.size - 256, 1]


def hashes(client, tile):
    return merkle.split_hashes(fetched(client, tile.path))


def fetched(client, path):
    answer = client.get(f"/log/{path}")
    assert answer.status_code == 200, path
    return answer.data


def test_full_tiles_may_be_kept_for_ever_and_others_not(log):
    full, partial = log.get("/log/tile/0/000"), log.get("/log/tile/1/000.p/1")

    assert "immutable" in full.headers["Cache-Control"]
    assert partial.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", TILES)
def test_what_is_no_tile_of_the_signed_log_is_not_found(log, path):
    assert log.get(f"/log/tile/{path}").status_code == 404


def test_an_entry_that_no_checkpoint_covers_is_not_served(log, newsroom):
    head = checkpoint(log)
    newsroom.claim()

    assert log.get(f"/log/proof/{head.size}").status_code == 404
    assert log.get(f"/log/tile/0/001.p/{head.size - 255}").status_code == 404


def test_a_new_checkpoint_is_seen_at_once(app, log, newsroom, signer):
    first = checkpoint(log)
    newsroom.claim()
    before = checkpoint(log)
    with app.app_context():
        signer.sign()

    assert before == first
    assert checkpoint(log).size > first.size


@pytest.mark.parametrize("seq", [0, 1, 255, 256, 260])
def test_each_entry_is_proved(log, seq):
    head, key = checkpoint(log), VerifierKey.parse(log.get("/log/key").text.strip())
    bundle = tlog.EntryBundle(seq // 256, 256 if seq < 256 else head.size - 256)
    entry = tlog.parse_entries(fetched(log, bundle.path))[seq % 256]

    assert tlog.Proof.parse(log.get(f"/log/proof/{seq}").data).verify(entry, [key]) == head


def test_one_size_is_proved_to_be_the_beginning_of_another(app, log, newsroom, signer):
    first = checkpoint(log)
    newsroom.claim()
    with app.app_context():
        signer.sign()
    second = checkpoint(log)
    told = log.get(f"/log/consistency?from={first.size}&to={second.size}").json

    merkle.verify_consistency(
        first.size, second.size, proof=[signed_note.decode(item) for item in told["hashes"]], first_root=first.root,
        second_root=second.root,
    )  # fmt: skip


@pytest.mark.parametrize("query", ["", "?from=1", "?from=x&to=2", "?from=-1&to=2", "?from=1&to=2²"])
def test_sizes_that_are_none_are_refused(log, query):
    assert log.get(f"/log/consistency{query}").status_code == 422


@pytest.mark.parametrize("query", ["?from=0&to=5", "?from=9&to=5", "?from=1&to=99999999"])
def test_there_is_no_proof_between_sizes_that_never_were(log, query):
    assert log.get(f"/log/consistency{query}").status_code == 404


def test_without_a_key_there_is_nothing_to_read(app):
    client = app.test_client()

    assert [client.get(f"/log/{path}").status_code for path in ("key", "checkpoint", "tile/0/000.p/1")] == [404] * 3
