"""Partial answers: a document cut down to the fields that a mask names, such as `items(id,name),next` or `a/b`.

The syntax is that of Google's `fields` parameter: commas between fields, parentheses or a slash for what is inside of
one, and `*` for all.
"""

import re
from collections.abc import Iterator
from typing import Any

Mask = dict[str, Any]
DEEPEST, LONGEST = 20, 1000
_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9_]*|[*,()/]")


def parse(text: str) -> Mask:
    """Return the mask that text writes: fields, each with the mask of what is inside. Raises ValueError."""
    if len(text) > LONGEST or "".join(_TOKEN.findall(text)) != text or not text:
        raise ValueError("not a field mask")
    tokens = _Tokens(_TOKEN.findall(text))
    mask = _fields(tokens, 0)
    if tokens.next is not None:
        raise ValueError("not a field mask")
    return mask


def cut(value: Any, mask: Mask) -> Any:
    """Return a document with nothing but what a mask names; of a list, each item is cut."""
    if not mask or not isinstance(value, dict | list):
        return value
    if isinstance(value, list):
        return [cut(item, mask) for item in value]
    if "*" in mask:
        return {name: cut(inner, mask["*"]) for name, inner in value.items()}
    return {name: cut(inner, mask[name]) for name, inner in value.items() if name in mask}


class _Tokens:
    def __init__(self, tokens: list[str]) -> None:
        self.rest: Iterator[str] = iter(tokens)
        self.next: str | None = next(self.rest, None)

    def take(self) -> str | None:
        """Return the next token and go on."""
        taken, self.next = self.next, next(self.rest, None)
        return taken


def _fields(tokens: _Tokens, depth: int) -> Mask:
    if depth > DEEPEST:
        raise ValueError("too deep")
    mask = _field(tokens, depth)
    while tokens.next == ",":
        tokens.take()
        mask |= _field(tokens, depth)
    return mask


def _field(tokens: _Tokens, depth: int) -> Mask:
    name = tokens.take()
    if name is None or name in {",", "(", ")", "/"}:
        raise ValueError("a field is missing")
    if tokens.next == "/":
        tokens.take()
        return {name: _field(tokens, depth + 1)} if depth < DEEPEST else _fields(tokens, depth + 1)
    if tokens.next != "(":
        return {name: {}}
    tokens.take()
    inner = _fields(tokens, depth + 1)
    if tokens.take() != ")":
        raise ValueError("a parenthesis is missing")
    return {name: inner}
