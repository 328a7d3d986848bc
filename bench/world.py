"""The world that all populations grow from: two newsrooms and one model claim of each state, made through the API."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from flask import Flask

from bench.places import PUBLIC_URL, ROOT, VAR
from tests.newsrooms import EXAMPLES, ROADS, Newsroom, founded
from tracker.app import create_app
from tracker.config import Config
from tracker.models import db

MODEL_TEXT = "Prices of bread rose by exactly 00000000 percent in one year."
MODEL_URL = "https://paper.example/speech/00000000"
STATES = ("logged", "queued", "investigating", "in_review", "approved", "published", "retracted", "rejected")
# What the log itself writes is made with a population's log.
OUTSIDE = {"log_entry", "log_field", "log_node", "log_head", "change", "alembic_version", "idempotency_key"}
DATABASE = VAR / "world.sqlite"
CARD = VAR / "world.json"
Row = dict[str, object]
Rows = dict[str, list[Row]]
Key = tuple[object, ...]


@dataclass(frozen=True)
class World:
    """What is known of the world: a reader's key, ids, and the rows of one model claim for each state."""

    key: str
    account_id: str
    organization_id: str
    claimant_id: str
    model_rows: dict[str, Rows]
    migrations: str


def known() -> World:
    """Return the world, which is made once and kept until a migration changes."""
    card = json.loads(CARD.read_text(encoding="utf-8")) if CARD.exists() else {}
    if card.get("migrations") != digest_of_migrations():
        _make()
        card = json.loads(CARD.read_text(encoding="utf-8"))
    return World(**card)


def settings_for(database_url: str) -> Config:
    """Return the tracker's settings for a database of the benchmarks."""
    return Config(data_dir=VAR / "files", database_url=database_url, public_url=PUBLIC_URL, log_level="ERROR",
                  failed_keys_limit="1000000 per minute")  # fmt: skip


def migrate(database_url: str) -> None:
    """Bring a database up to date."""
    configuration = AlembicConfig(toml_file=ROOT / "pyproject.toml")
    configuration.attributes["database_url"] = database_url
    command.upgrade(configuration, "head")


def sqlite_url(path: Path) -> str:
    """Return the URL of a database file."""
    return f"sqlite:///{path}"


def digest_of_migrations() -> str:
    """Return what changes with the schema."""
    return sha256(b"".join(path.read_bytes() for path in sorted((ROOT / "migrations").rglob("*.py")))).hexdigest()


def _make() -> None:
    shutil.rmtree(VAR / "populations", ignore_errors=True)
    VAR.mkdir(parents=True, exist_ok=True)
    for suffix in ("", "-wal", "-shm"):
        Path(f"{DATABASE}{suffix}").unlink(missing_ok=True)
    migrate(sqlite_url(DATABASE))
    app = create_app(settings_for(sqlite_url(DATABASE)))
    with app.app_context():
        room = replace(founded("example", "Example Checks"), client=app.test_client())
        founded("other", "Other Checks")
    _inhabit(app, room)


def _inhabit(app: Flask, room: Newsroom) -> None:
    # The first claim makes what the later ones share: the claimant, and the evidence's source with its origin.
    first = _model_claim(room, "published", number="first")
    connection = sqlite3.connect(DATABASE)
    rows = {}
    for state in STATES:
        before = _known_rows(connection)
        _model_claim(room, state)
        rows[state] = _rows_since(connection, before)
    claimant_id: str = connection.execute("SELECT claimant_id FROM claim WHERE id = ?", (first,)).fetchone()[0]
    connection.close()
    close(app)
    world = World(key=room.keys["everyone"], account_id=room.accounts["everyone"], organization_id=room.organization_id,
                  claimant_id=claimant_id, model_rows=rows, migrations=digest_of_migrations())  # fmt: skip
    CARD.write_text(json.dumps(asdict(world)), encoding="utf-8")


def _model_claim(room: Newsroom, state: str, *, number: str | None = None) -> str:
    url = f"{MODEL_URL}/{number or state}"
    appearance = EXAMPLES["claim"]["appearances"][0] | {"url": url, "wording": "Bread costs far more than a year ago."}
    claim_id: str = room.claim(text=MODEL_TEXT, appearances=[appearance])["id"]
    for advance in ROADS[state]:
        advance(room, claim_id)
    return claim_id


def _tables(connection: sqlite3.Connection) -> list[str]:
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    # The database's own tables behind an index of words are no rows of ours.
    return [name for name in names if name not in OUTSIDE and not name.startswith("search_")]


def _known_rows(connection: sqlite3.Connection) -> dict[str, set[Key]]:
    return {table: {key for key, _ in _rows_of(connection, table)} for table in _tables(connection)}


def _rows_since(connection: sqlite3.Connection, before: dict[str, set[Key]]) -> Rows:
    found: Rows = {}
    for table, known in before.items():
        rows = [row for key, row in _rows_of(connection, table) if key not in known]
        if rows:
            found[table] = [{name: _as_text(value) for name, value in row.items()} for row in rows]
    return found


def _rows_of(connection: sqlite3.Connection, table: str) -> Iterator[tuple[Key, Row]]:
    keys = {name for _, name, _, _, _, place in connection.execute(f"PRAGMA table_info({table})") if place}
    cursor = connection.execute(f"SELECT * FROM {table}")  # noqa: S608  # our own names
    for values in cursor:
        row = {column[0]: value for column, value in zip(cursor.description, values, strict=True)}
        yield tuple(value for name, value in row.items() if name in keys), row


def _as_text(value: object) -> object:
    return value.decode() if isinstance(value, bytes) else value


def close(app: Flask) -> None:
    """Let go of an application's database; one in a file is then all in that file."""
    app.extensions["log_size"].close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    settings: Config = app.config["TRACKER"]
    if settings.is_sqlite:
        connection = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
