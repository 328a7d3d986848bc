"""A full-text index of a few weighted fields in memory, ranked by BM25, that mends typos by the words it knows."""

import math
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tracker.lib.spelling import Vocabulary
from tracker.lib.stems import stem, stems, words
from tracker.lib.stop_words import STOP_WORDS

# Terms in more than this share of the texts say nothing about one of them, and cost the most.
TOO_COMMON = 0.25
FEWEST_TERMS = 3


class Hit(NamedTuple):
    """A text found: its number in the index, and its BM25 score, higher for nearer."""

    number: int
    score: float


class LexicalIndex:
    """An index over texts of several fields, numbered in the order in which they were given."""

    def __init__(self, texts: Iterable[Sequence[str]], *, weights: Sequence[float]) -> None:
        self._weights = tuple(weights)
        self._frequencies: Counter[str] = Counter()
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        names = ", ".join(f"field_{number}" for number in range(len(self._weights)))
        self._database.execute(f"CREATE VIRTUAL TABLE texts USING fts5({names}, content='', tokenize='unicode61')")
        seen: Counter[str] = Counter()
        self.size = 0
        for number, fields in enumerate(texts):
            found = [words(field) for field in fields]
            seen.update(word for field in found for word in field)
            self._add(number, found)
        self._vocabulary = Vocabulary(seen)

    def _add(self, number: int, fields: list[list[str]]) -> None:
        stemmed = [[stem(word) for word in field] for field in fields]
        self._frequencies.update({term for field in stemmed for term in field})
        marks = ", ".join("?" * (len(stemmed) + 1))
        columns = ", ".join(["rowid", *(f"field_{at}" for at in range(len(stemmed)))])
        row = [number, *(" ".join(field) for field in stemmed)]
        self._database.execute(f"INSERT INTO texts ({columns}) VALUES ({marks})", row)  # noqa: S608  # names of our own
        self.size += 1

    def weight(self, term: str) -> float:
        """Return how much a stem tells: the logarithm of how rare it is."""
        return math.log(1 + (self.size + 1) / (self._frequencies[term] + 0.5))

    def terms(self, text: str) -> list[str]:
        """Return the stems of a query, each once; words that the index does not know are mended where they can be."""
        said = words(text)
        telling = [word for word in said if word not in STOP_WORDS] or said
        mended = (other for word in telling for other in self._vocabulary.mend(word))
        return list(dict.fromkeys(stem(word) for word in mended))

    def search(self, terms: Iterable[str], *, limit: int) -> list[Hit]:
        """Return the texts with any of the terms, the nearest first."""
        asked = self.telling(terms)
        if not asked:
            return []
        weights = ", ".join("?" * len(self._weights))
        query = " OR ".join(f'"{term}"' for term in asked)
        rows = self._database.execute(
            f"SELECT rowid, bm25(texts, {weights}) AS score FROM texts WHERE texts MATCH ? ORDER BY score LIMIT ?",  # noqa: S608  # only marks
            [*self._weights, query, limit],
        )
        return [Hit(number, -score) for number, score in rows]

    def telling(self, terms: Iterable[str]) -> list[str]:
        """Return the terms that occur and are not too common; of common ones alone, the rarest few."""
        known = sorted((term for term in terms if term in self._frequencies), key=self._frequencies.__getitem__)
        most = self.size * TOO_COMMON
        return [term for at, term in enumerate(known) if at < FEWEST_TERMS or self._frequencies[term] <= most]


def stemmed(fields: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the stems of each field."""
    return tuple(tuple(stems(field)) for field in fields)
