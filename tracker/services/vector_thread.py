"""Makes vectors of texts by itself: at the start, after claims were written, and now and then for what others wrote."""

import time

from tracker.config import Config
from tracker.domain.actors import OPERATOR
from tracker.lib import encoders
from tracker.services import claim_vectors
from tracker.services.chores import Chore
from tracker.services.context import Context

LOOK_SECONDS = 30.0
# All documents are looked through for those without a vector, which takes a twentieth of the time at most.
REST_SECONDS, RESTS = 1.0, 20


class VectorThread(Chore):
    """Makes whatever vectors are lacking."""

    undone = "no-vectors"

    def __init__(self, context: Context) -> None:
        super().__init__("vectors", context)

    def turn(self) -> float:
        """Make some, and rest where none is lacking any more."""
        start = time.monotonic()
        with self.context():
            is_more = claim_vectors.make_lacking(OPERATOR)
        if is_more:
            return 0
        self.ended.wait(max(REST_SECONDS, RESTS * (time.monotonic() - start)))
        return LOOK_SECONDS


def start(context: Context, settings: Config) -> VectorThread | None:
    """Start making vectors, where the extra is installed and the settings do not forbid it."""
    if not settings.vectors or not encoders.has_multilingual():
        return None
    thread = VectorThread(context)
    thread.start()
    return thread
