"""Messages as Standard Webhooks has them: their identity, time and signatures in headers (standardwebhooks.com)."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from standardwebhooks import Webhook


def headers(message_id: str, body: bytes, *, at: datetime, secrets: Iterable[str]) -> Mapping[str, str]:
    """Return the headers that a message goes with, signed by each of some `whsec_…` secrets at a time in UTC."""
    signatures = (Webhook(secret).sign(message_id, at, body.decode()) for secret in secrets)
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
