"""Whether this installation can work: the database answers and stands at the newest migration, the log is sound."""

from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tracker.models import db
from tracker.services import migrations
from tracker.services.signing import Signer


def checks(signer: Signer) -> Mapping[str, str]:
    """Return `ok`, or what is wrong, for each thing the service needs."""
    alarm = signer.alarm
    return {**_of_the_database(), "log": "ok" if alarm is None else f"not sound: {alarm}"}


def _of_the_database() -> Mapping[str, str]:
    try:
        db.session().execute(text("SELECT 1"))
        at = migrations.current()
    except DBAPIError as error:
        return {"database": f"does not answer: {type(error.orig).__name__}", "migrations": "unknown"}
    wanted = migrations.newest()
    return {"database": "ok", "migrations": "ok" if at == wanted else f"at {at}, should be at {wanted}"}
