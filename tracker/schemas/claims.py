"""Claims and their parts in the API."""

from typing import Any

from marshmallow import fields, validate

from tracker.schemas.base import In, Links, ObjectOut, Out, Shaped
from tracker.schemas.claimants import ClaimantIn, ClaimantRef
from tracker.schemas.fields import (
    LONG,
    VERY_LONG,
    Flag,
    Language,
    PartialDate,
    WebUrl,
    choice,
    identifier,
    slug,
    words,
)  # fmt: skip
from tracker.schemas.locators import Locator, LocatorPatch
from tracker.schemas.measures import QuantityIn, QuantityOut
from tracker.schemas.rules import ExactlyOne, OneAtMost, Rules
from tracker.schemas.sources import SourceIn, SourceRef

KINDS = ("statement", "quote", "promise", "position", "media", "rumour")
ATTRIBUTIONS = ("named", "unnamed", "none")
ROLES = ("makes", "repeats", "reports")


class PersonOut(Out):
    """An account or a claimant inside of another object."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class AppearancePatch(In):
    """What can be changed of an appearance."""

    rules: Rules = (OneAtMost("source", "source_id"), OneAtMost("claimant", "claimant_id"))

    source = fields.Nested(SourceIn)
    source_id = identifier()
    role = choice(ROLES)
    first = Flag()
    wording = words(LONG, allow_none=True)
    language = Language(allow_none=True)
    locator = fields.Nested(LocatorPatch, allow_none=True)
    claimant = fields.Nested(ClaimantIn, allow_none=True)
    claimant_id = identifier(allow_none=True)
    made_on = PartialDate(allow_none=True)


class AppearanceIn(AppearancePatch):
    """A source in which a claim was seen: by `source_id`, by an inline `source`, or by its bare `url`."""

    rules = (ExactlyOne(("url", "source", "source_id")), OneAtMost("claimant", "claimant_id"))

    url = WebUrl()
    title = words(allow_none=True)
    publisher = words(allow_none=True)
    published_on = PartialDate(allow_none=True)
    role = choice(ROLES, load_default="makes")
    first = Flag(load_default=False)
    locator = fields.Nested(Locator, allow_none=True)


class AppearanceOut(Out):
    """A source in which a claim was seen."""

    paths = {"self": "/api/v1/claims/{claim_id}/appearances/{id}"}

    id = fields.String(required=True)
    version = fields.Integer(required=True)
    claim_id = fields.String(required=True)
    role = fields.String(required=True)
    first = fields.Boolean(required=True)
    wording = fields.String(required=True, allow_none=True)
    language = fields.String(required=True, allow_none=True)
    locator = Shaped(Locator, required=True, allow_none=True)
    made_on = fields.String(required=True, allow_none=True)
    source = fields.Nested(SourceRef, required=True)
    claimant = fields.Nested(PersonOut, required=True, allow_none=True)
    links = Links(required=True)


class ClaimPatch(In):
    """What can be changed of a claim."""

    rules = (OneAtMost("claimant", "claimant_id"),)

    text = words(VERY_LONG)
    language = Language()
    kind = choice(KINDS)
    attribution = choice(ATTRIBUTIONS)
    attribution_note = words(LONG, allow_none=True)
    claimant = fields.Nested(ClaimantIn, allow_none=True)
    claimant_id = identifier(allow_none=True)
    job_title = words(allow_none=True)
    made_on = PartialDate(allow_none=True)
    place = words(allow_none=True)
    topics = fields.List(slug(), validate=validate.Length(max=50))
    context = words(VERY_LONG, allow_none=True)
    selection_reason = words(LONG, allow_none=True)


class ClaimIn(ClaimPatch):
    """A claim to log, with whatever is known of it."""

    text = words(VERY_LONG, required=True)
    language = Language(required=True)
    kind = choice(KINDS, load_default="statement")
    attribution = choice(ATTRIBUTIONS, allow_none=True)
    appearances = fields.List(fields.Nested(AppearanceIn), load_default=list, validate=validate.Length(max=100))
    quantities = fields.List(fields.Nested(QuantityIn), load_default=list, validate=validate.Length(max=100))


class ClaimPublicationOut(Out):
    """Where the check of a claim stands with the public; once it was published there is more than `status`."""

    status = fields.String(required=True)
    check_id = fields.String(allow_none=True)
    number = fields.Integer(allow_none=True)
    kind = fields.String(allow_none=True)
    label = fields.String(allow_none=True)
    class_ = fields.String(data_key="class", attribute="class", allow_none=True)
    first_published_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    changed_at = fields.String(allow_none=True, metadata={"format": "date-time"})

    def _one(self, item: Any) -> dict[str, Any]:
        shown = super()._one(item)
        return shown if shown["number"] else {"status": shown["status"]}


class ClaimOut(ObjectOut):
    """A claim, as the caller sees it; `allowed_steps` are those the caller may name now."""

    paths = {
        name: "/api/v1/claims/{id}" + tail
        for name, tail in {
            "self": "", "steps": "/steps", "appearances": "/appearances", "quantities": "/quantities",
            "evidence": "/evidence", "verdicts": "/verdicts", "outreach": "/outreach", "comments": "/comments",
            "pages": "/pages", "publications": "/publications", "publishability": "/publishability",
            "history": "/history", "matches": "/matches", "variants": "/variants",
        }.items()
    } | {"external_checks": "/api/v1/external-checks?claim_id={id}"}  # fmt: skip

    text = fields.String(required=True)
    language = fields.String(required=True)
    kind = fields.String(required=True)
    attribution = fields.String(required=True)
    attribution_note = fields.String(required=True, allow_none=True)
    claimant = fields.Nested(ClaimantRef, required=True, allow_none=True)
    job_title = fields.String(required=True, allow_none=True)
    made_on = fields.String(required=True, allow_none=True)
    place = fields.String(required=True, allow_none=True)
    topics = fields.List(fields.String(), required=True)
    context = fields.String(required=True, allow_none=True)
    selection_reason = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    merged_into_id = fields.String(required=True, allow_none=True)
    allowed_steps = fields.List(fields.String(), required=True)
    assignees = fields.List(fields.Nested(PersonOut), required=True)
    appearances = fields.List(fields.Nested(AppearanceOut), required=True)
    quantities = fields.List(fields.Nested(QuantityOut), required=True)
    evidence_count = fields.Integer(required=True)
    verdict_id = fields.String(required=True, allow_none=True, metadata={"description": "The verdict at hand, if any."})
    review_by = fields.String(required=True, allow_none=True)
    publication = fields.Nested(ClaimPublicationOut, required=True)
    created_by_id = fields.String(required=True, allow_none=True)


class PageIn(In):
    """Where the outlet itself published the check in one language."""

    language = Language(required=True)
    url = WebUrl(required=True)


class PageOut(Out):
    """Where the outlet itself published the check in one language."""

    language = fields.String(required=True)
    url = fields.String(required=True)
