"""Bands of an organization's own: fitted to what its people decided about suggestions, and kept on its row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select

from tracker.domain import calibration, matching
from tracker.domain.actors import Actor
from tracker.domain.calibration import Decided, Share
from tracker.domain.matching import Bounds
from tracker.domain.permissions import permit
from tracker.models import Claim, ClaimMatch, Organization, db
from tracker.services import finding, matches
from tracker.services.recording import recording

# The newest decisions; older ones were about another ranker, and each is compared anew.
MOST = 5_000
Show = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Tuning:
    """What the decisions say about the suggestions of one kind: the bounds now and, with enough of them, the fitted."""

    pairs: int
    confirmed: int
    now: Bounds
    shares_now: Mapping[str, Share]
    fitted: Bounds | None
    shares: Mapping[str, Share] | None


def tune(actor: Actor, *, show: Show) -> dict[str, Tuning]:
    """Return, by what suggestions are made by, what the decisions of the actor's organization say about the bands.

    Each pair is compared as it would be today. What something speaks against is left out, since no bound lifts it.
    """
    permit(actor, "match.read")
    decided = _decided(actor, show=show)
    kept = finding.find(Organization, actor, actor.organization_id or "").match_bounds
    return {method: _tuning(decided[method], now) for method, now in matching.bounds_of(kept).items()}


def save(actor: Actor, tunings: Mapping[str, Tuning]) -> Mapping[str, Bounds]:
    """Let fitted bounds be the organization's own, beside those that it has; with none of them, return to the usual."""
    permit(actor, "organization.update")
    with recording(actor) as record:
        row = finding.find(Organization, actor, actor.organization_id or "", lock=True)
        fitted = {method: _as_text(found.fitted) for method, found in tunings.items() if found.fitted}
        own = {**(row.match_bounds or {}), **fitted} if fitted else None
        if own != row.match_bounds:
            row.match_bounds = own
            record("organization.updated", row)
        return matching.bounds_of(own)


def _tuning(decided: Sequence[Decided], now: Bounds) -> Tuning:
    fitted = calibration.fitted(decided, now) if calibration.is_enough(decided) else None
    return Tuning(
        pairs=len(decided), confirmed=sum(one.confirmed for one in decided), now=now,
        shares_now=calibration.shares(decided, now), fitted=fitted,
        shares=calibration.shares(decided, fitted) if fitted else None,
    )  # fmt: skip


def _decided(actor: Actor, *, show: Show) -> dict[str, list[Decided]]:
    found: dict[str, list[Decided]] = {method: [] for method in matching.BOUNDS}
    wanted = select(ClaimMatch).where(ClaimMatch.organization_id == actor.organization_id)
    rows = db.session().execute(wanted.order_by(ClaimMatch.updated_at.desc()).limit(MOST)).scalars().all()
    for number, row in enumerate(rows, 1):
        one = matches.compared(actor, db.session().get_one(Claim, row.claim_id), row.match_id)
        if one is not None and not one.against:
            found[one.method].append(Decided(one.score, row.decision == "confirmed"))
        show(number, len(rows))
    return found


def _as_text(bounds: Bounds) -> dict[str, str]:
    # The log keeps no floats.
    return {name: str(value) for name, value in asdict(bounds).items()}
