"""Renderings: the bytes that public pages and feeds are joined from, made when something public changes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, and_, bindparam, case, delete, func, insert, or_, select

from tracker.domain import snapshots
from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.domain.publication import Standing
from tracker.errors import NotFound
from tracker.formats import FORMATS, render_all
from tracker.lib import clock
from tracker.lib.ids import is_id
from tracker.models import Claim, ClaimPage, Listing, Publication, Rendering, db, table
from tracker.models.prepared import Members, Prepared
from tracker.services import claim_documents, number_index, placings
from tracker.services.recording import recording

View = dict[str, Any]
Show = Callable[[str, int, int], None]
BATCH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A stored rendering of one check."""

    body: bytes
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What is shown of a published check: a snapshot and how it stands now."""

    snapshot: View
    standing: Standing
    changed_at: datetime


def renew(claim: Claim, *, public_url: str) -> None:
    """Render a published check again in all its languages and formats, and place it in the lists, inside a deed."""
    if not claim.published_number:
        return
    session = db.session()
    # What is rendered is read back, and a deed may not have written yet what it issues.
    session.flush()
    for model in (Rendering, Listing):
        session.execute(delete(table(model)).where(table(model).c.claim_id == claim.id))
    session.execute(insert(table(Rendering)), made(claim, public_url=public_url))
    session.execute(insert(table(Listing)), placed(claim, public_url=public_url))


def made(claim: Claim, *, public_url: str) -> list[View]:
    """Return the rows of a check's renderings as they are made now; of one that was never published there are none."""
    if not claim.published_number:
        return []
    return of(_current(claim), public_url=public_url)


def of(check: Check, *, public_url: str) -> list[View]:
    """Return the rows of the renderings of a check as it is shown."""
    return [
        _rendering(check, body, language=language, name=name, public_url=public_url)
        for language in snapshots.languages(check.snapshot)
        for name, body in render_all(check.snapshot, check.standing, language=language, public_url=public_url).items()
    ]


def placed(claim: Claim, *, public_url: str) -> list[View]:
    """Return the rows of a check's places in the lists as they are made now."""
    if not claim.published_number:
        return []
    return places_of(_current(claim), public_url=public_url)


def places_of(check: Check, *, public_url: str) -> list[View]:
    """Return the rows of the places of a check as it is shown."""
    return placings.made(check.snapshot, check.standing, changed_at=check.changed_at, public_url=public_url)


def renew_stale(actor: Actor, *, public_url: str, show: Show) -> int:
    """Make again what is of another renderer, address or layout: published checks and claims; return how many."""
    permit(actor, "installation.operate")
    checks, claims = stale(public_url), claim_documents.stale()
    for batch in _batches("Renderings", checks, show):
        with recording(actor):
            _renew_all(batch, public_url)
    for batch in _batches("Claims", claims, show):
        with recording(actor):
            claim_documents.renew(batch)
    for batch in _batches("Numbers", number_index.stale(), show):
        with recording(actor):
            number_index.renew(batch)
    return len(checks) + len(claims)


def stale(public_url: str) -> Sequence[str]:
    """Return the published checks that `renew_stale` would render again."""
    kept = select(Rendering.claim_id).where(Rendering.claim_id == Claim.id)
    lacking = [
        ~kept.where(Rendering.format == name, Rendering.renderer == renderer(name, public_url)).exists()
        for name in FORMATS
    ]
    other = kept.where(Rendering.renderer.not_in([renderer(name, public_url) for name in FORMATS])).exists()
    statement = select(Claim.id).where(Claim.published_number > 0, or_(other, *lacking)).order_by(Claim.id)
    return db.session().execute(statement).scalars().all()


def check(check_id: str, number: int | None = None) -> Check:
    """Return a published check as it stands, or as one publication showed it, or raise NotFound."""
    # PostgreSQL takes no NUL, which a path may hold.
    rows = _SHOWN.records(id=check_id, number=number) if is_id(check_id) else []
    found = next((row for row in rows if row["snapshot"] is not None), None)
    if found is None:
        raise NotFound(kind="publication" if number else "published check")
    changed_at = found["public_changed_at"] or clock.now()
    standing = _standing(
        found["publication_status"], changed_at, pages=found["pages"] or {}, publications=list(map(_listed, rows))
    )
    return Check(snapshot=found["snapshot"], standing=standing, changed_at=changed_at)


def document(check_id: str, name: str, *, language: str | None, public_url: str) -> Document | None:
    """Return a check's stored rendering in a language, or in its default one; None where none is current."""
    rows = _RENDERING.records(id=check_id, format=name, language=language) if is_id(check_id) else []
    if not rows or rows[0]["renderer"] != renderer(name, public_url) or rows[0]["public_changed_at"] is None:
        return None
    return Document(body=rows[0]["body"], changed_at=rows[0]["public_changed_at"])


