"""Imported checks: an archive's publications come in with their original dates, past workflow and gate.

A deed may hold hundreds of them, so rows, snapshots and renderings are made at once from what is imported, without
reading back what was just written; tests hold the result to what reading it back gives.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import insert

from tracker.domain import snapshots as frozen
from tracker.domain.actors import Actor
from tracker.domain.imports import ImportedCheck
from tracker.domain.permissions import permit
from tracker.domain.publication import Standing
from tracker.lib import clock, partial_dates
from tracker.lib.ids import new_id
from tracker.models import (
    Appearance,
    Claim,
    ClaimPage,
    ClaimTopic,
    Listing,
    Publication,
    Rendering,
    Verdict,
    VerdictText,
    db,
    table,
)  # fmt: skip
from tracker.models.session import insert_new
from tracker.services import claimants, claims, placings, publications, renderings, snapshots, sources, verdicts
from tracker.services.imported_labels import ImportedLabels, Pinned
from tracker.services.recording import Record
from tracker.services.renderings import Check

View = dict[str, Any]
KIND = "imported"
GATE: View = {"policy": KIND, "publishable": True, "rules": []}


@dataclass(slots=True, kw_only=True)
class Importing:
    """One deed's imports: who does it, and what its checks share.

    `classes` are what the organization takes labels in the publisher's words to mean, by label.
    """

    actor: Actor
    record: Record
    public_url: str
    classes: Mapping[str, str | None] = field(default_factory=dict)
    organization: View = field(init=False)
    who: View | None = field(init=False)
    labels: ImportedLabels = field(init=False)
    at: datetime = field(default_factory=clock.now)
    known: dict[object, Any] = field(default_factory=dict)
    renderings: list[View] = field(default_factory=list)
    listings: list[View] = field(default_factory=list)

    def __post_init__(self) -> None:
        permit(self.actor, "check.import")
        self.organization = snapshots.organization(self.actor.organization_id or "")
        self.who = snapshots.person(self.actor.account_id)
        self.labels = ImportedLabels(self.actor, self.record, self.classes)

    def add(self, check: ImportedCheck) -> str:
        """Publish a check, inside the deed, and return its id; `finish` makes its public documents."""
        return _added(self, check)

    def finish(self) -> None:
        """Store the public documents of all that was added; to be called once, at the end of the deed."""
        session = db.session()
        for model, rows in ((Rendering, self.renderings), (Listing, self.listings)):
            if rows:
                session.execute(insert(table(model)), rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    claim: Claim
    verdict: Verdict
    text: VerdictText
    seen: Sequence[Appearance]
    pinned: Pinned


def _added(importing: Importing, check: ImportedCheck) -> str:
    pinned = importing.labels.pinned(check.label)
    claim = _claim(importing, check, pinned)
    verdict = _verdict(importing, check, claim_id=claim.id, pinned=pinned)
    parts = _Parts(
        claim=claim, verdict=verdict, text=_text(check, verdict.id), seen=_appearances(importing, check, claim.id),
        pinned=pinned,
    )  # fmt: skip
    pages = [ClaimPage(claim_id=claim.id, language=check.language, url=check.page_url)] if check.page_url else []
    insert_new(db.session(), claim, *parts.seen, *pages, verdict, parts.text)
    publication = Publication(
        id=new_id(), organization_id=claim.organization_id, claim_id=claim.id, verdict_id=verdict.id, number=1,
        kind=KIND, published_at=check.published_at, published_by_id=importing.actor.account_id,
        snapshot=_snapshot(importing, check, parts=parts),
    )  # fmt: skip
    topics = [ClaimTopic(**row) for row in claims.topic_rows(claim)]
    insert_new(db.session(), publication, *topics)
    for kind, row in (("claim.imported", claim), ("verdict.imported", verdict), ("publication.issued", publication)):
        importing.record(kind, row)
    _render(importing, claim, publication.snapshot, pages=pages)
    return claim.id


def replace(importing: Importing, claim: Claim, check: ImportedCheck) -> None:
    """Publish a check of the archive again as it is there now, inside the deed; `claim` is locked.

    What was published before stays readable as the publication that it was.
    """
    previous = verdicts.published(claim)
    if previous is not None:
        previous.status = "superseded"
        importing.record("verdict.superseded", previous)
    _rewrite(importing, claim, check)
    verdict = _verdict(importing, check, claim_id=claim.id, pinned=importing.labels.pinned(check.label))
    verdict.texts = [_text(check, verdict.id)]
    verdict.cited, verdict.contributors, verdict.waivers = [], [], []
    db.session().add(verdict)
    db.session().flush()
    claims.index_topics(claim)
    importing.record("claim.imported", claim)
    importing.record("verdict.imported", verdict)
    publications.reissue(
        importing.actor, importing.record, claim, verdict=verdict, public_url=importing.public_url,
        content=snapshots.content(claim, verdict) | as_it_was(check), gate=GATE,
    )  # fmt: skip


def _rewrite(importing: Importing, claim: Claim, check: ImportedCheck) -> None:
    session = db.session()
    for name, value in _content(importing, check).items():
        setattr(claim, name, value)
    for seen in claim.appearances:
        session.delete(seen)
    session.flush()
    session.expire(claim, ["appearances"])
    insert_new(session, *_appearances(importing, check, claim.id))
    claim.pages = _kept_pages(claim, check)


def withdraw(importing: Importing, claim: Claim, *, notice: str) -> None:
    """Retract a published check that its archive has no longer, inside the deed; `claim` is locked."""
    claim.state = claim.publication_status = "retracted"
    publications.retract(importing.actor, importing.record, claim, notice=notice, public_url=importing.public_url)
    importing.record("claim.retracted", claim, reason=notice)


def _verdict(importing: Importing, check: ImportedCheck, *, claim_id: str, pinned: Pinned) -> Verdict:
    return Verdict(
        id=new_id(), organization_id=importing.actor.organization_id, claim_id=claim_id, scale_id=pinned.scale_id,
        label=pinned.label["key"], status="published", statements={}, proposed_by_id=importing.actor.account_id,
        published_rating=dict(check.rating),
    )  # fmt: skip


def _claim(importing: Importing, check: ImportedCheck, pinned: Pinned) -> Claim:
    return Claim(
        id=new_id(), organization_id=importing.actor.organization_id, created_by_id=importing.actor.account_id,
        state="published", publication_status="live", published_number=1, published_label=pinned.label["key"],
        published_class=pinned.label["class"], first_published_at=check.published_at, public_changed_at=importing.at,
        **_content(importing, check),
    )  # fmt: skip


def _content(importing: Importing, check: ImportedCheck) -> View:
    claimant_id = _once(importing, _identity(check.claimant), lambda: claimants.chosen(
        importing.actor, importing.record, {"claimant": check.claimant}
    ))  # fmt: skip
    made = partial_dates.parse(check.made_on) if check.made_on else None
    return {
        "text": check.claim_text, "language": check.language, "kind": check.kind, "claimant_id": claimant_id,
        "attribution": "named" if claimant_id else "none", "job_title": check.job_title, "made_on": check.made_on,
        "made_from": made and made.start, "made_to": made and made.end, "place": check.place,
        "topics": list(dict.fromkeys(check.topics)),
    }  # fmt: skip


def _identity(claimant: Mapping[str, Any] | None) -> object:
    return claimant and ("claimant", claimant["name"], claimant["kind"], tuple(claimant["same_as"]))


def _once(importing: Importing, key: object, find: Callable[[], Any]) -> Any:
    # Within a deed what one check named is known to the next.
    if key not in importing.known:
        importing.known[key] = find()
    return importing.known[key]


def _appearances(importing: Importing, check: ImportedCheck, claim_id: str) -> list[Appearance]:
    return [
        Appearance(
            id=new_id(), claim_id=claim_id, role="makes", first=position == 0,
            source_id=_once(importing, ("source", seen["url"]), partial(
                sources.chosen, importing.actor, importing.record, {"source": seen}
            )),
        )
        for position, seen in enumerate(check.appearances)
    ]  # fmt: skip


def _kept_pages(claim: Claim, check: ImportedCheck) -> list[ClaimPage]:
    if check.page_url is None:
        return []
    kept = next((page for page in claim.pages if page.language == check.language), None)
    page = kept or ClaimPage(claim_id=claim.id, language=check.language)
    page.url = check.page_url
    return [page]


def _text(check: ImportedCheck, verdict_id: str) -> VerdictText:
    return VerdictText(
        verdict_id=verdict_id, language=check.language, position=0, title=check.title,
        claim_reviewed=check.claim_reviewed, summary=check.summary or "", rationale=check.rationale or "",
    )  # fmt: skip


def as_it_was(check: ImportedCheck) -> View:
    """Return what a publication keeps of the ClaimReview that it was imported from."""
    return {} if check.original is None else {frozen.ORIGINAL: check.original}


def _snapshot(importing: Importing, check: ImportedCheck, *, parts: _Parts) -> View:
    claim, verdict = parts.claim, parts.verdict
    moment = clock.to_text(claim.first_published_at)
    return {
        "organization": importing.organization,
        "claim": {name: getattr(claim, name) for name in snapshots.CLAIM_FIELDS} | {
            "revision": 1,
            "claimant": _claimant(importing, claim.claimant_id),
            "appearances": [snapshots.appearance(claim, seen) for seen in parts.seen],
            "quantities": [],
        },
        "verdict": {
            "id": verdict.id, "revision": 1, "label": parts.pinned.label, "scale": parts.pinned.scale,
            "published_rating": verdict.published_rating, "true_as_of": None, "review_by": None, "statements": {},
            "texts": [snapshots.text(claim, parts.text)], "proposed_by": importing.who, "approved_by": None,
            "contributors": [],
        },
        "evidence": [],
        "check_id": claim.id, "number": 1, "kind": KIND, "severity": None, "notice": None, "published_at": moment,
        "first_published_at": moment, "earlier": [], "label_before": None, "gate": GATE,
        "label_after": {name: parts.pinned.label[name] for name in ("key", "name")},
        **as_it_was(check),
    }  # fmt: skip


def _claimant(importing: Importing, claimant_id: str | None) -> Any:  # a view, or None
    return _once(importing, ("shown", claimant_id), lambda: snapshots.claimant(claimant_id))


def _render(importing: Importing, claim: Claim, snapshot: View, *, pages: Sequence[ClaimPage]) -> None:
    changed_at = importing.at
    standing = Standing(
        status="live", pages={page.language: page.url for page in pages}, changed_at=clock.to_text(changed_at),
        publications=[frozen.as_entry(snapshot)],
    )  # fmt: skip
    check = Check(snapshot=snapshot, standing=standing, changed_at=changed_at)
    importing.renderings += renderings.of(check, public_url=importing.public_url)
    importing.listings += placings.made(snapshot, standing, changed_at=changed_at, public_url=importing.public_url)
