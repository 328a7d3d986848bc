"""Logs of any length, made by the append itself."""

from sqlalchemy import text

from tests.services.integrity.signing import sign
from tracker.lib import clock
from tracker.models import db
from tracker.models.database import WRITING
from tracker.services import log

BATCH = 1000


def grown(app, size):
    """Let the log grow to a size with entries of one object each, and sign it."""
    with app.app_context():
        session = db.session()
        session.rollback()
        connection = session.connection(execution_options={WRITING: True})
        first = connection.execute(text("SELECT size FROM log_head")).scalar_one()
        for start in range(first, size, BATCH):
            drafts = [draft(number) for number in range(start, min(start + BATCH, size))]
            log.append(connection, drafts, at=clock.now())
        session.commit()
        sign(session)


def draft(number):
    """An entry about an object of its own, without fields: what is hashed, handed out and proved does not need them."""
    return log.Draft(
        kind="claim.opened", object_name=f"synthetic/{number}", revision=1, organization_id="o", actor_id=None,
        key_id=None, deed="d",
    )  # fmt: skip
