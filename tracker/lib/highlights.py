"""Where in a text a query is met, how well, and how to show it: what any text is ranked by that is found.

A database tells that a text is found, and not by which of its words: those are told here by how they begin, since
stemmers take away ends. A word too many is marked at times, and the order of what is found is never left to chance.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from tracker.lib.plain_text import legible
from tracker.lib.search_terms import Query, Term
from tracker.lib.words import folded, is_unspaced, written

# Ends that stemmers take away, the longest first; what is left must still tell the word from others.
_ENDS = re.compile(r"(?:ations?|ings?|ions?|ments?|ers?|ies|ied|ed|es|ly|[aeiosy])$")
_SHORTEST = 3
_REST = r"\w{0,5}"
READ = 2_000
WIDTH = 200
IN_TITLE, IN_BODY, NEAR = 300, 100, 200


@dataclass(frozen=True, slots=True)
class Sight:
    """What a query looks for in texts: a pattern for each term, one for each word, and one for all terms in a row."""

    terms: Sequence[re.Pattern[str]]
    words: Sequence[re.Pattern[str]]
    row: re.Pattern[str]

    def score(self, title: str, body: str) -> int:
        """Return how well a text with a title is met: by each term, early and in few words rather than in many."""
        head, rest = folded(title), folded(body[:READ])
        brevity = 1 + len(head) / 100
        score = sum(
            IN_TITLE * _saturated(term, head) / brevity + IN_BODY * _saturated(term, rest) for term in self.terms
        )
        if len(self.terms) > 1 and (self.row.search(head) or self.row.search(rest)):
            score += NEAR
        return int(score)

    def marks(self, text: str) -> list[tuple[int, int]]:
        """Return the places in a text that a query is met at, in order, none within another."""
        found: list[tuple[int, int]] = []
        for start, end in sorted(self._met(text)):
            if not found or start >= found[-1][1]:
                found.append((start, end))
        return found

    def _met(self, text: str) -> Iterator[tuple[int, int]]:
        for word in written(text):
            plain, start = folded(word[0]), word.start()
            if len(plain) == len(word[0]) and any(map(is_unspaced, plain)):
                yield from (
                    (start + met.start(), start + met.end()) for term in self.terms for met in term.finditer(plain)
                )
            elif any(part.fullmatch(plain) for part in self.words):
                yield word.span()


@lru_cache(64)
def sight(query: Query) -> Sight:
    """Return what a query looks for."""
    parts = [_pattern(term) for term in query.wanted]
    words = [word for part in parts for word in part.split(_BETWEEN)]
    return Sight([*map(re.compile, parts)], [*map(re.compile, words)], re.compile(_BETWEEN.join(parts)))


def excerpt(text: str, marks: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return where the part of a text stands that shows the first place that is marked, cut between words."""
    first = marks[0][0] if marks else 0
    start = 0 if first < WIDTH // 2 else text.rfind(" ", 0, first - WIDTH // 4) + 1
    if len(text) - start <= WIDTH:
        return start, len(text)
    end = text.rfind(" ", start + WIDTH // 2, start + WIDTH)
    return start, start + WIDTH if end < 0 else end


def as_html(text: str, marks: Sequence[tuple[int, int]], place: tuple[int, int] | None = None) -> str:
    """Return a text, or a part of it, as HTML in which nothing but `mark` has a meaning."""
    start, end = place or (0, len(text))
    pieces, at = ["… " if start else ""], start
    for first, last in marks:
        if start <= first and last <= end:
            pieces += [_shown(text[at:first]), "<mark>", _shown(text[first:last]), "</mark>"]
            at = last
    return "".join([*pieces, _shown(text[at:end]), " …" if end < len(text) else ""])


_BETWEEN = r"\W+"


def _shown(text: str) -> str:
    return escape(legible(text))


def _saturated(term: re.Pattern[str], text: str) -> float:
    count = len(term.findall(text))
    return count / (count + 1)


def _pattern(term: Term) -> str:
    if is_unspaced(term.words[0]):
        return re.escape(
            term.words[0][:1] + "".join(word[-1:] for word in term.words if len(word) > 1) or term.words[0]
        )
    last = len(term.words) - 1
    return _BETWEEN.join(
        _begun(word, is_beginning=term.is_beginning and place == last) for place, word in enumerate(term.words)
    )


def _begun(word: str, *, is_beginning: bool) -> str:
    if is_beginning:
        return rf"\b{re.escape(word)}\w*"
    stem = _ENDS.sub("", word)
    if not word.isalpha() or len(stem) < _SHORTEST:
        return rf"\b{re.escape(word)}\b"
    return rf"\b{re.escape(stem)}{_REST}\b"
