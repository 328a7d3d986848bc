"""Entries about objects of their own, for tests that need a long log and not what it tells."""

from flask import Flask
from sqlalchemy import Connection

from tracker.lib import clock
from tracker.lib.ids import new_id
from tracker.models import db
from tracker.models.database import WRITING
from tracker.services import log
from tracker.services.log import Draft

ABOUT = {"kind": "claim.opened", "revision": 1, "organization": "o", "deed": "d"}


def draft() -> Draft:
    """Return an entry to append."""
    name = f"claim/{new_id()}"
    return Draft(
        kind="claim.opened", object_name=name, revision=1, organization_id="o", actor_id=None, key_id=None,
        deed="d", fields=log.salted(ABOUT | {"object": name}),
    )  # fmt: skip


def append(connection: Connection, count: int) -> None:
    """Append so many entries at once, in the transaction that is under way."""
    log.append(connection, [draft() for _ in range(count)], at=clock.now())


def grow(app: Flask, count: int) -> None:
    """Append so many entries at once, and commit."""
    with app.app_context(), db.engine.connect().execution_options(**{WRITING: True}) as connection:
        append(connection, count)
        connection.commit()
