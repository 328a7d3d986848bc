"""Suggestions: the quantities that seem to stand in a claim's text; a person confirms by sending them."""

from decimal import Decimal
from typing import Any

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.lib import spoken_quantities
from tracker.lib.spoken_quantities import Spoken
from tracker.models import Claim
from tracker.services import finding

View = dict[str, Any]
ENGLISH = "en"


def of(actor: Actor, claim_id: str) -> list[View]:
    """Return the quantities that a claim's text seems to have, of which it has none yet in the same words."""
    permit(actor, "claim.read")
    claim = finding.find(Claim, actor, claim_id)
    if claim.language.partition("-")[0] != ENGLISH:
        return []
    confirmed = {quantity.wording for quantity in claim.quantities}
    return [suggested(spoken) for spoken in spoken_quantities.read(claim.text) if spoken.wording not in confirmed]


def suggested(spoken: Spoken, *, moved: int = 0) -> View:
    """Return a quantity as it would be sent, and where it stands in the text.

    `moved` is where the sentence that it was read from begins; the metric is null where the words do not tell it.
    """
    quantity: View = {
        "metric": spoken.metric, "kind": spoken.kind, "comparator": spoken.comparator, "value": _text(spoken.value),
        "lower": _text(spoken.lower), "upper": _text(spoken.upper), "unit": spoken.unit, "hedge": spoken.hedge,
        "wording": spoken.wording,
    }  # fmt: skip
    return {"span": {"start": spoken.start + moved, "end": spoken.end + moved}, "quantity": quantity}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
