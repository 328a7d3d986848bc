"""The door for operators: commands on the machine that the service runs on."""

import errno
from typing import Any

import click
from flask import Flask
from flask.cli import ScriptInfo
from werkzeug.utils import import_string

from tracker.cli import (
    accounts,
    backups,
    candidates,
    database,
    demo,
    doctor,
    imports,
    keys,
    log,
    match,
    openapi,
    organizations,
    serve,
    validate,
    worker,
)
from tracker.errors import TrackerError, UsageError
from tracker.services import migrations


class Commands(click.Group):
    """A group of commands whose refusals are told in a sentence, and not by a traceback."""

    def invoke(self, ctx: click.Context) -> Any:  # click's own signature
        """Run the command that was asked for."""
        try:
            with migrations.answering():
                return super().invoke(ctx)
        except UsageError as error:
            raise click.ClickException(str(error)) from error
        except TrackerError as error:
            raise click.ClickException(_told(error)) from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # Whoever reads the output has enough: click ends without a word.
                raise
            # What fails amid writing, as on a full disk, tells no name.
            told = error.strerror or str(error)
            raise click.ClickException(f"{error.filename or 'The command did not come to its end'}: {told}") from error


@click.group(cls=Commands, name="tracker", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="factcheck-tracker")
@click.pass_context
def tracker(context: click.Context) -> None:
    """Track fact-checks from a logged claim to a published verdict.

    Settings come from TRACKER_* variables; `tracker doctor` shows what they are.
    """
    if context.obj is None:
        context.obj = ScriptInfo(create_app=_application)


for command in (
    serve.serve, worker.worker, database.db, demo.demo, organizations.organization, accounts.account, keys.key,
    backups.backup, backups.restore, imports.import_, imports.export, log.log, match.match, openapi.openapi,
    validate.validate, candidates.candidates, doctor.doctor,
):  # fmt: skip
    tracker.add_command(command)


def _told(error: TrackerError) -> str:
    """Return what was wrong, one fault a line; a command has no member `errors` to look at."""
    faults = [f"{fault['pointer'].strip('/')}: {fault['detail']}".removeprefix(": ") for fault in error.errors]
    return "\n".join(faults) or error.detail


def _application() -> Flask:
    # By its name: the application stands above the doors.
    app: Flask = import_string("tracker.app:create_app")()
    return app
