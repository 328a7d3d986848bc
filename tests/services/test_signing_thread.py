"""Several processes may sign at once: one keeps the checkpoint, and the others have nothing to tell of it."""

from threading import Thread

import pytest
from sqlalchemy import insert, select, text

from tests import signers
from tests.cli.conftest import until
from tests.conftest import ON_POSTGRES
from tracker.models import LogCheckpoint, db
from tracker.services import log_tree
from tracker.services.signing_thread import PAUSE_SECONDS, SigningThread

WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")


@pytest.fixture
def signer(app):
    """A signer whose log has grown since it was signed."""
    found = app.extensions["signer"]
    found.init(signers.ORIGIN)
    return found


@ON_POSTGRES
@pytest.mark.usefixtures("newsroom")
def test_a_checkpoint_that_another_process_keeps_first_is_no_fault(app, signer):
    waits = []
    with app.app_context(), db.engine.connect() as other:
        size, root = log_tree.head(other)
        other.execute(insert(LogCheckpoint.__table__), [{"size": size, "root": root, "note": "the other's"}])
        thread = Thread(target=lambda: waits.append(SigningThread(signer, app.app_context)._attempted()))
        thread.start()
        with db.engine.connect() as third:
            until(lambda: third.execute(WAITING).scalar_one())
        other.commit()
        thread.join()
        kept = other.execute(select(LogCheckpoint.note)).scalars().all()

    assert (waits, kept) == ([PAUSE_SECONDS], ["the other's"])
