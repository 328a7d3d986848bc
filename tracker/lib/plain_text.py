"""Text from strangers made fit to stand in a document of ours: on one line, in XML and HTML, in a script element."""

import re

import orjson

# Inside of a character class: white space, controls, and marks that have no look of their own.
INVISIBLE = r"\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
# Text without U+0000 in which there is something to read.
PATTERN = rf"^[^\x00]*[^{INVISIBLE}][^\x00]*$"

# What XML 1.0 and HTML forbid, or what has no look of its own: controls but tab and line ends, and noncharacters.
_ILLEGIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# UAX #9: what opens an embedding or override, what opens an isolate, and what closes each.
_EMBEDDINGS, _END_OF_EMBEDDING = frozenset("\u202a\u202b\u202d\u202e"), "\u202c"
_ISOLATES, _END_OF_ISOLATE = frozenset("\u2066\u2067\u2068"), "\u2069"
# What ends a script element, a line of JavaScript, a CDATA section or an XML document's well-formedness.
_ACTIVE = re.compile(r"[\u2028\u2029\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def legible(text: str) -> str:
    """Return text without the characters that no document may hold; line ends and marks of direction stay."""
    # What is printable has none of them, and whether it is, is known at once; most of the rest is so but for line ends.
    is_legible = text.isprintable() or text.replace("\n", "").isprintable()
    return text if is_legible else _ILLEGIBLE.sub("", text)


def one_line(text: str) -> str:
    """Return legible text on one line, with every change of direction in it ended.

    What stands after the text on the same line then keeps its own direction (UAX #9, Trojan Source).
    """
    if text.isprintable() and "  " not in text:
        return text.strip()
    line = " ".join(legible(text).split())
    if line.isprintable():
        return line
    return line + "".join(reversed(_open_directions(line)))


def json_for_html(value: object) -> bytes:
    """Return compact JSON that may also stand inside a script element or an XML document as it is.

    `<`, `>`, `&`, line separators and what HTML forbids are escaped, which changes nothing of the value.
    """
    text = orjson.dumps(value).decode().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    if text.isprintable():
        return text.encode()
    return _ACTIVE.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode()


def _open_directions(line: str) -> list[str]:
    enders: list[str] = []
    for character in line:
        if character in _EMBEDDINGS:
            enders.append(_END_OF_EMBEDDING)
        elif character in _ISOLATES:
            enders.append(_END_OF_ISOLATE)
        elif enders and character == enders[-1]:
            enders.pop()
    return enders
