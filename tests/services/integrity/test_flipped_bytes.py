"""Any byte of the database file may go bad: that is found, or it changed nothing that anybody reads."""

import marshal
import random
import shutil
from collections import defaultdict

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from tests.conftest import ON_SQLITE
from tests.services.integrity import examining, forgeries, pages
from tracker.cli import tracker
from tracker.models import Base, db
from tracker.models.database import sqlite_driver

SEED, PARTS, EACH = 20261122, 5, 100
SOAKED_PARTS, SOAKED = 10, 2_000

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
        return {name: sorted(map(packed, connection.execute(f"SELECT {columns_of(name)} FROM {name}"))) for name in
                forgeries.tables()}  # fmt: skip
    except (driver.Error, UnicodeDecodeError):
        # The latter where the driver cannot even say what is wrong.
        return None
    finally:
        connection.close()


def packed(row):
    # An older format of it, in which what is alike is written alike.
    return marshal.dumps(row, 2)


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


def test_a_damaged_name_in_the_schema_is_told_though_the_driver_cannot_say_it(app, file):
    content = file.read_bytes()
    file.write_bytes(content.replace(b"ix_source_page", b"ix_source_pag\xe5", 1))

    assert is_noticed(app)
    file.write_bytes(content)


def unnoticed_by_page(app, path, chosen):
    """Return the same of many flips, in less time: most are told by the one examination that reads the page.

    A page belongs to one table or to none, and what lies in none is read for no table: that is seen of many at once.
    Only what is left takes the long way.
    """
    owners, content, size = pages.owners(path, forgeries.tables()), path.read_bytes(), pages.size(path)
    kinds = defaultdict(list)
    for flip in chosen:
        kinds[owners.get(flip[0] // size + 1)].append(flip)
    left = changing(path, kinds.pop(None), content)
    engine = reading_only(path)
    for table, flipped in kinds.items():
        left += [flip for flip in flipped if not is_told(app, path, engine, table=table, content=with_(content, flip))]
    path.write_bytes(content)
    return unnoticed(app, path, left)


def changing(path, chosen, content):
    """Return the flips without which the rest changes nothing that is read, by halves."""
    path.write_bytes(content)
    sound, queue, found = dumped(path), [chosen[start : start + 64] for start in range(0, len(chosen), 64)], []
    while queue:
        together = queue.pop()
        path.write_bytes(with_(content, *together))
        if dumped(path) == sound:
            continue
        half = len(together) // 2
        queue += [together[:half], together[half:]] if half else []
        found += [] if half else together
    return found


def with_(content, *chosen):
    changed = bytearray(content)
    for place, bit in chosen:
        changed[place] ^= bit
    return changed


def reading_only(path):
    """Return an engine whose every connection reads the file as it is, and leaves it and its folder alone."""
    url, driver = f"file:{path}?mode=ro&immutable=1", sqlite_driver()
    engine = create_engine(
        "sqlite://", module=driver, creator=lambda: driver.connect(url, uri=True), poolclass=NullPool
    )
    engine.connect().close()
    return engine


def is_told(app, path, engine, *, table, content):
    """Tell whether what examines a table finds fault with it."""
    path.write_bytes(content)
    try:
        with app.app_context(), engine.connect() as connection:
            of_log = table.startswith("log_")
            made = examining.verified(connection) if of_log else examining.audited(app, connection)
    except DBAPIError:
        # What the command says of that is seen when it is run.
        return False
    finally:
        let_go(app)
    return made.findings.count > 0


@pytest.mark.soak
@pytest.mark.parametrize("part", range(SOAKED_PARTS))
def test_whichever_byte_flips_is_found_or_changes_nothing(part, app, file):
    assert unnoticed_by_page(app, file, flips(file, SEED + PARTS + part, SOAKED)) == []
    assert examining.everything(app) == []
