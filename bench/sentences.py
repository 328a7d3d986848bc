"""Databases of claims, the documents they are found by and their vectors, all drawn from a seed, and nothing else.

Words are as frequent as in a language (Zipf), so that there are common and rare ones. Every fifth claim is published,
and so has a check beside it. Vectors are noise: how near they are to anything is not what is measured.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask

from bench.places import SEED, VAR
from bench.world import close, digest_of_migrations, migrate, settings_for, sqlite_url
from tests.newsrooms import EXAMPLES, Newsroom, created, founded
from tracker.app import create_app
from tracker.config import Config
from tracker.lib.encoders import MultilingualEncoder
from tracker.models.database import sqlite_driver
from tracker.services.search import documents, fts5
from tracker.services.search.wanted import Document

VOCABULARY, WORDS, BATCH, PUBLISHED_SHARE, DIMENSIONS = 60_000, 22, 5_000, 5, 512
HEADLINE = 9
LETTERS = "bdfgklmnprstvz", "aeiou"
STATES = ("logged", "queued", "investigating", "in_review")
PRAGMAS = ("journal_mode = WAL", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -300000")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Population:
    """A database with so many claims: the application over it, and the newsroom that they are of."""

    size: int
    path: Path
    app: Flask
    room: Newsroom


def population(size: int) -> Population:
    """Return the database with so many claims, made where it is missing."""
    path = VAR / f"sentences-{size}.sqlite"
    if path.exists() and path.with_suffix(".key").read_text(encoding="utf-8").split()[2:] != [digest_of_migrations()]:
        path.unlink()
    app = create_app(_settings(path)) if path.exists() else _made(path, size)
    # Keys are shown once, so each run brings a newsroom's own: that of the claims has its key beside them.
    card = path.with_suffix(".key").read_text(encoding="utf-8").split()
    room = Newsroom(organization_id=card[0], slug="example", scale_id="", keys={"everyone": card[1]}, accounts={},
                    client=app.test_client())  # fmt: skip
    return Population(size, path, app, room)


def word(place: int) -> str:
    """Return the word at a place in the order of frequency."""
    consonants, vowels = LETTERS
    text = ""
    for _ in range(3):
        place, consonant = divmod(place, len(consonants))
        place, vowel = divmod(place, len(vowels))
        text += consonants[consonant] + vowels[vowel]
    return f"{text}x"


def sentences(numbers: range) -> Iterator[list[str]]:
    """Yield the words of claims by their numbers; a range begins where a batch does."""
    shares = list(accumulate(1 / place for place in range(1, VOCABULARY + 1)))
    chance = Random(SEED + numbers.start)
    for _ in numbers:
        yield [word(place) for place in chance.choices(range(VOCABULARY), cum_weights=shares, k=WORDS)]


def id_of(number: int) -> str:
    """Return the id of the nth claim."""
    return f"01900000-0000-7000-8000-{number:012x}"


def _settings(path: Path) -> Config:
    return replace(settings_for(sqlite_url(path)), response_cache=0)


def _made(path: Path, size: int) -> Flask:
    print(f"making {size:,} claims (once)", flush=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    migrate(sqlite_url(unfinished))
    app = create_app(_settings(unfinished))
    with app.app_context():
        room = replace(founded("example", "Example Checks"), client=app.test_client())
    created(room.post("/claims", EXAMPLES["claim"], "everyone"))
    card = (room.organization_id, room.keys["everyone"], digest_of_migrations())
    path.with_suffix(".key").write_text(" ".join(card), encoding="utf-8")
    close(app)
    _fill(unfinished, size)
    unfinished.rename(path)
    return create_app(_settings(path))


def _fill(path: Path, size: int) -> None:
    connection = sqlite_driver().connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    cursor = connection.execute("SELECT * FROM claim")
    model = dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))
    for start in range(0, size, BATCH):
        numbers = range(start, min(start + BATCH, size))
        claims = [model | claim for claim in _claims(numbers)]
        connection.execute("BEGIN")
        _insert(connection, "claim", claims)
        _add_found(connection, claims, seed=start)
        connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _insert(connection: Any, table: str, rows: Sequence[Row]) -> None:  # a connection of the driver
    named = ", ".join(f":{name}" for name in rows[0])
    connection.executemany(f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES ({named})", rows)  # noqa: S608  # ours


def _add_found(connection: Any, claims: Sequence[Row], *, seed: int) -> None:  # likewise
    import numpy as np  # noqa: PLC0415  # after the encoder, which says with how many threads

    cursor = connection.cursor()
    vectors = np.random.default_rng(SEED + seed).integers(-127, 128, (2 * BATCH, DIMENSIONS), np.int8)
    rows = []
    for document in (document for claim in claims for document in _documents(claim)):
        fts5.add(cursor, document)
        # The index has the id of the document that was added last.
        (document_id,) = cursor.execute("SELECT last_insert_rowid()").fetchone()
        rows.append({name: document.row[name] for name in ("claim_id", "organization_id", "kind")} | {
            "document_id": document_id, "encoder": MultilingualEncoder.name, "digest": b"", "made": document_id,
            "vector": vectors[len(rows)].tobytes()})  # fmt: skip
    _insert(connection, "claim_vector", rows)


def _claims(numbers: range) -> Iterator[Row]:
    for number, words in zip(numbers, sentences(numbers), strict=True):
        clock = f"{number // 60_000 % 60:02d}:{number // 1000 % 60:02d}.{number % 1000:03d}000Z"
        moment = f"2024-{number * 12 // 10_000_000 + 1:02d}-01T00:{clock}"
        published = {"state": "published", "publication_status": "live", "published_number": 1,
                     "published_label": "false", "published_class": "false"}  # fmt: skip
        state = published if number % PUBLISHED_SHARE == 0 else {"state": STATES[number % len(STATES)]}
        yield {"id": id_of(number), "text": " ".join(words), "created_at": moment, "updated_at": moment, **state}


def _documents(claim: Row) -> Iterator[Document]:
    named = {"object_id": claim["id"], "claim_id": claim["id"], "language": "en",
             "organization_id": claim["organization_id"]}  # fmt: skip
    layout = documents.layout("claim")
    yield Document(
        {**named, "kind": "claim", "layout": layout, "title": claim["text"], "body": "Ministry of Bread\neconomy"}
    )
    if claim["state"] == "published":
        title = " ".join(claim["text"].split()[:HEADLINE])
        yield Document(
            {
                **named,
                "kind": "check",
                "layout": documents.layout("check"),
                "title": title,
                "body": f"{claim['text']}\nMinistry of Bread\neconomy",
            }
        )
