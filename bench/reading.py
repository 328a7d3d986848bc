"""Rounds of reading: each target beside a ready answer of its size, forward and then backward."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from bench import checks, load, targets
from bench.load import Load
from bench.peers import Peer
from bench.processes import Server
from bench.settings import Extent
from bench.targets import Target
from bench.world import World

WARMING_SECONDS = 0.5
# Of some peers a page takes a second.
PEER_SECONDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The rounds of one target, with those of its anchor beside each."""

    name: str
    database: str
    size: int
    bytes: int
    rounds: Sequence[Load]
    anchors: Sequence[Load]

    @property
    def ratios(self) -> list[float]:
        """How many requests the target answers for one of the anchor, by round."""
        return [mine.rate / anchor.rate for mine, anchor in zip(self.rounds, self.anchors, strict=True)]

    @property
    def cpu_ratios(self) -> list[float]:
        """The same by processor time, which other work on the machine disturbs less."""
        return [anchor.cpu_each / mine.cpu_each for mine, anchor in zip(self.rounds, self.anchors, strict=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A database of so many claims, with its servers by the names that the targets use."""

    database: str
    size: int
    known: World
    servers: Mapping[str, Server]


@contextmanager
def stand(database: str, url: str, *, size: int, known: World, companions: Sequence[int] = ()) -> Iterator[Stand]:
    """Run the servers of a database for the time of a block."""
    commands = {"bare": targets.bare(), "tracker": targets.tracker(url), "cold": targets.tracker(url, cache=0)}
    with ExitStack() as stack:
        servers = {}
        for name, (command, environment) in commands.items():
            server = Server(
                f"{name}-{database}-{size}", command, environment, companions=companions if name != "bare" else ()
            )
            stack.callback(server.close)
            servers[name] = server
        yield Stand(database=database, size=size, known=known, servers=servers)


def measure(place: Stand, wanted: Sequence[Target], extent: Extent) -> list[Measured]:
    """Return what the targets show in all rounds, after looking at their answers."""
    told = {target.name: targets.headers(target, place.known, place.servers[target.server]) for target in wanted}
    sizes = {t.name: checks.check(t, place.servers[t.server], told[t.name], size=place.size) for t in wanted}
    for target in wanted:
        _load(place, target, told[target.name], seconds=WARMING_SECONDS)
    mine: dict[str, list[Load]] = defaultdict(list)
    anchors: dict[str, list[Load]] = defaultdict(list)
    for number in range(2 * extent.rounds):
        # Forward and backward, so that what drifts with time falls on all alike.
        for target in wanted if number % 2 == 0 else reversed(wanted):
            _note(anchors[target.name], "anchor", lambda t=target: _bare(place, sizes[t.name], seconds=extent.seconds))
            _note(
                mine[target.name], target.name, lambda t=target: _load(place, t, told[t.name], seconds=extent.seconds)
            )
    return [
        Measured(name=t.name, database=place.database, size=place.size, bytes=sizes[t.name], rounds=mine[t.name],
                 anchors=anchors[t.name])
        for t in wanted
    ]  # fmt: skip


def compare(place: Stand, paths: Sequence[str]) -> None:
    """Refuse to measure where the cache of answers tells something else than the database."""
    told = {"Authorization": f"Bearer {place.known.key}"}
    checks.same(paths, [place.servers["tracker"], place.servers["cold"]], told)
    checks.same(paths, [place.servers["tracker"], place.servers["cold"]], told)


def beside(place: Stand, target: Target, server: Server, *, peer: Peer, extent: Extent) -> Measured:
    """Return what a peer shows for its page of 50, with our own target in the place of the anchor."""
    body = checks.page(server, peer.path, items=peer.items)
    steps = {
        peer.name: lambda: load.read(server, [peer.path], {}, seconds=PEER_SECONDS),
        target.name: lambda: _load(place, target, {}, seconds=extent.seconds),
    }
    mine, anchors = in_turns(steps, rounds=extent.rounds)
    return Measured(name=f"feed, {peer.name}", database=place.database, size=place.size, bytes=body, rounds=mine,
                    anchors=anchors)  # fmt: skip


def in_turns(steps: dict[str, Callable[[], Load]], *, rounds: int) -> list[list[Load]]:
    """Return the rounds of each, which go forward and then backward; raises WrongAnswer for an error in one."""
    found: dict[str, list[Load]] = {name: [] for name in steps}
    for number in range(2 * rounds):
        for name in steps if number % 2 == 0 else reversed(steps):
            _note(found[name], name, steps[name])
    return list(found.values())


def _note(rounds: list[Load], name: str, run) -> None:  # noqa: ANN001  # a callable without arguments
    found: Load = run()
    if found.errors:
        raise checks.WrongAnswer(f"{name}: {found.errors} of {found.requests} answers are errors")
    rounds.append(found)


def _load(place: Stand, target: Target, headers: Mapping[str, str], *, seconds: float) -> Load:
    return load.read(place.servers[target.server], target.paths(place.size), headers, seconds=seconds)


def _bare(place: Stand, size: int, *, seconds: float) -> Load:
    return load.read(place.servers["bare"], [f"/bytes/{size}"], {}, seconds=seconds)
