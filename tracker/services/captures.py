"""Captures: a source as it was at a moment, as a file by its digest."""

from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import select

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import NotFound, TooLarge
from tracker.lib import clock, sniffing
from tracker.lib.file_store import FileStore, FileTooLarge, StoredFile
from tracker.lib.ids import new_id
from tracker.models import Capture, Source, db
from tracker.services import finding, restrictions, source_views, sources
from tracker.services.recording import recording


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that was sent: what the sender called it, and its bytes."""

    filename: str | None
    stream: IO[bytes]


def add(actor: Actor, source_id: str, upload: Upload, *, store: FileStore, limit: int) -> Capture:
    """Keep a file as a capture of a source; it is on the disk before this returns. Raises TooLarge."""
    permit(actor, "source.capture")
    sources.refuse_outsiders(actor, finding.find(Source, actor, source_id))
    stored = _stored(upload, store, limit)
    with recording(actor) as record:
        source = finding.find(Source, actor, source_id, lock=True)
        capture = Capture(
            id=new_id(), source_id=source.id, digest=stored.digest, size=stored.size, filename=upload.filename,
            media_type=sniffing.media_type(stored.head), method="upload", outcome="stored",
            captured_at=clock.now(), account_id=actor.account_id,
        )  # fmt: skip
        db.session().add(capture)
        record("source.captured", source)
    return capture


def find(actor: Actor, capture_id: str) -> Capture:
    """Return a capture; one of a protected source is there for its custodians alone."""
    permit(actor, "source.read")
    statement = select(Capture, Source).join(Source).where(
        Capture.id == capture_id, Source.organization_id == actor.organization_id
    )  # fmt: skip
    row = db.session().execute(statement).first()
    if row is None or not source_views.is_custodian(actor, row.Source):
        raise NotFound(kind="capture")
    capture: Capture = row.Capture
    return capture


def of_source(actor: Actor, source_id: str) -> list[Capture]:
    """Return a source's captures, oldest first."""
    permit(actor, "source.read")
    source = finding.find(Source, actor, source_id)
    sources.refuse_outsiders(actor, source)
    return source.captures


def file(actor: Actor, digest: str, *, store: FileStore) -> Path:
    """Return where a file lies that a source of the caller's organization was captured as, or raise NotFound."""
    permit(actor, "file.read")
    outcomes = ("stored", "restricted") if restrictions.sees_all(actor) else ("stored",)
    statement = select(Source).join(Capture).where(
        Capture.digest == digest, Source.organization_id == actor.organization_id, Capture.outcome.in_(outcomes)
    ).distinct()  # fmt: skip
    holders = db.session().execute(statement).scalars()
    path = store.path(digest)
    if not any(source_views.is_custodian(actor, source) for source in holders) or not path.is_file():
        raise NotFound(kind="file")
    return path


def _stored(upload: Upload, store: FileStore, limit: int) -> StoredFile:
    try:
        return store.add(upload.stream, limit=limit)
    except FileTooLarge as error:
        raise TooLarge(limit=limit) from error
