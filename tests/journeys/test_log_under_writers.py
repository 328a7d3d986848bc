"""The log while many write: no gap, in the order of commits, and whoever follows it misses nothing."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event

from sqlalchemy import insert, select

from tests import logbook
from tests.conftest import ON_POSTGRES
from tracker.lib.ids import new_id
from tracker.models import LogEntry, Origin, db
from tracker.services import claims
from tracker.services.recording import holding

WRITERS, DEEDS, ROLLED_BACK, READERS, PAGE = 32, 12, 0.05, 3, 7


class ChangedItsMind(Exception):
    """A deed that is given up before its end."""


def deeds(app, actor, number):
    """Log claims, of which some are given up; return the texts of those that were not."""
    chance = random.Random(number)
    texts = {f"{number}: {deed}": chance.random() < ROLLED_BACK for deed in range(DEEDS)}
    for text, given_up in texts.items():
        with app.app_context(), suppress(ChangedItsMind):
            log_claim(actor, text, given_up=given_up)
    return [text for text, given_up in texts.items() if not given_up]


def log_claim(actor, text, *, given_up):
    with holding():
        claims.open_claim(actor, {"text": text, "language": "en"})
        if given_up:
            raise ChangedItsMind


def follow(app, ended):
    """Read the entries as they come, a page at a time, until the writers have ended and no more come."""
    seen = []
    while True:
        last = ended.is_set()
        with app.app_context(), db.engine.connect() as connection:
            after = select(LogEntry.seq).where(LogEntry.seq >= len(seen)).order_by(LogEntry.seq).limit(PAGE)
            page = connection.execute(after).scalars().all()
        seen += page
        if last and not page:
            return seen


def test_thirty_two_writers_leave_a_log_without_a_gap_that_readers_follow(app, newsroom, connection):
    actor, ended = newsroom.actor("checker"), Event()
    before = logbook.size(connection)
    connection.rollback()
    with ThreadPoolExecutor(WRITERS + READERS) as threads:
        readers = [threads.submit(follow, app, ended) for _ in range(READERS)]
        writers = [threads.submit(deeds, app, actor, number) for number in range(WRITERS)]
        try:
            kept = [text for writer in writers for text in writer.result(timeout=300)]
        finally:
            # Or the readers would go on after a writer failed.
            ended.set()
        seen = [reader.result(timeout=60) for reader in readers]

    told = [entry.content["/text"] for entry in logbook.entries(connection, since=before)]
    assert 0 < WRITERS * DEEDS - len(kept) < WRITERS * DEEDS // 4
    assert Counter(told) == Counter(kept)
    assert seen == [list(range(before + len(kept)))] * READERS
    assert (logbook.faults(connection), logbook.differences(connection)) == ([], [])


@ON_POSTGRES
def test_whoever_followed_ids_would_lose_rows(app, newsroom):
    """Why the sequence is given under the head's lock: ids are given earlier, and commits come in another order."""
    first, second = ({"id": new_id(), "organization_id": newsroom.organization_id, "name": f"{n}"} for n in range(2))
    with app.app_context(), db.engine.connect() as slow, db.engine.connect() as quick:
        slow.execute(insert(Origin.__table__).values(first))
        quick.execute(insert(Origin.__table__).values(second))
        quick.commit()
        seen = ids_after([])
        slow.commit()
        seen += ids_after(seen)

    assert seen == [second["id"]]


def ids_after(seen):
    with db.engine.connect() as reader:
        later = select(Origin.id).where(Origin.id > max(seen, default="")).order_by(Origin.id)
        return list(reader.execute(later).scalars())
