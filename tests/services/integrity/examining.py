"""Verifying and auditing an installation in this process, as the commands do."""

from flask import Flask
from sqlalchemy import Connection

from tracker.domain.actors import OPERATOR
from tracker.lib.file_store import FileStore
from tracker.services.integrity import comparison, verification
from tracker.services.integrity.comparison import Comparison
from tracker.services.integrity.findings import Finding
from tracker.services.integrity.snapshot import snapshot
from tracker.services.integrity.verification import Verification


def unseen(_name: str, _done: int, _total: int) -> None:
    """Take no note of progress."""


def verified(connection: Connection, **plan: object) -> Verification:
    """Verify the log that a connection sees."""
    return verification.verify(OPERATOR, connection, verification.Plan(**plan), show=unseen)


def audited(app: Flask, connection: Connection) -> Comparison:
    """Hold the tables that a connection sees, and the files of an installation, against the log."""
    settings = app.config["TRACKER"]
    plan = comparison.Plan(store=FileStore(settings.files_dir), public_url=settings.public_url)
    return comparison.compare(OPERATOR, connection, plan, show=unseen)


def everything(app: Flask, **plan: object) -> list[Finding]:
    """Return all that verify and audit find."""
    with app.app_context(), snapshot() as connection:
        return [*verified(connection, **plan).findings.first, *audited(app, connection).findings.first]
