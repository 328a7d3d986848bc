"""Snapshots: all that a publication shows, gathered at one moment and then frozen."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from tracker.domain import ratings
from tracker.domain.snapshots import without
from tracker.lib import clock, jcs
from tracker.lib.shortening import shorten
from tracker.models import (
    Account,
    Appearance,
    Capture,
    Claim,
    Claimant,
    Evidence,
    Label,
    Organization,
    Origin,
    Outreach,
    Quantity,
    Scale,
    Source,
    Verdict,
    VerdictEvidence,
    VerdictText,
    db,
)  # fmt: skip
from tracker.models.base import columns_of
from tracker.services.quantities import FIELDS as MEASURE_FIELDS

View = dict[str, Any]
CLAIM_FIELDS = (
    "id", "text", "language", "kind", "attribution", "attribution_note", "job_title", "made_on", "place", "topics",
    "context", "selection_reason",
)  # fmt: skip
SOURCE_FIELDS = ("id", "protected", "public_description", "kind", "level", "language")
IDENTITY_FIELDS = ("disclosure", "url", "title", "publisher", "published_on")
MEASURED = ("id", *MEASURE_FIELDS, "period")
TITLE_LIMIT, CLAIM_REVIEWED_LIMIT = 110, 75


def content(claim: Claim, verdict: Verdict) -> View:
    """Return what would be published of a claim and a verdict now, but for the publication itself.

    A protected source stands in it by its public description alone.
    """
    return {
        "organization": organization(claim.organization_id),
        "claim": _claim(claim),
        "verdict": _verdict(claim, verdict),
        "evidence": [_evidence(evidence) for evidence in cited(verdict)],
    }


def approval_digest(claim: Claim, verdict: Verdict, gathered: View) -> str:
    """Return the digest that an approval pins: verdict, claim and cited evidence, with all that they show.

    `gathered` is their content; it is given, since what is compared must be what is published, and not a later look.
    """
    verdict_shown = {name: value for name, value in gathered["verdict"].items() if name != "approved_by"}
    shown = without(
        {"claim": gathered["claim"], "verdict": verdict_shown, "evidence": gathered["evidence"]}, "revision"
    )
    # Rows that the public never sees are pinned by their identity: a source exchanged for another is another source.
    return sha256(jcs.canonical([shown, sorted(_hidden(claim, verdict))])).hexdigest()


def is_stale(claim: Claim, verdict: Verdict, gathered: View) -> bool:
    """Whether a verdict is approved, and verdict, claim or cited evidence are not what was approved."""
    return verdict.status == "approved" and verdict.approval_digest != approval_digest(claim, verdict, gathered)


def cited(verdict: Verdict) -> Sequence[Evidence]:
    """Return the evidence that a verdict cites, in its order."""
    statement = (
        select(Evidence)
        .join(VerdictEvidence, VerdictEvidence.evidence_id == Evidence.id)
        .where(VerdictEvidence.verdict_id == verdict.id)
        .order_by(VerdictEvidence.position)
    )
    return db.session().execute(statement).scalars().all()


def outreach_count(claim: Claim) -> int:
    """Return how many attempts to reach the claimant there are."""
    return len(db.session().execute(select(Outreach.id).where(Outreach.claim_id == claim.id)).all())


def person(account_id: str | None) -> View | None:
    """Return who someone is, as publications name them."""
    account = _get(Account, account_id)
    return None if account is None else {"id": account.id, "name": account.name}


def organization(organization_id: str) -> View:
    """Return an organization as publications show it."""
    row = db.session().get_one(Organization, organization_id)
    names = ("id", "slug", "name", "url", "logo_url", "time_zone", "languages", "policies")
    return {name: getattr(row, name) for name in names}


def _claim(claim: Claim) -> View:
    quantities = db.session().execute(
        select(Quantity).where(Quantity.claim_id == claim.id).order_by(Quantity.id)
    ).scalars()  # fmt: skip
    return {name: getattr(claim, name) for name in CLAIM_FIELDS} | {
        "revision": claim.version,
        "claimant": claimant(claim.claimant_id),
        "appearances": [appearance(claim, seen) for seen in _appearances(claim)],
        "quantities": [_measured(quantity, MEASURED) for quantity in quantities],
    }


def claimant(claimant_id: str | None) -> View | None:
    """Return who made a claim, as publications show them."""
    row = _get(Claimant, claimant_id)
    if row is None:
        return None
    return {"id": row.id, "revision": row.version, "name": row.name, "kind": row.kind, "same_as": row.same_as}


def _appearances(claim: Claim) -> Sequence[Appearance]:
    # Its own, the first one first, and then those of the claims that were merged into it, and into those.
    own = select(Claim.id).where(Claim.id == claim.id).cte("shown", recursive=True)
    shown = own.union(select(Claim.id).where(Claim.merged_into_id == own.c.id, Claim.state == "merged"))
    statement = select(Appearance).join(shown, shown.c.id == Appearance.claim_id)
    rows = db.session().execute(statement).scalars().all()
    return sorted(rows, key=lambda row: (row.claim_id != claim.id, not row.first, row.id))


def appearance(claim: Claim, seen: Appearance) -> View:
    """Return an appearance of a claim, or of one that was merged into it, as publications show it."""
    names = ("id", "role", "wording", "language", "locator", "made_on")
    return {name: getattr(seen, name) for name in names} | {
        "first": seen.first and seen.claim_id == claim.id,
        "claimant": claimant(seen.claimant_id),
        "source": _source(db.session().get_one(Source, seen.source_id)),
    }


def _source(source: Source) -> View:
    hidden = dict.fromkeys(IDENTITY_FIELDS)
    identity = hidden if source.protected else {name: getattr(source, name) for name in IDENTITY_FIELDS}
    origin = None if source.protected else _origin(source.origin_id)
    shown = {name: getattr(source, name) for name in SOURCE_FIELDS}
    return shown | identity | {"revision": source.version, "origin": origin}


def _origin(origin_id: str | None) -> View | None:
    origin = _get(Origin, origin_id)
    return None if origin is None else {"id": origin.id, "name": origin.name, "claimant_id": origin.claimant_id}


def _evidence(evidence: Evidence) -> View:
    source = db.session().get_one(Source, evidence.source_id)
    names = ("id", "stance", "excerpt", "locator", "note")
    measured = (*MEASURED, "method", "margin", "released_on", "supersedes_id")
    return {name: getattr(evidence, name) for name in names} | {
        "revision": evidence.version,
        "withdrawn": evidence.withdrawn_at is not None,
        "source": _source(source),
        "origin": _origin(evidence.origin_id),
        "capture": None if source.protected else _capture(evidence.capture_id),
        "captured": evidence.capture_id is not None,
        "observations": [_measured(observation, measured) for observation in evidence.observations],
    }


def _capture(capture_id: str | None) -> View | None:
    capture = _get(Capture, capture_id)
    if capture is None:
        return None
    names = ("id", "digest", "media_type", "size")
    return {name: getattr(capture, name) for name in names} | {"captured_at": clock.to_text(capture.captured_at)}


def _verdict(claim: Claim, verdict: Verdict) -> View:
    pinned = db.session().get_one(Scale, verdict.scale_id)
    as_published = {} if verdict.published_rating is None else {"published_rating": verdict.published_rating}
    return as_published | {
        "id": verdict.id,
        "revision": verdict.version,
        "label": next(label(one) for one in pinned.labels if one.key_ == verdict.label),
        "scale": scale(pinned, pinned.labels),
        "true_as_of": verdict.true_as_of,
        "review_by": verdict.review_by,
        "statements": verdict.statements,
        "texts": [text(claim, written) for written in verdict.texts],
        "proposed_by": person(verdict.proposed_by_id),
        "approved_by": person(verdict.approved_by_id),
        "contributors": [person(c.account_id) for c in sorted(verdict.contributors, key=lambda c: c.account_id)],
    }  # fmt: skip


def text(claim: Claim, written: VerdictText) -> View:
    """Return a verdict's words in one language, as publications show them."""
    return {
        "language": written.language,
        "title": written.title or shorten(claim.text, TITLE_LIMIT),
        "claim_reviewed": written.claim_reviewed or shorten(claim.text, CLAIM_REVIEWED_LIMIT),
        "summary": written.summary,
        "rationale": written.rationale,
    }


def label(row: Label) -> View:
    """Return a label as publications show it."""
    names = ("name", "description", "numeric", "off_scale", "colour", "locales")
    return {"key": row.key_, "class": row.class_} | {name: getattr(row, name) for name in names}


def scale(row: Scale, labels: Sequence[Label]) -> View:
    """Return a scale with these labels, as publications show it."""
    best, worst = ratings.best_and_worst([label(one) for one in labels])
    names = ("id", "family_id", "number", "kind", "name")
    return {name: getattr(row, name) for name in names} | {"best": best, "worst": worst}


def _measured(row: Any, names: Sequence[str]) -> View:
    return {name: getattr(row, name) for name in names}


def _hidden(claim: Claim, verdict: Verdict) -> list[str]:
    pinned = [jcs.canonical(_content_of(evidence)).decode() for evidence in cited(verdict)]
    return [*pinned, claim.selection_reason or "", verdict.scale_id, verdict.label]


def _content_of(evidence: Evidence) -> View:
    return {name: value for name, value in columns_of(evidence).items() if name not in {"created_at", "updated_at"}}


def _get(model: Any, object_id: str | None) -> Any:
    return None if object_id is None else db.session().get(model, object_id)
