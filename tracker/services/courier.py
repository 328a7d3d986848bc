"""A courier takes a parcel to its receiver; it knows no database."""

import time
from datetime import timedelta

from tracker.lib import clock, logs, standard_webhooks
from tracker.lib.outgoing import Answer, Failed, Outgoing, Refused, Request
from tracker.services.delivering import Outcome, Parcel

EXCERPT_BYTES = 2000
EXCERPT_LETTERS = 500
LONGEST_WAIT = 24 * 3600
DIGITS = 9


def carry(parcel: Parcel, outgoing: Outgoing, *, seconds: float) -> Outcome:
    """Send a parcel and return what became of it, whatever the receiver does."""
    began, at = time.monotonic(), clock.now()
    headers = standard_webhooks.headers(parcel.id, parcel.body, at=at, secrets=parcel.secrets)
    request = Request(
        url=parcel.url, method="POST", body=parcel.body, headers=headers, seconds=seconds, most_bytes=EXCERPT_BYTES
    )
    status, error, excerpt, wait = None, None, None, None
    try:
        answer = outgoing.send(request)
        status, excerpt, wait = answer.status, _excerpt(answer.body), _wait(answer)
    except (Refused, Failed) as reason:
        error = str(reason)
    duration = timedelta(seconds=time.monotonic() - began)
    return Outcome(parcel=parcel, at=at, duration=duration, status=status, error=error, excerpt=excerpt, wait=wait)


def left_behind(parcel: Parcel, fault: BaseException) -> Outcome:
    """Return that a parcel was not sent for a fault of our own, which is logged; it is tried again as others are."""
    logs.get(__name__).error("not-carried", delivery=parcel.id, exc_info=fault)
    return Outcome(parcel=parcel, at=clock.now(), duration=timedelta(0), error="It could not be sent")


def _excerpt(body: bytes) -> str | None:
    text = body.decode(errors="replace")
    shown = "".join(letter if letter.isprintable() else " " for letter in text)[:EXCERPT_LETTERS]
    return shown.strip() or None


def _wait(answer: Answer) -> timedelta | None:
    asked = answer.headers.get("Retry-After", "")
    if not (asked.isascii() and asked.isdigit()):
        return None
    # Python refuses to read thousands of digits, and a few are longer than we wait.
    return timedelta(seconds=min(int(asked[:DIGITS]), LONGEST_WAIT))
