"""Makes vectors of texts by itself: at the start, after claims were written, and now and then for what others wrote."""

import threading
import time
from typing import Any

from sqlalchemy.exc import DBAPIError

from tracker.config import Config
from tracker.domain.actors import OPERATOR
from tracker.errors import Conflict, Unavailable
from tracker.lib import encoders, logs
from tracker.services import claim_vectors, recording
from tracker.services.context import Context

LOOK_SECONDS = 30.0
# All documents are looked through for those without a vector, which takes a twentieth of the time at most.
REST_SECONDS, RESTS = 1.0, 20


class VectorThread(threading.Thread):
    """Makes whatever vectors are lacking, for as long as the process lives."""

    def __init__(self, context: Context) -> None:
        super().__init__(name="vectors", daemon=True)
        self.context = context
        self.due = threading.Event()
        self.ended = threading.Event()

    def run(self) -> None:
        """Make vectors until the end is near."""
        recording.committed.connect(self._wake)
        while not self.ended.is_set():
            self.due.clear()
            start = time.monotonic()
            if self._make():
                continue
            self.ended.wait(max(REST_SECONDS, RESTS * (time.monotonic() - start)))
            self.due.wait(LOOK_SECONDS)
        recording.committed.disconnect(self._wake)

    def end(self) -> None:
        """Make no more."""
        self.ended.set()
        self.due.set()

    def _wake(self, _sender: object, **_more: Any) -> None:
        self.due.set()

    def _make(self) -> bool:
        try:
            with self.context():
                return claim_vectors.make_lacking(OPERATOR)
        except (DBAPIError, Conflict, Unavailable) as error:
            # What was not made is lacking still; the next look makes it.
            logs.get(__name__).warning("no-vectors", error=type(error).__name__)
            return False


def start(context: Context, settings: Config) -> VectorThread | None:
    """Start making vectors, where the extra is installed and the settings do not forbid it."""
    if not settings.vectors or not encoders.has_multilingual():
        return None
    thread = VectorThread(context)
    thread.start()
    return thread
