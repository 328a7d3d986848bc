"""XML written as text: whatever stands in an element or attribute, no reader takes it for markup."""

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from tracker.lib import plain_text

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
# Text that stands in XML as it is, which most addresses and names are.
_PLAIN = re.compile(r"[ !#-%'-;=?-~]*")


def element(name: str, text: str = "", attributes: Mapping[str, str | None] | None = None) -> str:
    """Return an element that holds text; attributes without a value are left out, and so is what XML forbids."""
    opening = f"<{name}{_written(attributes or {})}"
    return f"{opening}>{_escaped(text)}</{name}>" if text else f"{opening}/>"


def opening(name: str, attributes: Mapping[str, str | None]) -> str:
    """Return the start tag of an element that holds others."""
    return f"<{name}{_written(attributes)}>"


def _written(attributes: Mapping[str, str | None]) -> str:
    return "".join([f" {name}={_quoted(value)}" for name, value in attributes.items() if value is not None])


def _escaped(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else escape(plain_text.legible(text))


def _quoted(value: str) -> str:
    return f'"{value}"' if _PLAIN.fullmatch(value) else quoteattr(plain_text.legible(value))
