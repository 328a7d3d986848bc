"""Search over many claims on one core, beside a bare FTS5 query of the same words: `python -m bench.searching SIZE`.

The texts are drawn from a seed: words as frequent as in a language (Zipf), so that there are common and rare ones. The
words of the queries are taken by how many texts hold them. What is timed is the service's whole answer, as its door
gives it, without its cache.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from random import Random
from statistics import quantiles

from flask import Flask

from bench.places import SEED, VAR
from bench.world import migrate, settings_for, sqlite_url
from tests.newsrooms import EXAMPLES, Newsroom, created, founded
from tracker.app import create_app
from tracker.config import Config
from tracker.models.database import sqlite_driver
from tracker.services.search import fts5
from tracker.services.search.wanted import Document

VOCABULARY, WORDS, BATCH, ROUNDS = 60_000, 22, 5_000, 60
LETTERS = "bdfgklmnprstvz", "aeiou"
# By the place of a word in the order of frequency: of a million texts about so many of hundred hold it.
KINDS = {"frequent (half of all texts)": range(1, 4), "common (5 of 100)": range(30, 60),
         "middling (1 of 1,000)": range(1_500, 2_500), "rare (1 of 20,000)": range(30_000, 50_000)}  # fmt: skip
STATES = ("logged", "queued", "investigating", "in_review")
BARE = "SELECT rowid FROM search_words WHERE search_words MATCH ? ORDER BY rank LIMIT 50"


def main() -> None:
    """Make the claims where they are missing, and print what each kind of word takes."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    path = VAR / f"searching-{size}.sqlite"
    app = create_app(_settings(path)) if path.exists() else _made(path, size)
    room = _room(app, path)
    print(f"p95 of {ROUNDS} queries over {size:,} claims, in ms of one core\n")
    print("| words | bare FTS5, by rank | /search | /claims?q= |\n| --- | --- | --- | --- |")
    for kind, places in KINDS.items():
        for count in (1, 2):
            queries = [
                " ".join(_word(place) for place in Random(SEED + n).sample(places, count)) for n in range(ROUNDS)
            ]
            print(_line(f"{kind}{', two of them' * (count - 1)}", queries, room=room, path=path), flush=True)


def _line(kind: str, queries: Sequence[str], *, room: Newsroom, path: Path) -> str:
    bare = sqlite_driver().connect(path)
    asked = {
        "bare": lambda query: bare.execute(BARE, (" ".join(f'"{word}"' for word in query.split()),)).fetchall(),
        "search": lambda query: _read(room, "/search", query),
        "list": lambda query: _read(room, "/claims", query),
    }
    figures = {name: _p95(ask, queries[:8] if name == "bare" else queries) for name, ask in asked.items()}
    return f"| {kind} | {figures['bare']:.1f} | {figures['search']:.1f} | {figures['list']:.1f} |"


def _read(room: Newsroom, path: str, query: str) -> None:
    answer = room.get(path, "everyone", query_string={"q": query, "limit": 50})
    if answer.status_code != 200:
        raise SystemExit(answer.text)


def _p95(ask: Callable[[str], object], queries: Sequence[str]) -> float:
    ask(queries[0])
    spent = []
    for query in queries:
        # Of this process's time, since a machine that others use as well tells nothing by the clock.
        began = time.process_time()
        ask(query)
        spent.append((time.process_time() - began) * 1000)
    return quantiles(spent, n=20, method="inclusive")[-1]


def _room(app: Flask, path: Path) -> Newsroom:
    # Keys are shown once, so each run brings a newsroom's own: that of the claims has its key beside them.
    card = path.with_suffix(".key").read_text(encoding="utf-8").split()
    return Newsroom(organization_id=card[0], slug="example", scale_id="", keys={"everyone": card[1]}, accounts={},
                    client=app.test_client())  # fmt: skip


def _settings(path: Path) -> Config:
    return replace(settings_for(sqlite_url(path)), response_cache=0)


def _made(path: Path, size: int) -> Flask:
    print(f"making {size:,} claims (once)", flush=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    migrate(sqlite_url(path))
    app = create_app(_settings(path))
    with app.app_context():
        room = replace(founded("example", "Example Checks"), client=app.test_client())
    created(room.post("/claims", EXAMPLES["claim"], "everyone"))
    path.with_suffix(".key").write_text(f"{room.organization_id} {room.keys['everyone']}", encoding="utf-8")
    _fill(path, size)
    return app


def _fill(path: Path, size: int) -> None:
    connection = sqlite_driver().connect(path, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -300000"):
        connection.execute(f"PRAGMA {pragma}")
    cursor = connection.execute("SELECT * FROM claim")
    model = dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))
    insertion = f"INSERT INTO claim ({', '.join(model)}) VALUES ({', '.join(f':{name}' for name in model)})"  # noqa: S608  # ours
    for start in range(0, size, BATCH):
        claims = [model | claim for claim in _claims(range(start, min(start + BATCH, size)))]
        connection.execute("BEGIN")
        connection.executemany(insertion, claims)
        for claim in claims:
            fts5.add(connection.cursor(), _document(claim))
        connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _claims(numbers: range) -> Iterator[dict[str, str]]:
    shares = list(accumulate(1 / place for place in range(1, VOCABULARY + 1)))
    chance = Random(SEED + numbers.start)
    for number in numbers:
        words = map(_word, chance.choices(range(VOCABULARY), cum_weights=shares, k=WORDS))
        clock = f"{number // 60_000 % 60:02d}:{number // 1000 % 60:02d}.{number % 1000:03d}000Z"
        moment = f"2024-{number * 12 // 10_000_000 + 1:02d}-01T00:{clock}"
        yield {"id": f"01900000-0000-7000-8000-{number:012x}", "text": " ".join(words), "created_at": moment,
               "updated_at": moment, "state": chance.choice(STATES)}  # fmt: skip


def _document(claim: dict[str, str]) -> Document:
    words = claim["text"].split()
    title, body = " ".join(words[: WORDS // 2]), " ".join(words[WORDS // 2 :])
    named = {"kind": "claim", "object_id": claim["id"], "claim_id": claim["id"], "layout": 1, "language": "en"}
    return Document({**named, "organization_id": claim["organization_id"], "title": title, "body": body})


def _word(place: int) -> str:
    consonants, vowels = LETTERS
    text = ""
    for _ in range(3):
        place, consonant = divmod(place, len(consonants))
        place, vowel = divmod(place, len(vowels))
        text += consonants[consonant] + vowels[vowel]
    return f"{text}x"


if __name__ == "__main__":
    main()
