"""Matches: earlier checks of the same claim as they are suggested, and what people decided about them."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import or_, select
from sqlalchemy.exc import DBAPIError

from tracker.domain import matching
from tracker.domain.actors import Actor
from tracker.domain.permissions import is_permitted, permit
from tracker.errors import ReferenceNotFound, fault
from tracker.lib.stored_json import StoredJson
from tracker.models import Claim, Claimant, ClaimMatch, db
from tracker.schemas.matches import MatchOut
from tracker.services import finding, match_candidates, match_wordings, snapshots
from tracker.services.match_candidates import Suggestion, Text
from tracker.services.match_wordings import Wording
from tracker.services.recording import recording

View = dict[str, Any]
AT_INTAKE = 3
SHOWN = MatchOut(many=True)


def of_text(actor: Actor, text: str, *, language: str | None, limit: int) -> View:
    """Return the likely earlier checks of a text that is no claim yet."""
    permit(actor, "match.read")
    return _answer(of_sentence(actor, Text(text=text, language=language), limit=limit))


def of_sentence(actor: Actor, asked: Text, *, limit: int) -> list[View]:
    """Return the likely earlier checks of what somebody says, inside a deed that the caller may do."""
    found = match_candidates.suggestions(asked, organization_id=actor.organization_id, most=limit)
    return [_view(one) for one in found]


def at_intake(actor: Actor, fields: Mapping[str, Any]) -> list[View]:
    """Return the published checks that a claim which is about to be logged may repeat.

    They are looked for before it is logged, so that no writer waits for the search; what hinders that leaves the claim
    without matches, and never fails it. By words alone, to be quick.
    """
    if not is_permitted(actor, "claim.open"):
        return []
    try:
        text = Text(text=fields["text"], language=fields.get("language"), claimant=_named(actor, fields))
        found = match_candidates.suggestions(
            text, organization_id=actor.organization_id, most=AT_INTAKE, public_only=True, by_meaning=False
        )
    except DBAPIError:
        return []
    return [_view(one) for one in found]


def beside(claim: Mapping[str, Any], found: list[View]) -> Mapping[str, Any]:
    """Return a claim that has just been logged with the checks that it may repeat."""
    if not isinstance(claim, StoredJson):
        return {**claim, "matches": found}
    shown = orjson.dumps(SHOWN.dump(found), option=orjson.OPT_PASSTHROUGH_DATETIME)
    return StoredJson(b'%s,"matches":%s}' % (claim.body[:-1], shown), version=claim.version)


def of_claim(actor: Actor, claim_id: str, *, limit: int) -> View:
    """Return the confirmed matches of a claim, then what is suggested; what was rejected is not suggested again."""
    permit(actor, "match.read")
    claim = finding.find(Claim, actor, claim_id)
    decided = _decided(actor, [claim_id])
    rejected = {other for other, row in decided.items() if row.decision == "rejected"}
    asked = _asked(claim, excluded=frozenset({claim_id, *rejected}))
    suggested = match_candidates.suggestions(asked, organization_id=actor.organization_id, most=limit)
    found = {one.wording.key: one for one in suggested}
    for other in decided.keys() - rejected - found.keys():
        kept = compared(actor, claim, other)
        if kept is not None and kept.wording.key not in asked.excluded:
            # What was confirmed may have been merged since, and is shown as what it goes on in.
            found.setdefault(kept.wording.key, kept)
            decided.setdefault(kept.wording.key, decided[other])
    ordered = sorted(found.values(), key=lambda one: (one.wording.key not in decided, -one.score))
    return _answer([_view(one, decided.get(one.wording.key)) for one in ordered[:limit]])


def decide(actor: Actor, claim_id: str, *, match_id: str, decision: str) -> View:
    """Confirm or reject that something is an earlier check of a claim; raises ReferenceNotFound where there is none.

    A published check that a new claim repeats has resurfaced, and the log says so.
    """
    permit(actor, "match.decide")
    with recording(actor) as record:
        claim = finding.find(Claim, actor, claim_id, lock=True)
        suggestion = compared(actor, claim, match_id)
        if suggestion is None or suggestion.wording.key == claim_id:
            raise ReferenceNotFound(errors=[fault("/match_id", "not-found", "There is no such claim or check.")])
        row = _row(claim, suggestion.wording.key) or _new(claim, suggestion.wording.key)
        row.kind, row.decision, row.decided_by_id = suggestion.wording.shown["kind"], decision, actor.account_id
        row.score, row.band = str(suggestion.score), suggestion.band
        row.method, row.method_version = suggestion.method, matching.VERSION
        db.session().add(row)
        db.session().flush()
        resurfaced = decision == "confirmed" and row.kind == "check"
        record("match.resurfaced" if resurfaced else f"match.{decision}", row)
        return _view(suggestion, row)


def confirmed(actor: Actor, claim_ids: Sequence[str]) -> list[str]:
    """Return the ids of what was confirmed to be the same as one of some claims, in the order of the decisions."""
    return [other for other, row in _decided(actor, claim_ids).items() if row.decision == "confirmed"]


def compared(actor: Actor, claim: Claim, match_id: str) -> Suggestion | None:
    """Return what something would be suggested as for a claim, whatever its band; nothing where it is not there."""
    wordings = _wordings(actor, match_id)
    if not wordings:
        return None
    return match_candidates.compare(_asked(claim), wordings, organization_id=actor.organization_id)


def _new(claim: Claim, match_id: str) -> ClaimMatch:
    return ClaimMatch(organization_id=claim.organization_id, claim_id=claim.id, match_id=match_id)


def _row(claim: Claim, match_id: str) -> ClaimMatch | None:
    statement = select(ClaimMatch).where(ClaimMatch.claim_id == claim.id, ClaimMatch.match_id == match_id)
    return db.session().execute(statement).scalar_one_or_none()


def _decided(actor: Actor, claim_ids: Sequence[str]) -> dict[str, ClaimMatch]:
    """Return the decisions of the actor's organization on claims' pairs, taken on either one, by the other's id."""
    # Others decide about checks of ours as well, which is theirs alone.
    statement = select(ClaimMatch).where(
        ClaimMatch.organization_id == actor.organization_id,
        or_(ClaimMatch.claim_id.in_(claim_ids), ClaimMatch.match_id.in_(claim_ids)),
    )
    rows = db.session().execute(statement.order_by(ClaimMatch.updated_at)).scalars()
    return {row.match_id if row.claim_id in claim_ids else row.claim_id: row for row in rows}


