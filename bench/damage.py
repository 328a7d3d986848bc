"""Queries as people and machines spoil them: in capitals, with slips of the fingers, with words lost; by a seed."""

import random
from collections.abc import Callable

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHARE_DROPPED = 0.3
EACH_WITH_A_TYPO = 5
SHORTEST = 4
Damage = Callable[[str, random.Random], str]


def capitals(text: str, _rng: random.Random) -> str:
    """Return a text in capitals."""
    return text.upper()


def typos(text: str, rng: random.Random) -> str:
    """Return a text with one slip in every fifth of the words that are no link and long enough for one."""
    said = text.split()
    able = [at for at, word in enumerate(said) if len(word) >= SHORTEST and "://" not in word]
    for at in able[rng.randrange(EACH_WITH_A_TYPO) :: EACH_WITH_A_TYPO]:
        said[at] = _slip(said[at], rng)
    return " ".join(said)


def drops(text: str, rng: random.Random) -> str:
    """Return a text without 30 % of its words, rounded, of which at least one stays."""
    said = text.split()
    kept = max(1, len(said) - round(len(said) * SHARE_DROPPED))
    return " ".join(said[at] for at in sorted(rng.sample(range(len(said)), min(kept, len(said)))))


def _slip(word: str, rng: random.Random) -> str:
    at, letter = rng.randrange(1, len(word) - 1), rng.choice(LETTERS)
    before, after = word[:at], word[at:]
    return rng.choice(
        [
            before + after[1:],
            before + letter + after,
            before + letter + after[1:],
            before + after[1] + after[0] + after[2:],
        ]
    )
