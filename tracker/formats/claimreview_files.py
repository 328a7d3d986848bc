"""ClaimReviews in a file: JSON of any shape around them, JSON Lines, or an HTML page that carries JSON-LD."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from tracker.lib import strict_json

JSON_LD = "application/ld+json"
VOCABULARIES = ("http://schema.org/", "https://schema.org/", "schema:")
TYPE = "ClaimReview"

Document = Mapping[str, object]


class Unreadable(ValueError):
    """A file is neither JSON nor a page with JSON-LD, or holds no ClaimReview."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A ClaimReview: where in the file its JSON is (`line 3`, `script 1`, empty for all of it), and where in that."""

    place: str
    pointer: str
    document: Document


def read(content: bytes) -> list[Found]:
    """Return the ClaimReviews of a file in their order, or raise Unreadable."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"this is not UTF-8 text: {error}") from error
    parts = _scripts(text) if text.lstrip().startswith("<") else _texts(text)
    found = [
        Found(place=place, pointer=pointer, document=document)
        for place, value in parts
        for pointer, document in _reviews(value, "")
    ]
    if not found:
        raise Unreadable("there is no ClaimReview in it")
    return found


def _texts(text: str) -> Sequence[tuple[str, object]]:
    try:
        return [("", strict_json.loads(text.encode()))]
    except strict_json.JSONRefused as error:
        lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
        # What breaks off on its first line is JSON of several lines and no line of JSON.
        if not lines or not _is_json(lines[0][1]):
            raise Unreadable(f"this is not JSON: {error}") from error
    return [(f"line {number}", _value(line, f"line {number}")) for number, line in lines]


def _scripts(text: str) -> Sequence[tuple[str, object]]:
    # What else a page carries may be broken: that is not what is asked about.
    scripts = [(f"script {n}", script) for n, script in enumerate(_Scripts(text).found, start=1) if TYPE in script]
    return [(place, _value(script, place)) for place, script in scripts]


def _value(text: str, place: str) -> object:
    try:
        return strict_json.loads(text.encode())
    except strict_json.JSONRefused as error:
        raise Unreadable(f"{place} is not JSON: {error}") from error


def _is_json(line: str) -> bool:
    try:
        strict_json.loads(line.encode())
    except strict_json.JSONRefused:
        return False
    return True


def _reviews(value: object, pointer: str) -> Iterator[tuple[str, Document]]:
    # Wherever they stand: in a list, a graph, a feed's elements or a page's parts. The decoder bounds the depth.
    if isinstance(value, dict) and _is_review(value):
        yield pointer, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _reviews(inner, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _reviews(inner, f"{pointer}/{position}")


def _is_review(value: Document) -> bool:
    types = value.get("@type")
    return any(_bare(name) == TYPE for name in (types if isinstance(types, list) else [types]))


def _bare(name: object) -> object:
    if not isinstance(name, str):
        return None
    return next((name.removeprefix(start) for start in VOCABULARIES if name.startswith(start)), name)


class _Scripts(HTMLParser):
    """The JSON-LD of an HTML page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self._is_inside = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a script of JSON-LD."""
        kind = (dict(attrs).get("type") or "").partition(";")[0].strip().casefold()
        self._is_inside = tag == "script" and kind == JSON_LD
        if self._is_inside:
            self.found.append("")

    def handle_endtag(self, _tag: str) -> None:
        """End it."""
        self._is_inside = False

    def handle_data(self, data: str) -> None:
        """Take its text."""
        if self._is_inside:
            self.found[-1] += data
