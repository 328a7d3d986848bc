"""Values in other publishers' structured data, read as a person would: text, lists, objects and addresses."""

import html
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote

from tracker.lib import plain_text, urls

_BREAK, _TAG = re.compile(r"<(?:br|/p|/li|/div)\b[^<>]*>", re.IGNORECASE), re.compile(r"</?[a-zA-Z][^<>]*>")
_READABLE = re.compile(f"[^{plain_text.INVISIBLE}]")
# What is one space already stays as it is.
_GAPS = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+([/?#].*)?")


def texts(value: object) -> Iterator[str]:
    """Yield the texts in a value: itself, of a list each, of an object its value or name.

    Numbers are text as they are written, and what nobody can read is none.
    """
    if isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, Mapping):
        yield from texts(next((value[name] for name in ("@value", "name", "text", "url") if value.get(name)), None))
    elif isinstance(value, str | int | float) and not isinstance(value, bool) and _READABLE.search(str(value)):
        yield str(value)


def text(value: object, *, exact: bool = False) -> str | None:
    """Return the first text of a value on one line, with its HTML entities read, unless it is to stay exact."""
    found = _first(value)
    if found is None or exact:
        return found
    return plain_text.one_line(html.unescape(found)) or None


def prose(value: object, *, exact: bool = False) -> str | None:
    """Return the first text of a value with its paragraphs, without markup."""
    found = _first(value) if isinstance(value, str | list) else None
    if found is None or exact:
        return found
    without_tags = _TAG.sub("", _BREAK.sub("\n", found)) if "<" in found else found
    bare = html.unescape(without_tags).replace("\r", "")
    lines = [_GAPS.sub(" ", line).strip() for line in plain_text.legible(bare).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() or None


def objects(value: object) -> list[dict[str, Any]]:
    """Return the objects in a value: itself, or those of a list; a text is an object of that name and address."""
    if isinstance(value, list):
        return [found for item in value for found in objects(item)]
    if isinstance(value, str) and value.strip():
        return [{"name": value, "url": value}]
    return [value] if isinstance(value, dict) else []


def address(value: object) -> str | None:
    """Return the first web address in a value; one without its scheme is taken for https."""
    return next(addresses(value), None)


def addresses(value: object) -> Iterator[str]:
    """Yield the web addresses in a value."""
    if isinstance(value, Mapping):
        value = value.get("url") or value.get("@id")
    for item in value if isinstance(value, list) else [value]:
        found = _address(item) if isinstance(item, str) else address(item) if isinstance(item, Mapping) else None
        if found:
            yield found


def decimal(value: object) -> str | None:
    """Return a number as exact text, whether it was written as a number or as text."""
    try:
        number = Decimal(next(texts(value), "").strip().replace(",", "."))
    except InvalidOperation:
        return None
    return str(number) if number.is_finite() else None


def _first(value: object) -> str | None:
    # Of what most values are it is known at once.
    if value is None:
        return None
    if type(value) is str:
        return value if _READABLE.search(value) else None
    return next(texts(value), None)


def _address(given: str) -> str | None:
    bare = html.unescape(given).strip()
    if bare.startswith("//"):
        bare = f"https:{bare}"
    elif _HOST.fullmatch(bare) and "@" not in bare:
        bare = f"https://{bare}"
    # What browsers mend: white space and quotation marks within an address.
    mended = quote(bare, safe="".join(character for character in bare if character not in ' "<>\\`'))
    return next((url for url in (bare, mended) if urls.is_web_url(url)), None)
