"""A served tracker that is killed under load, writers that remember what they were told, and the reckoning after."""

import http.client
import json
import os
import random
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self

from sqlalchemy import select, text

from tests import logbook
from tests.newsrooms import Newsroom
from tests.servers import Kept
from tracker.config import Config
from tracker.models import LogEntry, LogField
from tracker.models.database import schema_engine

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("-m", "tracker")
HASTY = ("-m", "tests.soak.hasty")
WRITERS = 4
LOST = (ConnectionError, http.client.HTTPException, TimeoutError)


class Served:
    """`tracker serve` on a port of this machine's own address, to be started and killed again and again."""

    def __init__(self, settings: Config, *, program: Sequence[str] = PRODUCT) -> None:
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self.port: int = free.getsockname()[1]
        variables = {
            "PYTHONPATH": ROOT, "TRACKER_DATA_DIR": settings.data_dir, "TRACKER_DATABASE_URL": settings.database_url,
            "TRACKER_LOG_LEVEL": "ERROR",
        }  # fmt: skip
        environment = [f"{name}={value}" for name, value in variables.items()]
        self.command = ["env", *environment, sys.executable, *program, "serve", "--port", str(self.port)]
        self._kept: Kept | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.kill()

    def start(self) -> None:
        """Start with the one command that starts it on any day, if it does not run, and return once it is ready."""
        if self._kept is None:
            self._kept = Kept(self.command, folder=Path(tempfile.mkdtemp(prefix="fc-", dir="/tmp")))
        self._kept.await_answer(self._is_ready)

    def kill(self) -> None:
        """End all processes of it at once, without a word of warning."""
        if self._kept is not None:
            os.killpg(self._kept.pid, signal.SIGKILL)
            self._kept.stop()
            self._kept = None

    def kill_worker(self) -> None:
        """End the process that answers, and leave it to the one above to begin another."""
        keeper = self._kept.pid
        parents = {process: parent for process, parent, group in processes() if group == keeper != process}
        # The keeper has two children: the first process of the service, and one that waits for the end of all.
        for worker in [process for process, parent in parents.items() if parent in parents]:
            os.kill(worker, signal.SIGKILL)

    def connect(self) -> http.client.HTTPConnection:
        """Open a connection."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)

    def _is_ready(self) -> bool:
        with closing(self.connect()) as connection:
            try:
                connection.request("GET", "/readyz")
                return connection.getresponse().status == 200
            except LOST:
                return False


def processes() -> list[tuple[int, int, int]]:
    """Return all processes of this machine with their parents and their groups."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            _, parent, group, *_ = path.read_text().rpartition(")")[2].split()
            found.append((int(path.parent.name), int(parent), int(group)))
    return found


@dataclass
class Writer:
    """Someone who logs claims and edits them as fast as they are answered, and keeps every answer."""

    newsroom: Newsroom
    served: Served
    name: str
    promised: list[tuple[str, str]] = field(default_factory=list)
    refusals: list[tuple[int, bytes]] = field(default_factory=list)
    unanswered: str | None = None
    count: int = 0

    def work(self, stop: Event) -> None:
        """Write until told to stop, or until nobody answers any more."""
        with closing(self.served.connect()) as connection, suppress(*LOST):
            while not stop.is_set():
                self._log_and_edit(connection)

    def _log_and_edit(self, connection: http.client.HTTPConnection) -> None:
        # Whoever got no answer asks again with the same key: it must not be done twice.
        words = self.unanswered or f"{self.name} says {self.count}"
        self.unanswered, self.count = words, self.count + 1
        key = words.replace(" ", "-")
        body = {"text": words, "language": "en", "appearances": [{"url": f"https://paper.example/{key}"}]}
        status, claim, tag = self._ask(connection, "POST", "/claims", body, {"Idempotency-Key": key})
        if status != 201:
            return
        self.promised.append((claim["id"], words))
        self.unanswered = None
        context = f"context of {words}"
        status, _, _ = self._ask(connection, "PATCH", f"/claims/{claim['id']}", {"context": context}, {"If-Match": tag})
        if status == 200:
            self.promised.append((claim["id"], context))

    def _ask(self, connection: http.client.HTTPConnection, *request: Any) -> tuple[int, Any, str]:
        method, path, body, headers = request
        key = {"Authorization": f"Bearer {self.newsroom.keys['checker']}", "Content-Type": "application/json"}
        connection.request(method, f"/api/v1{path}", json.dumps(body), headers | key)
        response = connection.getresponse()
        answer = response.read()
        if response.status not in {200, 201, 412}:
            self.refusals.append((response.status, answer))
            return response.status, None, ""
        return response.status, json.loads(answer), response.headers.get("ETag", "")


