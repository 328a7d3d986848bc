"""Looks at something that changes, shared by all who ask at once: none of them is told what was before it asked."""

import threading
from collections import Counter
from collections.abc import Callable, Hashable
from functools import partial
from typing import Generic, TypeVar

Found = TypeVar("Found")
Key = TypeVar("Key", bound=Hashable)


class SharedLooks(Generic[Found]):
    """Looks on behalf of all threads, one look at a time; where one raises, who looked sees that, and others None."""

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
        found = None
        try:
            found = self.look()
        finally:
            with self.turn:
                self.found, self.done = found, self.begun
                self.turn.notify_all()
        return found


class SharedLooksByKey(Generic[Key, Found]):
    """Shared looks at many things, of each as long as somebody asks for it."""

    def __init__(self, look: Callable[[Key], Found]) -> None:
        self.look = look
        self.lock = threading.Lock()
        self.under_way: dict[Key, SharedLooks[Found]] = {}
        self.asking: Counter[Key] = Counter()

    def read(self, key: Key) -> Found | None:
        """Return what a look at one of them found that began after this call."""
        with self.lock:
            looks = self.under_way.setdefault(key, SharedLooks(partial(self.look, key)))
            self.asking[key] += 1
        try:
            return looks.read()
        finally:
            self._leave(key)

    def _leave(self, key: Key) -> None:
        with self.lock:
            self.asking[key] -= 1
            if not self.asking[key]:
                del self.asking[key], self.under_way[key]
