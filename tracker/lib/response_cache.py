"""Answers kept in memory, each good for one version of what it was made from.

The names below are keys of a WSGI environ, by which an application says what may be kept of its answer, and is told of
which version that was read before it is asked.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass

CACHEABLE = "tracker.cacheable"
FRESH_UNTIL = "tracker.fresh_until"
ROUTE = "tracker.route"
VERSION = "tracker.version"
OVERHEAD = 1024
Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer as it is told again: good for one version, if any, and until a moment."""

    route: str
    headers: Headers
    etag: str
    body: bytes
    version: int | None = None
    fresh_until: float = float("inf")


class ResponseCache:
    """The answers used last, up to a number of bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.used = 0
        self.answers: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: tuple[str, ...]) -> Kept | None:
        """Return an answer, which the caller must check against the log's size."""
        with self.lock:
            kept = self.answers.get(key)
            if kept is not None:
                self.answers.move_to_end(key)
            return kept

    def put(self, key: tuple[str, ...], kept: Kept) -> None:
        """Keep an answer in place of the one it replaces, letting go of those not used for longest."""
        with self.lock:
            self._drop(key)
            self.answers[key] = kept
            self.used += len(kept.body) + OVERHEAD
            while self.used > self.limit:
                self._drop(next(iter(self.answers)))

    def _drop(self, key: tuple[str, ...]) -> None:
        kept = self.answers.pop(key, None)
        if kept is not None:
            self.used -= len(kept.body) + OVERHEAD
