"""Idempotency-Key: a POST that is repeated gets the first one's answer, byte for byte."""

import re
from collections.abc import Callable
from hashlib import sha256

from flask import Response, request

from tracker.domain.actors import Actor
from tracker.errors import Malformed
from tracker.lib import jcs, strict_json
from tracker.services import idempotency

KEPT_HEADERS = ("Content-Type", "ETag", "Location", "Cache-Control", "Vary", "Link")
KEY = re.compile("[!-~]{1,255}")
CHUNK = 64 * 1024


def once(actor: Actor, respond: Callable[[], Response]) -> Response:
    """Return the answer to a POST, or the kept answer to the same POST sent before with this key."""
    key = request.headers.get("Idempotency-Key")
    if key is None or request.method != "POST":
        return respond()
    if not KEY.fullmatch(key):
        raise Malformed(reason="An Idempotency-Key has 1 to 255 printable characters of ASCII, without spaces")
    sent = idempotency.Repeatable(method=request.method, path=request.path, key=key, digest=_digest())
    with idempotency.answering(actor, sent) as slot:
        if slot.kept is not None:
            return _replay(slot.kept)
        response = respond()
        secret = "no-store" in response.headers.get("Cache-Control", "")
        slot.keep(_packed(response, secret=secret))
    return response


def _packed(response: Response, *, secret: bool) -> idempotency.KeptAnswer:
    headers = [(name, value) for name, value in response.headers.items() if name in KEPT_HEADERS]
    body = None if secret else response.get_data()
    return idempotency.KeptAnswer(status=response.status_code, headers=headers, body=body)


def _replay(kept: idempotency.KeptAnswer) -> Response:
    response = Response(kept.body, status=kept.status)
    response.headers.clear()
    response.headers.extend([(name, value) for name, value in kept.headers])
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _digest() -> bytes:
    # The same JSON is the same request, however it was spaced; a file is the same by its content.
    if request.mimetype == "multipart/form-data":
        return _digest_of_form()
    raw = request.get_data(cache=True)
    try:
        return sha256(jcs.canonical(strict_json.loads(raw))).digest()
    except ValueError:
        return sha256(raw).digest()


def _digest_of_form() -> bytes:
    total = sha256(repr(sorted(request.form.items(multi=True))).encode())
    for name, file in sorted(request.files.items()):
        total.update(f"{name}:{file.filename}:".encode())
        while chunk := file.stream.read(CHUNK):
            total.update(chunk)
        file.stream.seek(0)
    return total.digest()
