"""How external checks are shown: as they were kept, or as their publisher's publication here shows them now."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, select

from tracker.domain import snapshots
from tracker.models import ClaimPage, ExternalCheck, Publication, db
from tracker.services.label_mappings import Meanings

View = dict[str, Any]
OWN = ("id", "version", "created_at", "updated_at", "claim_id", "check_id", "number", "status")
KEPT = ("url", "claim_text", "claimant", "label", "language", "published_on", "block")
RETRACTED = "retracted"


def of(rows: Sequence[ExternalCheck], *, public_url: str) -> list[View]:
    """Return external checks of one organization with what their labels are taken for."""
    here = _published([row for row in rows if row.check_id is not None], public_url=public_url)
    views = [_own(row) | (here.get(row.id) or _kept(row)) for row in rows]
    organization_id = rows[0].organization_id if rows else None
    meanings = Meanings(organization_id, [view["label"] for view in views if view["label"]])
    return [view | {"class": _class(view, meanings)} for view in views]


def _own(row: ExternalCheck) -> View:
    return {name: getattr(row, name) for name in OWN}


def _kept(row: ExternalCheck) -> View:
    publisher = {"name": row.publisher_name, "url": row.publisher_url}
    return {name: getattr(row, name) for name in KEPT} | {"publisher": publisher, "own_class": None}


def _class(view: View, meanings: Meanings) -> str | None:
    # What was retracted says nothing any more.
    if view["status"] == RETRACTED or view["label"] is None:
        return None
    return meanings.get((view["publisher"]["name"], view["label"]), view["own_class"])


def _published(rows: Sequence[ExternalCheck], *, public_url: str) -> Mapping[str, View]:
    if not rows:
        return {}
    shown = and_(Publication.claim_id == ExternalCheck.check_id, Publication.number == ExternalCheck.number)
    found = db.session().execute(
        select(ExternalCheck.id, Publication.snapshot)
        .join(Publication, shown)
        .where(ExternalCheck.id.in_([row.id for row in rows]))
    )
    pages = _pages([row.check_id for row in rows])
    return {row.id: _told(row.snapshot, pages, public_url=public_url) for row in found}


def _pages(check_ids: Sequence[str | None]) -> Mapping[tuple[str, str], str]:
    statement = select(ClaimPage.claim_id, ClaimPage.language, ClaimPage.url).where(ClaimPage.claim_id.in_(check_ids))
    return {(row.claim_id, row.language): row.url for row in db.session().execute(statement)}


def _told(snapshot: View, pages: Mapping[tuple[str, str], str], *, public_url: str) -> View:
    language, claimant = snapshots.default_language(snapshot), snapshot["claim"]["claimant"]
    label = snapshot["verdict"]["label"]
    return {
        "publisher": {name: snapshot["organization"][name] for name in ("name", "url")},
        "url": pages.get((snapshot["check_id"], language)) or public_url.rstrip("/") + snapshots.path(snapshot),
        "claim_text": snapshot["claim"]["text"],
        "claimant": claimant and claimant["name"],
        "label": snapshots.label_name(label, language),
        "own_class": label["class"],
        "language": language,
        "published_on": snapshot["first_published_at"][:10],
        "block": None,
    }
