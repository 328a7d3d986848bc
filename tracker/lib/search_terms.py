"""What people type into a search box: words, "phrases", -exclusions and begin* of words. Whatever it is, it is fit."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracker.lib.words import folded, is_unspaced, pairs, words

MOST = 32
_PIECE = re.compile(r'(?P<minus>(?<!\S)[-\u2212])?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))(?P<star>\*(?=\s|$))?')


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand one after the other; of a beginning, the last one goes on."""

    words: tuple[str, ...]
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What must be found, all of it, and what must not be."""

    wanted: Sequence[Term] = field(default=())
    unwanted: Sequence[Term] = field(default=())


def parse(text: str) -> Query:
    """Return what a text asks for; what holds no word asks for nothing, and what comes after MOST terms is left out."""
    wanted: dict[Term, None] = {}
    unwanted: dict[Term, None] = {}
    for found in _PIECE.finditer(text):
        if len(wanted) + len(unwanted) >= MOST:
            break
        target = unwanted if found["minus"] else wanted
        target |= dict.fromkeys(_terms(found))
    return Query(tuple(wanted), tuple(unwanted))


def _terms(found: re.Match[str]) -> Iterator[Term]:
    word = found["word"] or ""
    is_beginning = bool(found["star"]) or word.endswith("*")
    text = folded(found["phrase"] if found["phrase"] is not None else word)
    named = words(text)
    if not named:
        return
    # Of a run without spaces its neighbours follow each other; the last character alone would have to end the text.
    if is_unspaced(text[-1:]) and len(named) > 1:
        named = named[:-1]
    yield Term(tuple(named), is_beginning or _is_one_character(named))


def _is_one_character(named: Sequence[str]) -> bool:
    return len(named[-1]) == 1 and is_unspaced(named[-1]) and pairs(named[-1]) == [named[-1]]
