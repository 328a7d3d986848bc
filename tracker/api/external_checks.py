"""Other outlets' checks, attached to claims."""

from collections.abc import Mapping
from typing import Any

from flask import current_app

from tracker.api.plumbing.answers import Answer
from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import list_of, paged, window
from tracker.domain.actors import Actor
from tracker.errors import ReferenceNotFound
from tracker.schemas.external_checks import (
    ExternalCheckIn,
    ExternalCheckItem,
    ExternalCheckOut,
    ExternalCheckPatch,
    ExternalCheckQuery,
)
from tracker.services import external_checks
from tracker.services.external_checks import Filters
from tracker.services.finding import Expected

FILTERS = ("claim_id", "check_id", "publisher", "label", "language")
door = Door("external_checks", __name__, description="What other outlets found, attached to claims; no verdicts here.")


@door.get("/external-checks", query=ExternalCheckQuery, answer=list_of(ExternalCheckItem, "ExternalChecks"), paged=True)
def list_external_checks(actor: Actor, *, query: dict[str, Any]) -> Any:
    """List other outlets' checks, newest first."""
    filters = Filters(**{name: query.get(name) for name in FILTERS})
    return paged(external_checks.page(actor, filters, window(query), public_url=_public_url()))


@door.post("/external-checks", body=ExternalCheckIn, answer=ExternalCheckOut, also=(200,), example="external_check",
           errors=(ReferenceNotFound,))  # fmt: skip
def add_external_check(actor: Actor, *, body: dict[str, Any]) -> Any:
    """Keep another outlet's check, or find the same one by publisher, address and claim: then the answer is 200."""
    kept, is_new = external_checks.add(actor, _flat(body), public_url=_public_url())
    return Answer(value=kept, status=201 if is_new else 200)


@door.get("/external-checks/<external_check_id>", answer=ExternalCheckOut)
def show_external_check(actor: Actor, external_check_id: str) -> Any:
    """Show another outlet's check."""
    return external_checks.find(actor, external_check_id, public_url=_public_url())


@door.patch("/external-checks/<external_check_id>", body=ExternalCheckPatch, answer=ExternalCheckOut,
            example="external_check_patch")  # fmt: skip
def update_external_check(actor: Actor, external_check_id: str, *, body: dict[str, Any], expected: Expected) -> Any:
    """Attach another outlet's check to a claim, detach it by null, or mend what is kept of it."""
    changes = _flat(body)
    return external_checks.update(actor, external_check_id, changes, expected=expected, public_url=_public_url())


def _flat(body: Mapping[str, Any]) -> dict[str, Any]:
    named = {f"publisher_{name}": value for name, value in (body.get("publisher") or {}).items()}
    return {name: value for name, value in body.items() if name != "publisher"} | named


def _public_url() -> str:
    return str(current_app.config["TRACKER"].public_url)
