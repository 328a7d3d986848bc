"""How often an address may do what slows others down or fills their desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from flask import current_app, request
from limits import RateLimitItem, parse
from limits.errors import ConfigurationError, StorageError
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from tracker.config import Config
from tracker.errors import TooManyRequests, Unavailable, UsageError
from tracker.lib import clock


class Limits:
    """Counts by the name of what is limited and the address it comes from."""

    def __init__(self, config: Config) -> None:
        self.storage = config.rate_limit_storage
        self.known: dict[str, RateLimitItem] = {
            "failed_keys": parse(config.failed_keys_limit),
            "correction_requests": parse(config.correction_requests_limit),
        }
        # A storage that is not to be had is told at the start.
        if not self.storage.startswith("memory:"):
            self._open()

    @cached_property
    def limiter(self) -> FixedWindowRateLimiter:
        """The counts. Those in memory start a thread, without which a command is faster: so not before the first."""
        return FixedWindowRateLimiter(storage_from_string(self.storage, wrap_exceptions=True))

    def refuse_if_many(self, name: str, address: str) -> None:
        """Raise TooManyRequests when the address has used up its tries, Unavailable where nobody can tell."""
        with _answering():
            if self.limiter.test(self.known[name], name, address):
                return
            reset = self.limiter.get_window_stats(self.known[name], name, address).reset_time
        raise TooManyRequests(retry_after=max(1, round(reset - clock.now().timestamp())))

    def count(self, name: str, address: str) -> None:
        """Count one, or raise Unavailable."""
        with _answering():
            self.limiter.hit(self.known[name], name, address)

    def _open(self) -> None:
        try:
            _ = self.limiter
        except (ConfigurationError, ValueError) as error:
            raise UsageError(f"TRACKER_RATE_LIMIT_STORAGE cannot be used: {error}") from error


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except StorageError as error:
        raise Unavailable(reason="What counts tries did not answer") from error


def refuse_if_many(name: str) -> None:
    """Raise TooManyRequests when the request's address has used up its tries."""
    _limits().refuse_if_many(name, _address())


def count(name: str) -> None:
    """Count one of the request's address."""
    _limits().count(name, _address())


def take(name: str) -> None:
    """Count one of the request's address, or raise TooManyRequests when it has used up its tries."""
    refuse_if_many(name)
    count(name)


def _limits() -> Limits:
    limits: Limits = current_app.extensions["limits"]
    return limits


def _address() -> str:
    return request.remote_addr or "unknown"
