"""Memory of a worker and the time from start to first answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench import load, targets
from bench.processes import Server
from bench.world import World

STARTS = 3
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """Mebibytes that a worker shares with nobody, after it served each target, and seconds to its first answer."""

    memory: Sequence[float]
    start: Sequence[float]


def measure(database_url: str, known: World, *, size: int) -> Resources:
    """Start the tracker some times, ask for a little of everything, and look."""
    memory, start = [], []
    for number in range(STARTS):
        server = Server(f"resources-{number}", *targets.tracker(database_url))
        start.append(server.start_seconds)
        for target in targets.TARGETS:
            load.read(server, target.paths(size)[: targets.HOT], targets.headers(target, known, server), seconds=0.2)
        memory.append(server.unique_memory() / MEBIBYTE)
        server.close()
    return Resources(memory=memory, start=start)
