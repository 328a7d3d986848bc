"""A database that refuses for good is told by what it is, and not as one that is slow."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo
from sqlalchemy import create_engine, text

from tests.conftest import ON_POSTGRES, opened, settings_for
from tests.newsrooms import EXAMPLES
from tracker.cli import tracker

REFUSED = (503, "/problems/database-refuses", None)


def told(settings, secret):
    """Return what a request to write is told, and a command."""
    with opened(settings) as app:
        headers = {"Authorization": f"Bearer {secret}"}
        answer = app.test_client().post("/api/v1/claims", json=EXAMPLES["claim"], headers=headers)
        words = ["account", "add", "Grace", "--organization", "example", "--role", "checker"]
        command = CliRunner().invoke(tracker, words, obj=ScriptInfo(create_app=lambda: app))
    refused = (answer.status_code, answer.json["type"], answer.headers.get("Retry-After"))
    return refused, answer.json["detail"], command.stderr


@pytest.fixture
def read_only(settings, tmp_path):
    """Settings of an installation whose database can only be read."""
    if settings.is_sqlite:
        file = Path(settings.database_url.removeprefix("sqlite:///"))
        return settings_for(f"sqlite:///file:{file}?mode=ro&uri=true", tmp_path)
    execute(settings, "ALTER DATABASE {} SET default_transaction_read_only = on")
    return settings


def execute(settings, *commands):
    engine = create_engine(settings.database_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for command in commands:
            connection.execute(text(command.format(engine.url.database)))
    engine.dispose()


def test_a_database_that_can_only_be_read_is_told(newsroom, read_only):
    refused, detail, command = told(read_only, newsroom.keys["checker"])

    assert refused == REFUSED
    assert ("only be read" in detail, "only be read" in command) == (True, True)


@ON_POSTGRES
def test_a_right_that_is_missing_is_told(settings, newsroom):
    execute(settings, "CREATE ROLE reader LOGIN", "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    url = settings.database_url.replace("user=postgres", "user=reader")
    try:
        refused, detail, command = told(settings_for(url, settings.data_dir), newsroom.keys["checker"])
    finally:
        execute(settings, "DROP OWNED BY reader", "DROP ROLE reader")

    assert refused == REFUSED
    assert ("lacks a right" in detail, "lacks a right" in command) == (True, True)
