"""Rounds of writing: 16 writers create claims over HTTP, and one plain transaction writes the same rows."""

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench import client, load, raw, targets
from bench.load import Load
from bench.places import VAR
from bench.processes import Server
from bench.raw import Transaction
from bench.settings import Extent
from bench.world import World, sqlite_url
from tests.newsrooms import EXAMPLES
from tracker.lib.ids import new_id

PATH = "/api/v1/claims"
# More than any server creates in one round, so that no claim is sent twice.
MOST = 12_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The rounds of one database: over HTTP, and transactions a second of the driver alone."""

    database: str
    size: int
    rows: int
    rounds: Sequence[Load]
    raw: Sequence[float]

    @property
    def ratios(self) -> list[float]:
        """How many claims come in over HTTP for one plain transaction, by round."""
        return [mine.rate / plain for mine, plain in zip(self.rounds, self.raw, strict=True)]

    @property
    def spreads(self) -> list[float]:
        """How much longer the slowest hundredth waits than the median, by round."""
        return [mine.p99 / mine.p50 for mine in self.rounds]


def on_sqlite(population: Path, known: World, *, size: int, extent: Extent) -> Written:
    """Measure on a copy of a population."""
    copy = VAR / "writing.sqlite"
    for suffix in ("", "-wal", "-shm"):
        Path(f"{copy}{suffix}").unlink(missing_ok=True)
    shutil.copyfile(population, copy)
    server = Server("writing-sqlite", *targets.tracker(sqlite_url(copy)))
    try:
        plain = raw.on_sqlite(str(copy), partial(_create_one, server, known))
        return _measured("sqlite", server, plain, known=known, size=size, extent=extent)
    finally:
        server.close()
        copy.unlink()


def on_postgres(url: str, known: World, *, size: int, extent: Extent, companions: Sequence[int]) -> Written:
    """Measure on a PostgreSQL database, which is not used for anything after."""
    server = Server("writing-postgres", *targets.tracker(url), companions=companions)
    try:
        plain = raw.on_postgres(url, partial(_create_one, server, known))
        return _measured("postgres", server, plain, known=known, size=size, extent=extent)
    finally:
        server.close()


def _measured(database: str, server: Server, plain: Transaction, *, known: World, size: int, extent: Extent) -> Written:
    over_http: list[Load] = []
    alone: list[float] = []
    for number in range(2 * extent.rounds):
        steps: list[Callable[[], None]] = [
            lambda: over_http.append(create(server, requests(known, MOST), seconds=extent.writing_seconds)),
            lambda: alone.append(_rate(plain.run(seconds=extent.writing_seconds / 2))),
        ]
        for step in steps if number % 2 == 0 else reversed(steps):
            step()
    plain.connection.close()
    return Written(database=database, size=size, rows=len(plain.rows) + 1, rounds=over_http, raw=alone)


def _rate(run: tuple[int, float]) -> float:
    count, seconds = run
    return count / seconds


def _create_one(server: Server, known: World) -> None:
    client.drive(server.port, requests(known, 1), connections=1, seconds=0)


def create(server: Server, asked: Sequence[bytes], *, seconds: float) -> Load:
    """Send requests that create claims for so long; raises RuntimeError where one is refused, or all were sent."""
    found = load.send(server, asked, seconds=seconds)
    if found.errors or found.requests >= len(asked):
        raise RuntimeError(f"{found.errors} of {found.requests} claims were refused, or there were too many")
    return found


def requests(known: World, count: int) -> Sequence[bytes]:
    """Return requests that create so many claims."""
    told = {"Authorization": f"Bearer {known.key}"}
    mark = new_id()
    bodies = (_body(f"https://paper.example/{mark}/{number}") for number in range(count))
    return [client.request("POST", PATH, told, body=body) for body in bodies]


def _body(url: str) -> bytes:
    appearance: Mapping[str, object] = EXAMPLES["claim"]["appearances"][0] | {"url": url}
    return json.dumps(EXAMPLES["claim"] | {"appearances": [appearance]}).encode()
