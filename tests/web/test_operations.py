"""What operators ask of a running service."""

from alembic import command
from flask import Flask

from tests.conftest import alembic_config
from tests.newsrooms import Newsroom
from tracker import errors
from tracker.config import Config


def test_a_service_at_the_newest_migration_is_ready(newsroom: Newsroom) -> None:
    assert newsroom.get("/healthz", None).json == {"status": "alive"}
    assert newsroom.get("/readyz", None).json == {
        "status": "ready", "checks": {"database": "ok", "migrations": "ok", "log": "ok"},
    }  # fmt: skip


def test_a_database_behind_its_migrations_is_not_ready(newsroom: Newsroom, settings: Config) -> None:
    command.stamp(alembic_config(settings.database_url), "base", purge=True)

    answer = newsroom.get("/readyz", None)

    assert answer.status_code == 503
    assert answer.json["checks"]["migrations"].startswith("at None")


def test_prometheus_reads_the_counters(app: Flask) -> None:
    answer = app.test_client().get("/metrics")

    assert answer.mimetype == "text/plain"
    assert b"tracker_requests_total" in answer.data


def test_every_kind_of_error_has_a_page(app: Flask) -> None:
    client = app.test_client()

    assert {client.get(f"/problems/{error.code}").status_code for error in errors.known()} == {200}
    assert client.get("/problems/nothing").status_code == 404