def _asked(claim: Claim, *, excluded: frozenset[str] = frozenset()) -> Text:
    return Text(text=claim.text, language=claim.language, claimant=_claimant(claim), excluded=excluded)


def _claimant(claim: Claim) -> str | None:
    return db.session().get_one(Claimant, claim.claimant_id).name if claim.claimant_id else None


def _wordings(actor: Actor, match_id: str) -> list[Wording]:
    """Return what an id names: anybody's published check, a claim of the organization's own, or an external check."""
    for kind in ("check", "claim", "external_check"):
        found = match_wordings.of_object(kind, match_id, actor.organization_id)
        if found:
            return found
    return []


def _answer(items: list[View]) -> View:
    return {"items": items, "band": items[0]["band"] if items else "none", "next": None}


def _view(one: Suggestion, row: ClaimMatch | None = None) -> View:
    return {
        "match_id": one.wording.key,
        **one.wording.shown,
        "score": one.score,
        "band": one.band,
        "method": one.method,
        "method_version": matching.VERSION,
        "why": one.why,
        "against": [{"kind": found.kind, "first": found.first, "second": found.second} for found in one.against],
        "decision": row.decision if row else None,
        "decided_by": snapshots.person(row.decided_by_id) if row else None,
        "decided_at": row.updated_at if row else None,
    }


def _named(actor: Actor, fields: Mapping[str, Any]) -> str | None:
    if fields.get("claimant"):
        return str(fields["claimant"]["name"])
    theirs = (Claimant.id == fields.get("claimant_id"), Claimant.organization_id == actor.organization_id)
    return db.session().execute(select(Claimant.name).where(*theirs)).scalar() if fields.get("claimant_id") else None
