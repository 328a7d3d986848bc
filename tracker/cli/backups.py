"""Commands that take everything out of an installation, and bring it back."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.cli import terminal
from tracker.config import Config
from tracker.domain.actors import OPERATOR
from tracker.lib.file_store import FileStore
from tracker.services import backups, renderings, restores
from tracker.services.backups import Manifest
from tracker.services.signing import Signer


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Overwrite FILE.")
@terminal.as_json
@terminal.on_the_database
def backup(file: Path, *, force: bool, as_json: bool) -> None:
    """Write the database and all captured files, as they are at this moment, into one FILE.

    The service may run meanwhile. The file holds all there is, protected sources too: keep it like a key. It does not
    hold the key that signs the log, which is to be kept apart: whoever has both can sign another history.
    """
    settings: Config = current_app.config["TRACKER"]
    with terminal.progress() as show:
        store = FileStore(settings.files_dir)
        signer = current_app.extensions["signer"]
        made = backups.make(OPERATOR, file.absolute(), store=store, signer=signer, force=force, show=show)
    for digest in made.lost:
        terminal.remark(f"Warning: the captured file {digest} is not there, or damaged; the backup is without it.")
    _tell(file, made, as_json=as_json)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Give up all that the database holds now.")
@terminal.as_json
@with_appcontext
def restore(file: Path, *, force: bool, as_json: bool) -> None:
    """Bring back the backup in FILE, into a database that is empty; stop the service before.

    The backup may be of SQLite and the target PostgreSQL, or the other way round. All digests are checked first, and
    the database changes in one transaction: whatever goes wrong, it is as it was. A log that was signed is signed again
    by itself only where the signer's files are here already; else `tracker log recover` goes on.
    """
    settings: Config = current_app.config["TRACKER"]
    signer: Signer = current_app.extensions["signer"]
    with terminal.progress() as show:
        restored = restores.restore(
            OPERATOR,
            file,
            database_url=settings.database_url,
            store=FileStore(settings.files_dir),
            signer=signer,
            force=force,
            show=show,
        )
        renderings.renew_stale(OPERATOR, public_url=settings.public_url, show=show)
    _tell(file, restored, as_json=as_json)
    if (trouble := signer.trouble()) is not None:
        terminal.remark(f"Warning: the log is not signed, and nothing is published: {trouble}.")


def _tell(file: Path, manifest: Manifest, *, as_json: bool) -> None:
    if as_json:
        terminal.document({"file": str(file.absolute()), **asdict(manifest)})
        return
    rows = sum(table.rows for table in manifest.tables)
    shown: dict[str, Any] = {
        "file": file, "made at": manifest.made_at, "migration": manifest.revision, "log entries": manifest.log_size,
        "rows": rows, "captured files": len(manifest.files),
    }  # fmt: skip
    terminal.facts(shown)
