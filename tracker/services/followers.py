"""Those who wait for changes: a bounded number, woken when something is committed, and let go when the process ends."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tracker.services import recording

# How late at most a commit of another process is seen; one of this process wakes at once.
POLL_SECONDS = 0.25
# Whoever is gone is found out when it is written to, at the second time.
HEARTBEAT_SECONDS = 5.0
LIFETIME_SECONDS = 300.0


class Followers:
    """The requests of a process that wait for changes.

    Each takes one of the server's threads, so beyond `limit` nobody waits: they are answered at once and ask again.
    Whoever waits holds no transaction and no connection of the pool. `read` returns the log's size, or None where it
    cannot be told. `heartbeat` and `lifetime` are the seconds between signs of life in a stream, and of a stream.
    """

    def __init__(self, read: Callable[[], int | None], *, limit: int) -> None:
        self.read = read
        self.limit = limit
        self.heartbeat = HEARTBEAT_SECONDS
        self.lifetime = LIFETIME_SECONDS
        self.count = 0
        self.ended = False
        self.woken = threading.Condition()
        recording.committed.connect(self._wake)

    @contextmanager
    def place(self) -> Iterator[bool]:
        """Take a place to wait in for as long as the block lasts; tells whether there was one."""
        with self.woken:
            has_place = self.count < self.limit and not self.ended
            self.count += has_place
        try:
            yield has_place
        finally:
            with self.woken:
                self.count -= has_place

    def see(self, after: int, *, until: float) -> bool:
        """Wait until there is an entry beyond `after`, until a moment of the monotonic clock, or the end.

        Tells whether there is one.
        """
        while not self.ended:
            size = self.read()
            if size is not None and size > after + 1:
                return True
            left = until - time.monotonic()
            if left <= 0:
                return False
            with self.woken:
                self.woken.wait(min(left, POLL_SECONDS))
        return False

    def end(self) -> None:
        """Let everyone go, and nobody wait any more."""
        self.ended = True
        self._wake()

    def _wake(self, _sender: object = None, **_told: Any) -> None:
        with self.woken:
            self.woken.notify_all()
