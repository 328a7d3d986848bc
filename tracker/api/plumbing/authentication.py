"""Who is calling: a bearer key, looked up by its digest."""

from collections.abc import Callable

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

    def actor_of(self, digest: bytes) -> Actor | None:
        """Return who holds the key of a digest, or None when it is good for nothing."""
        # Read before the key is: what came meanwhile is then seen next time.
        version = request.environ.get(VERSION) or self.version()
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


def _actor_of(header: str) -> Actor:
    scheme, _, secret = header.partition(" ")
    if not secret or scheme.lower() != "bearer":
        raise Unauthenticated
    return holder_of(secret.strip())


def holder_of(secret: str) -> Actor:
    """Return who holds a key, or raise Unauthenticated."""
    digest = tokens.digest_of(secret)
    known: KnownKeys = current_app.extensions["known_keys"]
    actor = known.actor_of(digest) if digest else None
    if actor is None:
        # A good key passes whatever else comes from its address: a whole newsroom may share one.
        limits.take("failed_keys")
        raise Unauthenticated
    if actor.expires_at is not None:
        request.environ[FRESH_UNTIL] = actor.expires_at.timestamp()
    return actor
