"""Each moment of a busy newsroom's past is shown as it was shown when it was the present."""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, Row, select, text
from werkzeug.test import TestResponse

from tests import entanglements, stories
from tests.newsrooms import Newsroom
from tracker.lib import clock
from tracker.models import Claim, Evidence, Source, Verdict, db
from tracker.models.database import WRITING

# Of how many moments pictures are held against what is shown of them, and of which share of all that there are.
COUNTS = {"sqlite": 100, "postgres": 25}
SHARES = {"sqlite": Fraction(3, 5), "postgres": Fraction(1, 4)}
FEEDS = ("/feeds/verdicts.json", "/feeds/verdicts.json?language=fr", "/feeds/verdicts.json?topic=economy",
         "/feeds/verdicts.json?label=false&label=true", "/feeds/verdicts.json?organization=example")  # fmt: skip
NOUNS = {"sources": Source, "claims": Claim, "evidence": Evidence, "verdicts": Verdict}
WHO = ("checker", "editor")
GUARD_OFF = {"sqlite": "DROP TRIGGER IF EXISTS log_field_only_erased",
             "postgres": "ALTER TABLE log_field DISABLE TRIGGER USER"}  # fmt: skip
FOUND = """SELECT seq, value FROM log_field WHERE name = :name AND value <> 'null'
           AND seq > (SELECT MIN(seq) FROM log_entry WHERE kind = 'scale.added') ORDER BY seq"""
FORGED = "UPDATE log_field SET value = :value WHERE seq = :seq AND name = :name"


@dataclass(frozen=True)
class Moment:
    """What was shown, by who asked and by path, when the log had `size` entries, and when that was."""

    size: int
    at: str
    shown: dict[tuple[str | None, str], Any]

    def text(self) -> str:
        return json.dumps(list(self.shown.values()), ensure_ascii=False)


@dataclass(frozen=True)
class Chronicled(Newsroom):
    """A newsroom of which a picture is taken after a share of its deeds, evenly among them."""

    app: Flask = field(default=None)  # type: ignore[assignment]  # as the client is
    share: Fraction = Fraction(1)
    sizes: list[int] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)

    def call(
        self, method: str, path: str, who: str | None = "checker", body: Any = None, **options: Any
    ) -> TestResponse:
        """Send a request, and note what all looks like when it has changed something."""
        response = super().call(method, path, who, body, **options)
        if method != "GET":
            self._note()
        return response

    def _note(self) -> None:
        size = self.app.extensions["log_size"].read()
        if self.sizes and self.sizes[-1] == size:
            return
        self.sizes.append(size)
        if len(self.moments) < self.share * len(self.sizes):
            shown = {(who, path): self.get(path, who).json for who, path in self._readings()}
            self.moments.append(Moment(size, clock.to_text(clock.now()), shown))

    def _readings(self) -> Iterator[tuple[str | None, str]]:
        yield from ((None, path) for path in FEEDS)
        for path in self.objects():
            yield from ((who, path) for who in WHO)

    def objects(self) -> list[str]:
        """Return the paths of all that has a past to read."""
        with self.app.app_context():
            return [
                f"/{noun}/{name}"
                for noun, model in NOUNS.items()
                for name in db.session().execute(select(model.id).order_by(model.id)).scalars()
            ]


@pytest.fixture(scope="module")
def chronicle(room: Newsroom, shared_app: Flask, shared_kind: str) -> Chronicled:
    """A newsroom whose story is told, with the pictures of it."""
    chronicled = Chronicled(**{**vars(room), "app": shared_app, "share": SHARES[shared_kind]})
    stories.tell(chronicled, takes_out=False)
    entanglements.tell(chronicled)
    return chronicled


@contextmanager
def database(app: Flask, kind: str) -> Iterator[Connection]:
    """Write past all guards."""
    with app.app_context(), db.engine.connect().execution_options(**{WRITING: True}) as writing:
        writing.execute(text(GUARD_OFF[kind]))
        yield writing
        writing.commit()


def as_of(path: str, when: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}as_of={when}"


def differences(chronicle: Chronicled, moment: Moment, when: str) -> list[str]:
    """Return the readings that are not as they were."""
    return [
        f"{path} for {who} as of {when}"
        for (who, path), shown in moment.shown.items()
        if chronicle.get(as_of(path, when), who).json != shown
    ]


def test_the_story_is_long_and_rich_enough(chronicle: Chronicled, shared_kind: str) -> None:
    last = chronicle.moments[-1].shown

    assert len(chronicle.moments) >= COUNTS[shared_kind]
    assert {noun: sum(f"/{noun}/" in path for _, path in last) >= least for noun, least in (
        ("claims", 10), ("evidence", 8), ("verdicts", 6), ("sources", 6))} == dict.fromkeys(
        ("claims", "evidence", "verdicts", "sources"), True)  # fmt: skip
    assert all(len(last[None, path]["items"]) >= 1 for path in FEEDS[:1])


def test_any_moment_is_shown_as_it_was_by_sequence_and_by_time(chronicle: Chronicled, shared_kind: str) -> None:
    drawn = random.Random(20261122)
    found = []
    for moment in drawn.sample(chronicle.moments, k=COUNTS[shared_kind]):
        some = drawn.sample(sorted(moment.shown.items(), key=str), k=min(12, len(moment.shown)))
        for when, part in ((str(moment.size - 1), some[::2]), (moment.at, some[1::2])):
            found += differences(chronicle, replace(moment, shown=dict(part)), when)

    assert found == []


@pytest.mark.parametrize("part", range(4))
def test_every_object_is_shown_as_it_was(chronicle: Chronicled, part: int) -> None:
    moments = chronicle.moments[part::16]

    assert [found for moment in moments for found in differences(chronicle, moment, str(moment.size - 1))] == []


def test_nothing_is_shown_before_it_was_made(chronicle: Chronicled) -> None:
    last, later = chronicle.moments[-1], set()
    for moment in chronicle.moments[::10]:
        new = last.shown.keys() - moment.shown.keys()
        later |= {chronicle.get(as_of(path, str(moment.size - 1)), who).status_code for who, path in new}

    assert later == {404}


@pytest.mark.parametrize(
    ("name", "value"),
    [("/text", "Something else altogether."), ("/excerpt", "Something else."), ("/label", "true"), ("/title", "Other"),
     ("/snapshot/first_published_at", "2020-01-01T00:00:00.000000Z")],
)  # fmt: skip
def test_a_forged_value_is_noticed(
    chronicle: Chronicled, shared_app: Flask, shared_kind: str, name: str, value: Any
) -> None:
    def after(row: Row[Any]) -> Moment:
        return next(moment for moment in chronicle.moments if moment.size > row.seq)

    with database(shared_app, shared_kind) as connection:
        rows = connection.execute(text(FOUND), {"name": name}).all()
        found, moment = next((row, then) for row in rows if row.value in (then := after(row)).text())
        forge = {"seq": found.seq, "name": name}
        connection.execute(text(FORGED), forge | {"value": json.dumps(value)})
    # Answers kept in memory are good for one size of the log.
    chronicle.claim()
    noticed = differences(chronicle, moment, str(moment.size - 1))
    with database(shared_app, shared_kind) as connection:
        connection.execute(text(FORGED), forge | {"value": found.value})
    chronicle.claim()

    assert (noticed != [], differences(chronicle, moment, str(moment.size - 1))) == (True, [])
