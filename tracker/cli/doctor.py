"""The command that examines an installation."""

import os
from dataclasses import asdict

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.cli import terminal
from tracker.errors import UsageError
from tracker.services import doctor as service
from tracker.services.doctor import FAIL


@click.command()
@terminal.as_json
@with_appcontext
def doctor(*, as_json: bool) -> None:
    """Examine the installation: settings, database and its modes, migrations, log, files, clock, disk.

    Each line is ok, warn or fail; any fail makes the command fail.
    """
    findings = service.examine(current_app.config["TRACKER"], os.environ)
    if as_json:
        terminal.document({"items": [asdict(finding) for finding in findings]})
    else:
        terminal.table(("", "what", "found"), [(item.outcome, item.name, item.detail) for item in findings])
    failed = [finding.name for finding in findings if finding.outcome == FAIL]
    if failed:
        raise UsageError(f"Not well: {', '.join(failed)}")
