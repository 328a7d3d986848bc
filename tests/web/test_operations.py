"""What operators ask of a running service."""

import pytest
from alembic import command
from flask import Flask

from tests.conftest import alembic_config
from tests.newsrooms import Newsroom
from tracker import errors
from tracker.config import Config
from tracker.services import chores
from tracker.services.chores import Chore


class Stumbling(Chore):
    """A chore with a fault that nobody foresaw."""

    undone = "not-stumbled"

    def turn(self) -> float:
        """Fail."""
        raise ZeroDivisionError


class Resting(Chore):
    """A chore with nothing to do."""

    undone = "not-rested"

    def turn(self) -> float:
        """Do nothing, for a minute."""
        return 60


class Hindered(Chore):
    """Finds the disk full, until it is free."""

    undone = "not-done"
    is_free = False

    def turn(self) -> float:
        """Do what needs a disk."""
        if not self.is_free:
            raise OSError
        return 1


def test_a_service_at_the_newest_migration_is_ready(newsroom: Newsroom) -> None:
    assert newsroom.get("/healthz", None).json == {"status": "alive"}
    assert newsroom.get("/readyz", None).json == {
        "status": "ready", "checks": {"database": "ok", "migrations": "ok", "log": "ok", "threads": "ok"},
    }  # fmt: skip


def test_a_database_behind_its_migrations_is_not_ready(newsroom: Newsroom, settings: Config) -> None:
    command.stamp(alembic_config(settings.database_url), "base", purge=True)

    answer = newsroom.get("/readyz", None)

    assert answer.status_code == 503
    assert answer.json["checks"]["migrations"].startswith("at None")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_service_whose_work_beside_ended_by_a_fault_is_not_ready(newsroom: Newsroom, app: Flask) -> None:
    chore = Stumbling("stumbling", app.app_context)
    app.extensions["chores"].append(chore)
    chore.start()
    chore.join()

    answer = newsroom.get("/readyz", None)

    assert answer.status_code == 503
    assert answer.json["checks"]["threads"] == "ended by a fault, start the service again: stumbling"


def test_work_beside_that_was_told_to_end_is_no_fault(newsroom: Newsroom, app: Flask) -> None:
    chore = Resting("resting", app.app_context)
    app.extensions["chores"].append(chore)
    chore.start()
    chore.end()
    chore.join()

    assert newsroom.get("/readyz", None).json["checks"]["threads"] == "ok"


def test_work_beside_that_something_hinders_for_a_minute_makes_a_service_not_ready(
    newsroom: Newsroom, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    chore = Hindered("hindered", app.app_context)
    app.extensions["chores"].append(chore)
    chore._attempted()
    assert newsroom.get("/readyz", None).json["checks"]["threads"] == "ok"

    monkeypatch.setattr(chores, "STUCK_SECONDS", 0)
    assert newsroom.get("/readyz", None).json["checks"]["threads"].startswith("hindered for a minute or more")

    chore.is_free = True
    chore._attempted()
    assert newsroom.get("/readyz", None).json["checks"]["threads"] == "ok"


def test_prometheus_reads_the_counters(app: Flask) -> None:
    answer = app.test_client().get("/metrics")

    assert answer.mimetype == "text/plain"
    assert b"tracker_requests_total" in answer.data


def test_every_kind_of_error_has_a_page(app: Flask) -> None:
    client = app.test_client()

    assert {client.get(f"/problems/{error.code}").status_code for error in errors.known()} == {200}
    assert client.get("/problems/nothing").status_code == 404
