"""Ten consumers of webhooks with bad days, workers that are killed, changes meanwhile, and the reckoning after."""

import itertools
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from tests.api.test_changes import CHECK, again, imported, imported_again
from tests.consumers import Consumer, consuming, moody
from tests.newsrooms import Newsroom, created
from tracker.config import Config
from tracker.lib import clock
from tracker.models import Delivery, Webhook, db

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("-m", "tracker")
CARELESS = ("-m", "tests.journeys.careless")
CONSUMERS = 10
PATIENCE = 240
BATCH = 10
OFTEN = 3
SHOWN = 5
# After ten faults in a row, which a trial may have, and not after eleven.
LONGEST_PAUSE = timedelta(minutes=30)


@dataclass
class Workers:
    """`tracker worker`, killed without warning and started again, over and over."""

    settings: Config
    program: Sequence[str]
    kills: int = 0
    over: Event = field(default_factory=Event)
    has_died_often: Event = field(default_factory=Event)

    def start(self) -> subprocess.Popen[bytes]:
        """Start one."""
        variables = {
            "PYTHONPATH": str(ROOT), "TRACKER_DATA_DIR": str(self.settings.data_dir),
            "TRACKER_DATABASE_URL": self.settings.database_url, "TRACKER_LOG_LEVEL": "ERROR",
            "TRACKER_OUTGOING_ALLOWED": "127.0.0.1", "TRACKER_WEBHOOK_TIMEOUT": str(self.settings.webhook_timeout),
            "TRACKER_WEBHOOK_FIRST_PAUSE": str(self.settings.webhook_first_pause),
            "TRACKER_CELERY_BROKER_URL": self.settings.celery_broker_url or "",
        }  # fmt: skip
        return subprocess.Popen([sys.executable, *self.program, "worker"], env=os.environ | variables, cwd=ROOT)

    def torment(self, seed: int, progress: Callable[[], int]) -> None:
        """Kill one after the other, each in the middle of some work, until it is over."""
        chance = random.Random(seed)
        while not self.over.is_set():
            running, enough = self.start(), progress() + chance.randint(5, 40)
            while progress() < enough and not self.over.wait(0.02):
                pass
            running.kill()
            running.wait()
            self.kills += 1
            if self.kills >= OFTEN:
                self.has_died_often.set()

    @contextmanager
    def tormented(self, seed: int, progress: Callable[[], int]) -> Iterator[None]:
        """Kill workers for the time of a block."""
        thread = Thread(target=self.torment, args=(seed, progress))
        thread.start()
        try:
            yield
        finally:
            self.over.set()
            thread.join()


