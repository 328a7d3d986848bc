"""What an erasure leaves on the disk is noted until it is gone, whoever is in the way meanwhile."""

from contextlib import contextmanager

import pytest

from tests.cli.conftest import commander
from tests.conftest import ON_SQLITE
from tests.journeys import erasing
from tests.newsrooms import created
from tracker.models import db
from tracker.services import doctor


@pytest.fixture
def asked(newsroom):
    """The path of an erasure that waits for its confirmation."""
    return erasing.ask(newsroom, [erasing.told(newsroom)])


@contextmanager
def a_reader(app):
    """Hold the write-ahead log, as a backup does for as long as it reads."""
    with app.app_context():
        connection = db.engine.raw_connection()
    connection.execute("BEGIN")
    connection.execute("SELECT * FROM log_head").fetchall()
    yield
    connection.execute("ROLLBACK")
    connection.close()


def finding(app, settings):
    with app.app_context():
        found = {item.name: item.outcome for item in doctor.examine(settings, [])}
        db.session.remove()
    return found["erasures"]


@ON_SQLITE
def test_a_reader_in_the_way_leaves_a_remnant_until_somebody_scrubs(app, settings, newsroom, asked):
    with a_reader(app):
        answer = created(newsroom.post(f"{asked}/confirmation", {}, "editor"))
        meanwhile = finding(app, settings), commander(app)("db", "scrub").exit_code, erasing.on_disk(app)
    scrubbed = commander(app)("db", "scrub")

    assert (answer["remnants"], meanwhile[:2]) == (["database"], ("fail", 1))
    assert meanwhile[2].keys() & {"tracker.sqlite", "tracker.sqlite-wal"}
    assert (scrubbed.exit_code, finding(app, settings), erasing.on_disk(app)) == (0, "ok", {})
    assert newsroom.get(asked, "admin").json["remnants"] == []


def test_a_service_that_stopped_in_between_goes_on_by_hand(app, settings, newsroom, asked, monkeypatch):
    with monkeypatch.context() as stopped:
        stopped.setattr("tracker.services.scrubbing.finish", lambda *_given, **_named: None)
        answer = created(newsroom.post(f"{asked}/confirmation", {}, "editor"))
    left = finding(app, settings), erasing.on_disk(app) != {}

    commander(app)("db", "scrub")

    assert ("file" in answer["remnants"], left) == (True, ("fail", True))
    assert (finding(app, settings), erasing.on_disk(app)) == ("ok", {})


def test_where_nothing_was_erased_there_is_nothing_to_scrub(app):
    assert commander(app)("db", "scrub").exit_code == 0
