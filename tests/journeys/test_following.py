"""Ten consumers that crash and start again while checks are published, corrected and retracted: nothing is lost."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Event
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.changes import CHECK, again, end, imported, imported_again
from tests.copies import Consumer, Kept
from tests.newsrooms import Newsroom, created
from tracker.models import Change, Claim, db

CONSUMERS, WRITERS, CHECKS, DEEDS = 10, 4, 40, 15


@dataclass
class Writer:
    """Somebody who publishes checks and changes them at random; `counted` is how often something public changed."""

    app: Flask
    room: Newsroom
    number: int
    counted: int = 0

    def work(self, deeds: int) -> None:
        """Publish, and do so many deeds."""
        chance = random.Random(self.number)
        with self.app.app_context():
            standing = dict.fromkeys(imported(self.room, *[CHECK] * CHECKS), "live")
        self.counted += CHECKS
        for _ in range(deeds):
            claim_id = chance.choice(sorted(standing))
            standing[claim_id] = self._change(claim_id, standing[claim_id], chance)

    def _change(self, claim_id: str, status: str, chance: random.Random) -> str:
        if status == "retracted":
            with self.app.app_context():
                standing = imported(self.room, CHECK)[0]
            self.counted += 1
            return status if standing else ""
        what = chance.choice(["retract", "doubt", "again", "correct"] if status == "live" else ["conclude", "retract"])
        return {"retract": self._retract, "doubt": self._doubt, "conclude": self._conclude, "again": self._again,
                "correct": self._correct}[what](claim_id)  # fmt: skip

    def _retract(self, claim_id: str) -> str:
        created(self.room.step(claim_id, "retract", reason="wrong", notice="It was wrong."))
        self.counted += 1
        return "retracted"

    def _doubt(self, claim_id: str) -> str:
        created(self.room.step(claim_id, "reopen", reason="once more"))
        self.counted += 1
        return "under_review"

    def _conclude(self, claim_id: str) -> str:
        created(self.room.step(claim_id, "conclude", reason="nothing new"))
        self.counted += 1
        return "live"

    def _again(self, claim_id: str) -> str:
        with self.app.app_context():
            imported_again(self.room, claim_id, CHECK)
        self.counted += 1
        return "live"

    def _correct(self, claim_id: str) -> str:
        self.room.evidence(claim_id)
        again(self.room, claim_id, kind="correction", notice="We had it wrong.")
        self.counted += 2
        return "live"


def consumers_of(app: Flask, room: Newsroom) -> list[Consumer]:
    """Return consumers of every kind: some poll, some wait, some read streams."""
    return [
        Consumer(app, room.slug, number=number, wait=number % 2, streams=number % 3 == 0) for number in range(CONSUMERS)
    ]


def follow(consumer: Consumer, ended: Event) -> None:
    while not ended.is_set():
        consumer.live()


def story(app: Flask, room: Newsroom, *, deeds: int) -> tuple[list[Writer], list[Consumer]]:
    """Let writers write and consumers follow at the same time."""
    app.extensions["followers"].limit, app.extensions["followers"].lifetime = 4, 0.0
    writers = [Writer(app, replace(room, client=app.test_client()), number) for number in range(WRITERS)]
    consumers, ended = consumers_of(app, room), Event()
    with ThreadPoolExecutor(WRITERS + CONSUMERS) as threads:
        following = [threads.submit(follow, consumer, ended) for consumer in consumers]
        try:
            work = [threads.submit(writer.work, deeds) for writer in writers]
            assert [one.result(1200) for one in work] == [None] * WRITERS
        finally:
            # Or the consumers would go on after a writer failed.
            ended.set()
        for one in following:
            one.result(60)
    last = end(room)
    for consumer in consumers:
        consumer.catch_up(last)
    return writers, consumers


def as_it_stands(app: Flask, room: Newsroom) -> dict[str, tuple[str, int]]:
    statement = select(Claim.id, Claim.publication_status, Claim.published_number).where(
        Claim.organization_id == room.organization_id, Claim.published_number > 0
    )
    with app.app_context():
        return {row.id: (row.publication_status, row.published_number) for row in db.session().execute(statement)}


def all_told(app: Flask, room: Newsroom) -> list[Any]:
    statement = select(Change.seq).where(Change.organization_id == room.organization_id).order_by(Change.seq)
    with app.app_context():
        return list(db.session().execute(statement).scalars())


def hold(app: Flask, room: Newsroom, *, deeds: int) -> None:
    writers, consumers = story(app, room, deeds=deeds)
    truth, seqs = as_it_stands(app, room), all_told(app, room)
    patient = Consumer(app, room.slug, number=0)
    patient.kept = Kept()
    patient.catch_up(end(room))

    assert len(seqs) == sum(writer.counted for writer in writers)
    assert [consumer.kept.copy == truth for consumer in consumers] == [True] * CONSUMERS
    assert [consumer.kept.told == seqs for consumer in consumers] == [True] * CONSUMERS
    assert patient.kept.told == seqs
    assert min(consumer.crashes for consumer in consumers) > 0


def test_each_ends_with_what_stands_and_was_told_everything_once(app: Flask, newsroom: Newsroom) -> None:
    hold(app, newsroom, deeds=DEEDS)


@pytest.mark.soak
def test_each_ends_with_what_stands_after_two_thousand_changes(app: Flask, newsroom: Newsroom) -> None:
    hold(app, newsroom, deeds=400)
