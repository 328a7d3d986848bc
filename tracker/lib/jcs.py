"""Canonical JSON (RFC 8785) for values without floats, so that equal values have equal bytes."""

from hashlib import sha256

import orjson

MAX_INTEGER = 2**53 - 1
PLAIN = frozenset({str, bool, type(None)})


def canonical(value: object) -> bytes:
    """Return the canonical JSON of a value made of dicts, lists, text, integers, booleans and None.

    Raises ValueError for floats, integers beyond 2**53 - 1, lone surrogates, and for keys that are not
    ASCII text: orjson sorts keys by code point and RFC 8785 by UTF-16 unit, which agree on ASCII.
    """
    if type(value) not in PLAIN:
        _refuse_others(value)
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError as error:
        raise ValueError(f"no canonical JSON: {error}") from error


def digest(value: object) -> bytes:
    """Return the SHA-256 of a value's canonical JSON."""
    return sha256(canonical(value)).digest()


def _refuse_others(value: object) -> None:
    # With a list of what is left to see instead of recursion, depth costs nothing.
    left: list[object] = [value]
    while left:
        item = left.pop()
        if type(item) in PLAIN:
            continue
        if isinstance(item, dict):
            _refuse_keys(item)
            left.extend(item.values())
        elif isinstance(item, list | tuple):
            left.extend(item)
        else:
            _refuse_scalar(item)


def _refuse_keys(mapping: dict[object, object]) -> None:
    for key in mapping:
        if not isinstance(key, str) or not key.isascii():
            raise ValueError(f"a key of canonical JSON is ASCII text, not {key!r}")


def _refuse_scalar(item: object) -> None:
    if item is None or isinstance(item, str):
        return
    if not isinstance(item, int):
        raise ValueError(f"canonical JSON takes no {type(item).__name__}")
    if abs(item) > MAX_INTEGER:
        raise ValueError("an integer of canonical JSON is at most 2**53 - 1")
