"""Imports under way: batches of rows, each brought in by one deed together with the progress that it makes.

Whoever runs an import reads its progress first and takes it on from there, so that after a crash nothing is lost and
nothing comes twice; where two run the same one, each batch is brought in by one of them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy import select

from tracker.domain.actors import OPERATOR, Actor
from tracker.domain.imports import COUNTED, EXTERNAL
from tracker.domain.permissions import permit, scopes_of
from tracker.errors import Forbidden, Unauthenticated
from tracker.formats import import_files
from tracker.formats.import_files import Unreadable
from tracker.lib import clock, memory
from tracker.lib.file_store import FileStore
from tracker.models import Account, ArchivedCheck, Claim, Import, ImportRow, Organization, db, table
from tracker.models.insertions import insert_columns
from tracker.services import external_checks, finding, import_intake, imported_checks, imports, recording
from tracker.services.import_intake import Arrival, Seen
from tracker.services.imported_checks import Importing
from tracker.services.imports import Filing
from tracker.services.label_mappings import Meanings

Show = Callable[[int, int], None]
# As many as other writers wait for without harm: each batch costs something whatever is in it.
BATCH = 100
RETRACTED = "This check was retracted where it was first published."


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where files lie, how large one may be, and under which address things are published."""

    store: FileStore
    limit: int
    public_url: str


@dataclass(slots=True, kw_only=True)
class _File:
    """A file of an import as it is read: `position` rows are behind."""

    content: bytes
    row: Import
    position: int = 0
    seen: Seen = field(default_factory=Seen)
    arrivals: Iterator[Arrival] = field(default_factory=lambda: iter(()))

    def take(self, done: int) -> Sequence[Arrival]:
        """Return the next rows after so many; raises Unreadable."""
        if done == 0 or done != self.position:
            self.seen, self.arrivals = Seen(), self.all()
            # What was brought in before is read again, to know what stands in the file twice.
            self.position = len(list(islice(self.arrivals, done)))
        taken = list(islice(self.arrivals, BATCH))
        self.position += len(taken)
        return taken

    def all(self) -> Iterator[Arrival]:
        """Yield all rows."""
        organization = db.session().get_one(Organization, self.row.organization_id)
        seen = self.seen
        found = import_files.read(self.content, imports.reading_of(self.row, organization))
        for number, read in enumerate(found, start=1):
            yield seen.arrival(number, read)


def file(actor: Actor, filing: Filing, site: Site) -> Import:
    """Take in a file, and bring in its rows at once where they are few; a dry run only says what would become of them.

    Raises Invalid for a file in which no check is found, and TooLarge.
    """
    permit(actor, "check.import")
    organization = db.session().get_one(Organization, actor.organization_id)
    is_short = imports.is_short(filing, organization)
    if filing.dry_run:
        return _rehearsed(actor, filing, site)
    if not is_short:
        return imports.add(actor, filing, store=site.store, limit=site.limit)
    with recording.holding():
        row = imports.add(actor, filing, store=site.store, limit=site.limit)
        return run(row.id, site)


def run_all(site: Site) -> None:
    """Bring in what is left of all imports, the oldest first."""
    statement = select(Import.id).where(Import.state == "waiting").order_by(Import.id)
    for import_id in db.session().execute(statement).scalars().all():
        run(import_id, site)


def run(import_id: str, site: Site, show: Show = lambda _done, _total: None) -> Import:
    """Bring in what is left of an import, batch by batch, and return it as it then is.

    One that cannot go on fails, and says why. Where somebody else is at it, it is left to them.
    """
    row = _now(import_id)
    if row.state != "waiting":
        return row
    try:
        permit(actor_of(row), "check.import")
        _run(row, site, show)
    except (Unreadable, FileNotFoundError) as error:
        _fail(row, str(error) if isinstance(error, Unreadable) else "its file is not there any more")
    except (Forbidden, Unauthenticated):
        _fail(row, "whoever filed it may not import any more")
    return _now(import_id)


def actor_of(row: Import) -> Actor:
    """Return who an import is done by: whoever filed it, as far as they still may."""
    if row.filed_by_id is None:
        return replace(OPERATOR, organization_id=row.organization_id)
    account = db.session().get_one(Account, row.filed_by_id)
    roles = frozenset(account.roles) if account.active else frozenset()
    return Actor(
        account_id=account.id, name=account.name, organization_id=row.organization_id, roles=roles,
        scopes=scopes_of(roles),
    )  # fmt: skip


def _run(row: Import, site: Site, show: Show) -> None:
    content = site.store.path(row.digest).read_bytes()
    reading = _File(content=content, row=row)
    lines = content.count(b"\n")
    while row.state == "waiting":
        arrivals = reading.take(row.done)
        if not _brought_in(row, arrivals, site):
            return
        row = _now(row.id)
        show(row.done, row.total or max(row.done, lines))


