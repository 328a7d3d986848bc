"""Words as they were meant: a vocabulary mends a word that it does not know by one slip of the fingers."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST = 4
SHORTEST_PART = 3
SHORTEST_JOINED = 7
MOST_MENDED = 3


class Vocabulary:
    """Words with how often each occurs."""

    def __init__(self, counts: Counter[str]) -> None:
        self._counts = counts
        self.mend = lru_cache(maxsize=4096)(self._mend)

    def _mend(self, word: str) -> tuple[str, ...]:
        """Return a word as it is where it is known or short, else those one slip away, else its parts, else itself."""
        if word in self._counts or len(word) < SHORTEST or not word.isalpha():
            return (word,)
        near = [other for other in slips(word) if other in self._counts]
        if near:
            return tuple(sorted(set(near), key=lambda other: (-self._counts[other], other))[:MOST_MENDED])
        return self._parts(word) or (word,)

    def _parts(self, joined: str) -> tuple[str, ...]:
        """Return the two words that a joined word consists of, of all splits the most usual."""
        if len(joined) < SHORTEST_JOINED:
            return ()
        places = range(SHORTEST_PART, len(joined) - SHORTEST_PART + 1)
        splits = [(joined[:at], joined[at:]) for at in places]
        known = [split for split in splits if all(self._counts[part] > 1 for part in split)]
        return max(known, key=lambda split: min(self._counts[part] for part in split), default=())


def slips(word: str) -> Iterator[str]:
    """Yield every word that is one letter left out, put in, exchanged or swapped with its neighbour away."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in LETTERS)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        yield from (before + letter + after for letter in LETTERS)
