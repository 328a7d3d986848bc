"""Who is calling: a bearer key, looked up by its digest."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import current_app, request

from tracker.api.plumbing import limits
from tracker.domain.actors import PUBLIC, Actor
from tracker.errors import Unauthenticated
from tracker.lib import clock, tokens
from tracker.lib.response_cache import FRESH_UNTIL, VERSION
from tracker.services import keys


class KnownKeys:
    """Remembers who holds the keys used last: whoever is added, changed or shut out appends to the log."""

    MOST = 1024

    def __init__(self, version: Callable[[], int | None]) -> None:
        self.version = version
        self.found: dict[bytes, tuple[int, Actor]] = {}

    def actor_of(self, digest: bytes, version: int | None) -> Actor | None:
        """Return who holds the key of a digest, or None when it is good for nothing; `version` where it was read."""
        # Read before the key is: what came meanwhile is then seen next time.
        version = version or self.version()
        known = self.found.get(digest)
        if known and known[0] == version and not _is_over(known[1]):
            return known[1]
        actor = keys.actor_of(digest)
        if actor is not None and version is not None:
            if len(self.found) >= self.MOST:
                self.found.clear()
            self.found[digest] = version, actor
        return actor


def _is_over(actor: Actor) -> bool:
    return actor.expires_at is not None and actor.expires_at <= clock.now()


def caller(*, public: bool = False) -> Actor:
    """Return who sent the request, or raise Unauthenticated; an anonymous caller is PUBLIC where that is allowed."""
    header = request.headers.get("Authorization")
    if header is None and public:
        return PUBLIC
    return _actor_of(header or "")


def holder(environ: Mapping[str, Any]) -> Actor | None:
    """Return who holds the key that a request shows, or None when it is good for nothing."""
    return _known(_secret(environ.get("HTTP_AUTHORIZATION", "")), environ)


def holder_of(secret: str) -> Actor:
    """Return who holds a key, or raise Unauthenticated."""
    actor = _known(secret, request.environ)
    if actor is None:
        # A good key passes whatever else comes from its address: a whole newsroom may share one.
        limits.take("failed_keys")
        raise Unauthenticated
    if actor.expires_at is not None:
        request.environ[FRESH_UNTIL] = actor.expires_at.timestamp()
    return actor


def _actor_of(header: str) -> Actor:
    secret = _secret(header)
    if not secret:
        raise Unauthenticated
    return holder_of(secret)


def _secret(header: str) -> str:
    scheme, _, secret = header.partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def _known(secret: str, environ: Mapping[str, Any]) -> Actor | None:
    digest = tokens.digest_of(secret)
    known: KnownKeys = current_app.extensions["known_keys"]
    return known.actor_of(digest, environ.get(VERSION)) if digest else None
