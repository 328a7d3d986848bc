"""Consumers of webhooks: receivers that check what they get with the standardwebhooks package, and fail as told."""

import itertools
import random
import socket
import struct
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from flask import Flask
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from tests.newsrooms import Newsroom, created
from tests.receivers import Line, asked, http, listening, silent
from tracker.config import Config
from tracker.lib.outgoing import allowed
from tracker.services import courier, delivering
from tracker.services.delivering import Outcome, Terms

ACCEPTED = http("204 No Content")
# What a bad day does to a request, but for the message that gets through.
FAULTS: Mapping[str, bytes | None] = {
    "an error": http("500 Internal Server Error", b"broken"),
    "overload": http("503 Service Unavailable", b"", "Retry-After: 0"),
    "a redirect": http("302 Found", b"", "Location: http://169.254.169.254/"),
    "nonsense": b"\x00\x01\x02\r\n\r\n",
    "a reset": None,
    "a crash": None,  # after the message was kept, so it comes again
    "silence": None,
}


@dataclass
class Consumer:
    """One receiver with the secrets it knows; `whims` says, for each request, which fault meets it, if any."""

    secrets: list[str] = field(default_factory=list)
    whims: Iterator[str | None] = field(default_factory=lambda: itertools.repeat(None))
    messages: dict[str, Any] = field(default_factory=dict)
    heads: list[Mapping[str, str]] = field(default_factory=list)
    requests: int = 0
    unsigned: int = 0
    url: str = ""
    lock: Any = field(default_factory=threading.Lock)

    def treat(self, line: Line) -> None:
        """Take one request, and answer it or not."""
        with self.lock:
            fault = next(self.whims)
        if fault == "silence":
            silent(line)
            return
        head, body = asked(line)
        if fault == "a crash":
            self.take(headers_in(head), body)
        if fault in {"a reset", "a crash"}:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return
        if fault is None:
            self.take(headers_in(head), body)
        line.sendall(ACCEPTED if fault is None else FAULTS.get(fault) or http(fault))

    def take(self, headers: Mapping[str, str], body: bytes) -> None:
        """Keep a message whose signature is good, by its id, as often as it comes."""
        with self.lock:
            self.requests += 1
            if not all(is_signed(secret, headers, body) for secret in self.secrets):
                self.unsigned += 1
                return
            self.heads.append(headers)
            self.messages[headers["webhook-id"]] = Webhook(self.secrets[0]).verify(body, dict(headers))

    @property
    def told(self) -> list[Any]:
        """What the messages tell, in the order of the changes."""
        return sorted((message["data"] for message in self.messages.values()), key=lambda data: data.get("seq", -1))

    @property
    def standing(self) -> Mapping[str, str]:
        """The last that is known of each check: what a consumer shows."""
        return {change["check_id"]: change["kind"] for change in self.told}


def is_signed(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Tell whether a message is signed by a secret, as a receiver finds out."""
    try:
        Webhook(secret).verify(body, dict(headers))
    except (WebhookVerificationError, ValueError):
        return False
    return True


def headers_in(head: bytes) -> Mapping[str, str]:
    """Return the headers of a request, by lower-case names."""
    rows = [row.partition(":") for row in head.decode("latin-1").split("\r\n")[1:]]
    return {name.lower(): value.strip() for name, _, value in rows}


def moody(seed: int, *, share: float) -> Iterator[str | None]:
    """Return faults for a share of the requests, silence seldom, since it takes long."""
    chance = random.Random(seed)
    kinds = [kind for kind in FAULTS if kind != "silence"] * 3 + ["silence"]
    while True:
        yield chance.choice(kinds) if chance.random() < share else None


def in_turn(*faults: str | None) -> Iterator[str | None]:
    """Return these faults, one a request, and none from then on."""
    return itertools.chain(faults, itertools.repeat(None))


@contextmanager
def consuming(room: Newsroom, consumer: Consumer, **wanted: Any) -> Iterator[str]:
    """Let a consumer listen, subscribed with a webhook of the newsroom's; yields the webhook's id."""
    with listening(consumer.treat) as port:
        consumer.url = f"http://127.0.0.1:{port}/hook"
        webhook = created(room.post("/webhooks", {"url": consumer.url, **wanted}, "admin"))
        consumer.secrets.append(webhook["secret"])
        yield webhook["id"]


def local(settings: Config, **changes: Any) -> Config:
    """Return settings under which receivers on this machine are told, and soon again."""
    quick = {"webhook_timeout": 0.5, "webhook_first_pause": 0.01, "outgoing_allowed": (allowed("127.0.0.1"),)}
    return replace(settings, **{**quick, **changes})


def turn(app: Flask, outcomes: Sequence[Outcome] = ()) -> Sequence[Outcome]:
    """Let a worker settle what was sent, and send what is due; returns what became of that, not settled yet."""
    terms = terms_of(app)
    with app.app_context():
        parcels = delivering.turn(outcomes, terms, room=100)
    return [courier.carry(parcel, app.extensions["outgoing"], seconds=terms.seconds) for parcel in parcels]


def deliver(app: Flask) -> None:
    """Send all that is due now, and settle it."""
    outcomes = turn(app)
    while outcomes:
        outcomes = turn(app, outcomes)


def terms_of(app: Flask) -> Terms:
    """Return the terms that an application's settings make."""
    settings = app.config["TRACKER"]
    return Terms(seconds=settings.webhook_timeout, first_pause=timedelta(seconds=settings.webhook_first_pause))
