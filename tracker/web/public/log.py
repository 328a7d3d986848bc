"""The log as everybody may read it: checkpoint, key, tiles and proofs (C2SP tlog-tiles, tlog-proof).

It tells how many entries there are and when they came, and nothing of what they say.
"""

import orjson
from flask import Blueprint, Response, current_app, request

from tracker.errors import Invalid, NotFound, fault
from tracker.services import tiles
from tracker.services.signing import Signer
from tracker.web.public.answers import public

blueprint = Blueprint("log", __name__, url_prefix="/log")
TEXT = "text/plain"
BYTES = "application/octet-stream"
FOR_EVER = "public, max-age=31536000, immutable"
MAX_DIGITS = 15


@blueprint.get("/checkpoint")
def checkpoint() -> Response:
    """Give the newest checkpoint: a signed note."""
    return _current(tiles.checkpoint().render())


@blueprint.get("/key")
def key() -> Response:
    """Give the verifier key that checkpoints are signed with."""
    signer: Signer = current_app.extensions["signer"]
    if not signer.is_set_up:
        raise NotFound(kind="key")
    return public(f"{signer.verifier}\n".encode(), media_type=TEXT, changed_at=None)


@blueprint.get("/tile/<path:place>")
def tile(place: str) -> Response:
    """Give a tile of the tree or a bundle of entries; full ones never change."""
    content, is_full = tiles.resource(f"tile/{place}")
    response = public(content, media_type=BYTES, changed_at=None)
    if is_full:
        response.headers["Cache-Control"] = FOR_EVER
    return response


@blueprint.get("/proof/<seq>")
def proof(seq: str) -> Response:
    """Give the proof that an entry stands under the newest checkpoint."""
    return _current(tiles.proof(_number(seq, kind="entry")).encode())


@blueprint.get("/consistency")
def consistency() -> Response:
    """Give the proof that the log at one size is the beginning of the log at another."""
    first, second = _size("from"), _size("to")
    document = {"from": first, "to": second, "hashes": tiles.consistency(first, second)}
    return public(orjson.dumps(document), media_type="application/json", changed_at=None)


def _current(content: bytes) -> Response:
    # A checkpoint comes without that the log grows, which is what answers are kept by.
    return public(content, media_type=TEXT, changed_at=None, keep=False)


def _number(text: str, *, kind: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS and text == str(int(text))):
        raise NotFound(kind=kind)
    return int(text)


def _size(name: str) -> int:
    text = request.args.get(name, "")
    if not (text.isascii() and text.isdecimal() and 0 < len(text) <= MAX_DIGITS):
        raise Invalid(errors=[fault(name, "invalid", "A number of entries is expected.")])
    return int(text)
