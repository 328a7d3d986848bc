"""What tests of the log's integrity share: busy newsrooms, and readings of all that there is."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from tests import stories
from tests.conftest import database, migrate, opened, settings_for, settle
from tests.newsrooms import Newsroom
from tests.servers import PostgresCluster
from tests.services.integrity import examining
from tracker.config import Config

Templates = dict[str, tuple[str, list[Newsroom]]]


@pytest.fixture(scope="session")
def told(
    templates: Templates, cluster: PostgresCluster, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], tuple[str, Path]]:
    """Give an installation in which a newsroom did everything once, to be copied: its database's URL and its files."""

    @cache
    def of(kind: str) -> tuple[str, Path]:
        folder, (template, newsrooms) = tmp_path_factory.mktemp("told"), templates[kind]
        url = cluster.create_database(template) if kind == "postgres" else f"sqlite:///{folder / 'tracker.sqlite'}"
        if kind == "sqlite":
            shutil.copyfile(template.removeprefix("sqlite:///"), folder / "tracker.sqlite")
        with opened(settings_for(url, folder)) as application:
            stories.tell(replace(newsrooms[0], client=application.test_client()))
            with application.app_context():
                settle()
        return url, folder

    return of


@pytest.fixture
def settings(
    request: pytest.FixtureRequest, database_kind: str, templates: Templates, cluster: PostgresCluster, tmp_path: Path
) -> Iterator[Config]:
    """Settings with a database of the test's own: a copy of the busy one where the test asks for that."""
    template = templates[database_kind][0]
    if "busy" in request.fixturenames:
        template, folder = request.getfixturevalue("told")(database_kind)
        shutil.copytree(folder, tmp_path, ignore=shutil.ignore_patterns("tracker.sqlite*"), dirs_exist_ok=True)
    with database(database_kind, template, cluster, tmp_path) as url:
        yield settings_for(url, tmp_path)


@pytest.fixture
def busy(newsroom: Newsroom, app: Flask) -> Flask:
    """An installation in which the newsroom did everything once."""
    return app


@pytest.fixture
def found(busy):
    """Verify and audit the installation; returns what is found."""
    return lambda: examining.everything(busy)


@pytest.fixture
def empty(tmp_path):
    """An installation on SQLite without a single entry."""
    folder = tmp_path / "installation"
    folder.mkdir()
    settings = settings_for(f"sqlite:///{folder / 'tracker.sqlite'}", folder)
    migrate(settings.database_url)
    with opened(settings) as application:
        yield application
