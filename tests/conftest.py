"""What all tests share: both databases, an application on each, and newsrooms that are at work in it."""

import gc
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config as AlembicConfig
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Connection

from tests import documents, engines, routing
from tests.folders import quick_place
from tests.newsrooms import Newsroom, founded
from tests.servers import PostgresCluster
from tracker.app import create_app
from tracker.config import Config
from tracker.lib.ids import new_id
from tracker.models import db

ROOT = Path(__file__).parents[1]
DATABASES = ("sqlite", "postgres")
# The modules that take longest, in order.
LONGEST = (
    "api/test_schemathesis", "api/test_bad_bodies", "journeys/test_past.", "journeys/test_webhooks",
    "api/test_permissions", "integrity/test_flipped_bytes", "cli/test_moving", "journeys/test_following",
    "cli/test_backups", "journeys/test_concurrency", "integrity/test_rewriting", "cli/test_commands",
    "integrity/test_tampering", "cli/test_backup_under_load",
)  # fmt: skip
# No test asserts a time, nor does Hypothesis on its own.
hypothesis_settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("untimed")
routing.remember_builders()
# Where pytest makes its temporary folders.
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(quick_place()))
# For a test that is about one of them.
ON_SQLITE, ON_POSTGRES = (pytest.mark.parametrize("database_kind", [kind], indirect=True) for kind in DATABASES)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, or one worker would be alone with it at the end."""
    items.sort(key=lambda item: [name not in item.nodeid for name in LONGEST])


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and not in what was imported: that is a third of the time otherwise."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Replace pytest-flask's context around each test, in which a forgotten commit would pass unseen."""


@pytest.fixture(scope="session")
def cluster() -> Iterator[PostgresCluster]:
    """A PostgreSQL server of this test process's own."""
    with PostgresCluster() as running:
        yield running


@pytest.fixture(scope="session")
def templates(
    tmp_path_factory: pytest.TempPathFactory, cluster: PostgresCluster
) -> dict[str, tuple[str, list[Newsroom]]]:
    """A migrated database of each kind with two newsrooms in it, to be copied for each test."""
    folder = tmp_path_factory.mktemp("templates")
    urls = {"sqlite": f"sqlite:///{folder / 'template.sqlite'}", "postgres": cluster.create_database()}
    return {kind: (url, _furnished(url, folder)) for kind, url in urls.items()}


@pytest.fixture(params=DATABASES)
def database_kind(request: pytest.FixtureRequest) -> str:
    """The kind of database that a test runs on: each test that asks runs on both."""
    kind: str = request.param
    return kind


@pytest.fixture
def settings(
    database_kind: str, templates: dict[str, tuple[str, list[Newsroom]]], cluster: PostgresCluster, tmp_path: Path
) -> Iterator[Config]:
    """Settings with a database of the test's own."""
    with database(database_kind, templates[database_kind][0], cluster, tmp_path) as url:
        yield settings_for(url, tmp_path)


@pytest.fixture
def app(settings: Config) -> Iterator[Flask]:
    """The application on the test's own database."""
    with opened(settings) as application:
        yield application
        documents.hold(application)


@pytest.fixture(scope="module", params=DATABASES)
def shared_kind(request: pytest.FixtureRequest) -> str:
    """The kind of database that a module's tests share: each test runs on both."""
    kind: str = request.param
    return kind


@pytest.fixture(scope="module")
def shared_app(
    shared_kind: str,
    templates: dict[str, tuple[str, list[Newsroom]]],
    cluster: PostgresCluster,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Flask]:
    """An application on a database that a module's tests share, each with rows of its own."""
    folder = tmp_path_factory.mktemp("shared")
    with (
        database(shared_kind, templates[shared_kind][0], cluster, folder) as url,
        opened(settings_for(url, folder)) as app,
    ):
        yield app
        documents.hold(app)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def rooms(shared_app: Flask, shared_kind: str, templates: dict[str, tuple[str, list[Newsroom]]]) -> list[Newsroom]:
    """Two newsrooms in the application that a module's tests share."""
    return [replace(room, client=shared_app.test_client()) for room in templates[shared_kind][1]]


