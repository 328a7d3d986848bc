"""The doctor finds what is wrong with an installation, each thing by its name."""

from contextlib import contextmanager

import pytest
from sqlalchemy import text

from tests.cli.conftest import captured
from tracker.lib.file_store import FileStore
from tracker.models import db
from tracker.services import doctor, table_copies


@pytest.fixture
def findings(app, settings):
    """What the doctor says, by the name of the thing."""

    def examine(variables=()):
        with app.app_context():
            return {item.name: (item.outcome, item.detail) for item in doctor.examine(settings, variables)}

    return examine


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_an_installation_that_is_well_has_only_good_lines(settings, run, findings):
    settings.data_dir.chmod(0o700)
    assert findings()["signing"] == ("warn", "nobody signs the log: `tracker log init` makes the key")
    run("log", "init", "--origin", "tracker.example/log")

    assert {outcome for outcome, _ in findings().values()} == {"ok"}
    assert run("doctor").exit_code == 0


def test_each_thing_has_a_line(findings):
    assert {"settings", "database", "database modes", "migrations", "log", "clock", "disk", "key files"} <= set(
        findings()
    )


@pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)
def test_a_database_that_does_not_write_through_is_a_failure(findings, run):
    outcome, detail = findings()["database modes"]

    assert (outcome, "fsync" in detail) == ("fail", True)
    assert run("doctor").exit_code == 1


def test_a_variable_that_is_no_setting_is_named(findings):
    outcome, detail = findings(["TRACKER_DATABASE_ULR", "PATH"])["settings"]

    assert (outcome, "TRACKER_DATABASE_ULR" in detail, "PATH" in detail) == ("warn", True, False)


def test_a_key_that_others_can_read_is_a_failure(settings, findings):
    key = settings.data_dir / "signer.key"
    key.touch(mode=0o640)

    assert findings()["key files"][0] == "fail"
    key.chmod(0o600)
    assert findings()["key files"][0] == "ok"


@pytest.mark.parametrize("gone", [".pub", ".key"])
def test_a_log_that_is_not_signed_any_more_is_a_failure(app, run, findings, gone):
    run("log", "init", "--origin", "tracker.example/log")
    run("log", "sign")
    assert findings()["signing"][0] == "ok"
    signer = app.extensions["signer"]

    signer.path.with_suffix(gone).rename(signer.path.with_suffix(".away"))

    outcome, detail = findings()["signing"]
    assert (outcome, "tracker.example/log" in detail) == ("fail", True)


def test_a_standing_alarm_is_a_failure(app, run, findings):
    run("log", "init", "--origin", "tracker.example/log")
    app.extensions["signer"].raise_alarm("a test")

    assert findings()["signing"] == ("fail", "nothing is signed or published: a test")
    assert run("doctor").exit_code == 1


def test_a_database_behind_its_migrations_is_a_failure(run, findings):
    run("db", "downgrade", "--yes", "--", "-1")

    outcome, detail = findings()["migrations"]

    assert (outcome, "tracker db upgrade" in detail) == ("fail", True)


def test_an_entry_of_the_future_is_a_failure(newsroom, findings, time_machine):
    time_machine.move_to("2001-01-01")

    assert findings()["clock"][0] == "fail"


def test_a_captured_file_that_is_lost_is_a_failure(newsroom, settings, findings):
    digest = captured(newsroom, b"a picture")
    assert findings()["captured files"] == ("ok", "1, all there")

    FileStore(settings.files_dir).path(digest).unlink()

    assert findings()["captured files"][0] == "fail"


def test_a_log_whose_end_is_gone_is_a_failure(app, newsroom, settings, findings):
    with app.app_context(), past_the_guards() as connection:
        connection.execute(text("DELETE FROM log_field WHERE seq = 1"))
        connection.execute(text("DELETE FROM log_entry WHERE seq = 1"))

    assert findings()["log"][0] == "fail"


@contextmanager
def past_the_guards():
    """Lend a connection past the guards of the log, as somebody with the database in hand has it."""
    engine = db.engine.execution_options(tracker_writing=True)
    with engine.begin() as connection, table_copies.triggers_at_rest(connection):
        yield connection
