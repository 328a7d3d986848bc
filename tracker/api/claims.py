"""Claims: logging, finding, editing and assigning them; where the outlet published the check."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask import current_app
from marshmallow import fields
from werkzeug.datastructures import MultiDict

from tracker.api.plumbing import parsing
from tracker.api.plumbing.answers import Answer, as_it_was, ready
from tracker.api.plumbing.authentication import holder
from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import list_of, paged, place_in, ready_page, window
from tracker.domain.actors import Actor
from tracker.domain.ratings import LABEL_CLASSES
from tracker.domain.workflow import PUBLICATION_STATUSES, STATES
from tracker.lib.ids import is_id
from tracker.lib.response_cache import Kept
from tracker.lib.stored_json import StoredJson
from tracker.schemas.claims import KINDS, ClaimIn, ClaimOut, ClaimPatch, PageIn, PageOut
from tracker.schemas.fields import (
    KEY_PATTERN,
    Choices,
    Day,
    Factor,
    Language,
    Moment,
    choice,
    identifier,
    matching,
    slug,
    words,
)
from tracker.schemas.history import EntryOut
from tracker.schemas.matches import LoggedClaimOut
from tracker.schemas.paging import PageQuery, decoded
from tracker.schemas.past import AsOfQuery, DiffOut, DiffQuery
from tracker.schemas.search import LONGEST_QUERY, SEARCH
from tracker.services import claims, history, matches, past_claims
from tracker.services.claim_filters import Filters, Sorting
from tracker.services.finding import Expected
from tracker.services.paging import Page, Window

door = Door("claims", __name__, description="Checkable statements, from the log book to the published check.")
REMEMBERED, REMEMBERED_LENGTH = 256, 1024
SORTS = [sign + name for name in ("created_at", "made_on", "updated_at") for sign in ("", "-")]
FILTERS = ("state", "publication_status", "kind", "topic", "claimant_id", "assignee_id", "language", "label", "class_",
           "made_from", "made_to", "created_from", "created_to", "review_by_to", "awaiting",
           "metric", "factor_min", "factor_max")  # fmt: skip


class ClaimQuery(PageQuery):
    """Which claims, and in which order; a filter given twice means any of."""

    state = Choices(choice(STATES))
    publication_status = Choices(choice(PUBLICATION_STATUSES))
    kind = Choices(choice(KINDS))
    topic = Choices(slug())
    claimant_id = Choices(identifier())
    assignee_id = Choices(identifier())
    language = Choices(Language())
    label = Choices(matching(KEY_PATTERN, "a label's key", 64))
    class_ = Choices(choice(LABEL_CLASSES), data_key="class")
    made_from = Day()
    made_to = Day()
    created_from = Moment()
    created_to = Moment()
    review_by_to = Day()
    awaiting = choice(["me"], metadata={"description": "Claims on which the caller may take a step forward."})
    q = words(LONGEST_QUERY, metadata={"description": SEARCH})
    metric = Choices(words(metadata={"description": "What one of the claim's numbers measures."}))
    factor_min = Factor(metadata={"description": "That number is off by so many times or more."})
    factor_max = Factor(metadata={"description": "That number is off by so many times or less."})
    sort = choice(SORTS, load_default="-created_at")


QUERY, LIST = ClaimQuery(), list_of(ClaimOut, "Claims")


@door.get("/claims", query=QUERY, answer=LIST, paged=True)
def list_claims(actor: Actor, *, query: dict[str, Any]) -> Any:
    """List the organization's claims."""
    return paged(_page(actor, query, window(query)))


def plain_list(environ: Mapping[str, Any], _name: str) -> Kept | None:
    """Return a page of claims to whoever shows a good key; else None."""
    actor, query_string = holder(environ), environ.get("QUERY_STRING", "")
    if actor is None or len(query_string) > REMEMBERED_LENGTH:
        return None
    arguments = parsing.arguments(query_string)
    cursor = arguments.getlist("cursor")
    if len(cursor) > 1:
        return None
    asked = [item for item in arguments.items(multi=True) if item[0] != "cursor"]
    query = _remembered(tuple(asked))
    start = place_in(decoded(cursor[0]) if cursor else None, environ["PATH_INFO"], arguments)
    place = Window(limit=query["limit"], cursor=start)
    return ready_page(
        _page(actor, query, place), schema=LIST, environ=environ, arguments=arguments, expires_at=actor.expires_at
    )  # fmt: skip


