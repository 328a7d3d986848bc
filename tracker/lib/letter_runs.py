"""Texts compared by the runs of letters in their words: what is bent, joined or slightly misspelt is still alike."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from tracker.lib.stems import words
from tracker.lib.stop_words import STOP_WORDS

LENGTH = 4


@lru_cache(maxsize=65536)
def runs_of(word: str) -> frozenset[str]:
    """Return the runs of a word, which begins and ends with a space."""
    spaced = f" {word} "
    return frozenset(spaced[at : at + LENGTH] for at in range(max(1, len(spaced) - LENGTH + 1)))


def runs(said: Iterable[str]) -> frozenset[str]:
    """Return the runs of all words of a text that are worth comparing."""
    return frozenset[str]().union(*(runs_of(word) for word in said if word not in STOP_WORDS))


class LetterRuns:
    """Texts of two fields, numbered in their order, that others are compared with."""

    def __init__(self, texts: Sequence[tuple[str, str]]) -> None:
        self._texts = [[words(field) for field in fields] for fields in texts]
        seen: Counter[str] = Counter()
        for fields in self._texts:
            seen.update(frozenset[str]().union(*map(runs, fields)))
        size = len(self._texts) + 1
        self._rare = math.log(1 + size / 0.5)
        self._weights = {run: math.log(1 + size / (count + 0.5)) ** 2 for run, count in seen.items()}
        self._norms = [[self._norm(runs(field)) for field in fields] for fields in self._texts]

    def _norm(self, some: frozenset[str]) -> float:
        weights, rare = self._weights, self._rare**2
        return math.sqrt(sum(weights.get(run, rare) for run in some)) or 1.0

    def likeness(self, text: str, numbers: Iterable[int]) -> dict[int, tuple[float, float]]:
        """Return how alike a text is to both fields of some texts: the cosine of their runs, weighed by rarity."""
        asked = runs(words(text))
        norm = self._norm(asked)
        return {number: self._likeness(asked, norm, number) for number in numbers}

    def _likeness(self, asked: frozenset[str], norm: float, number: int) -> tuple[float, float]:
        first, second = (
            sum(map(self._weights.__getitem__, runs(field) & asked)) / (norm * its_norm)
            for field, its_norm in zip(self._texts[number], self._norms[number], strict=True)
        )
        return first, second
