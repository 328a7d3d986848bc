"""Commands on the key that signs the log."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.cli import terminal
from tracker.config import Config
from tracker.domain.actors import OPERATOR
from tracker.errors import LogNotSound, UsageError
from tracker.services import migrations, recovery
from tracker.services.lost_entries import Export
from tracker.services.signing import Signer

folder = click.Path(exists=True, file_okay=False, path_type=Path)


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
@click.option("--replay", "folder", type=folder, metavar="DIR", help="An export that goes as far as what was signed.")
@click.option("--new-origin", "origin", metavar="NAME", help="What the log is called from here on.")
@click.option("--yes", is_flag=True, help="Do not ask before a new log is begun.")
@terminal.on_the_database
def recover(*, folder: Path | None, origin: str | None, yes: bool) -> None:
    """Go on after an alarm: a backup put back, a key lost, a history rewritten; the service has to be stopped.

    With --replay, the entries that the database lacks are put back from an export of the log (or a mirror of `/log/`),
    without their contents, and the log goes on under its name, so that all receipts stay valid. With --new-origin, a
    new log begins over the entries that are there, and the old key is put aside. Either is told in each
    organization's history.
    """
    signer = _signer()
    if (folder is None) == (origin is None):
        raise UsageError("Name an export to --replay, or a --new-origin")
    if folder is not None:
        replayed = recovery.replay(OPERATOR, signer, Export.at(folder, signer.key.verifier()))
        signed = replayed.signed.checkpoint
        terminal.remark(f"Put back {replayed.entries} entries and signed {signed.size} as {signed.origin}.")
    elif origin is not None:
        if not yes:
            click.confirm("Whoever trusts the old log will see that it ended. Go on?", abort=True)
        signed = recovery.recover(OPERATOR, signer, origin=origin).checkpoint
        terminal.remark(f"Signed {signed.size} entries as {origin}.")


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
