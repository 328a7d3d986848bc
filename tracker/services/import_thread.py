"""Brings in imports by itself: at the start, when one is filed, and now and then what another process left."""

import threading
from typing import Any

from sqlalchemy.exc import DBAPIError

from tracker.errors import Conflict, Unavailable
from tracker.lib import logs
from tracker.services import import_runs, recording
from tracker.services.context import Context
from tracker.services.import_runs import Site

LOOK_SECONDS = 30.0
FILED = "import.filed"


class ImportThread(threading.Thread):
    """Takes on whatever import waits, for as long as the process lives."""

    def __init__(self, site: Site, context: Context) -> None:
        super().__init__(name="imports", daemon=True)
        self.site = site
        self.context = context
        self.due = threading.Event()
        self.ended = threading.Event()

    def run(self) -> None:
        """Look for imports until the end is near."""
        recording.committed.connect(self._wake)
        while not self.ended.is_set():
            self.due.clear()
            self._bring_in()
            self.due.wait(LOOK_SECONDS)

    def end(self) -> None:
        """Take on no more."""
        recording.committed.disconnect(self._wake)
        self.ended.set()
        self.due.set()

    def _wake(self, _sender: object, *, kinds: frozenset[str], **_more: Any) -> None:
        if FILED in kinds:
            self.due.set()

    def _bring_in(self) -> None:
        try:
            with self.context():
                import_runs.run_all(self.site)
        except (DBAPIError, Conflict, Unavailable, OSError) as error:
            # What was not brought in waits; the next look takes it on.
            logs.get(__name__).warning("not-imported", error=type(error).__name__)


def start(site: Site, context: Context) -> ImportThread:
    """Start looking for imports, with what makes an application's context."""
    thread = ImportThread(site, context)
    thread.start()
    return thread
