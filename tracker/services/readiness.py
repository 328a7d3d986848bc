"""Whether this installation can work: its database, its log, and the threads beside what this process serves."""

from collections.abc import Mapping, Sequence

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tracker.models import db
from tracker.services import migrations
from tracker.services.chores import Chore
from tracker.services.signing import Signer


def checks(signer: Signer, chores: Sequence[Chore]) -> Mapping[str, str]:
    """Return `ok`, or what is wrong, for each thing the service needs."""
    alarm = signer.alarm
    fallen = ", ".join(chore.name for chore in chores if chore.has_fallen)
    return {
        **_of_the_database(),
        "log": "ok" if alarm is None else f"not sound: {alarm}",
        "threads": f"ended by a fault, start the service again: {fallen}" if fallen else "ok",
    }


def _of_the_database() -> Mapping[str, str]:
    try:
        db.session().execute(text("SELECT 1"))
        at = migrations.current()
    except DBAPIError as error:
        return {"database": f"does not answer: {type(error.orig).__name__}", "migrations": "unknown"}
    wanted = migrations.newest()
    return {"database": "ok", "migrations": "ok" if at == wanted else f"at {at}, should be at {wanted}"}
