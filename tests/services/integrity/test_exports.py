"""What is handed out is the log as C2SP tlog-tiles has it, whole or not at all, and discloses nothing."""

import os
import signal
from hashlib import sha256

import pytest
from sqlalchemy import text

from tests.cli.conftest import process
from tests.services.integrity import examining
from tests.services.integrity.signing import KEY, ORIGIN, sign
from tests.services.integrity.synthetic import grown
from tracker.domain.actors import OPERATOR
from tracker.lib import merkle, signed_note, tlog
from tracker.lib.signed_note import Note
from tracker.lib.tlog import Checkpoint
from tracker.models import db
from tracker.services.integrity import exports
from tracker.services.integrity.snapshot import snapshot

SIZES = (0, 1, 255, 256, 257)


def exported(app, folder, **options):
    with app.app_context(), snapshot() as connection:
        return exports.export(
            OPERATOR, connection, folder, keys=[KEY.verifier()], show=options.get("show", examining.unseen)
        )


def proved(folder):
    """Read an export back by tiles alone, and return its checkpoint once all of it leads to the root."""
    note = Note.parse((folder / "checkpoint").read_bytes())
    signed_note.verify(note, [KEY.verifier()])
    head = Checkpoint.parse(note.text)
    entries = [entry for bundle in tlog.entry_bundles(head.size)
               for entry in tlog.parse_entries((folder / bundle.path).read_bytes())]  # fmt: skip
    hashes = {}
    for tile in tlog.tiles(head.size):
        kept = merkle.split_hashes((folder / tile.path).read_bytes())
        hashes |= dict(zip(tile.coordinates(), kept, strict=True))
    assert [hashes[0, seq] for seq in range(head.size)] == [merkle.leaf_hash(entry) for entry in entries]
    frontier = merkle.Frontier()
    nodes = {(level, index): top for level, index, top in frontier.extend(map(merkle.leaf_hash, entries))}
    assert all(nodes.get(place, top) == top for place, top in hashes.items())
    assert frontier.root() == head.root
    return head


def content(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def size_of(app):
    with app.app_context():
        return db.session().execute(text("SELECT size FROM log_head")).scalar_one()


@pytest.mark.parametrize("size", SIZES)
def test_an_export_of_any_size_leads_to_the_signed_root(size, empty, tmp_path):
    grown(empty, size)

    made = exported(empty, tmp_path / "log")

    assert proved(tmp_path / "log").size == made.size == size
    assert (tmp_path / "log/key").read_text() == f"{KEY.verifier()}\n"
    assert set(content(tmp_path / "log")) == {"checkpoint", "key"} | {
        piece.path for piece in [*tlog.tiles(size), *tlog.entry_bundles(size)]
    }


def test_an_export_goes_on_where_the_last_one_ended(busy, tmp_path):
    with busy.app_context():
        sign(db.session())
    exported(busy, tmp_path / "log")
    before = content(tmp_path / "log")
    grown(busy, size_of(busy) + 300)

    made = exported(busy, tmp_path / "log")

    after = content(tmp_path / "log")
    assert proved(tmp_path / "log").size == made.size
    assert all(after[name] == kept for name, kept in before.items() if name != "checkpoint")
    assert exported(busy, tmp_path / "log").written == 2


def test_an_export_of_a_great_log_leads_to_its_root(empty, tmp_path):
    grown(empty, 70_000)

    exported(empty, tmp_path / "log")

    assert proved(tmp_path / "log").size == 70_000


def test_a_changed_tile_is_refused_and_stays(empty, tmp_path):
    grown(empty, 600)
    exported(empty, tmp_path / "log")
    tile = tmp_path / "log/tile/0/001"
    tile.write_bytes(sha256(b"other").digest() + tile.read_bytes()[32:])
    before = content(tmp_path / "log")

    with pytest.raises(exports.ForkFound, match="tile/0/001"):
        exported(empty, tmp_path / "log")
    assert content(tmp_path / "log") == before


def test_an_export_of_another_log_is_not_gone_on_with(empty, tmp_path):
    grown(empty, 3)
    exported(empty, tmp_path / "log")
    other = merkle.Frontier()
    list(other.extend([sha256(b"other").digest()] * 2))
    note = signed_note.sign(str(Checkpoint(ORIGIN, 2, other.root())), KEY)
    (tmp_path / "log/checkpoint").write_bytes(note.render())

    with pytest.raises(exports.ForkFound, match="2 entries"):
        exported(empty, tmp_path / "log")


def test_a_full_disk_leaves_no_torn_file_and_a_later_export_completes_it(empty, tmp_path):
    grown(empty, 3_000)

    def fill(_name, done, _total):
        if done == 256 * 5:
            raise OSError(28, "No space left on device", "a tile")

    with pytest.raises(OSError, match="No space"):
        exported(empty, tmp_path / "log", show=fill)
    early = content(tmp_path / "log")
    exported(empty, tmp_path / "log")

    assert "checkpoint" not in early
    assert proved(tmp_path / "log").size == 3_000
    assert {name: content(tmp_path / "log")[name] for name in early} == early


@pytest.mark.parametrize("files", [1, 9, 17])
def test_an_export_that_is_killed_is_completed_by_the_next(files, empty, tmp_path):
    grown(empty, 6_000)
    folder = tmp_path / "log"

    with process(empty.config["TRACKER"], "log", "export", folder) as running:
        while running.poll() is None and sum(1 for _ in folder.glob("tile/0/*")) < files:
            os.sched_yield()
        running.send_signal(signal.SIGKILL)
        running.communicate()
    killed = content(folder)
    exported(empty, folder)

    assert running.returncode == -signal.SIGKILL
    # It may have come to its end before the signal did.
    assert "checkpoint" not in killed or killed == content(folder)
    assert proved(folder).size == 6_000
    assert not list(folder.rglob(".incoming-*"))


def test_whoever_reads_an_export_learns_nothing(busy, tmp_path):
    with busy.app_context():
        sign(db.session())
        values = [
            value
            for (value,) in db.session().execute(text("SELECT value FROM log_field")).all()
            if value and len(value) > 7 and not value[1:11].replace("-", "").isdigit()
        ]
    exported(busy, tmp_path / "log")
    joined = b"".join(content(tmp_path / "log").values())

    assert len(values) > 500
    assert [value for value in values if value.strip('"').encode() in joined] == []
