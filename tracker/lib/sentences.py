"""Sentences of English prose, each with its place in the text; what is quoted in one breath stays together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Every piece has its end, so that no text makes the reader go over it again.
BREAK = re.compile(r"\n[ \t\r]*\n|[.!?…]{1,3}[\"”’')\]]{0,3}(?=\s)|[“”\"]|\n")
ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof sen rep gov gen lt col sgt st jr sr vs etc inc ltd co corp no u.s u.k u.n e.g i.e jan feb mar "
    "apr jun jul aug sep sept oct nov dec a.m p.m d.c approx".split()
)
QUOTES = frozenset('“”"')
LONGEST_WORD = 12
# A quotation that has not ended by then, and a sentence, are cut: the sign is missing.
LONGEST_QUOTE, LONGEST = 1_000, 2_000


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it stands; a heading has no sign at its end."""

    text: str
    start: int
    end: int


def split(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text in order; what goes on for too long is cut."""
    start, opened = 0, -1
    for found in BREAK.finditer(text):
        sign = found[0]
        for begin in range(start, found.start() - LONGEST, LONGEST):
            yield from _one(text, begin, begin + LONGEST)
            start = begin + LONGEST
        if sign in QUOTES:
            opened = _turned(sign, opened, found.start())
        elif _is_end(text, found, is_quoted=0 <= found.end() - opened <= LONGEST_QUOTE and opened >= 0):
            yield from _one(text, start, found.end())
            start, opened = found.end(), -1
    for begin in range(start, len(text), LONGEST):
        yield from _one(text, begin, min(begin + LONGEST, len(text)))


def _is_end(text: str, found: re.Match[str], *, is_quoted: bool) -> bool:
    sign = found[0]
    if sign.startswith("\n"):
        return sign.count("\n") > 1
    closes = not QUOTES.isdisjoint(sign)
    return (closes or not is_quoted) and not _is_abbreviated(text, found.start(), sign)


def _turned(sign: str, opened: int, place: int) -> int:
    # Where a quotation that is open began, -1 where none is.
    if sign == "“":
        return place
    return place if sign == '"' and opened < 0 else -1


def _is_abbreviated(text: str, place: int, sign: str) -> bool:
    if sign[0] != ".":
        return False
    before = text[max(place - LONGEST_WORD, 0) : place].rsplit(maxsplit=1)
    word = before[-1].lstrip("(“\"'").lower() if before else ""
    return word in ABBREVIATIONS or (len(word) == 1 and word.isalpha())


def _one(text: str, start: int, end: int) -> Iterator[Sentence]:
    piece = text[start:end]
    bare = piece.strip()
    if bare:
        begin = start + len(piece) - len(piece.lstrip())
        yield Sentence(bare, begin, begin + len(bare))
