"""Changes of what is public, in the order of the log: written with it, and read by those who follow.

Whoever has to write something for each change in the deed's own transaction, such as an outbox, connects to `told`.
A change's `seq` is that of the entry that tells of it, so sequences are in the order of commits; a change is told once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from blinker import Signal
from sqlalchemy import BigInteger, Connection, Select, and_, bindparam, insert, select

from tracker.domain import changes, snapshots
from tracker.domain.changes import PublicChange
from tracker.errors import NotFound, PastTheEnd, fault
from tracker.lib import clock
from tracker.models import Change, Claim, LogEntry, LogHead, Organization, Publication, db, table
from tracker.models.prepared import Among, Prepared
from tracker.services.log import Draft

View = dict[str, Any]
# Sent as soon as changes are written and before they are committed, with `seqs`, those of the changes in their order.
# Receivers run inside of the transaction of the deed, with the log's head locked: they may read and write through
# `db.session()` rows outside of the log, must be quick, and what they raise rolls the deed back. What consumers are
# told of the changes, `items` returns there already.
told = Signal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """A part of the changes, and where to go on after it: nothing that is committed up to there is left out."""

    items: Sequence[View]
    next_after: int
    is_cut: bool = False


def of_event(kind: str, row: object, members: Collection[str]) -> PublicChange | None:
    """Return what an event on an object changes for the public, given the members that its entry has."""
    if isinstance(row, Publication) and kind in changes.ISSUING:
        told_as = changes.of_publication(row.kind, row.number, translates=row.translates)
        return PublicChange(told_as, row.claim_id, row.number, (row.label_before, row.label_after))
    if isinstance(row, Claim) and row.published_number:
        found = changes.of_claim(kind, members)
        return PublicChange(found, row.id, row.published_number) if found else None
    return None


def tell(connection: Connection, drafts: Sequence[Draft], *, first: int) -> None:
    """Write the changes of entries that were just appended, the first of which has this sequence number."""
    rows = [
        _row(draft.change, seq=seq, organization_id=draft.organization_id)
        for seq, draft in enumerate(drafts, first)
        if draft.change is not None
    ]
    if rows:
        connection.execute(insert(table(Change)), rows)
        told.send(None, seqs=[row["seq"] for row in rows])


def items(seqs: Sequence[int], *, public_url: str) -> list[View]:
    """Return what consumers are told of some changes, in their order; it is read anew each time, so as it is now."""
    rows = _BY_SEQUENCE.records(first=min(seqs), last=max(seqs)) if seqs else []
    wanted = set(seqs)
    return [_item(row, public_url) for row in rows if row["seq"] in wanted]


def following(after: int, *, limit: int, organization: Collection[str] | None = None, public_url: str) -> Following:
    """Return changes beyond a sequence, oldest first, of all organizations or of those with some slugs.

    Raises NotFound for the slug of no organization, and PastTheEnd where the log has not grown that far: whoever asks
    got there in another log, or in this one before it was restored.
    """
    mine = {"organization_ids": _ids(organization)} if organization else {}
    # Read first, so that what is committed meanwhile comes the next time.
    end = size()
    if after >= max(end, 1):
        raise PastTheEnd(errors=[fault("after", "past-the-end", f"The log ends at {end - 1}.")])
    statement = _PAGE_OF_SOME if mine else _PAGE
    found = statement.records(after=after, end=end, limit=limit + 1, **mine)
    shown = [_item(row, public_url) for row in found[:limit]]
    is_cut = len(found) > limit
    return Following(items=shown, next_after=shown[-1]["seq"] if is_cut else max(end - 1, 0), is_cut=is_cut)


def let_go() -> None:
    """Give back the connection of what was read so far, before a wait."""
    db.session().rollback()


def size() -> int:
    """Return how many entries of the log are committed."""
    return int(_SIZE.records()[0]["size"])


def _row(change: PublicChange, *, seq: int, organization_id: str) -> View:
    before, after = change.labels or _labels(change)
    return {
        "seq": seq, "kind": change.kind, "claim_id": change.claim_id, "organization_id": organization_id,
        "number": change.number, "label_before": before, "label_after": after,
    }  # fmt: skip


def _labels(change: PublicChange) -> tuple[Any, Any]:
    labels = Publication.snapshot["label_before"], Publication.snapshot["label_after"]
    stands = select(*labels).where(Publication.claim_id == change.claim_id, Publication.number == change.number)
    before, after = db.session().execute(stands).one()
    return before, after


def _ids(slugs: Collection[str]) -> list[str]:
    rows = _ORGANIZATIONS.records(slugs=list(slugs))
    if {row["slug"] for row in rows} != set(slugs):
        raise NotFound(kind="organization")
    return [row["id"] for row in rows]


def _item(row: View, public_url: str) -> View:
    return {
        "seq": row["seq"],
        "kind": row["kind"],
        "claim_id": row["claim_id"],
        "check_id": row["claim_id"],
        "organization": {"id": row["organization_id"], "slug": row["slug"]},
        "at": clock.to_text(row["at"]),
        "status": changes.status_after(row["kind"], row["event"]),
        "publication": {
            "number": row["number"], "kind": row["publication_kind"], "severity": row["severity"],
            "notice": row["notice"], "label_before": row["label_before"], "label_after": row["label_after"],
        },
        "links": _links(row, public_url.rstrip("/")),
    }  # fmt: skip


def _links(row: View, site: str) -> Mapping[str, str]:
    page = f"{site}{snapshots.path({'check_id': row['claim_id']}, number=None)}"
    publication = f"{site}/api/v1/claims/{row['claim_id']}/publications/{row['number']}"
    return {"page": page, "json": f"{page}.json", "publication": publication, "receipt": f"{publication}/receipt"}


def _told() -> Select[Any]:
    standing = and_(Publication.claim_id == Change.claim_id, Publication.number == Change.number)
    columns = (
        Change.seq, Change.kind, Change.claim_id, Change.organization_id, Change.number, LogEntry.at,
        LogEntry.kind.label("event"), Organization.slug,
        Publication.kind.label("publication_kind"), Publication.severity, Publication.notice,
        Change.label_before, Change.label_after,
    )  # fmt: skip
    return (
        select(*columns)
        .join(LogEntry, LogEntry.seq == Change.seq)
        .join(Organization, Organization.id == Change.organization_id)
        .join(Publication, standing)
        .order_by(Change.seq)
    )


def _number(name: str) -> Any:  # a parameter of any statement
    return bindparam(name, type_=BigInteger())


_SIZE = Prepared(select(LogHead.size))
_BY_SEQUENCE = Prepared(_told().where(Change.seq >= _number("first"), Change.seq <= _number("last")))
_OF_PAGE = _told().where(Change.seq > _number("after"), Change.seq < _number("end")).limit(_number("limit"))
_PAGE = Prepared(_OF_PAGE)
_PAGE_OF_SOME = Prepared(_OF_PAGE.where(Among(Change.organization_id, "organization_ids")))
_ORGANIZATIONS = Prepared(select(Organization.id, Organization.slug).where(Among(Organization.slug, "slugs")))