@lru_cache(REMEMBERED)
def _remembered(arguments: tuple[tuple[str, str], ...]) -> Mapping[str, Any]:
    # Newsroom tools ask for the same lists again and again, page by page.
    return parsing.parameters(QUERY, MultiDict(arguments))


def _page(actor: Actor, query: Mapping[str, Any], place: Window) -> Page:
    filters = Filters(**{name: query.get(name) for name in FILTERS})
    return claims.page(actor, filters, place, sorting=Sorting(query["sort"]), text=query.get("q"))


@door.post("/claims", body=ClaimIn, answer=LoggedClaimOut, example="claim", ahead=matches.at_intake)
def open_claim(actor: Actor, *, body: dict[str, Any], ahead: list[dict[str, Any]]) -> Any:
    """Log a claim, with claimant, appearances and quantities inline or by id; published checks of it come along."""
    return matches.beside(claims.open_claim(actor, body), ahead)


@door.get("/claims/<claim_id>", query=AsOfQuery, answer=ClaimOut, past=True)
def show_claim(actor: Actor, claim_id: str, *, query: dict[str, Any]) -> Any:
    """Show a claim, with the steps that the caller may take, now or as of a moment."""
    if "as_of" in query:
        return as_it_was(past_claims.find(actor, claim_id, given=query["as_of"]))
    return claims.find(actor, claim_id)


def plain(environ: Mapping[str, Any], claim_id: str) -> Kept | None:
    """Return a claim to whoever shows a good key, where it is stored as it is shown to everybody; else None."""
    actor = None if environ.get("QUERY_STRING") or not is_id(claim_id) else holder(environ)
    claim = None if actor is None else claims.find(actor, claim_id)
    if actor is None or not isinstance(claim, StoredJson):
        return None
    return ready(claim.body, version=claim.version, route="/api/v1/claims/<claim_id>", expires_at=actor.expires_at)


@door.patch("/claims/<claim_id>", body=ClaimPatch, answer=ClaimOut, example="claim_patch")
def update_claim(actor: Actor, claim_id: str, *, body: dict[str, Any], expected: Expected) -> Any:
    """Change a claim; its public fields are frozen while a verdict is under review."""
    return claims.update(actor, claim_id, body, expected=expected)


@door.put("/claims/<claim_id>/assignees", items=identifier(), most=50, answer=ClaimOut, example="assignees")
def assign_claim(actor: Actor, claim_id: str, *, body: list[str], expected: Expected) -> Any:
    """Say who works on a claim: a list of account ids."""
    return claims.assign(actor, claim_id, body, expected=expected)


@door.get("/claims/<claim_id>/pages", answer=PageOut(many=True))
def list_pages(actor: Actor, claim_id: str) -> Any:
    """List the outlet's own pages of the check, one a language."""
    return _pages(claims.pages(actor, claim_id))


@door.put("/claims/<claim_id>/pages", items=fields.Nested(PageIn), most=50, answer=PageOut(many=True), example="pages")
def replace_pages(actor: Actor, claim_id: str, *, body: list[dict[str, str]], expected: Expected) -> Any:
    """Say where the outlet itself published the check, one page a language; published documents follow at once."""
    public_url = current_app.config["TRACKER"].public_url
    return _pages(claims.replace_pages(actor, claim_id, body, expected=expected, public_url=public_url))


@door.get("/claims/<claim_id>/history", query=PageQuery, answer=list_of(EntryOut, "ClaimHistory"), paged=True)
def list_claim_history(actor: Actor, claim_id: str, *, query: dict[str, Any]) -> Any:
    """List a claim's entries in the log, oldest first."""
    return paged(history.of(actor, "claim", claim_id, window=window(query)))


@door.get("/claims/<claim_id>/diff", query=DiffQuery, answer=DiffOut, past=True)
def show_claim_diff(actor: Actor, claim_id: str, *, query: dict[str, Any]) -> Any:
    """Show what differs between a claim at two moments, by field, with the entry that changed it last."""
    return as_it_was(past_claims.differences(actor, claim_id, since=query["from_"], until=query.get("to")))


def _pages(claim: Any) -> Answer:
    return Answer(value=claim.pages, version=claim.version)