def body(row: View, name: str, public_url: str) -> bytes:
    """Return a stored rendering's bytes: those of its row, where they are current."""
    if row["renderer"] == renderer(name, public_url):
        return bytes(row["body"])
    return anew(row["claim_id"], name, language=row["language"], public_url=public_url)


def anew(check_id: str, name: str, *, language: str, public_url: str) -> bytes:
    """Return a rendering made now.

    For one that was stored by another renderer or under another address; `tracker db upgrade` renews them all.
    """
    stale = check(check_id)
    return FORMATS[name].render(stale.snapshot, stale.standing, language=language, public_url=public_url)


def renderer(name: str, public_url: str) -> str:
    """Return by what a format is rendered now, as the rows of its renderings say it."""
    return f"{FORMATS[name].version} {public_url}"


def standing(claim: Claim) -> Standing:
    """Return how a check stands with the public, beside what was frozen."""
    pages = {page["language"]: page["url"] for page in _PAGES.records(id=claim.id)}
    changed_at = claim.public_changed_at or clock.now()
    return _standing(claim.publication_status, changed_at, pages=pages, publications=publications(claim.id))


def publications(check_id: str) -> list[View]:
    """Return a check's publications, oldest first, as later ones refer to them."""
    return [_listed(row) for row in _PUBLICATIONS.records(id=check_id)]


def _batches(name: str, ids: Sequence[str], show: Show) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
        show(name, min(start + BATCH, len(ids)), len(ids))


def _renew_all(claim_ids: Sequence[str], public_url: str) -> None:
    for claim_id in claim_ids:
        renew(db.session().get_one(Claim, claim_id), public_url=public_url)


def _current(claim: Claim) -> Check:
    statement = select(Publication.snapshot).where(
        Publication.claim_id == claim.id, Publication.number == claim.published_number
    )
    return Check(
        snapshot=db.session().execute(statement).scalar_one(),
        standing=standing(claim),
        changed_at=claim.public_changed_at or clock.now(),
    )


def _standing(publication_status: str, changed_at: datetime, *, pages: View, publications: list[View]) -> Standing:
    return Standing(
        status="live" if publication_status == "none" else publication_status,
        pages=pages,
        changed_at=clock.to_text(changed_at),
        publications=publications,
    )


def _listed(row: View) -> View:
    kept = {name: row[name] for name in ("number", "kind", "published_at", "severity", "notice", "label")}
    return kept | {"published_at": clock.to_text(row["published_at"])}


def _rendering(check: Check, body: bytes, *, language: str, name: str, public_url: str) -> View:
    return {
        "claim_id": check.snapshot["check_id"],
        "language": language,
        "format": name,
        "renderer": renderer(name, public_url),
        "body": body,
        "is_default": language == snapshots.default_language(check.snapshot),
        "modified_at": check.changed_at,
    }


_LANGUAGE = bindparam("language", type_=String())
_RENDERING = Prepared(
    select(Rendering.claim_id, Rendering.language, Rendering.renderer, Rendering.body, Claim.public_changed_at)
    .join(Claim, Claim.id == Rendering.claim_id)
    .where(
        Rendering.claim_id == bindparam("id"),
        Rendering.format == bindparam("format"),
        or_(Rendering.language == _LANGUAGE, and_(_LANGUAGE.is_(None), Rendering.is_default)),
    )
)
_NUMBER = bindparam("number", type_=Integer())
_PAGES = Prepared(select(ClaimPage.language, ClaimPage.url).where(ClaimPage.claim_id == bindparam("id")))
_LISTED = (
    Publication.number, Publication.kind, Publication.published_at, Publication.severity, Publication.notice,
    Publication.snapshot["label_after"].label("label"),
)  # fmt: skip
_PUBLICATIONS = Prepared(select(*_LISTED).where(Publication.claim_id == bindparam("id")).order_by(Publication.number))
# All that a page shows, by one select, since a commit between two of them would leave it with some of each.
_SHOWN = Prepared(
    select(
        *_LISTED,
        Claim.publication_status,
        Claim.public_changed_at,
        select(Members(ClaimPage.language, ClaimPage.url))
        .where(ClaimPage.claim_id == Claim.id)
        .scalar_subquery()
        .label("pages"),
        case((Publication.number == func.coalesce(_NUMBER, Claim.published_number), Publication.snapshot)).label(
            "snapshot"
        ),
    )
    .join(Publication, Publication.claim_id == Claim.id)
    .where(Claim.id == bindparam("id"))
    .order_by(Publication.number)
)