@memory.uncollected()
def _brought_in(seen: Import, arrivals: Sequence[Arrival], site: Site) -> bool:
    """Bring in some rows and say how far that came, in one deed; False where somebody else is at it."""
    actor = actor_of(seen)
    permit(actor, "check.import")
    with recording.recording(actor) as record:
        finding.in_turn(actor)
        statement = select(Import).where(Import.id == seen.id).with_for_update(skip_locked=True, key_share=True)
        row = db.session().execute(statement.execution_options(populate_existing=True)).scalar_one_or_none()
        if row is None or row.state != "waiting":
            return False
        if row.done != seen.done:
            return True
        _take_in(actor, record, row, arrivals=arrivals, site=site)
        _advance(row, arrivals, is_last=len(arrivals) < BATCH)
        record("import.finished" if row.state == "done" else "import.continued", row)
    return True


def _take_in(actor: Actor, record: recording.Record, row: Import, *, arrivals: Sequence[Arrival], site: Site) -> None:
    _judge(actor, row, arrivals, site=site)
    if row.purpose == EXTERNAL:
        _keep_beside(actor, record, arrivals)
        return
    meanings = Meanings(row.organization_id)
    importing = Importing(actor=actor, record=record, public_url=site.public_url, classes=meanings.of(None))
    told = [arrival for arrival in arrivals if arrival.outcome in {"created", "updated"}]
    wanted = [arrival for arrival in told if not arrival.read.is_retracted]
    checks = [arrival.read.check(language=row.language, published_at=row.created_at) for arrival in wanted]
    importing.expect(checks)
    for arrival, check in zip(wanted, checks, strict=True):
        if arrival.outcome == "created":
            arrival.check_id = importing.add(check)
        else:
            claim = finding.find(Claim, actor, arrival.check_id or "", lock=True)
            imported_checks.replace(importing, claim, check)
    for arrival in [arrival for arrival in told if arrival.read.is_retracted]:
        claim = finding.find(Claim, actor, arrival.check_id or "", lock=True)
        imported_checks.withdraw(importing, claim, notice=arrival.read.fields.get("notice") or RETRACTED)
    importing.finish()
    _remember(row, wanted)


def _remember(row: Import, arrivals: Sequence[Arrival]) -> None:
    places = table(ArchivedCheck)
    new = [a for a in arrivals if a.outcome == "created"]
    known = [{"organization_id": row.organization_id, "identity": a.identity, "claim_id": a.check_id,
              "digest": a.digest} for a in new]  # fmt: skip
    insert_columns(db.session().connection(), ArchivedCheck, known)
    for arrival in arrivals:
        if arrival.outcome == "updated":
            here = places.c.organization_id == row.organization_id, places.c.identity == arrival.identity
            db.session().execute(places.update().where(*here).values(digest=arrival.digest))


def _rehearsed(actor: Actor, filing: Filing, site: Site) -> Import:
    permit(actor, "check.import")
    row = imports.made(actor, filing, digest=sha256(filing.content).hexdigest())
    arrivals = list(_File(content=filing.content, row=row).all())
    with recording.recording(actor) as record:
        for start in range(0, len(arrivals), BATCH):
            _judge(actor, row, arrivals[start : start + BATCH], site=site)
        db.session().add(row)
        db.session().flush()
        _advance(row, arrivals, is_last=True)
        record("import.finished", row)
    return row


def _judge(actor: Actor, row: Import, arrivals: Sequence[Arrival], *, site: Site) -> None:
    if row.purpose == EXTERNAL:
        import_intake.judge_others(actor, arrivals)
    else:
        import_intake.judge(row.organization_id, arrivals, public_url=site.public_url)


def _keep_beside(actor: Actor, record: recording.Record, arrivals: Sequence[Arrival]) -> None:
    new = [arrival for arrival in arrivals if arrival.outcome == "created"]
    kept = external_checks.take_in(actor, record, [import_intake.as_other(arrival.read) for arrival in new])
    for arrival, (external_check_id, _) in zip(new, kept, strict=True):
        arrival.external_check_id = external_check_id


def _advance(row: Import, arrivals: Sequence[Arrival], *, is_last: bool) -> None:
    insert_columns(db.session().connection(), ImportRow, [_told(row, arrival) for arrival in arrivals])
    row.done += len(arrivals)
    for name in COUNTED:
        setattr(row, name, getattr(row, name) + sum(arrival.outcome == name for arrival in arrivals))
    if is_last:
        row.state, row.total, row.finished_at = "done", row.done, clock.now()


def _told(row: Import, arrival: Arrival) -> dict[str, Any]:
    return {
        "import_id": row.id, "number": arrival.number, "place": arrival.read.place, "outcome": arrival.outcome,
        "check_id": arrival.check_id, "external_check_id": arrival.external_check_id, "faults": arrival.faults,
        "remarks": arrival.remarks,
    }  # fmt: skip


def _fail(seen: Import, reason: str) -> None:
    permit(OPERATOR, "installation.operate")
    with recording.recording(OPERATOR) as record:
        row = finding.find(Import, OPERATOR, seen.id, lock=True)
        if row.state == "waiting":
            row.state, row.failure, row.finished_at = "failed", reason, clock.now()
            record("import.failed", row, reason=reason)


def _now(import_id: str) -> Import:
    statement = select(Import).where(Import.id == import_id).execution_options(populate_existing=True)
    row: Import = db.session().execute(statement).scalar_one()
    return row
