"""Rounds of reading while somebody writes: each target alone, and while so many claims a second come in."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bench import checks, client, load, targets, writing
from bench.load import Load
from bench.places import VAR
from bench.processes import Server
from bench.reading import Measured
from bench.settings import Extent
from bench.targets import Target
from bench.world import World, sqlite_url

WRITES = 20
MOST = 1_000


def measure(population: Path, known: World, *, size: int, extent: Extent) -> list[Measured]:
    """Return what the targets show on a copy of a population, each with its quiet rounds in the place of the anchor."""
    copy = VAR / "busy.sqlite"
    for suffix in ("", "-wal", "-shm"):
        Path(f"{copy}{suffix}").unlink(missing_ok=True)
    shutil.copyfile(population, copy)
    with closing(Server("busy", *targets.tracker(sqlite_url(copy)))) as server:
        found = [_measured(server, target, known, size=size, extent=extent) for target in targets.BUSY]
    copy.unlink()
    return found


def _measured(server: Server, target: Target, known: World, *, size: int, extent: Extent) -> Measured:
    bytes_ = checks.check(target, server, {}, size=size)
    quiet: list[Load] = []
    busy: list[Load] = []
    for _ in range(2 * extent.rounds):
        quiet.append(load.read(server, target.paths(size), {}, seconds=extent.seconds))
        with _somebody_writes(server, known):
            busy.append(load.read(server, target.paths(size), {}, seconds=extent.seconds))
    if any(one.errors for one in (*quiet, *busy)):
        raise checks.WrongAnswer(f"{target.name}: answers are errors while somebody writes")
    return Measured(name=f"{target.name}, busy", database="sqlite", size=size, bytes=bytes_, rounds=busy, anchors=quiet)


@contextmanager
def _somebody_writes(server: Server, known: World) -> Iterator[None]:
    is_over = threading.Event()
    refused: list[int] = []

    def write() -> None:
        for request in writing.requests(known, MOST):
            refused.append(client.drive(server.port, [request], connections=1, seconds=0).errors)
            if is_over.wait(1 / WRITES):
                return

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        is_over.set()
        writer.join()
    if any(refused) or not refused:
        raise checks.WrongAnswer(f"{sum(refused)} of {len(refused)} writes were refused")
