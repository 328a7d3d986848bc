"""One strict JSON decoder: whatever two programs could read differently is refused (RFC 7493, I-JSON)."""

import json
from collections import Counter
from collections.abc import Iterable

import orjson

MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1


class JSONRefused(ValueError):
    """The bytes are not JSON, or JSON that programs do not agree on."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def loads(body: bytes) -> object:
    """Return the value that a JSON text in UTF-8 tells, or raise JSONRefused.

    Refused are duplicate keys, NaN and Infinity, U+0000, lone surrogates, a nesting over 32, integers
    beyond 2**53 - 1, numbers that a float cannot hold, bytes that are not UTF-8, and a byte order mark.
    """
    # The native parser refuses bad syntax and bad text cheaply, but lets the last of duplicate keys win and
    # makes floats of large integers, so a second one reads the value.
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise JSONRefused(str(error)) from error
    if b"\\u0000" in body or body.count(b"[") + body.count(b"{") > MAX_DEPTH:
        _refuse_deep_or_nul(value)
    return _decoder.decode(body.decode())


def _refuse_deep_or_nul(value: object, room: int = MAX_DEPTH) -> None:
    if isinstance(value, str) and "\x00" in value:
        raise JSONRefused("U+0000 in text")
    if isinstance(value, dict | list):
        if room == 0:
            raise JSONRefused(f"nested deeper than {MAX_DEPTH}")
        for inner in _inside(value):
            _refuse_deep_or_nul(inner, room - 1)


def _inside(container: dict[str, object] | list[object]) -> Iterable[object]:
    return (*container, *container.values()) if isinstance(container, dict) else container


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    unique = dict(pairs)
    if len(unique) < len(pairs):
        ((twice, _),) = Counter(key for key, _ in pairs).most_common(1)
        raise JSONRefused(f"duplicate key {json.dumps(twice)}")
    return unique


def _exact(digits: str) -> int:
    # Counted first: converting very long digits takes quadratic time, and Python refuses it.
    number = int(digits) if len(digits) <= len(str(-MAX_INTEGER)) else MAX_INTEGER + 1
    if abs(number) > MAX_INTEGER:
        raise JSONRefused("an integer beyond 2**53 - 1")
    return number


_decoder = json.JSONDecoder(object_pairs_hook=_unique, parse_int=_exact)
