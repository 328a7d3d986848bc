"""Commands on the database's tables."""

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.cli import terminal
from tracker.domain.actors import OPERATOR
from tracker.errors import UsageError
from tracker.lib.file_store import FileStore
from tracker.services import migrations, reindexing, renderings, scrubbing


@click.group()
def db() -> None:
    """Migrate the database, and check its tables."""


@db.command()
@click.argument("revision", default=migrations.HEAD)
@with_appcontext
def upgrade(revision: str) -> None:
    """Take the database up to REVISION, or to the newest, and renew what was rendered by another version."""
    settings = current_app.config["TRACKER"]
    migrations.upgrade(settings.database_url, revision)
    if migrations.current() == migrations.newest():
        with terminal.progress() as show:
            renderings.renew_stale(OPERATOR, public_url=settings.public_url, show=show)
            reindexing.renew_stale(OPERATOR, show=show)
    terminal.remark(f"The database is at migration {migrations.current()}.")


@db.command()
@click.argument("revision")
@click.confirmation_option(prompt="What later migrations hold will be lost. Go on?")
@with_appcontext
def downgrade(revision: str) -> None:
    """Take the database down to REVISION: an id, `base`, or a number of steps such as `-1` after `--`."""
    migrations.downgrade(current_app.config["TRACKER"].database_url, revision)
    terminal.remark(f"The database is at migration {migrations.current()}.")


@db.command()
@terminal.as_json
@with_appcontext
def check(*, as_json: bool) -> None:
    """Fail unless the database is at the newest migration and its tables are what the models say."""
    at, newest = migrations.current(), migrations.newest()
    found = migrations.differences() if at == newest else []
    if as_json:
        terminal.document({"current": at, "newest": newest, "differences": found})
    if at != newest or found:
        raise UsageError("; ".join(found) or f"The database is at migration {at or 'none'} and not at {newest}")
    if not as_json:
        terminal.remark(f"The database is at migration {at}, as it should be.")


@db.command()
@with_appcontext
def reindex() -> None:
    """Make the index that search reads anew from the tables."""
    with terminal.progress() as show:
        count = reindexing.rebuild(OPERATOR, show=show)
    terminal.remark(f"{count} objects can be found.")


@db.command()
@with_appcontext
def scrub() -> None:
    """Remove what erasures left on the disk: captured files, and freed pages of an SQLite database."""
    left = scrubbing.finish(OPERATOR, store=FileStore(current_app.config["TRACKER"].files_dir))
    if left:
        raise UsageError(f"Still there: {', '.join(left)}. Stop what else reads the database, and run this again")
    terminal.remark("Nothing is left of what was erased.")
