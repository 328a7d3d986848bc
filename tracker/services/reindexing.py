"""Making the index that search reads anew: where it was made by another version, or altogether."""

from collections.abc import Callable, Sequence

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.models.search import SEARCHED
from tracker.services.recording import recording
from tracker.services.search import following

Show = Callable[[str, int, int], None]
BATCH = 500


def renew_stale(actor: Actor, *, show: Show) -> int:
    """Index what has no document, or one of another layout; return how many objects."""
    permit(actor, "installation.operate")
    lacking = {kind: following.unindexed(kind) for kind in SEARCHED}
    for kind, ids in lacking.items():
        _renew(actor, kind, ids, show=show)
    return sum(map(len, lacking.values()))


def rebuild(actor: Actor, *, show: Show) -> int:
    """Empty the index and fill it again; return how many objects can be found."""
    permit(actor, "installation.operate")
    with recording(actor):
        following.forget_all()
    return renew_stale(actor, show=show)


def _renew(actor: Actor, kind: str, ids: Sequence[str], *, show: Show) -> None:
    permit(actor, "installation.operate")
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        with recording(actor):
            following.renew(kind, batch)
        show("Index", start + len(batch), len(ids))