class Trial:
    """Kills in a row, and after each the reckoning: what was acknowledged and what is there."""

    def __init__(self, settings: Config, newsroom: Newsroom, *, program: Sequence[str] = PRODUCT) -> None:
        self.served = Served(settings, program=program)
        self.writers = [Writer(newsroom, self.served, f"writer {number}") for number in range(WRITERS)]
        self.engine = schema_engine(settings.database_url)
        self.faults: list[str] = []

    @property
    def acknowledged(self) -> int:
        """How many writes were answered as done."""
        return sum(len(writer.promised) for writer in self.writers)

    @property
    def refusals(self) -> list[tuple[int, bytes]]:
        """What was answered otherwise."""
        return [refusal for writer in self.writers for refusal in writer.refusals]

    def run(self, cycles: int, *, seconds: tuple[float, float] = (0.3, 1.2), proofs: int = 10) -> Self:
        """Start, write, kill, as often as asked; prove the whole log every so often, and once all is over.

        Every fifth kill is of the worker alone, after which the service has to be back without being started.
        """
        with self.served:
            for cycle in range(cycles):
                self.served.start()
                self._reckon(self._lost, self._gaps, *([] if cycle % proofs else [logbook.faults]))
                kill = self.served.kill_worker if cycle % 5 == 4 else self.served.kill
                self._write_until_killed(kill, random.uniform(*seconds))
            self.served.start()
        self._reckon(self._lost, self._doubled, self._gaps, logbook.faults, logbook.differences)
        self.engine.dispose()
        return self

    def _write_until_killed(self, kill: Callable[[], None], seconds: float) -> None:
        stop = Event()
        threads = [Thread(target=writer.work, args=[stop]) for writer in self.writers]
        for thread in threads:
            thread.start()
        stop.wait(seconds)
        kill()
        stop.set()
        for thread in threads:
            thread.join(timeout=30)

    def _reckon(self, *checks: Callable[[Any], list[str]]) -> None:
        with self.engine.connect() as connection:
            self.faults += [fault for check in checks for fault in check(connection)]

    def _lost(self, connection: Any) -> list[str]:
        told = self._told(connection)
        promised = {(f"claim/{claim_id}", words) for writer in self.writers for claim_id, words in writer.promised}
        return [f"lost: {words}" for _, words in sorted(promised - set(told))]

    def _doubled(self, connection: Any) -> list[str]:
        words = [words for _, words in self._told(connection)]
        return [f"done twice: {said}" for said in sorted(set(words)) if words.count(said) > 1]

    def _told(self, connection: Any) -> list[tuple[str, str]]:
        statement = select(LogEntry.object, LogField.value).join(LogField, LogField.seq == LogEntry.seq)
        rows = connection.execute(statement.where(LogField.name.in_(["/text", "/context"]))).all()
        return [(row.object, json.loads(row.value)) for row in rows]

    def _gaps(self, connection: Any) -> list[str]:
        question = "SELECT count(*), max(seq) + 1, (SELECT size FROM log_head) FROM log_entry"
        counts = set(connection.execute(text(question)).one())
        return [] if len(counts) == 1 else [f"a gap: {sorted(counts)}"]
