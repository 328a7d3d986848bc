"""The signer signs what goes on from its memory, and nothing else ever again."""

import sqlite3
import stat
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests import logbook
from tests.cli.conftest import until
from tests.conftest import ON_SQLITE, opened
from tests.newsrooms import created
from tracker.domain.actors import OPERATOR
from tracker.errors import LogNotSound, UsageError
from tracker.lib import merkle, signed_note
from tracker.models import LogCheckpoint, db
from tracker.services import log_tree, recovery
from tracker.services.signing_thread import SigningThread


@pytest.fixture
def signer(app):
    """A signer with a key, beside the test's database."""
    found = app.extensions["signer"]
    found.init("tracker.example/log")
    return found


def signed(app, signer):
    with app.app_context():
        return signer.sign()


def checkpoints(app):
    with app.app_context():
        return db.session().execute(select(LogCheckpoint.size).order_by(LogCheckpoint.size)).scalars().all()


def test_the_key_is_for_its_owner_alone_and_made_once(signer):
    assert stat.S_IMODE(signer.path.stat().st_mode) == 0o600
    assert signer.verifier == signer.key.verifier()
    with pytest.raises(UsageError):
        signer.init("tracker.example/log")


@pytest.mark.parametrize("origin", ["", "with space", "a+b", "line\nfeed"])
def test_an_origin_is_a_name_that_notes_can_have(app, origin):
    with pytest.raises(UsageError):
        app.extensions["signer"].init(origin)


def test_a_checkpoint_is_of_the_log_as_it_is_and_signed(app, newsroom, signer):
    newsroom.claim()
    found = signed(app, signer)

    with app.app_context(), db.engine.connect() as connection:
        assert (found.checkpoint.size, found.checkpoint.root) == log_tree.head(connection)
    assert list(signed_note.verify(found.note, [signer.verifier])) == [signer.verifier]
    assert found.checkpoint.origin == "tracker.example/log"


def test_a_log_that_has_not_grown_is_not_signed_again(app, newsroom, signer):
    first = signed(app, signer)
    again = signed(app, signer)
    newsroom.claim()
    later = signed(app, signer)

    assert again == first
    assert checkpoints(app) == [first.checkpoint.size, later.checkpoint.size]


def test_what_was_remembered_and_not_stored_is_stored_by_the_next_signing(app, newsroom, signer):
    newsroom.claim()
    with app.app_context():
        # As a crash leaves it: the memory is written first.
        forgotten = signer._next(signer.key)
    assert checkpoints(app) == []

    assert signed(app, signer) == forgotten
    assert checkpoints(app) == [forgotten.checkpoint.size]


def rewritten(app):
    """Forge the newest leaf and all that hangs on it, as somebody with the database's password can."""
    with app.app_context(), db.engine.connect() as connection:
        leaves = [bytes(entry.row.leaf) for entry in logbook.entries(connection)]
        leaves[-1] = merkle.leaf_hash(b"something else")
        frontier = merkle.Frontier()
        list(frontier.extend(leaves))
        return frontier


@ON_SQLITE
def test_an_old_backup_is_never_signed(app, settings, newsroom, signer, tmp_path):
    newsroom.claim()
    old = _copy(settings, tmp_path)
    newsroom.claim()
    signed(app, signer)

    with opened(replace(settings, database_url=f"sqlite:///{old}")) as restored:
        with pytest.raises(LogNotSound, match="entries and had"):
            signed(restored, signer)
        restored.extensions["signer"] = signer
        answer = restored.test_client().get("/readyz")
    assert (answer.status_code, "not sound" in answer.json["checks"]["log"]) == (503, True)


@ON_SQLITE
def test_a_fork_is_never_signed_even_with_the_real_key(app, settings, newsroom, signer, tmp_path):
    newsroom.claim()
    other = _copy(settings, tmp_path)
    newsroom.claim()
    signed(app, signer)

    with opened(replace(settings, database_url=f"sqlite:///{other}")) as forked:
        room = replace(newsroom, client=forked.test_client())
        room.claim()
        room.claim()
        with pytest.raises(LogNotSound, match="proof"):
            signed(forked, signer)


@ON_SQLITE
def test_an_edge_that_was_rewritten_is_not_signed(app, settings, newsroom, signer):
    newsroom.claim()
    signed(app, signer)
    frontier = rewritten(app)
    connection = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"))
    connection.execute("DROP TRIGGER log_head_edge")
    connection.execute("UPDATE log_head SET frontier = ?", (frontier.to_bytes(),))
    connection.commit()
    connection.close()

    with pytest.raises(LogNotSound, match="not the one that was signed"):
        signed(app, signer)


def test_a_signer_that_lost_its_memory_does_not_begin_anew(app, newsroom, signer):
    newsroom.claim()
    signed(app, signer)
    signer.path.with_suffix(".checkpoint").unlink()

    with pytest.raises(LogNotSound, match="memory"):
        signed(app, signer)


def test_nothing_is_published_while_the_log_is_not_sound(app, newsroom, signer):
    claim_id = newsroom.claim_in("approved")
    signer.path.with_suffix(".alarm").write_text("a test\n")
    refused = newsroom.step(claim_id, "publish", kind="original")
    signer.path.with_suffix(".alarm").unlink()

    assert (refused.status_code, refused.json["type"]) == (503, "/problems/log-not-sound")
    created(newsroom.step(claim_id, "publish", kind="original"))


def test_a_publication_is_signed_by_itself(app, newsroom, signer):
    claim_id = newsroom.claim_in("approved")
    thread = SigningThread(signer, app.app_context)
    thread.start()
    try:
        until(lambda: checkpoints(app))
        created(newsroom.step(claim_id, "publish", kind="original"))
        with app.app_context(), db.engine.connect() as connection:
            size = log_tree.head(connection)[0]
        until(lambda: checkpoints(app)[-1] == size)
    finally:
        thread.end()
        thread.join(10)
    assert not thread.is_alive()


def _copy(settings, folder):
    source = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"))
    target = folder / "old.sqlite"
    copy = sqlite3.connect(target)
    source.backup(copy)
    copy.close()
    source.close()
    return target


def test_after_an_alarm_a_new_log_tells_of_the_old_one(app, newsroom, signer):
    newsroom.claim()
    old = signed(app, signer)
    signer.path.with_suffix(".alarm").write_text("a test\n")
    with app.app_context():
        new = recovery.recover(OPERATOR, signer, origin="tracker.example/second")
    told = newsroom.get("/audit/entries", who="auditor").json["items"]

    assert (new.checkpoint.origin, signer.alarm) == ("tracker.example/second", None)
    assert new.checkpoint.size > old.checkpoint.size
    assert any(old.checkpoint.root.hex() in (entry["reason"] or "") for entry in told)
    assert list(signed_note.verify(new.note, [signer.verifier])) == [signer.verifier]
    assert len(list(signer.path.parent.glob("log.key.*"))) == 1


@pytest.mark.parametrize("origin", ["tracker.example/log", "no name"])
def test_a_new_log_has_another_name(app, newsroom, signer, origin):
    newsroom.claim()
    signed(app, signer)
    with app.app_context(), pytest.raises(UsageError):
        recovery.recover(OPERATOR, signer, origin=origin)
    assert signer.is_set_up


def test_there_is_nothing_to_recover_of_a_log_that_was_never_signed(app, signer):
    with app.app_context(), pytest.raises(UsageError):
        recovery.recover(OPERATOR, signer, origin="tracker.example/second")
