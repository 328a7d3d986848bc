"""Looks at something that changes, shared by all who ask at once: none of them is told what was before it asked."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Found = TypeVar("Found")


class SharedLooks(Generic[Found]):
    """Looks on behalf of all threads, one look at a time; `look` must not raise."""

    def __init__(self, look: Callable[[], Found]) -> None:
        self.look = look
        self.begun = self.done = 0
        self.found: Found | None = None
        self.turn = threading.Condition(threading.Lock())

    def read(self) -> Found | None:
        """Return what a look found that began after this call."""
        with self.turn:
            wanted = self.begun + 1
            while self.done < wanted and self.begun > self.done:
                self.turn.wait()
            if self.done >= wanted:
                return self.found
            self.begun += 1
        found = self.look()
        with self.turn:
            self.found, self.done = found, self.begun
            self.turn.notify_all()
        return found
