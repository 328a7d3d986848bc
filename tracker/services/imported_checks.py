"""Imported checks: an archive's publications come in with their original dates, past workflow and gate.

A deed may hold hundreds of them, so rows, snapshots and renderings are made at once from what is imported, without
reading back what was just written; tests hold the result to what reading it back gives.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

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
)  # fmt: skip
from tracker.models.insertions import apart, insert_columns
from tracker.models.session import insert_apart, insert_new
from tracker.services import claimants, claims, publications, renderings, snapshots, sources, verdicts
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
    made: list["_Made"] = field(default_factory=list)

    def __post_init__(self) -> None:
        permit(self.actor, "check.import")
        self.organization = snapshots.organization(self.actor.organization_id or "")
        self.who = snapshots.person(self.actor.account_id)
        self.labels = ImportedLabels(self.actor, self.record, self.classes)

    def expect(self, checks: Sequence[ImportedCheck]) -> None:
        """Look up or make at once what checks have in common with others: labels, and claimants told by names alone."""
        self.labels.expect(check.label for check in checks)
        told = [check.claimant for check in checks if check.claimant]
        linked = {claimant["name"] for claimant in told if claimant["same_as"]}
        named = {(claimant["name"], claimant["kind"]) for claimant in told if claimant["name"] not in linked}
        for shown in claimants.named(self.actor, self.record, sorted(named)):
            self.known["claimant", shown["name"], shown["kind"], ()] = shown["id"]
            self.known["shown", shown["id"]] = shown

    def add(self, check: ImportedCheck) -> str:
        """Publish a check, inside the deed, and return the id that it has as soon as `finish` stored it."""
        self.made.append(_made(self, check))
        return self.made[-1].claim.id

    def finish(self) -> None:
        """Store all that was added, with its public documents; to be called once, at the end of the deed."""
        _store(self)
        for model, rows_of in ((Rendering, renderings.of), (Listing, renderings.places_of)):
            rows = (row for made in self.made for row in rows_of(made.shown(self.at), public_url=self.public_url))
            insert_columns(db.session().connection(), model, rows)


@dataclass(slots=True, kw_only=True)
class _Made:
    """The rows of one check, before they are stored."""

    claim: Claim
    verdict: Verdict
    text: VerdictText
    seen: Sequence[Appearance]
    pages: Sequence[ClaimPage]
    pinned: Pinned
    publication: Publication = field(init=False)

    def shown(self, at: datetime) -> Check:
        """Return the check as it is shown from that moment on."""
        snapshot = self.publication.snapshot
        standing = Standing(
            status="live", pages={page.language: page.url for page in self.pages}, changed_at=clock.to_text(at),
            publications=[frozen.as_entry(snapshot)],
        )  # fmt: skip
        return Check(snapshot=snapshot, standing=standing, changed_at=at)


def _made(importing: Importing, check: ImportedCheck) -> _Made:
    pinned = importing.labels.pinned(check.label)
    claim = _claim(importing, check, pinned)
    verdict = apart(Verdict, **_verdict(importing, check, claim_id=claim.id, pinned=pinned))
    text = apart(VerdictText, **_text(check, verdict.id))
    made = _Made(
        claim=claim, verdict=verdict, text=text, seen=_appearances(importing, check, claim.id),
        pages=_pages(claim, check), pinned=pinned,
    )  # fmt: skip
    made.publication = apart(
        Publication, id=new_id(), organization_id=claim.organization_id, claim_id=claim.id, verdict_id=verdict.id,
        number=1, kind=KIND, published_at=check.published_at, published_by_id=importing.actor.account_id,
        snapshot=_snapshot(importing, check, made=made),
    )  # fmt: skip
    return made


def _store(importing: Importing) -> None:
    made, session = importing.made, db.session()
    # Those that others refer to first, and those of one kind together.
    insert_apart(session, [
        *(one.claim for one in made), *(seen for one in made for seen in one.seen),
        *(page for one in made for page in one.pages), *(one.verdict for one in made), *(one.text for one in made),
        *(one.publication for one in made),
    ])  # fmt: skip
    topics = (row for one in made for row in claims.topic_rows(one.claim))
    insert_columns(session.connection(), ClaimTopic, topics)
    for one in made:
        importing.record("claim.imported", one.claim)
        importing.record("verdict.imported", one.verdict)
        importing.record("publication.issued", one.publication)


def replace(importing: Importing, claim: Claim, check: ImportedCheck) -> None:
    """Publish a check of the archive again as it is there now, inside the deed; `claim` is locked.

    What was published before stays readable as the publication that it was.
    """
    previous = verdicts.published(claim)
    if previous is not None:
        previous.status = "superseded"
        importing.record("verdict.superseded", previous)
    _rewrite(importing, claim, check)
    pinned = importing.labels.pinned(check.label)
    verdict = Verdict(**_verdict(importing, check, claim_id=claim.id, pinned=pinned))
    verdict.texts = [VerdictText(**_text(check, verdict.id))]
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


def _verdict(importing: Importing, check: ImportedCheck, *, claim_id: str, pinned: Pinned) -> View:
    return {
        "id": new_id(), "organization_id": importing.actor.organization_id, "claim_id": claim_id,
        "scale_id": pinned.scale_id, "label": pinned.label["key"], "status": "published", "statements": {},
        "proposed_by_id": importing.actor.account_id, "published_rating": dict(check.rating),
    }  # fmt: skip


def _claim(importing: Importing, check: ImportedCheck, pinned: Pinned) -> Claim:
    return apart(
        Claim, id=new_id(), organization_id=importing.actor.organization_id, created_by_id=importing.actor.account_id,
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
        apart(
            Appearance, id=new_id(), claim_id=claim_id, role="makes", first=position == 0,
            source_id=_once(importing, ("source", seen["url"]), partial(
                sources.chosen, importing.actor, importing.record, {"source": seen}
            )),
        )
        for position, seen in enumerate(check.appearances)
    ]  # fmt: skip


def _pages(claim: Claim, check: ImportedCheck) -> list[ClaimPage]:
    if check.page_url is None:
        return []
    return [apart(ClaimPage, claim_id=claim.id, language=check.language, url=check.page_url)]


def _kept_pages(claim: Claim, check: ImportedCheck) -> list[ClaimPage]:
    if check.page_url is None:
        return []
    kept = next((page for page in claim.pages if page.language == check.language), None)
    page = kept or ClaimPage(claim_id=claim.id, language=check.language)
    page.url = check.page_url
    return [page]


def _text(check: ImportedCheck, verdict_id: str) -> View:
    return {
        "verdict_id": verdict_id, "language": check.language, "position": 0, "title": check.title,
        "claim_reviewed": check.claim_reviewed, "summary": check.summary or "", "rationale": check.rationale or "",
    }  # fmt: skip


def as_it_was(check: ImportedCheck) -> View:
    """Return what a publication keeps of the ClaimReview that it was imported from."""
    return {} if check.original is None else {frozen.ORIGINAL: check.original}


def _snapshot(importing: Importing, check: ImportedCheck, *, made: _Made) -> View:
    claim, verdict = made.claim, made.verdict
    moment = clock.to_text(claim.first_published_at)
    return {
        "organization": importing.organization,
        "claim": {name: getattr(claim, name) for name in snapshots.CLAIM_FIELDS} | {
            "revision": 1,
            "claimant": _claimant(importing, claim.claimant_id),
            "appearances": [snapshots.appearance(claim, seen) for seen in made.seen],
            "quantities": [],
        },
        "verdict": {
            "id": verdict.id, "revision": 1, "label": made.pinned.label, "scale": made.pinned.scale,
            "published_rating": verdict.published_rating, "true_as_of": None, "review_by": None, "statements": {},
            "texts": [snapshots.text(claim, made.text)], "proposed_by": importing.who, "approved_by": None,
            "contributors": [],
        },
        "evidence": [],
        "check_id": claim.id, "number": 1, "kind": KIND, "severity": None, "notice": None, "published_at": moment,
        "first_published_at": moment, "earlier": [], "label_before": None, "gate": GATE,
        "label_after": {name: made.pinned.label[name] for name in ("key", "name")},
        **as_it_was(check),
    }  # fmt: skip


def _claimant(importing: Importing, claimant_id: str | None) -> Any:  # a view, or None
    return _once(importing, ("shown", claimant_id), lambda: snapshots.claimant(claimant_id))
