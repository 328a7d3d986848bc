"""How long a public change is under way: from the answer to who made it, which follows its commit, to a receiver."""

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from queue import Queue

from flask import Flask

from bench.places import VAR
from bench.world import migrate, sqlite_url
from tests.conftest import settings_for
from tests.consumers import ACCEPTED, local
from tests.newsrooms import Newsroom, created, founded
from tests.receivers import Line, asked, listening
from tracker.app import create_app
from tracker.services import delivery_thread

FOLDER = VAR / "webhooks"
PUBLICATIONS, BEFORE = 40, 4
PATIENCE = 30


@dataclass
class Stopwatch:
    """A receiver that notes when messages come."""

    came: Queue[float] = field(default_factory=Queue)

    def treat(self, line: Line) -> None:
        """Note when a request was there, and answer it."""
        asked(line)
        self.came.put(time.perf_counter())
        line.sendall(ACCEPTED)


def measure() -> Sequence[float]:
    """Return the milliseconds from each publication's answer to its arrival, the first ones left out."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    url = sqlite_url(FOLDER / "tracker.sqlite")
    migrate(url)
    app = create_app(local(settings_for(url, FOLDER)))
    with app.app_context():
        room = replace(founded("example", "Example Checks"), client=app.test_client())
    watch = Stopwatch()
    with listening(watch.treat) as port:
        created(room.post("/webhooks", {"url": f"http://127.0.0.1:{port}/"}, "admin"))
        return _delays(app, room, watch)[BEFORE:]


def _delays(app: Flask, room: Newsroom, watch: Stopwatch) -> Sequence[float]:
    ready = [room.claim_in("approved") for _ in range(PUBLICATIONS)]
    thread = delivery_thread.start(app.extensions["outgoing"], app.app_context, app.config["TRACKER"])
    try:
        return [_delay(room, claim_id, watch) for claim_id in ready]
    finally:
        if thread is not None:
            thread.end()
            thread.join()


def _delay(room: Newsroom, claim_id: str, watch: Stopwatch) -> float:
    created(room.step(claim_id, "publish", kind="original"))
    began = time.perf_counter()
    # Where the message is faster than the answer, the delay is none.
    return max(watch.came.get(timeout=PATIENCE) - began, 0) * 1000


def told(delays: Sequence[float]) -> str:
    """Return a line that tells of delays."""
    found = sorted(delays)
    middle, slowest = found[len(found) // 2], found[int(len(found) * 0.99)]
    return f"webhooks, from commit to receiver: p50 {middle:.1f} ms, p99 {slowest:.1f} ms"


if __name__ == "__main__":
    print(told(measure()))
