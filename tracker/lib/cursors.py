"""Opaque cursors: where a page of a list begins, as text for an address."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

import orjson

from tracker.lib import strict_json

MAX_LENGTH = 2048


def encode(values: Sequence[object]) -> str:
    """Return a cursor that holds the values: text, integers, booleans and None."""
    return urlsafe_b64encode(orjson.dumps(list(values))).rstrip(b"=").decode()


def decode(cursor: str) -> list[object]:
    """Return the values that a cursor holds, or raise ValueError.

    Anyone can write a cursor, so its values are JSON that is safe to look at, but may be of any type.
    """
    if len(cursor) > MAX_LENGTH or not cursor.isascii():
        raise ValueError("not a cursor")
    try:
        values = strict_json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise ValueError("not a cursor") from error
    # Written again, so that one list has one cursor and stray characters are refused.
    if not isinstance(values, list) or encode(values) != cursor:
        raise ValueError("not a cursor")
    return values
