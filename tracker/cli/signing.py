"""Commands on the key that signs the log."""

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.cli import terminal
from tracker.config import Config
from tracker.domain.actors import OPERATOR
from tracker.errors import LogNotSound, UsageError
from tracker.services import migrations, recovery
from tracker.services.signing import Signer


@click.command()
@click.option("--origin", help="The log's name for ever; by default the public address without its scheme.")
@with_appcontext
def init(*, origin: str | None) -> None:
    """Make the key that signs the log, and fix the log's origin.

    To a key that came back without its public half it gives that half again. A log that was signed goes on with the
    key that signed it, and with no other.
    """
    signer, settings = _signer(), current_app.config["TRACKER"]
    before = signer.before() if migrations.current() else None
    verifier = signer.init(origin or settings.origin, before=before)
    terminal.remark(f"The key lies at {signer.path}: keep a copy of it elsewhere, and let nobody read it.")
    click.echo(str(verifier))


@click.command()
@terminal.as_json
@terminal.on_the_database
def sign(*, as_json: bool) -> None:
    """Sign the log as it is, unless it is not what it was when it was signed last."""
    found = _signer().sign()
    if as_json:
        terminal.document({"size": found.checkpoint.size, "note": found.note.render().decode()})
    else:
        click.echo(found.note.render().decode(), nl=False)


@click.command()
@click.option("--new-origin", "origin", required=True, help="What the log is called from here on.")
@click.confirmation_option(prompt="Whoever trusts the old log will see that it ended. Go on?")
@terminal.on_the_database
def recover(*, origin: str) -> None:
    """Begin a new log over the entries that are there, after an alarm: a backup put back, or a history rewritten.

    The old key is put aside. An entry in each organization's history names the old checkpoint and what is lost.
    """
    found = recovery.recover(OPERATOR, _signer(), origin=origin)
    terminal.remark(f"Signed {found.checkpoint.size} entries as {origin}; restart the service.")


def begin_signing(signer: Signer, settings: Config) -> None:
    """Make the key of a log that was never signed, as `init` does; where that is refused, say so and go on."""
    if signer.is_set_up:
        return
    was_there = signer.path.is_file()
    try:
        signer.init(settings.origin, before=signer.before())
    except (UsageError, LogNotSound) as error:
        terminal.remark(f"Warning: the log is not signed. {error}")
        return
    if not was_there:
        terminal.remark(f"Made the key that signs the log, {signer.path}: keep a copy of it elsewhere.")


def _signer() -> Signer:
    signer: Signer = current_app.extensions["signer"]
    return signer
