"""Sitemaps: the checks parted by the last digits of their ids, so that each part is small and found by one index."""

from collections.abc import Sequence

from sqlalchemy import Integer, String, bindparam, func, literal, select

from tracker.formats.sitemap import MOST_ADDRESSES
from tracker.models import Listing, Organization, Rendering, db
from tracker.models.prepared import Prepared
from tracker.services import log, renderings
from tracker.services.placings import SHARD_DIGITS

# A published check has several entries in the log, so that a part for so many entries holds far fewer checks.
ENTRIES_A_PART = 10_000
MOST_PARTS = 16**SHARD_DIGITS
MOST_NAMES = 10_000
Part = tuple[str, str]


def parts() -> list[Part]:
    """Return the first and last digits of each part: as many parts as the log's size asks for, a power of two."""
    return _parted(_count())


def is_part(part: Part) -> bool:
    """Tell whether this is a part now, or was one when the log was half as long."""
    count = _count()
    return part in _parted(count) or part in _parted(max(count // 2, 1))


def elements(part: Part, *, public_url: str) -> Sequence[bytes]:
    """Return the stored elements of a part's checks, 50,000 at most."""
    rows = _PART.records(first=part[0], last=part[1], limit=MOST_ADDRESSES)
    return [renderings.body(row, "sitemap", public_url) for row in rows]


def names(kind: str) -> Sequence[str]:
    """Return what there are lists about, in order: topics, labels or claimants with a published check.

    Each is found from the one before it, so that the checks between them are not read.
    """
    known = select(func.min(Listing.key).label("key")).where(Listing.kind == kind).cte("known", recursive=True)
    following = select(func.min(Listing.key)).where(Listing.kind == literal(kind), Listing.key > known.c.key)
    known = known.union_all(select(following.scalar_subquery()).where(known.c.key.is_not(None)))
    statement = select(known.c.key).where(known.c.key.is_not(None)).limit(MOST_NAMES)
    return db.session().execute(statement).scalars().all()


def organizations() -> Sequence[str]:
    """Return the slugs of all organizations."""
    statement = select(Organization.slug).order_by(Organization.slug).limit(MOST_NAMES)
    return db.session().execute(statement).scalars().all()


def _count() -> int:
    wanted, count = log.size(db.session().connection()) / ENTRIES_A_PART, 1
    while count < wanted and count < MOST_PARTS:
        count *= 2
    return count


def _parted(count: int) -> list[Part]:
    width = MOST_PARTS // count
    starts = range(0, MOST_PARTS, width)
    return [(f"{start:0{SHARD_DIGITS}x}", f"{start + width - 1:0{SHARD_DIGITS}x}") for start in starts]


_PLACES = (
    select(Listing.claim_id)
    .where(
        Listing.kind == "sitemap",
        Listing.key >= bindparam("first", type_=String()),
        Listing.key <= bindparam("last", type_=String()),
    )
    .order_by(Listing.key, Listing.changed_at, Listing.claim_id)
    .limit(bindparam("limit", type_=Integer()))
    .subquery()
)
_PART = Prepared(
    select(Rendering.claim_id, Rendering.language, Rendering.renderer, Rendering.body)
    .join(_PLACES, Rendering.claim_id == _PLACES.c.claim_id)
    .where(Rendering.format == "sitemap")
    .order_by(Rendering.claim_id, Rendering.language)
    .limit(bindparam("limit", type_=Integer()))
)
