"""Search over many claims on one core, beside a bare FTS5 query of the same words: `python -m bench.searching SIZE…`.

The words of the queries are taken by how many texts hold them. What is timed is the service's whole answer, as its door
gives it, without its cache.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from random import Random
from statistics import quantiles
from typing import NamedTuple, TypeVar

from bench.checks import WrongAnswer
from bench.places import SEED
from bench.sentences import Population, population, word
from tracker.models.database import sqlite_driver

SIZES, ROUNDS, FEW, PAGE = (14_000, 1_000_000), 30, 8, 50
# By the place of a word in the order of frequency: of a million texts about so many of hundred hold it.
KINDS = {"frequent (half of all texts)": range(1, 4), "common (5 of 100)": range(30, 60),
         "middling (1 of 1,000)": range(1_500, 2_500), "rare (1 of 20,000)": range(30_000, 50_000)}  # fmt: skip
BARE = f"SELECT rowid FROM search_words WHERE search_words MATCH ? ORDER BY rank LIMIT {PAGE}"  # noqa: S608  # ours
HEAD = """p95 of one query, in ms of one core

| claims | words | bare FTS5, by rank | /search | /claims?q= | the same by state |
| ---: | --- | ---: | ---: | ---: | ---: |"""


Query = TypeVar("Query")


class Figures(NamedTuple):
    """Milliseconds of one core for a query of some kind of words, as of twenty queries one takes longer."""

    size: int
    words: str
    bare: float
    search: float
    listed: float
    narrowed: float


def main() -> None:
    """Print what each kind of word takes, for each size."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print(HEAD, flush=True)
    for size in [int(text) for text in sys.argv[1:]] or SIZES:
        for found in measure(size):
            print(told(found), flush=True)


def measure(size: int) -> Iterator[Figures]:
    """Yield the figures of each kind of words over so many claims; raises WrongAnswer."""
    known = population(size)
    for kind, places in KINDS.items():
        for count in (1, 2):
            chosen = [Random(SEED + n).sample(places, count) for n in range(ROUNDS)]
            queries = [" ".join(map(word, some)) for some in chosen]
            yield _measured(known, f"{kind}{', two of them' * (count - 1)}", queries)


def told(found: Figures) -> str:
    """Return the figures as a row of the table."""
    times = " | ".join(f"{one:.1f}" for one in (found.bare, found.search, found.listed, found.narrowed))
    return f"| {found.size:,} | {found.words} | {times} |"


def _measured(known: Population, kind: str, queries: Sequence[str]) -> Figures:
    bare = sqlite_driver().connect(known.path)
    return Figures(
        size=known.size,
        words=kind,
        bare=p95(lambda query: bare.execute(BARE, (_quoted(query),)).fetchall(), queries[:FEW]),
        search=p95(lambda query: _read(known, "/search", q=query), queries),
        listed=p95(lambda query: _read(known, "/claims", q=query), queries),
        narrowed=p95(lambda query: _read(known, "/claims", q=query, state="queued"), queries),
    )


def p95(ask: Callable[[Query], object], queries: Sequence[Query]) -> float:
    """Return how many milliseconds of this process's time one of twenty takes at least."""
    ask(queries[0])
    spent = []
    for query in queries:
        # Not by the clock, which tells nothing on a machine that others use as well.
        began = time.process_time()
        ask(query)
        spent.append((time.process_time() - began) * 1000)
    return quantiles(spent, n=20, method="inclusive")[-1]


def _read(known: Population, path: str, **query: str) -> None:
    answer = known.room.get(path, "everyone", query_string=query | {"limit": PAGE})
    if answer.status_code != 200:
        raise WrongAnswer(answer.text)
    for item in answer.json["items"]:
        if not set(query["q"].split()) <= set((item.get("text") or item["title"]).split()):
            raise WrongAnswer(f"{path} with {query} finds {item}")


def _quoted(query: str) -> str:
    return " ".join(f'"{one}"' for one in query.split())


if __name__ == "__main__":
    main()
