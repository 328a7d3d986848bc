"""Files of published checks: pages and blocks of ClaimReview, DataFeeds, Fact Check Tools JSON, JSON Lines and CSV."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from html.parser import HTMLParser

from tracker.domain import import_columns
from tracker.domain.imports import ReadCheck
from tracker.errors import fault
from tracker.formats import review_finding, review_reading, table_reading
from tracker.formats.review_finding import TYPE, Found
from tracker.formats.table_reading import NoTable
from tracker.lib import lenient_json
from tracker.lib.lenient_json import NotJson

JSON_LD = "application/ld+json"
BOMS: Mapping[bytes, str] = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# What stands in a file that is not UTF-8, more often than anything else.
LEGACY = "windows-1252"
# Of how many lines, at most and at least, JSON Lines are told.
LINES_TOLD_BY, FEWEST_LINES = 100, 2


class Unreadable(ValueError):
    """A file in which no check can be found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a file is to be read; without a `format` it is told by the content, without `columns` by their names."""

    format: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    zone: tzinfo = UTC


def read(content: bytes, reading: Reading) -> Iterator[ReadCheck]:
    """Yield the checks of a file in their order, those that cannot be imported too; raises Unreadable."""
    text = decoded(content)
    name = reading.format or told(text, has_columns=bool(reading.columns))
    found = {"html": _of_page, "json": _of_json, "jsonl": _of_lines, "csv": _of_table}[name](text, reading)
    first = next(found, None)
    if first is None:
        raise Unreadable("there is no check in it")
    yield first
    yield from found


def decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8, in UTF-16 with its mark, or else in what old programs write."""
    encoding = next((BOMS[mark] for mark in BOMS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content.decode(LEGACY, errors="replace")


def told(text: str, *, has_columns: bool) -> str:
    """Return the format that text is in, by how it begins, and JSON Lines by most of the lines there."""
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("<") and not start.startswith("<!--{"):
        return "html"
    if _is_lines(start):
        return "jsonl"
    if not start.startswith(("{", "[")):
        return "csv"
    return "jsonl" if has_columns and start.startswith("{") else "json"


def _is_lines(text: str) -> bool:
    lines = [line for line in text.split("\n", LINES_TOLD_BY)[:LINES_TOLD_BY] if line.strip()]
    objects = [line for line in lines if _is_object(line)]
    if len(lines) < FEWEST_LINES or len(objects) * 2 < len(lines):
        return False
    # Lines that are broken do not hide what the others are; but one document may be written on two lines as well.
    return len(objects) > 1 or not _is_json(text)


def _is_object(line: str) -> bool:
    return line.startswith("{") and line.rstrip().endswith("}")


def _is_json(text: str) -> bool:
    try:
        lenient_json.loads(text)
    except NotJson:
        return False
    return True


def _of_json(text: str, reading: Reading) -> Iterator[ReadCheck]:
    try:
        value = lenient_json.loads(text)
    except NotJson as error:
        raise Unreadable(f"this is no JSON: {error}") from error
    if reading.columns and isinstance(value, list):
        rows = [row for row in value if isinstance(row, dict)]
        for number, row in enumerate(rows, start=1):
            yield table_reading.read(row, reading.columns, place=f"item {number}", zone=reading.zone)
        return
    for found in review_finding.find(value):
        yield review_reading.read(found, place="", zone=reading.zone)


def _of_lines(text: str, reading: Reading) -> Iterator[ReadCheck]:
    # Not by splitlines: other line separators may stand within JSON text.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield from _of_line(line, f"line {number}", reading=reading)


def _of_line(line: str, place: str, *, reading: Reading) -> Iterator[ReadCheck]:
    try:
        value = lenient_json.loads(line)
    except NotJson:
        yield _refused(place, line, code="no-json", detail="The line is no JSON.")
        return
    if reading.columns and isinstance(value, dict):
        yield table_reading.read(value, reading.columns, place=place, zone=reading.zone)
        return
    reviews = list(review_finding.find(value))
    if not reviews:
        yield _refused(place, line, code="no-claim-review", detail="There is no ClaimReview in the line.")
    for found in reviews:
        yield review_reading.read(found, place=place, zone=reading.zone)


def _of_table(text: str, reading: Reading) -> Iterator[ReadCheck]:
    mapping: Mapping[str, str] = reading.columns
    try:
        for number, row in table_reading.rows(text.lstrip("\ufeff")):
            mapping = mapping or _guessed(row)
            yield table_reading.read(row, mapping, place=f"line {number}", zone=reading.zone)
    except NoTable as error:
        raise Unreadable(f"this is no CSV: {error}") from error


def _guessed(row: Mapping[str, object]) -> Mapping[str, str]:
    mapping = import_columns.guessed(row)
    missing = import_columns.missing(mapping)
    if missing:
        raise Unreadable(f"no column is known for {' and '.join(missing)}")
    return mapping


def _of_page(text: str, reading: Reading) -> Iterator[ReadCheck]:
    page = _Page(text)
    scripts = [(number, script) for number, script in enumerate(page.scripts, start=1) if TYPE in script]
    for number, script in scripts:
        place = f"script {number}"
        try:
            reviews = [_completed(found, page) for found in review_finding.find(lenient_json.loads(script))]
        except NotJson:
            yield _refused(place, script, code="no-json", detail="The script is no JSON.")
            continue
        for found in reviews:
            yield review_reading.read(found, place=place, zone=reading.zone)


def _completed(found: Found, page: "_Page") -> Found:
    known = {"inLanguage": page.language, "url": page.canonical}
    told = {name: value for name, value in known.items() if value}
    return Found(pointer=found.pointer, document=review_finding.completed(found.document, told))


def _refused(place: str, block: str, *, code: str, detail: str) -> ReadCheck:
    return ReadCheck(place=place, block=block, faults=[fault("", code, detail)])


class _Page(HTMLParser):
    """What an HTML page tells machines: its JSON-LD, its language and its own address."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self.language: str | None = None
        self.canonical: str | None = None
        self._is_inside = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the language and the address, and begin a script of JSON-LD."""
        given = dict(attrs)
        if tag == "html":
            self.language = given.get("lang")
        if tag == "link" and (given.get("rel") or "").casefold() == "canonical":
            self.canonical = given.get("href")
        kind = (given.get("type") or "").partition(";")[0].strip().casefold()
        self._is_inside = tag == "script" and kind == JSON_LD
        if self._is_inside:
            self.scripts.append("")

    def handle_endtag(self, _tag: str) -> None:
        """End it."""
        self._is_inside = False

    def handle_data(self, data: str) -> None:
        """Take its text."""
        if self._is_inside:
            self.scripts[-1] += data
