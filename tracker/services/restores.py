"""Restoring: an installation brought back from a backup, on either database, as it was at that moment."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, func, inspect, select
from sqlalchemy.exc import DBAPIError

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import UsageError
from tracker.lib import archives
from tracker.lib.archives import ArchiveDamaged, ArchiveReader
from tracker.lib.file_store import FileStore
from tracker.models import ClaimDocument, LogEntry, db
from tracker.models.database import WRITING, schema_engine
from tracker.services import log, migrations, table_copies
from tracker.services.backups import FORMAT, Manifest, Show, Table, Tally, file_member, signer_member
from tracker.services.search import index
from tracker.services.signing import Signer

NOT_CONTENT = {"alembic_version", "log_head"}


def restore(
    actor: Actor, source: Path, *, database_url: str, store: FileStore, signer: Signer, force: bool, show: Show
) -> Manifest:
    """Bring back a backup and return what it holds, or change nothing.

    All digests are checked first. The target must be empty, or `force` gives it up; the service must not run.
    Where the log was signed and no memory of that is here, the backup's is put in place with an alarm: what was
    signed after the backup only an operator can know. Raises UsageError for a target that is not empty, a damaged or
    unknown backup, and a database that does not answer.
    """
    permit(actor, "installation.operate")
    try:
        with archives.reading(source) as archive:
            manifest = _manifest(archive)
            _verify(archive, show)
            _refuse_content(force=force)
            _files(archive, manifest.files, store=store, show=show)
            _database(archive, manifest, database_url=database_url, show=show)
            _signer(archive, manifest, signer)
    except ArchiveDamaged as error:
        raise UsageError(f"{source} cannot be restored: {error}") from error
    return manifest


def _manifest(archive: ArchiveReader) -> Manifest:
    found = dict(archive.manifest)
    if found.get("format") != FORMAT:
        raise ArchiveDamaged(f"its format is {found.get('format')}, and this version reads {FORMAT}")
    found.pop("digests")
    return Manifest(**found | {"tables": [Table(**table) for table in found["tables"]]})


def _verify(archive: ArchiveReader, show: Show) -> None:
    tally = Tally(show, "Digests", len(archive.digests))
    for name in archive.digests:
        archive.verify(name)
        tally.add(1)


def _refuse_content(*, force: bool) -> None:
    connection = db.session().connection()
    tables = set(filter(migrations.is_of_the_models, inspect(connection).get_table_names())) - NOT_CONTENT
    full = sorted(name for name in tables if table_copies.count(connection, name))
    db.session.remove()
    db.engine.dispose()
    if full and not force:
        raise UsageError(f"The database is not empty ({', '.join(full[:3])} …): give up what it holds with --force")


def _files(archive: ArchiveReader, digests: Iterable[str], *, store: FileStore, show: Show) -> None:
    wanted = list(digests)
    tally = Tally(show, "Files", len(wanted))
    for digest in wanted:
        member = archive.tar.getmember(file_member(digest))
        with archive.open(member.name) as source:
            stored = store.add(source, limit=member.size)
        if stored.digest != digest:
            raise ArchiveDamaged(f"{member.name} is not the file of that digest")
        tally.add(1)


def _database(archive: ArchiveReader, manifest: Manifest, *, database_url: str, show: Show) -> None:
    engine = schema_engine(database_url).execution_options(**{WRITING: True})
    # The driver's own error comes from COPY, which SQLAlchemy does not see.
    refusals = (DBAPIError, engine.dialect.loaded_dbapi.Error)
    try:
        _replace(archive, manifest, engine=engine, show=show)
    except refusals as error:
        raise UsageError(f"The database refused the backup, and is as it was: {str(error).strip()}") from error
    finally:
        engine.dispose()


def _signer(archive: ArchiveReader, manifest: Manifest, signer: Signer) -> None:
    if signer.remembers:
        # It was moved here by somebody, or never went away: it judges what came back.
        return
    state = {suffix: archive.open(signer_member(suffix)).read() for suffix in manifest.signer}
    signer.bring_back(state)
    if signer.before() is not None:
        signer.raise_alarm(
            f"the database is a backup of {manifest.made_at} with {manifest.log_size} entries, and what was signed"
            " since is not known here: `tracker log recover --help` says how to go on"
        )


def _replace(archive: ArchiveReader, manifest: Manifest, *, engine: Engine, show: Show) -> None:
    with engine.begin() as connection:
        table_copies.wipe(connection)
        migrations.upgrade_within(connection, manifest.revision)
        with table_copies.triggers_at_rest(connection):
            _tables(archive, manifest.tables, connection=connection, show=show)
        _check(connection, manifest)
        if manifest.database != connection.dialect.name:
            # Either database keeps the members of JSON in an order of its own, and these are bytes.
            connection.execute(delete(ClaimDocument))
        migrations.upgrade_within(connection)
        index.index_words(connection)


def _tables(archive: ArchiveReader, tables: Sequence[Table], *, connection: Connection, show: Show) -> None:
    tally = Tally(show, "Rows", sum(table.rows for table in tables))
    for table in tables:
        with archive.decompressed(table.member) as source:
            table_copies.read(connection, table.name, source, names=table.columns, seen=tally.add)


def _check(connection: Connection, manifest: Manifest) -> None:
    counts: Mapping[str, int] = {table.name: table_copies.count(connection, table.name) for table in manifest.tables}
    short = [table.name for table in manifest.tables if counts[table.name] != table.rows]
    if short:
        raise ArchiveDamaged(f"rows are missing in {', '.join(short)}")
    following = connection.execute(select(func.coalesce(func.max(LogEntry.seq) + 1, 0))).scalar_one()
    if not counts["log_entry"] == following == log.size(connection) == manifest.log_size:
        raise ArchiveDamaged("its log has gaps")
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise ArchiveDamaged("rows are without their parents")
