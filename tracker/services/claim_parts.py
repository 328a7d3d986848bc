"""What the parts of a claim share: its row, locked, and whether it may be edited now."""

from collections.abc import Mapping
from typing import Any

from tracker.domain import locators, workflow
from tracker.domain.actors import Actor
from tracker.errors import ClaimFrozen, Inconsistent, fault
from tracker.lib.merge_patch import merged
from tracker.models import Claim
from tracker.services import finding


def claim_of(actor: Actor, claim_id: str) -> Claim:
    """Return a claim, locked until the deed ends."""
    return finding.find(Claim, actor, claim_id, lock=True)


def editable(actor: Actor, claim_id: str) -> Claim:
    """Return a claim, locked, whose public fields may be edited, or raise ClaimFrozen."""
    claim = claim_of(actor, claim_id)
    if claim.state in workflow.FROZEN_STATES:
        raise ClaimFrozen(state=claim.state)
    return claim


def changed_locator(locator: Mapping[str, Any] | None, patch: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return a locator with a patch merged into it, or raise Inconsistent where it no longer points in one way."""
    changed: dict[str, Any] | None = merged(locator, patch)
    if changed is not None and not locators.is_sound(changed):
        detail = "A locator points in exactly one way; take the other away with null."
        raise Inconsistent(errors=[fault("/locator", "ambiguous", detail)])
    return changed
