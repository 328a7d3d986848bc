"""Variants: the wordings of one claim, by language, with all that say it so and what makes that the same claim."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import func, select

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.models import Appearance, Claim, ExternalCheck, Publication, Verdict, VerdictText, db
from tracker.models.verdicts import AT_HAND
from tracker.schemas.variants import RELATIONS
from tracker.services import claim_views, finding, matches

View = dict[str, Any]
# What makes something the same claim, in the order in which it is told of.
OWN, MERGED, MATCHED, ATTACHED = RELATIONS


@dataclass(frozen=True, slots=True)
class _Said:
    """A wording and what says it; `claim_id` is none for another outlet's check."""

    kind: str
    id: str
    claim_id: str | None
    text: str
    language: str | None


def listed(actor: Actor, claim_id: str) -> list[View]:
    """Return the wordings of a claim, each once in a language, its own text first.

    Of a confirmed match it is what the claim says where it is the organization's own, and what was published of it.
    """
    permit(actor, "claim.read")
    finding.find(Claim, actor, claim_id)
    relations = _relations(actor, claim_id)
    ours = [one for one, relation in relations.items() if relation in {OWN, MERGED}]
    known = [*relations]
    said = chain(_claims(actor, known), _appearances(ours), _drafts(ours), _checks(known), _external(actor, known))
    wordings: dict[tuple[str, str | None], list[View]] = defaultdict(list)
    # A check may say the claim in short as it was spoken.
    for one, relation in dict.fromkeys(_ordered(said, relations)):
        told = {"kind": one.kind, "relation": relation, "id": one.id, "claim_id": one.claim_id}
        wordings[one.text, one.language].append(told)
    return [{"text": text, "language": language, "known_from": those} for (text, language), those in wordings.items()]


def _relations(actor: Actor, claim_id: str) -> dict[str, str]:
    """Return the ids of all that say the claim, and what makes each of them the same one."""
    relations = {claim_id: OWN} | dict.fromkeys(sorted(claim_views.merged([claim_id])), MERGED)
    ours = [*relations]
    attached = (
        select(func.coalesce(ExternalCheck.check_id, ExternalCheck.id))
        .where(ExternalCheck.organization_id == actor.organization_id, ExternalCheck.claim_id.in_(ours))
        .order_by(ExternalCheck.created_at, ExternalCheck.id)
    )
    others = {MATCHED: matches.confirmed(actor, ours), ATTACHED: db.session().execute(attached).scalars().all()}
    for relation, ids in others.items():
        for other in ids:
            relations.setdefault(other, relation)
    return relations


def _ordered(said: Iterator[_Said], relations: dict[str, str]) -> list[tuple[_Said, str]]:
    found = [(one, relations[one.claim_id or one.id]) for one in said]
    return sorted(found, key=lambda one: RELATIONS.index(one[1]))


def _claims(actor: Actor, ids: Sequence[str]) -> Iterator[_Said]:
    statement = (
        select(Claim.id, Claim.text, Claim.language)
        .where(Claim.organization_id == actor.organization_id, Claim.id.in_(ids))
        .order_by(Claim.id)
    )
    for row in db.session().execute(statement):
        yield _Said("claim", row.id, row.id, row.text, row.language)


def _appearances(claim_ids: Sequence[str]) -> Iterator[_Said]:
    # Without a language of its own, an appearance is in its claim's.
    language = func.coalesce(Appearance.language, Claim.language).label("language")
    statement = (
        select(Appearance.id, Appearance.claim_id, Appearance.wording, language)
        .join(Claim, Claim.id == Appearance.claim_id)
        .where(Appearance.claim_id.in_(claim_ids), Appearance.wording.is_not(None))
        .order_by(Appearance.claim_id, Appearance.first.desc(), Appearance.id)
    )
    for row in db.session().execute(statement):
        yield _Said("appearance", row.id, row.claim_id, row.wording, row.language)


def _drafts(claim_ids: Sequence[str]) -> Iterator[_Said]:
    statement = (
        select(Verdict.id, Verdict.claim_id, VerdictText.claim_reviewed, VerdictText.language)
        .join(VerdictText, VerdictText.verdict_id == Verdict.id)
        .where(Verdict.claim_id.in_(claim_ids), Verdict.status.in_(AT_HAND), VerdictText.claim_reviewed.is_not(None))
        .order_by(Verdict.id, VerdictText.position)
    )
    for row in db.session().execute(statement):
        yield _Said("verdict", row.id, row.claim_id, row.claim_reviewed, row.language)


def _checks(claim_ids: Sequence[str]) -> Iterator[_Said]:
    """Yield what is published of some claims, whoever published it: the claim as it was spoken, and in short."""
    statement = (
        select(Claim.id, Publication.snapshot)
        .join(Publication, (Publication.claim_id == Claim.id) & (Publication.number == Claim.published_number))
        .where(Claim.id.in_(claim_ids))
        .order_by(Claim.id)
    )
    for row in db.session().execute(statement):
        claim = row.snapshot["claim"]
        yield _Said("check", row.id, row.id, claim["text"], claim["language"])
        for text in row.snapshot["verdict"]["texts"]:
            yield _Said("check", row.id, row.id, text["claim_reviewed"], text["language"])


def _external(actor: Actor, ids: Sequence[str]) -> Iterator[_Said]:
    statement = (
        select(ExternalCheck.id, ExternalCheck.claim_text, ExternalCheck.language)
        .where(ExternalCheck.organization_id == actor.organization_id, ExternalCheck.id.in_(ids))
        .where(ExternalCheck.claim_text.is_not(None))
        .order_by(ExternalCheck.created_at, ExternalCheck.id)
    )
    for row in db.session().execute(statement):
        yield _Said("external_check", row.id, None, row.claim_text, row.language)
