"""What the parts of a claim share: its row, locked, and whether it may be edited now."""

from tracker.domain import workflow
from tracker.domain.actors import Actor
from tracker.errors import ClaimFrozen
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
