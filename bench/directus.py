"""Directus over the tracker's own tables in PostgreSQL, both without caches: a feed's page, a claim, and a new claim.

Each page differs, since readers of one page share its making with us.
By itself: `python -m bench.directus 100000`.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count, islice
from urllib.parse import urlencode

import psycopg

from bench import checks, client, load, peers, populations, reading, settings, targets, world, writing
from bench.checks import WrongAnswer
from bench.clones import PUBLISHED_SHARE, Clones, id_of, moment_text
from bench.clusters import durable
from bench.load import Load
from bench.peers import DIRECTUS
from bench.processes import Server
from bench.reading import Measured
from bench.settings import Extent
from bench.targets import Target
from bench.world import World
from tests.servers import PostgresCluster
from tracker.lib import cursors

THEIRS = "/items/claim"
TOKEN = f"access_token={DIRECTUS['ADMIN_TOKEN']}"
# What the tracker's own answer shows of a claim.
ITEM = f"?{TOKEN}&fields=*,claimant_id.*,appearances.*,appearances.source_id.*,quantities.*"
PARTS = {"appearances": "appearance", "quantities": "quantity"}
CLAIM = next(target for target in targets.TARGETS if target.name == "claim, cold")
# A page of 50 needs as many that were published before.
FIRST = (checks.PAGE + 1) * PUBLISHED_SHARE


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The two servers, each on a database of its own with the same claims, and the claims that come in by and by."""

    known: World
    size: int
    tracker: Server
    directus: Server
    coming: Iterator[bytes]

    def read(self, target: Target, paths: Sequence[str], extent: Extent) -> Measured:
        """Return what Directus answers for the paths, with our own target in the place of the anchor."""
        told = targets.headers(target, self.known, self.tracker)
        checks.check(target, self.tracker, told, size=self.size)
        status, body, _ = self.directus.get(paths[0], {})
        if status != 200:
            raise WrongAnswer(f"Directus: {paths[0]} answers {status}: {body[:300]!r}")
        return self._measured(
            target.family,
            extent,
            size=len(body),
            ours=lambda: load.read(self.tracker, target.paths(self.size), told, seconds=extent.seconds),
            theirs=lambda: load.read(self.directus, paths, {}, seconds=reading.PEER_SECONDS),
        )

    def create(self, extent: Extent) -> Measured:
        """Return the same for claims that come in, each with an appearance, its source and a quantity."""
        seconds = extent.writing_seconds
        return self._measured(
            "create",
            extent,
            size=0,
            ours=lambda: writing.create(self.tracker, writing.requests(self.known, writing.MOST), seconds=seconds),
            theirs=lambda: writing.create(self.directus, list(islice(self.coming, writing.MOST)), seconds=seconds),
        )

    def _measured(
        self, what: str, extent: Extent, *, size: int, ours: Callable[[], Load], theirs: Callable[[], Load]
    ) -> Measured:
        mine, others = reading.in_turns({what: ours, f"{what}, Directus": theirs}, rounds=extent.rounds)
        return Measured(name=f"{what}, uncached, against Directus", database="postgres", size=self.size, bytes=size,
                        rounds=others, anchors=mine)  # fmt: skip


def measure(known: World, *, size: int, extent: Extent) -> list[Measured]:
    """Return what Directus, once installed, shows beside the tracker."""
    starts = [max(number - number % PUBLISHED_SHARE, FIRST) for number in targets.chosen(size, targets.COLD)]
    feed = Target(name="feed", family="feed", server="cold", rows=checks.PAGE, paths=lambda _: _our_pages(starts))
    with _pair(known, size) as pair:
        pages = _their_pages(starts)
        checks.page(pair.directus, pages[0], items="data")
        items = [path.replace(writing.PATH, THEIRS) + ITEM for path in CLAIM.paths(size)]
        return [
            pair.read(feed, pages, extent),
            pair.read(CLAIM, items, extent),
            pair.create(extent),
        ]


def _our_pages(starts: Sequence[int]) -> Sequence[str]:
    return [f"{targets.FEED}&cursor={cursors.encode([moment_text(number), id_of(number)])}" for number in starts]


def _their_pages(starts: Sequence[int]) -> Sequence[str]:
    before = ({"filter[public_changed_at][_lt]": moment_text(number)} for number in starts)
    return [f"{peers.directus().path}&{urlencode(asked)}" for asked in before]


@contextmanager
def _pair(known: World, size: int) -> Iterator[Pair]:
    with ExitStack() as stack:
        cluster, companions = stack.enter_context(durable())
        ours, theirs = _twins(cluster, size)
        peer = peers.directus()
        told = peers.bootstrap(peer, {"DB_CLIENT": "pg", "DB_CONNECTION_STRING": _plain(theirs)})
        _tell_of_parts(theirs)
        command, environment = targets.tracker(ours, cache=0)
        tracker = Server("beside-directus", command, environment, companions=companions)
        stack.callback(tracker.close)
        directus = Server("peer-directus-postgres", peer.command, told, companions=companions)
        stack.callback(directus.close)
        yield Pair(known=known, size=size, tracker=tracker, directus=directus, coming=_coming(known, size))


def _twins(cluster: PostgresCluster, size: int) -> tuple[str, str]:
    ours = cluster.create_database()
    world.migrate(ours)
    populations.copied_to_postgres(populations.sqlite_file(size), ours)
    return ours, cluster.create_database(ours)


def _plain(url: str) -> str:
    return url.replace("+psycopg", "")


def _tell_of_parts(url: str) -> None:
    # A foreign key tells Directus whom a row belongs to; what belongs to a row it knows as its editor writes it.
    with psycopg.connect(_plain(url)) as connection:
        for name, table in PARTS.items():
            connection.execute(
                "INSERT INTO directus_fields (collection, field, special) VALUES ('claim', %s, 'o2m')", (name,)
            )
            connection.execute(
                "INSERT INTO directus_relations (many_collection, many_field, one_collection, one_field)"
                " VALUES (%s, 'claim_id', 'claim', %s)",
                (table, name),
            )


def _coming(known: World, size: int) -> Iterator[bytes]:
    clones, rows = Clones(known), known.model_rows["logged"]
    for number in count(size):
        found = clones.templates["logged"].rows(number)
        named = {table: dict(zip(rows[table][0], found[table][0], strict=True)) for table in rows}
        yield client.request("POST", f"{THEIRS}?{TOKEN}", {}, body=_body(named))


def _body(named: Mapping[str, Mapping[str, object]]) -> bytes:
    appearance = {**named["appearance"], "source_id": named["source"]}
    claim = {**named["claim"], "appearances": [appearance], "quantities": [named["quantity"]]}
    return json.dumps(claim).encode()


def _main(sizes: Sequence[int]) -> None:
    for size in sizes or (settings.USUAL.postgres_size,):
        for found in measure(world.known(), size=size, extent=settings.FULL):
            ratios = sorted(1 / ratio for ratio in found.ratios)
            middle, low, high = ratios[len(ratios) // 2], ratios[0], ratios[-1]
            print(f"{size:>9,}  {found.name:<34} {middle:.2f} × ({low:.2f} – {high:.2f})", flush=True)


if __name__ == "__main__" and peers.installed([peers.directus()]):
    _main([int(text) for text in sys.argv[1:]])