@dataclass
class Trial:
    """A newsroom's changes, who is told of them, and what came of it."""

    app: Flask
    room: Newsroom
    workers: Workers
    seed: int = 1
    consumers: list[Consumer] = field(default_factory=list)
    webhooks: list[str] = field(default_factory=list)
    exit_code: int | None = None

    def run(self, count: int) -> list[str]:
        """Make about so many changes while workers die, let the last worker finish, and return what is wrong."""
        with ExitStack() as stack:
            for number in range(CONSUMERS):
                self.consumers.append(Consumer(whims=moody(self.seed * 100 + number, share=0.2)))
                self.webhooks.append(stack.enter_context(consuming(self.room, self.consumers[-1])))
            # One says once that it is gone, and comes back.
            self.consumers[-1].whims = itertools.chain([None] * 5, ["410 Gone"], moody(self.seed, share=0.1))
            with self.workers.tormented(self.seed, self.arrived):
                self._change(count)
                self.workers.has_died_often.wait(PATIENCE)
            self._finish()
        return list(self._faults())

    def arrived(self) -> int:
        """Return how many messages consumers have taken so far, whether they said so or not."""
        return sum(consumer.requests for consumer in self.consumers)

    def _change(self, count: int) -> None:
        ids: list[str] = []
        while len(ids) < count // 2:
            with self.app.app_context():
                ids += imported(self.room, *[CHECK] * BATCH)
        with self.app.app_context():
            for claim_id in ids[: count // 4]:
                imported_again(self.room, claim_id, CHECK)
        for claim_id in ids[-count // 5 :]:
            created(self.room.step(claim_id, "retract", reason="wrong", notice="It was wrong."))
        for _ in range(max(count // 60, 1)):
            again(self.room, self.room.claim_in("published"), kind="correction", notice="It was inexact.")

    def _finish(self) -> None:
        last = self.workers.start()
        try:
            with self.app.app_context():
                # For this one alone: once it has arrived, the worker runs and heeds a signal, however late it began.
                imported(self.room, CHECK)
            self._wait()
            last.send_signal(signal.SIGTERM)
            self.exit_code = last.wait(60)
        finally:
            # Or it would go on alone, and tell whoever listens at the consumers' ports after them.
            last.kill()
            last.wait()
        if self._gone():
            created(self.room.patch(f"/webhooks/{self.webhooks[-1]}", {"active": True}, "admin"))
            self._catch_up(self.consumers[-1])

    def _wait(self) -> None:
        # As long as something arrives, which is the machine's affair, or the next is due later: now and then a message
        # meets so many faults in a row that the pause after them is longer than anybody's patience.
        arrived, idle, pulse = 0, 0, Event()
        while (due := self._next()) and idle < PATIENCE * 5:
            is_paused = timedelta(0) < due - clock.now() < LONGEST_PAUSE
            idle = 0 if self.arrived() > arrived or is_paused else idle + 1
            arrived = self.arrived()
            pulse.wait(0.2)

    def _gone(self) -> bool:
        return not created(self.room.get(f"/webhooks/{self.webhooks[-1]}", "admin"))["active"]

    def _next(self) -> datetime | None:
        statement = select(func.min(Delivery.due_at)).join(Webhook).where(Delivery.status == "pending", Webhook.active)
        with self.app.app_context():
            due: datetime | None = db.session().execute(statement).scalar_one()
        return due

    def _catch_up(self, consumer: Consumer) -> None:
        # As a receiver does that was away: it reads on from the last that it knows before the gap.
        for change in self.changes():
            consumer.messages.setdefault(f"read {change['seq']}", {"data": change, "type": f"check.{change['kind']}"})

    def changes(self) -> list[Any]:
        """Return all changes of the newsroom, as the feed tells them."""
        found: list[Any] = []
        after, path = 0, f"/changes?limit=200&organization={self.room.slug}&after="
        while (page := self.room.get(f"{path}{after}", None).json)["items"]:
            found += page["items"]
            after = page["items"][-1]["seq"]
        return found

    def _untold(self, number: int, told: Collection[int]) -> str:
        # What became of the messages that a consumer does not know.
        columns = select(Delivery.seq, Delivery.status, Delivery.attempts, Webhook.active).join(Webhook)
        statement = columns.where(Webhook.id == self.webhooks[number], Delivery.seq.not_in(told)).limit(SHOWN)
        with self.app.app_context():
            return "".join(f"\n  {row}" for row in db.session().execute(statement))

    def _faults(self) -> Iterator[str]:
        changes = self.changes()
        standing: Mapping[str, str] = {change["check_id"]: change["kind"] for change in changes}
        wanted = [change["seq"] for change in changes]
        for number, consumer in enumerate(self.consumers):
            told = sorted({change["seq"] for change in consumer.told})
            if told != wanted:
                yield f"consumer {number} knows {len(told)} of {len(wanted)} changes{self._untold(number, told)}"
            if consumer.standing != standing:
                yield f"consumer {number} shows what is not so"
            if consumer.unsigned:
                yield f"consumer {number} got {consumer.unsigned} messages that nobody signed"
        if self.exit_code:
            yield f"the last worker ended with {self.exit_code}"
