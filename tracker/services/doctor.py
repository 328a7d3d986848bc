"""What an operator wants to know of an installation: each thing is ok, or a warning, or a failure."""

import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from tracker.config import MEBIBYTE, Config
from tracker.lib import clock
from tracker.lib.file_store import FileStore
from tracker.models import Capture, LogEntry, Remnant, db
from tracker.services import log, migrations, renderings
from tracker.services.signing import Signer

OK, WARN, FAIL = "ok", "warn", "fail"
PREFIX = "TRACKER_"
LOCAL = {"localhost", "127.0.0.1", "::1"}
LITTLE, TOO_LITTLE = 1024 * MEBIBYTE, 100 * MEBIBYTE
SKEW_SECONDS = 5
SQLITE_MODES = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0}
POSTGRESQL_MODES = {"fsync": {"on"}, "full_page_writes": {"on"}, "server_encoding": {"UTF8"},
                    "synchronous_commit": {"on", "local", "remote_write", "remote_apply"}}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one thing."""

    name: str
    outcome: str
    detail: str


def examine(settings: Config, variables: Iterable[str]) -> list[Finding]:
    """Return what there is to say; `variables` are the names of the environment's variables."""
    findings = [
        _variables(variables), _public_url(settings), _data_directory(settings.data_dir), _key_files(settings.data_dir),
        _disk(settings.data_dir),
    ]  # fmt: skip
    try:
        return [*findings, *_of_the_database(settings, db.session().connection())]
    except DBAPIError as error:
        return [*findings, Finding("database", FAIL, f"does not answer: {str(error.orig).strip()}")]


def _of_the_database(settings: Config, connection: Connection) -> Iterator[Finding]:
    yield _version(connection)
    yield _modes(connection)
    at, newest = migrations.current(), migrations.newest()
    if at != newest:
        yield Finding("migrations", FAIL, f"at {at or 'none'} and not at {newest}: run `tracker db upgrade`")
        return
    yield Finding("migrations", OK, f"at {at}")
    yield _clock(connection)
    yield _log(connection)
    yield _signing(Signer(settings.signing_key))
    yield _files(connection, FileStore(settings.files_dir))
    yield _renderings(settings.public_url)
    yield _remnants(connection)


def _variables(names: Iterable[str]) -> Finding:
    known = {f"{PREFIX}{field.name.upper()}" for field in fields(Config)}
    unknown = sorted(name for name in names if name.startswith(PREFIX) and name not in known)
    if unknown:
        return Finding("settings", WARN, f"no such setting: {', '.join(unknown)}")
    return Finding("settings", OK, "all that are set are known and valid")


def _public_url(settings: Config) -> Finding:
    parts = urlsplit(settings.public_url)
    if parts.scheme == "http" and parts.hostname not in LOCAL:
        return Finding("public URL", WARN, f"{settings.public_url} is not https: keys would travel in the clear")
    return Finding("public URL", OK, settings.public_url)


def _data_directory(folder: Path) -> Finding:
    if not os.access(folder, os.W_OK | os.X_OK):
        return Finding("data directory", FAIL, f"{folder} cannot be written to by this user")
    if _is_open_to_others(folder):
        return Finding("data directory", WARN, f"{folder} is open to other users: chmod o-rwx")
    return Finding("data directory", OK, str(folder))


def _key_files(folder: Path) -> Finding:
    found = sorted(folder.glob("*.key"))
    exposed = [path.name for path in found if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]
    if exposed:
        return Finding("key files", FAIL, f"open to others than their owner: {', '.join(exposed)}; chmod 600")
    return Finding("key files", OK, f"{len(found)}, for their owner alone" if found else "none")


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    outcome = FAIL if free < TOO_LITTLE else WARN if free < LITTLE else OK
    return Finding("disk", outcome, f"{free // MEBIBYTE} MiB free")


def _version(connection: Connection) -> Finding:
    dialect = connection.dialect
    numbers = ".".join(map(str, dialect.server_version_info or ()))
    name = "SQLite" if dialect.name == "sqlite" else "PostgreSQL"
    return Finding("database", OK, f"{name} {numbers} by {dialect.loaded_dbapi.__name__}")


