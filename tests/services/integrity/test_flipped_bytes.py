"""Any byte of the database file may go bad: that is found, or it changed nothing that anybody reads."""

import random
import shutil

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo

from tests.conftest import ON_SQLITE
from tests.services.integrity import examining, forgeries
from tracker.cli import tracker
from tracker.models import Base, db
from tracker.models.database import sqlite_driver

SEED, PARTS, EACH = 20261122, 5, 100
SOAKED = 20_000

pytestmark = ON_SQLITE


@pytest.fixture
def file(busy, app):
    """The database file of a busy newsroom, with nothing beside it."""
    path = app.config["TRACKER"].data_dir / "tracker.sqlite"
    let_go(app)
    connection = sqlite_driver().connect(path)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    return path


def let_go(app):
    app.extensions["log_size"].close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def dumped(path):
    """Return the rows of all tables of the log and those made of it, or None where they cannot be read."""
    driver = sqlite_driver()
    connection = driver.connect(path)
    connection.text_factory = bytes
    try:
        return {name: sorted(map(repr, connection.execute(f"SELECT {columns_of(name)} FROM {name}"))) for name in
                forgeries.tables()}  # fmt: skip
    except driver.Error:
        return None
    finally:
        connection.close()


def columns_of(name):
    return ", ".join(f'"{column.name}"' for column in Base.metadata.tables[name].columns)


def flips(path, seed, count):
    chance = random.Random(seed)
    size = path.stat().st_size
    return [(chance.randrange(size), 1 << chance.randrange(8)) for _ in range(count)]


def unnoticed(app, path, chosen):
    """Return the flips that nobody notices and that change what is read."""
    sound, kept = dumped(path), path.with_suffix(".sound")
    shutil.copyfile(path, kept)
    found = []
    for place, bit in chosen:
        content = bytearray(kept.read_bytes())
        content[place] ^= bit
        path.write_bytes(content)
        if dumped(path) != sound and not is_noticed(app):
            found.append((place, bit))
        for beside in ("-wal", "-shm", "-journal"):
            path.with_name(path.name + beside).unlink(missing_ok=True)
    shutil.copyfile(kept, path)
    return found


def is_noticed(app):
    for name in ("verify", "audit"):
        result = CliRunner().invoke(tracker, ["log", name], obj=ScriptInfo(create_app=lambda: app))
        assert isinstance(result.exception, SystemExit | None), result.exception
        let_go(app)
        if result.exit_code:
            assert result.exit_code == 2, result.output
            return True
    return False


@pytest.mark.parametrize("part", range(PARTS))
def test_a_flipped_byte_is_found_or_changes_nothing(part, app, file):
    assert unnoticed(app, file, flips(file, SEED + part, EACH)) == []
    assert examining.everything(app) == []


@pytest.mark.soak
def test_whichever_byte_flips_is_found_or_changes_nothing(app, file):
    assert unnoticed(app, file, flips(file, SEED, SOAKED)) == []
