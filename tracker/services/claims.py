"""Claims: logging, finding, listing and editing them; the steps of their workflow are in `steps`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import delete

from tracker.domain import workflow
from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import ClaimFrozen, Inconsistent, fault
from tracker.lib import partial_dates
from tracker.lib.ids import new_id
from tracker.models import Account, Claim, ClaimAssignee, ClaimPage, ClaimTopic, db, table
from tracker.models.insertions import insert_columns
from tracker.models.session import insert_new
from tracker.services import (
    appearances,
    claim_documents,
    claim_filters,
    claimants,
    finding,
    paging,
    quantities,
    renderings,
)
from tracker.services.claim_filters import Filters, Sorting
from tracker.services.finding import Expected
from tracker.services.recording import recording
from tracker.services.search import sieving

CONTENT = (
    "text", "language", "kind", "attribution", "attribution_note", "job_title", "place", "context", "selection_reason",
)  # fmt: skip


def open_claim(actor: Actor, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Log a claim with what came inline: claimant, appearances and quantities. One entry on the claim."""
    permit(actor, "claim.open")
    with recording(actor) as record:
        claimant_id = claimants.chosen(actor, record, fields)
        claim = Claim(
            id=new_id(), organization_id=actor.organization_id, created_by_id=actor.account_id, claimant_id=claimant_id,
            topics=list(dict.fromkeys(fields.get("topics") or [])),
            **{name: fields[name] for name in CONTENT if name in fields},
        )  # fmt: skip
        claim.attribution = fields.get("attribution") or ("named" if claimant_id else "none")
        _date(claim, fields.get("made_on"))
        seen = appearances.given_with(actor, record, claim, given=fields.get("appearances") or [])
        counted = quantities.given_with(claim, fields.get("quantities") or [])
        insert_new(db.session(), claim, *seen, *counted)
        _add_topics(claim)
        record("claim.opened", claim)
        claim_documents.add([claim.id])
        return claim_documents.one(actor, claim.id)


def find(actor: Actor, claim_id: str) -> Mapping[str, Any]:
    """Return a claim as the caller sees it."""
    permit(actor, "claim.read")
    return claim_documents.one(actor, claim_id)


def page(
    actor: Actor, filters: Filters, window: paging.Window, *, sorting: Sorting, text: str | None = None
) -> paging.Page:
    """Return a page of the organization's claims, of those that a text finds where it is given."""
    permit(actor, "claim.read")

    def read(place: paging.Window, ids: Sequence[str] | None = None) -> paging.Page:
        return claim_filters.page(actor, replace(filters, id=ids), place, sorting=sorting)

    found = read(window) if text is None else sieving.page(actor, text, window, kind="claim", read=read, name=str)
    return paging.shown(found, lambda ids: claim_documents.many(actor, ids))


def update(actor: Actor, claim_id: str, changes: Mapping[str, Any], *, expected: Expected) -> Mapping[str, Any]:
    """Change a claim by a merge patch; its public fields are frozen while a verdict is under review."""
    permit(actor, "claim.update")
    with recording(actor) as record:
        claim = finding.at(Claim, actor, claim_id, expected=expected)
        refuse_frozen(claim, changes)
        finding.assign(claim, changes, CONTENT)
        if "claimant" in changes or "claimant_id" in changes:
            claim.claimant_id = claimants.chosen(actor, record, changes)
        if "made_on" in changes:
            _date(claim, changes["made_on"])
        if "topics" in changes:
            claim.topics = list(dict.fromkeys(changes["topics"] or []))
            index_topics(claim)
        record("claim.updated", claim)
        db.session().flush()
        return claim_documents.one(actor, claim.id)


def assign(actor: Actor, claim_id: str, account_ids: list[str], *, expected: Expected) -> Mapping[str, Any]:
    """Say who works on a claim."""
    permit(actor, "claim.assign")
    with recording(actor) as record:
        claim = finding.at(Claim, actor, claim_id, expected=expected)
        set_assignees(actor, claim, account_ids)
        record("claim.assigned", claim)
        db.session().flush()
        return claim_documents.one(actor, claim.id)


def set_assignees(actor: Actor, claim: Claim, account_ids: list[str]) -> None:
    """Replace a claim's assignees inside a deed; raises ReferenceNotFound for an unknown account."""
    wanted = list(dict.fromkeys(account_ids))
    finding.all_referred(Account, actor, wanted, pointer="")
    kept = {assignee.account_id: assignee for assignee in claim.assignees}
    claim.assignees = [kept.get(i) or ClaimAssignee(claim_id=claim.id, account_id=i) for i in wanted]


def pages(actor: Actor, claim_id: str) -> Claim:
    """Return the claim whose `pages` say where the outlet itself published the check."""
    permit(actor, "page.read")
    return finding.find(Claim, actor, claim_id)


def replace_pages(
    actor: Actor, claim_id: str, given: Sequence[Mapping[str, str]], *, expected: Expected, public_url: str
) -> Claim:
    """Say where the outlet itself published the check, one URL a language; published documents follow at once."""
    permit(actor, "page.replace")
    with recording(actor) as record:
        claim = finding.at(Claim, actor, claim_id, expected=expected)
        urls = _one_a_language(given)
        kept = {page.language: page for page in claim.pages}
        claim.pages = [kept.get(language) or ClaimPage(claim_id=claim.id, language=language) for language in urls]
        for page_ in claim.pages:
            finding.assign(page_, {"url": urls[page_.language]}, ("url",))
        record("claim.pages_replaced", claim)
        db.session().flush()
        renderings.renew(claim, public_url=public_url)
    return claim


def index_topics(claim: Claim) -> None:
    """Let claims be found by their topics as they are now, inside a deed."""
    db.session().execute(delete(table(ClaimTopic)).where(ClaimTopic.claim_id == claim.id))
    _add_topics(claim)


def topic_rows(claim: Claim) -> list[dict[str, Any]]:
    """Return the rows of the index of topics as they are made now."""
    place = {"claim_id": claim.id, "organization_id": claim.organization_id, "created_at": claim.created_at}
    return [{"topic": topic, **place} for topic in claim.topics]


def _one_a_language(given: Sequence[Mapping[str, str]]) -> dict[str, str]:
    urls: dict[str, str] = {}
    for position, page_ in enumerate(given):
        if page_["language"] in urls:
            raise Inconsistent(errors=[fault(f"/{position}/language", "twice", "Give one page for each language.")])
        urls[page_["language"]] = page_["url"]
    return urls


def refuse_frozen(claim: Claim, changes: Mapping[str, Any]) -> None:
    """Raise ClaimFrozen where a change would alter what is being reviewed."""
    if claim.state in workflow.FROZEN_STATES and not changes.keys() <= workflow.NEVER_FROZEN:
        raise ClaimFrozen(state=claim.state)


def _date(claim: Claim, given: str | None) -> None:
    parsed = partial_dates.parse(given) if given else None
    claim.made_on = given
    claim.made_from = parsed.start if parsed else None
    claim.made_to = parsed.end if parsed else None


def _add_topics(claim: Claim) -> None:
    insert_columns(db.session().connection(), ClaimTopic, topic_rows(claim))