def _modes(connection: Connection) -> Finding:
    wrong = _wrong_modes_of_postgresql if connection.dialect.name == "postgresql" else _wrong_modes_of_sqlite
    found = list(wrong(connection))
    if found:
        return Finding("database modes", FAIL, f"committed work may be lost or wrong: {', '.join(found)}")
    return Finding("database modes", OK, "what is committed stays")


def _wrong_modes_of_sqlite(connection: Connection) -> Iterator[str]:
    for name, wanted in SQLITE_MODES.items():
        found = connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
        if found != wanted:
            yield f"{name} is {found} and not {wanted}"


def _wrong_modes_of_postgresql(connection: Connection) -> Iterator[str]:
    for name, wanted in POSTGRESQL_MODES.items():
        found = connection.execute(select(func.current_setting(name))).scalar_one()
        if found not in wanted:
            yield f"{name} is {found}"


def _clock(connection: Connection) -> Finding:
    now = clock.now()
    newest = connection.execute(select(LogEntry.at).order_by(LogEntry.seq.desc()).limit(1)).scalar_one_or_none()
    if newest is not None and newest > now:
        return Finding("clock", FAIL, f"the newest log entry is of {clock.to_text(newest)}, which is yet to come")
    if connection.dialect.name == "postgresql":
        apart = abs((connection.execute(select(func.clock_timestamp())).scalar_one() - now).total_seconds())
        if apart > SKEW_SECONDS:
            return Finding("clock", WARN, f"{apart:.0f} seconds apart from the database's")
    return Finding("clock", OK, clock.to_text(now))


def _log(connection: Connection) -> Finding:
    size = log.size(connection)
    count, newest = connection.execute(select(func.count(), func.max(LogEntry.seq)).select_from(LogEntry)).one()
    if (count, newest) != (size, size - 1 if size else None):
        return Finding("log", FAIL, f"its head says {size}, there are {count} entries, the newest is {newest}")
    return Finding("log", OK, f"{size} entries without a gap")


def _signing(signer: Signer) -> Finding:
    trouble = signer.trouble()
    if trouble is not None:
        return Finding("signing", FAIL, f"nothing is signed or published: {trouble}")
    if not signer.is_set_up:
        known = signer.before()
        if known is None:
            return Finding("signing", WARN, "nobody signs the log: `tracker log init` makes the key")
        told = f"signed at {known.checkpoint.size} entries as {known.checkpoint.origin}"
        return Finding("signing", WARN, f"{told}, by a key that is not at {signer.path}: somebody else has to sign")
    last = signer.last()
    told = f"signed at {last.checkpoint.size} entries" if last else "not signed yet"
    return Finding("signing", OK, f"{told}, as {signer.verifier.name}")


def _files(connection: Connection, store: FileStore) -> Finding:
    digests = connection.execute(select(Capture.digest).where(Capture.outcome != "erased").distinct()).scalars().all()
    lost = [digest for digest in digests if not store.path(digest).is_file()]
    if lost:
        return Finding("captured files", FAIL, f"{len(lost)} of {len(digests)} are not there, such as {min(lost)}")
    return Finding("captured files", OK, f"{len(digests)}, all there")


def _renderings(public_url: str) -> Finding:
    stale = len(renderings.stale(public_url))
    if stale:
        advice = f"{stale} published checks are made anew on each read: run `tracker db upgrade`"
        return Finding("renderings", WARN, advice)
    return Finding("renderings", OK, "all current")


def _remnants(connection: Connection) -> Finding:
    count = connection.execute(select(func.count(Remnant.erasure_id.distinct()))).scalar_one()
    if count:
        return Finding("erasures", FAIL, f"{count} left remnants on the disk: run `tracker db scrub`")
    return Finding("erasures", OK, "none left a remnant that this service can remove")


def _is_open_to_others(path: Path) -> bool:
    return bool(path.stat().st_mode & stat.S_IRWXO)
