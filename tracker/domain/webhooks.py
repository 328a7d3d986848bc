"""Webhooks: of what they are told, when a message is sent again, and when sending ends."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from tracker.domain.changes import KINDS

ALL = "*"
PING = "webhook.ping"
# What nobody but the organization hears of, by the event that the log has of it; a subscription has to name it.
INTERNAL: Mapping[str, str] = {
    "external_check.changed": "external_check.changed",
    "match.resurfaced": "claim.resurfaced",
}
# What subscriptions name: a kind of change, as the messages call it, or all public ones that there are and will be.
EVENTS = (ALL, *(f"check.{kind}" for kind in KINDS), *INTERNAL.values())
STATUSES = ("pending", "delivered", "failed")

# How long a message is tried, and how long a receiver may fail altogether.
TRIED_FOR = timedelta(days=1)
FAILING_FOR = timedelta(days=7)
FACTOR = 3
LONGEST_PAUSE = timedelta(hours=4)
GONE = 410


def message_type(kind: str) -> str:
    """Return what the message of a change is called."""
    return f"check.{kind}"


def is_wanted(message: str, events: Collection[str]) -> bool:
    """Tell whether a webhook that subscribed to these events is told of a message."""
    return message in events or (ALL in events and message not in INTERNAL.values())


def is_success(status: int) -> bool:
    """Tell whether an answer says that the message has arrived; a redirect does not."""
    return 200 <= status < 300


def pause(attempts: int, *, first: timedelta, chance: float) -> timedelta:
    """Return how long to wait after so many attempts: three times as long each time, up to four hours.

    `chance`, between 0 and 1, spreads it by a quarter either way, so that what failed together does not come together.
    """
    longest = min(first * float(FACTOR ** min(attempts - 1, 20)), LONGEST_PAUSE)
    return longest * (0.75 + chance / 2)
