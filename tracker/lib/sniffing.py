"""What kind of file some bytes begin, whatever its name or sender says."""

import re

import filetype

UNKNOWN = "application/octet-stream"

_BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
# The tags of the WHATWG MIME Sniffing Standard §7.1, after an optional XML declaration.
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--|<!doctype\s+html|<(?:a|b|body|br|div|font|h1|head|html|iframe|p|script|style"
    rb"|table|title)[\s>/])",
    re.IGNORECASE,
)
_JSON = re.compile(rb'\s*(?:\{\s*["}]|\[\s*(?:["{\[\]]|-?[0-9.eE+-]+\s*,))')
# Kinds that begin with readable text; any other find in readable text is a chance hit ("BM…" is no bitmap).
_READABLE = frozenset({"application/pdf", "application/rtf", "application/postscript"})


def media_type(head: bytes) -> str:
    """Return the media type of a file by its first bytes (some thousands suffice)."""
    found: str | None = filetype.guess_mime(head) if head else None
    if not _is_text(head):
        return found or UNKNOWN
    if found in _READABLE:
        return found
    return _kind_of_text(head.removeprefix(b"\xef\xbb\xbf"))


def _kind_of_text(head: bytes) -> str:
    if _HTML.match(head):
        return "text/html"
    if _JSON.match(head):
        return "application/json"
    return "text/plain" if head else UNKNOWN


def _is_text(head: bytes) -> bool:
    if _BINARY.search(head):
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        # The head may end within a character.
        return error.end == len(head) and len(head) - error.start < 4 and error.reason == "unexpected end of data"
    return True
