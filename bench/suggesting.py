"""Earlier checks suggested on one core, beside a bare FTS5 query of the same words: `python -m bench.suggesting SIZE…`.

Texts are those of published claims with some words lost and others put in between. What is timed is all that makes the
suggestions, by words alone and with meanings; the encoder's time is shown by itself.
"""

import os
import sys
import time
from collections.abc import Sequence
from functools import cache
from itertools import product
from random import Random
from typing import NamedTuple

from bench.checks import WrongAnswer
from bench.places import SEED
from bench.searching import p95
from bench.sentences import BATCH, PUBLISHED_SHARE, VOCABULARY, Population, id_of, population, sentences, word
from tracker.lib import encoders
from tracker.models.database import sqlite_driver
from tracker.services import match_candidates, sketched_vectors
from tracker.services.match_candidates import CANDIDATES, MOST_TERMS, Text

SIZES, ROUNDS, LOST, ADDED, MOST = (14_000, 1_000_000), 60, 7, 4, 10
BARE = "SELECT rowid FROM search_words WHERE search_words MATCH ? ORDER BY rank LIMIT ?"
# Of all words together it takes seconds, so a few tell enough.
FEW = 8


class Figures(NamedTuple):
    """Milliseconds of one core for one text, as of twenty texts one takes longer."""

    size: int
    bare_any: float
    bare: float
    lexical: float
    hybrid: float
    encoder: float
    loading: float


def main() -> None:
    """Print the figures for each size."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print(HEAD, flush=True)
    for size in [int(text) for text in sys.argv[1:]] or SIZES:
        print(told(measure(size)), flush=True)


def measure(size: int) -> Figures:
    """Return the figures over so many claims, or raise WrongAnswer where what was repeated is not found."""
    known = population(size)
    texts = _texts(known.size)
    encoder = encoders.multilingual()
    if encoder is None:
        raise WrongAnswer("the extra `semantic` is needed")
    bare = sqlite_driver().connect(known.path)
    with known.app.app_context():
        began = time.process_time()
        _suggest(known, texts[0], by_meaning=True)
        loading = time.process_time() - began
        _check(known, texts)
        return Figures(
            size=size,
            bare_any=p95(
                lambda text: bare.execute(BARE, (_any(text.text.split()), CANDIDATES)).fetchall(), texts[:FEW]
            ),
            bare=p95(lambda text: bare.execute(BARE, (_any(_rarest(text)), CANDIDATES)).fetchall(), texts),
            lexical=p95(lambda text: _suggest(known, text, by_meaning=False), texts),
            hybrid=p95(lambda text: _suggest(known, text, by_meaning=True), texts),
            encoder=p95(lambda text: encoder.encode([text.text]), texts),
            loading=loading,
        )


HEAD = """p95 for one text, in ms of one core

| claims | bare FTS5, all words | bare FTS5, the 12 rarest | by words | with meanings | encoder | vectors read once, s |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: |"""


def told(found: Figures) -> str:
    """Return the figures as a row of the table, with ratios to the bare query of the rarest words."""
    hybrid = (found.hybrid - found.encoder) / found.bare
    return (
        f"| {found.size:,} | {found.bare_any:.1f} | {found.bare:.1f} | {found.lexical:.1f}"
        f" ({found.lexical / found.bare:.1f} ×) | {found.hybrid:.1f} ({hybrid:.1f} × and the encoder)"
        f" | {found.encoder:.1f} | {found.loading:.1f} |"
    )


def _texts(size: int) -> list[Text]:
    """Return texts that repeat published claims of the first batch, one each."""
    written = list(sentences(range(min(size, BATCH))))
    chance = Random(SEED)
    numbers = chance.sample(range(0, len(written), PUBLISHED_SHARE), ROUNDS)
    return [Text(text=" ".join(_repeated(written[number], chance)), claimant=id_of(number)) for number in numbers]


def _repeated(words: Sequence[str], chance: Random) -> list[str]:
    kept = sorted(chance.sample(range(len(words)), len(words) - LOST))
    return [words[place] for place in kept] + [word(chance.randrange(VOCABULARY)) for _ in range(ADDED)]


def _suggest(known: Population, text: Text, *, by_meaning: bool) -> list[str]:
    asked = Text(text=text.text)
    organization_id = known.room.organization_id
    found = match_candidates.suggestions(asked, organization_id=organization_id, most=MOST, by_meaning=by_meaning)
    return [one.wording.key for one in found]


def _check(known: Population, texts: Sequence[Text]) -> None:
    for text, by_meaning in product(texts[:FEW], (False, True)):
        if text.claimant not in _suggest(known, text, by_meaning=by_meaning)[:1]:
            raise WrongAnswer(f"{text.text!r} does not find {text.claimant}, which it repeats")
    if sketched_vectors.size() < known.size:
        raise WrongAnswer(f"{sketched_vectors.size()} vectors are known of {known.size} claims")


@cache
def _places() -> dict[str, int]:
    return {word(place): place for place in range(VOCABULARY)}


def _rarest(text: Text) -> list[str]:
    return sorted(dict.fromkeys(text.text.split()), key=_places().__getitem__)[-MOST_TERMS:]


def _any(words: Sequence[str]) -> str:
    return " OR ".join(f'"{one}"' for one in words)


if __name__ == "__main__":
    main()
