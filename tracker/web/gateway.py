"""The layer before Flask: request ids, access logs, metrics, answers from memory and from the fast lane.

Every change of what this service knows appends to the log, so an answer is current as long as the log has not grown:
a cached answer is checked by reading one row. What depends on the clock (a key's expiry) carries a time of its own.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Protocol

from tracker.lib import etags, logs
from tracker.lib.ids import new_id
from tracker.lib.response_cache import CACHEABLE, FRESH_UNTIL, ROUTE, VERSION, Headers, Kept, ResponseCache
from tracker.web.measurements import Measurements

MAX_BODY = 1024 * 1024
Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WSGIApp = Callable[[Environ, StartResponse], Iterable[bytes]]


class Versions(Protocol):
    """What tells how far the log has grown."""

    def read(self) -> int | None:
        """Return the log's size, or None where it cannot be told."""


class Lane(Protocol):
    """What may know an answer without the application."""

    def answer(self, environ: Environ) -> Kept | None:
        """Return the plain answer to a request for what is there, or None: then the application is asked."""


class Gateway:
    """A WSGI application around another."""

    def __init__(
        self, app: WSGIApp, *, lane: Lane, cache: ResponseCache, versions: Versions, measurements: Measurements
    ) -> None:
        self.app = app
        self.lane = lane
        self.cache = cache
        self.versions = versions
        self.measurements = measurements
        self.log = logs.get("tracker.requests")

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        visit = Visit(environ, start_response, self._noted)
        logs.bind(request_id=visit.request_id)
        if environ["REQUEST_METHOD"] != "GET":
            return self.app(environ, visit.start)
        return self._read(visit)

    def _read(self, visit: "Visit") -> Iterable[bytes]:
        environ = visit.environ
        key = _key(environ)
        # Read before anything that it is the version of.
        version = environ[VERSION] = self.versions.read() if self.cache.limit else None
        kept = self.cache.get(key)
        if kept is not None and kept.version == version and kept.fresh_until > time.time():
            self.measurements.cached.inc()
            return _repeat(kept, visit)
        found = self.lane.answer(environ)
        if found is not None:
            self._keep(key, found, version)
            return _repeat(found, visit)
        body = self.app(environ, visit.start)
        if version is None or not environ.get(CACHEABLE) or visit.status != "200 OK":
            return body
        told = _told(visit, _whole(body))
        self._keep(key, told, version)
        return [told.body]

    def _keep(self, key: tuple[str, ...], told: Kept, version: int | None) -> None:
        if version is not None and len(told.body) <= min(MAX_BODY, self.cache.limit // 4):
            self.cache.put(key, replace(told, version=version))

    def _noted(self, visit: "Visit") -> None:
        environ, seconds = visit.environ, time.perf_counter() - visit.began
        route = environ.get(ROUTE) or "unknown"
        self.measurements.note(environ["REQUEST_METHOD"], route, visit.status[:3], seconds=seconds)
        self.log.info(
            "request",
            method=environ["REQUEST_METHOD"],
            path=environ.get("PATH_INFO", ""),
            status=int(visit.status[:3]),
            milliseconds=round(seconds * 1000, 2),
        )


class Visit:
    """One request on its way through."""

    def __init__(self, environ: Environ, start_response: StartResponse, noted: Callable[["Visit"], None]) -> None:
        self.environ = environ
        self.began = time.perf_counter()
        self.request_id = _request_id(environ)
        self.status = ""
        self.headers: Headers = []
        self._start_response = start_response
        self._noted = noted

    def start(self, status: str, headers: Headers, exc_info: Any = None) -> Any:  # WSGI's own signature
        """Begin the answer, with the request's id in it."""
        self.status = status
        self.headers = [*headers, ("X-Request-Id", self.request_id)]
        self._noted(self)
        return self._start_response(status, self.headers, exc_info) if exc_info else self._begin()

    def _begin(self) -> Any:
        return self._start_response(self.status, self.headers)


def _whole(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        # Whoever takes an answer apart owes it this (PEP 3333).
        getattr(body, "close", lambda: None)()


def _told(visit: Visit, body: bytes) -> Kept:
    headers = [(name, value) for name, value in visit.headers if name != "X-Request-Id"]
    return Kept(
        route=visit.environ.get(ROUTE, ""), headers=headers, body=body,
        etag=next((value for name, value in headers if name == "ETag"), ""),
        fresh_until=visit.environ.get(FRESH_UNTIL) or float("inf"),
    )  # fmt: skip


def _repeat(kept: Kept, visit: Visit) -> Iterable[bytes]:
    visit.environ[ROUTE] = kept.route
    seen = visit.environ.get("HTTP_IF_NONE_MATCH")
    if seen and kept.etag and etags.matches(seen, kept.etag):
        visit.start("304 Not Modified", [h for h in kept.headers if h[0] not in {"Content-Type", "Content-Length"}])
        return []
    visit.start("200 OK", list(kept.headers))
    return [kept.body]


def _key(environ: Environ) -> tuple[str, ...]:
    names = ("PATH_INFO", "QUERY_STRING", "HTTP_AUTHORIZATION", "HTTP_HOST", "wsgi.url_scheme")
    return tuple(environ.get(name, "") for name in names)


def _request_id(environ: Environ) -> str:
    given = environ.get("HTTP_X_REQUEST_ID", "")
    return given if 0 < len(given) <= 128 and given.isascii() and given.isprintable() else new_id()