@pytest.fixture(scope="module")
def room(rooms: list[Newsroom]) -> Newsroom:
    """The newsroom of tests that do not mind what others did in it."""
    return rooms[0]


@pytest.fixture(scope="module")
def other_room(rooms: list[Newsroom]) -> Newsroom:
    """The newsroom beside it."""
    return rooms[1]


@pytest.fixture
def new_room(shared_app: Flask) -> Newsroom:
    """A newsroom that was founded for one test alone, in the application that a module's tests share."""
    slug = f"room-{new_id()}"
    with shared_app.app_context():
        return replace(founded(slug, slug), client=shared_app.test_client())


@pytest.fixture
def newsrooms(app: Flask, database_kind: str, templates: dict[str, tuple[str, list[Newsroom]]]) -> list[Newsroom]:
    """Two newsrooms in one installation, with people in every role."""
    _, known = templates[database_kind]
    return [replace(room, client=app.test_client()) for room in known]


@pytest.fixture
def newsroom(newsrooms: list[Newsroom]) -> Newsroom:
    """The newsroom of most stories."""
    return newsrooms[0]


@pytest.fixture
def other_newsroom(newsrooms: list[Newsroom]) -> Newsroom:
    """A newsroom that must see nothing of the first one's unpublished work."""
    return newsrooms[1]


@pytest.fixture
def connection(app: Flask) -> Iterator[Connection]:
    """A connection that reads past all deeds, afresh in each transaction."""
    with app.app_context():
        engine = db.engine
    # Not inside of the context: requests would share it, and with it one session and its old view of the rows.
    with engine.connect() as reading:
        yield reading


@contextmanager
def database(kind: str, template: str, cluster: PostgresCluster, folder: Path) -> Iterator[str]:
    """Yield the URL of a copy of a template database."""
    if kind == "postgres":
        with cluster.database(template) as url:
            yield url
        return
    copy = folder / "tracker.sqlite"
    shutil.copyfile(template.removeprefix("sqlite:///"), copy)
    yield f"sqlite:///{copy}"


@contextmanager
def opened(settings: Config) -> Iterator[Flask]:
    """Yield an application, and let go of all its connections at the end."""
    application = create_app(settings)
    with application.app_context():
        engines.share(db.engine)
    yield application
    application.extensions["log_size"].close()
    with application.app_context():
        db.session.remove()
        db.engine.dispose()


def settings_for(url: str, folder: Path) -> Config:
    """Return settings for a database, with all files in a folder."""
    return Config(
        data_dir=folder, database_url=url.replace("postgresql://", "postgresql+psycopg://"),
        public_url="https://tracker.example", log_level="ERROR", failed_keys_limit="1000 per minute",
        correction_requests_limit="100000 per minute", followers=0,
    )  # fmt: skip


def migrate(url: str, revision: str = "head") -> None:
    """Bring a database up to a migration."""
    command.upgrade(alembic_config(url), revision)


def alembic_config(url: str) -> AlembicConfig:
    """Return what Alembic's commands take, for a database."""
    configuration = AlembicConfig(toml_file=ROOT / "pyproject.toml")
    configuration.attributes["database_url"] = url.replace("postgresql://", "postgresql+psycopg://")
    return configuration


def _furnished(url: str, folder: Path) -> list[Newsroom]:
    migrate(url)
    application = create_app(settings_for(url, folder))
    with application.app_context():
        rooms = [founded(slug, name) for slug, name in (("example", "Example Checks"), ("other", "Other Checks"))]
        settle()
        engines.remember(db.engine)
        db.session.remove()
        db.engine.dispose()
    return rooms


def settle() -> None:
    # What SQLite still holds in its write-ahead log would be missing from a copy of the file.
    if db.engine.dialect.name != "sqlite":
        return
    with db.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
