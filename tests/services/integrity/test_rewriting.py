"""Whoever rewrites all of the log is caught by what others kept of it, and by nothing else."""

import json
import secrets
from hashlib import sha256

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo
from sqlalchemy import text

from tests import stories
from tests.services.integrity import forgeries
from tests.services.integrity.signing import KEY, note_of, sign
from tracker.cli import tracker
from tracker.lib import jcs, merkle
from tracker.models import db
from tracker.models.database import WRITING

VERIFIED, NOT_VERIFIED, FORKED = 0, 2, 3


@pytest.fixture
def command(busy):
    """Give a command to the installation; returns its exit code and the document it prints."""

    def give(*words):
        with busy.app_context():
            db.session.remove()
        result = CliRunner().invoke(
            tracker, ["log", *map(str, words), "--json"], obj=ScriptInfo(create_app=lambda: busy)
        )
        return result.exit_code, json.loads(result.stdout or "null"), result.stderr

    return give


@pytest.fixture
def held(busy, tmp_path):
    """A signed checkpoint that somebody held outside."""
    with busy.app_context():
        sign(db.session())
        (tmp_path / "note").write_text(note_of(db.session().connection()))
    return tmp_path / "note"


@pytest.fixture
def writing(busy):
    """A connection past all guards, whose changes are kept when the test says so."""
    with busy.app_context():
        yield db.session().connection(execution_options={WRITING: True})


def rewritten(connection):
    """Salt every field anew, and make entries, tree and head of that."""
    frontier, newest = merkle.Frontier(), {}
    connection.execute(text("DELETE FROM log_node"))
    connection.execute(text("DELETE FROM log_checkpoint"))
    entries = connection.execute(text("SELECT seq, object, entry FROM log_entry ORDER BY seq")).all()
    for seq, name, entry in entries:
        digests = [resalted(connection, seq, field, newest.get(name)) for field in fields_of(connection, seq)]
        told = jcs.canonical({**json.loads(entry), "d": sorted(digests)})
        leaf = newest[name] = merkle.leaf_hash(told)
        put = "UPDATE log_entry SET entry = :entry, leaf = :leaf WHERE seq = :seq"
        connection.execute(text(put), {"entry": told, "leaf": leaf, "seq": seq})
        for level, index, top in frontier.append(leaf):
            node = 'INSERT INTO log_node (level, "index", hash) VALUES (:level, :index, :hash)'
            connection.execute(text(node), {"level": level, "index": index, "hash": top})
    connection.execute(text("UPDATE log_head SET frontier = :edge"), {"edge": frontier.to_bytes()})


def fields_of(connection, seq):
    return connection.execute(text("SELECT name, value, digest FROM log_field WHERE seq = :seq"), {"seq": seq}).all()


def resalted(connection, seq, field, prev):
    if field.value is None:
        # What was erased has nothing left to be salted.
        return bytes(field.digest).hex()
    name, value = field.name, jcs.canonical(prev.hex()).decode() if field.name == "prev" else field.value
    salt = secrets.token_bytes(32)
    digest = sha256(b'["%s",%s,%s]' % (salt.hex().encode(), jcs.canonical(name), value.encode())).digest()
    put = "UPDATE log_field SET salt = :salt, value = :value, digest = :digest WHERE seq = :seq AND name = :name"
    connection.execute(text(put), {"salt": salt, "value": value, "digest": digest, "seq": seq, "name": name})
    return digest.hex()


def redigested(connection):
    """Make the digests of publications anew, which are of the salted digests of their fields."""
    rows = connection.execute(
        text("SELECT e.object, f.digest FROM log_entry e JOIN log_field f ON f.seq = e.seq"
             " WHERE e.object LIKE 'publication/%' AND e.revision = 1 AND f.name LIKE '/%'")
    ).all()  # fmt: skip
    for name in {row.object for row in rows}:
        joined = b"".join(sorted(row.digest for row in rows if row.object == name))
        given = {"digest": sha256(joined).hexdigest(), "id": name.partition("/")[2]}
        connection.execute(text("UPDATE publication SET digest = :digest WHERE id = :id"), given)


