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
    return {**_of_the_database(), "log": _of_the_log(signer), "threads": _of_the_threads(chores)}


def _of_the_threads(chores: Sequence[Chore]) -> str:
    fallen = ", ".join(chore.name for chore in chores if chore.has_fallen)
    if fallen:
        return f"ended by a fault, start the service again: {fallen}"
    stuck = ", ".join(chore.name for chore in chores if chore.is_stuck)
    return f"hindered for a minute or more, its log says by what: {stuck}" if stuck else "ok"


def _of_the_log(signer: Signer) -> str:
    trouble = signer.trouble()
    return "ok" if trouble is None else f"not sound: {trouble}"


def _of_the_database() -> Mapping[str, str]:
    try:
        db.session().execute(text("SELECT 1"))
        at = migrations.current()
    except DBAPIError as error:
        return {"database": f"does not answer: {type(error.orig).__name__}", "migrations": "unknown"}
    wanted = migrations.newest()
    return {"database": "ok", "migrations": "ok" if at == wanted else f"at {at}, should be at {wanted}"}
