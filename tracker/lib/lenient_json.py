"""A lenient JSON decoder for what strangers put on their pages: what can be understood is."""

import json
import re

from tracker.lib import plain_text

MAX_DEPTH = 64
# Text stays as it is; what stands between texts and is no JSON goes.
_PARTS = re.compile(r'(?P<text>"(?:[^"\\]|\\.)*")|/\*.*?\*/|(?<![:\w])//[^\n]*|,(?=\s*[}\]])', re.DOTALL)
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])(.)', re.DOTALL)
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|(?://\s*|/\*\s*)?\]\]>(?:\s*\*/)?);?\s*$"
)


class NotJson(ValueError):
    """Text that is no JSON, however it is read."""


def loads(text: str) -> object:
    """Return the value that text tells as JSON, with comments, trailing commas or control characters in it.

    The last of equal keys counts, numbers that are none become None, and characters that no document may hold go.
    Raises NotJson.
    """
    bare = text.lstrip("\ufeff").strip()
    if not (bare.startswith("{") and bare.endswith("}")):
        bare = _WRAPPING.sub("", bare).strip().rstrip(";")
    try:
        value = _decoded(bare)
    except NotJson:
        value = _decoded(_PARTS.sub(lambda part: _BAD_ESCAPE.sub(r"\1", part["text"] or ""), bare))
    return _legible(value, room=MAX_DEPTH)


def _decoded(text: str) -> object:
    try:
        return json.loads(text, strict=False, parse_constant=lambda _name: None, parse_int=_number)
    except (ValueError, RecursionError) as error:
        raise NotJson(str(error)) from error


def _number(digits: str) -> int | str:
    # What is longer than any rating is kept as it is written.
    return int(digits) if len(digits) <= len(str(2**53)) else digits


def _legible(value: object, *, room: int) -> object:
    if room == 0:
        raise NotJson(f"nested deeper than {MAX_DEPTH}")
    if isinstance(value, str):
        return plain_text.legible(value)
    if isinstance(value, dict):
        return {plain_text.legible(name): _legible(inner, room=room - 1) for name, inner in value.items()}
    if isinstance(value, list):
        return [_legible(inner, room=room - 1) for inner in value]
    return value
