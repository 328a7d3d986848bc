"""What a process does beside what it is asked for: threads that a signal wakes, and that else look now and then."""

import threading
import time
from typing import Any, ClassVar

from blinker import Signal
from sqlalchemy.exc import SQLAlchemyError

from tracker.errors import Conflict, DatabaseRefuses, Unavailable
from tracker.lib import logs
from tracker.services import recording
from tracker.services.context import Context

RETRY_SECONDS = 5.0
# After so long it is no passing trouble any more.
STUCK_SECONDS = 60.0


class Chore(threading.Thread):
    """Works in turns, for as long as the process lives or until it is told to end.

    Each kind says what a turn is; `undone` is the event that is logged where something hinders one that `passes`.
    """

    undone: ClassVar[str]
    signal: ClassVar[Signal] = recording.committed
    # A full disk among them, and a pool that had no connection to lend for too long.
    passes: tuple[type[Exception], ...] = (SQLAlchemyError, OSError, Conflict, Unavailable, DatabaseRefuses)

    def __init__(self, name: str, context: Context) -> None:
        super().__init__(name=name, daemon=True)
        self.context = context
        self.due, self.ended = threading.Event(), threading.Event()
        self.hindered_since: float | None = None

    def turn(self) -> float:
        """Do what is to be done now; return after how many seconds to look again, if nobody asks before."""
        raise NotImplementedError

    @property
    def is_over(self) -> bool:
        """Whether there is to be no further turn."""
        return self.ended.is_set()

    @property
    def has_fallen(self) -> bool:
        """Whether it ended by a fault that nobody foresaw, before it was told to."""
        return self.ident is not None and not self.is_alive() and not self.ended.is_set()

    @property
    def is_stuck(self) -> bool:
        """Whether no turn has come to its end for a minute, since something hinders them all."""
        since = self.hindered_since
        return since is not None and time.monotonic() - since >= STUCK_SECONDS

    def heeds(self, _kinds: frozenset[str]) -> bool:
        """Tell whether a signal is of interest that tells of events of these kinds."""
        return True

    def run(self) -> None:
        """Take turns until the end is near."""
        self.signal.connect(self._wake)
        while not self.is_over:
            self.due.clear()
            self.due.wait(self._attempted())
        self.signal.disconnect(self._wake)

    def end(self) -> None:
        """Begin nothing more."""
        self.ended.set()
        self.due.set()

    def _wake(self, _sender: object, *, kinds: frozenset[str] = frozenset(), **_more: Any) -> None:
        if self.heeds(kinds):
            self.due.set()

    def _attempted(self) -> float:
        try:
            rest = self.turn()
        except self.passes as error:
            self.hindered_since = self.hindered_since or time.monotonic()
            # What was not done is there still: the next turn does it.
            logs.get(__name__).warning(self.undone, error=type(error).__name__)
            return RETRY_SECONDS
        self.hindered_since = None
        return rest