def cut(connection, size):
    """Take the newest entries away, and make head and tree those of what is left."""
    leaves = connection.execute(text("SELECT leaf FROM log_entry WHERE seq < :size ORDER BY seq"), {"size": size})
    frontier = merkle.Frontier()
    list(frontier.extend([row.leaf for row in leaves.all()]))
    for statement in (
        "DELETE FROM log_checkpoint WHERE size > :size",
        "DELETE FROM change WHERE seq >= :size",
        "DELETE FROM log_field WHERE seq >= :size",
        "DELETE FROM log_entry WHERE seq >= :size",
        'DELETE FROM log_node WHERE ("index" + 1) * (1 << level) > :size',
    ):
        connection.execute(text(statement), {"size": size})
    connection.execute(
        text("UPDATE log_head SET size = :size, frontier = :edge"), {"size": size, "edge": frontier.to_bytes()}
    )


def test_a_sound_log_is_verified_with_and_without_what_was_held(command, held):
    answers = [command("verify"), command("verify", "--since", held, "--key", KEY.verifier()), command("audit"),
               command("verify", "--tree-only", "--since", held)]  # fmt: skip

    assert [code for code, _, _ in answers] == [VERIFIED] * 4
    assert answers[1][1]["signatures"]
    assert not answers[0][1]["signatures"]


def test_the_log_may_go_on_after_what_was_held(command, held, other_newsroom):
    stories.tell(other_newsroom)

    assert command("verify", "--since", held)[0] == VERIFIED


def test_a_consistent_rewrite_is_found_only_by_what_was_held_outside(command, held, writing):
    forgeries.guards_off(writing)
    rewritten(writing)
    redigested(writing)
    db.session().commit()

    # Whoever can write everything writes a log as sound as the one before: that is why notes are held outside.
    assert [command("verify")[0], command("audit")[0]] == [VERIFIED, VERIFIED]
    code, told, _ = command("verify", "--since", held)
    assert (code, told["forked"]) == (FORKED, True)


def test_a_log_cut_short_is_found_by_what_was_held_outside(command, held, writing):
    forgeries.guards_off(writing)
    cut(writing, int(held.read_text().split("\n")[1]) - 3)
    db.session().commit()

    assert command("verify")[0] == VERIFIED
    assert command("verify", "--since", held)[0] == FORKED


def test_an_old_backup_put_back_is_found_by_what_was_held_outside(command, other_newsroom, busy, tmp_path, run_backup):
    run_backup("backup", tmp_path / "old")
    other_newsroom.claim_in("published")
    with busy.app_context():
        db.session.remove()
        (tmp_path / "newer").write_text(note_of(db.session().connection()))
        db.session.remove()
    run_backup("restore", tmp_path / "old", "--force")

    assert [command("verify")[0], command("audit")[0]] == [VERIFIED, VERIFIED]
    assert command("verify", "--since", tmp_path / "newer")[0] == FORKED


@pytest.fixture
def run_backup(busy):
    """Give a command that must succeed."""

    def give(*words):
        result = CliRunner().invoke(tracker, [str(word) for word in words], obj=ScriptInfo(create_app=lambda: busy))
        assert result.exit_code == 0, result.output

    return give


def test_what_is_wrong_is_told_a_line_each(command, writing):
    forgeries.guards_off(writing)
    writing.execute(text("UPDATE log_entry SET kind = 'claim.updated' WHERE seq = 7"))
    writing.execute(text("UPDATE account SET email = 'somebody@else.example' WHERE name = 'checker'"))
    db.session().commit()

    code, told, _ = command("verify")
    assert (code, [(item["table"], item["seq"]) for item in told["findings"]]) == (NOT_VERIFIED, [("log_entry", 7)])
    code, told, _ = command("audit")
    assert (code, {(item["table"], item["column"]) for item in told["findings"]}) == (
        NOT_VERIFIED,
        {("account", "email")},
    )


def test_a_file_that_is_no_checkpoint_proves_nothing(command, tmp_path):
    (tmp_path / "note").write_text("nothing signed")

    code, _, told = command("verify", "--since", tmp_path / "note")

    assert code == NOT_VERIFIED
    assert "no signed checkpoint" in told


def test_a_captured_file_that_is_lost_or_damaged_is_named(busy, found):
    files = sorted(path for path in busy.config["TRACKER"].files_dir.rglob("*") if path.is_file())
    content = files[0].read_bytes()
    files[0].write_bytes(content + b"!")
    damaged = found()
    files[0].unlink()
    lost = found()
    files[0].write_bytes(content)

    assert {finding.table for finding in damaged + lost} == {"capture"}
    assert "damaged" in damaged[0].detail
    assert "not there" in lost[0].detail
    assert found() == []
