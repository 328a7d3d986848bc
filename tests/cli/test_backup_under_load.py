"""A backup taken while people write holds one moment: nothing half done, and nothing acknowledged before is lost."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from threading import Event

import pytest
from sqlalchemy import select

from tests import logbook
from tests.cli.conftest import PATIENCE, captured, commander, process, until
from tracker.lib.file_store import FileStore
from tracker.models import Capture, Claim, LogEntry, db

WRITERS = 3
ENOUGH = 20


class Desk:
    """Somebody who logs claims and keeps captures until told to stop; `claims` are those acknowledged."""

    def __init__(self, newsroom):
        self.newsroom = newsroom
        self.claims = []

    def work(self, over):
        while not over.is_set():
            self.claims.append(self.newsroom.claim()["id"])
            captured(self.newsroom, f"a picture of {self.claims[-1]}".encode())


@pytest.fixture
def desks(app, newsroom):
    """People at work in threads, until the test is done with them."""
    return [Desk(replace(newsroom, client=app.test_client())) for _ in range(WRITERS)]


@contextmanager
def at_work(desks):
    over = Event()
    with ThreadPoolExecutor(len(desks)) as threads:
        begun = [threads.submit(desk.work, over) for desk in desks]
        try:
            yield
        finally:
            over.set()
        for work in begun:
            work.result(PATIENCE)


def acknowledged(desks):
    return {claim for desk in desks for claim in desk.claims}


def entries(connection):
    return connection.execute(select(LogEntry.seq, LogEntry.leaf).order_by(LogEntry.seq)).all()


def test_a_backup_under_load_restores_to_a_gap_free_prefix(app, settings, desks, elsewhere, tmp_path):
    file = tmp_path / "all.tar"
    with at_work(desks):
        until(lambda: len(acknowledged(desks)) > ENOUGH)
        before = acknowledged(desks)
        backup = process(settings, "backup", file)
        _, said = backup.communicate(timeout=PATIENCE)
        assert backup.returncode == 0, said
        during = acknowledged(desks) - before

    assert during
    assert commander(elsewhere)("restore", file).exit_code == 0

    with app.app_context(), db.engine.connect() as whole:
        everything = entries(whole)
    with elsewhere.app_context(), db.engine.connect() as restored:
        prefix = entries(restored)
        assert prefix == everything[: len(prefix)]
        assert (logbook.faults(restored), logbook.differences(restored)) == ([], [])
        assert before <= set(restored.execute(select(Claim.id)).scalars())
        store = FileStore(elsewhere.config["TRACKER"].files_dir)
        assert all(store.path(digest).is_file() for digest in restored.execute(select(Capture.digest)).scalars())
