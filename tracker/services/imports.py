"""Imports: files of published checks, which come in row by row; each row's outcome can be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice

from sqlalchemy import select

from tracker.domain.actors import Actor
from tracker.domain.imports import EXTERNAL, OWN
from tracker.domain.permissions import permit
from tracker.errors import Invalid, TooLarge, fault
from tracker.formats import import_files
from tracker.formats.import_files import Reading, Unreadable
from tracker.lib import clock, sniffing, spoken_dates
from tracker.lib.file_store import FileStore, FileTooLarge, StoredFile
from tracker.lib.ids import new_id
from tracker.models import Capture, Import, ImportRow, Organization, Source, db
from tracker.services import finding, paging
from tracker.services.recording import Record, recording

# A file of so many rows is brought in while its sender waits, a longer one afterwards.
AT_ONCE = 100
_ORDER = paging.Order(column=Import.created_at, tie=Import.id)
_BY_NUMBER = paging.Order(column=ImportRow.number, tie=ImportRow.import_id, descending=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A file that was sent, and what is to be made of it; without a `language` it is that of the organization."""

    content: bytes
    filename: str | None = None
    purpose: str = OWN
    format: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None
    dry_run: bool = False


def add(actor: Actor, filing: Filing, *, store: FileStore, limit: int) -> Import:
    """Take in a file to import; raises TooLarge.

    It is kept as a capture of a source that stands for it, before any row of it is imported.
    """
    permit(actor, "check.import")
    stored = _stored(filing, store, limit)
    with recording(actor) as record:
        row = made(actor, filing, digest=stored.digest)
        row.source_id = _source(actor, record, row, stored=stored)
        db.session().add(row)
        record("import.filed", row)
    return row


def made(actor: Actor, filing: Filing, *, digest: str) -> Import:
    """Return a new import of a file, of which nothing is done yet."""
    organization = db.session().get_one(Organization, actor.organization_id)
    return Import(
        id=new_id(), organization_id=organization.id, filed_by_id=actor.account_id, purpose=filing.purpose,
        format=filing.format, columns=dict(filing.columns), language=filing.language or organization.languages[0],
        dry_run=filing.dry_run, filename=filing.filename, digest=digest, size=len(filing.content), done=0, created=0,
        updated=0, unchanged=0, refused=0, state="waiting",
    )  # fmt: skip


def find(actor: Actor, import_id: str) -> Import:
    """Return an import of the caller's organization."""
    permit(actor, "import.read")
    return finding.find(Import, actor, import_id)


def page(actor: Actor, window: paging.Window) -> paging.Page:
    """Return a page of the organization's imports, newest first."""
    permit(actor, "import.read")
    return paging.page(select(Import).where(Import.organization_id == actor.organization_id), _ORDER, window)


def rows(actor: Actor, import_id: str, window: paging.Window, *, outcomes: list[str] | None = None) -> paging.Page:
    """Return a page of what became of an import's rows, in the order of the file."""
    permit(actor, "import.read")
    row = finding.find(Import, actor, import_id)
    statement = select(ImportRow).where(ImportRow.import_id == row.id)
    if outcomes:
        statement = statement.where(ImportRow.outcome.in_(outcomes))
    return paging.page(statement, _BY_NUMBER, window)


def reading_of(row: Import | Filing, organization: Organization) -> Reading:
    """Return how a file is read."""
    return Reading(format=row.format, columns=row.columns, zone=spoken_dates.zone(organization.time_zone))


def is_short(filing: Filing, organization: Organization) -> bool:
    """Tell whether a file has so few rows that its sender may wait for them; raises Invalid where there are none."""
    try:
        found = import_files.read(filing.content, reading_of(filing, organization))
        return len(list(islice(found, AT_ONCE + 1))) <= AT_ONCE
    except Unreadable as error:
        raise unreadable(error) from error


def unreadable(error: Unreadable) -> Invalid:
    """Return the refusal of a file in which no check is found."""
    return Invalid(errors=[fault("/file", "unreadable", f"No check is found in the file: {error}.")])


def _stored(filing: Filing, store: FileStore, limit: int) -> StoredFile:
    try:
        return store.add(BytesIO(filing.content), limit=limit)
    except FileTooLarge as error:
        raise TooLarge(limit=limit) from error


def _source(actor: Actor, record: Record, row: Import, *, stored: StoredFile) -> str:
    whose = "other outlets" if row.purpose == EXTERNAL else "the archive"
    source = Source(
        id=new_id(), organization_id=row.organization_id, kind="dataset", level="primary", protected=False,
        title=f"Checks of {whose}, as imported: {row.filename or row.digest[:12]}",
    )  # fmt: skip
    source.identity, source.custodians = None, []
    source.captures = [
        Capture(
            id=new_id(), source_id=source.id, digest=stored.digest, size=stored.size, filename=row.filename,
            media_type=sniffing.media_type(stored.head), method="upload", outcome="stored", captured_at=clock.now(),
            account_id=actor.account_id,
        )
    ]  # fmt: skip
    db.session().add(source)
    db.session().flush()
    record("source.added", source)
    return source.id
