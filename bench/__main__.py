"""Runs the benchmarks: `python -m bench`, with --quick for a little and --full for everything."""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from bench import (
    busy,
    directus,
    ledger,
    peers,
    populations,
    reading,
    receipts,
    reports,
    resources,
    settings,
    targets,
    webhooks,
    world,
    writing,
)
from bench.checks import WrongAnswer
from bench.clusters import durable
from bench.peers import Peer
from bench.reading import Measured, Stand
from bench.reports import Results
from bench.settings import Extent
from bench.targets import Target
from bench.world import World


def main() -> None:
    """Measure, print the table and write the results."""
    extent = _asked_for()
    known = world.known()
    results = Results(
        extent=extent.name, machine=f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    )
    _on_sqlite(results, known, extent)
    _on_postgres(results, known, extent)
    for size in extent.growth:
        _grow(results, known, size=size, extent=extent)
    for size in extent.outlets:
        _let_out(results, known, size=size, extent=extent)
    # What was measured is kept, whatever becomes of the others.
    reports.write(results)
    if extent.peers:
        _compare(results, known, extent)
    if extent.ledger:
        results.ledger = ledger.measure(extent.ledger)
        results.receipts = receipts.measure()
        results.webhooks = webhooks.measure()
        print(webhooks.told(results.webhooks))
    print(reports.table(results))
    print(f"written to {reports.write(results)}", flush=True)
    if extent.sentences:
        _search(extent.sentences)


def _asked_for() -> Extent:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--peers", action="store_true", help="other services over the same rows, too")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument(
        "--quick", action="store_const", const=settings.QUICK, dest="extent", help="a little of everything"
    )
    choice.add_argument(
        "--full", action="store_const", const=settings.FULL, dest="extent", help="a million claims, and peers"
    )
    given = parser.parse_args()
    found: Extent = given.extent or settings.USUAL
    return replace(found, peers=found.peers or given.peers)


def _on_sqlite(results: Results, known: World, extent: Extent) -> None:
    file = populations.sqlite_file(extent.size)
    url = world.sqlite_url(file)
    wanted = _wanted(extent, postgres=False)
    with reading.stand("sqlite", url, size=extent.size, known=known) as place:
        checks = [path for target in wanted if target.server == "tracker" for path in target.paths(extent.size)[:2]]
        reading.compare(place, checks)
        _tell(results.reading, reading.measure(place, wanted, extent))
    if extent.everything:
        results.resources = resources.measure(url, known, size=extent.size)
    results.writing.append(writing.on_sqlite(file, known, size=extent.size, extent=extent))


def _on_postgres(results: Results, known: World, extent: Extent) -> None:
    file = populations.sqlite_file(extent.postgres_size)
    with durable() as (cluster, companions):
        url = cluster.create_database()
        world.migrate(url)
        populations.copied_to_postgres(file, url)
        with reading.stand("postgres", url, size=extent.postgres_size, known=known, companions=companions) as place:
            _tell(results.reading, reading.measure(place, _wanted(extent, postgres=True), extent))
        results.writing.append(
            writing.on_postgres(url, known, size=extent.postgres_size, extent=extent, companions=companions)
        )


def _grow(results: Results, known: World, *, size: int, extent: Extent) -> None:
    url = world.sqlite_url(populations.sqlite_file(size))
    wanted = [target for target in (*targets.TARGETS, *targets.GROWING) if target.grows]
    with reading.stand("sqlite", url, size=size, known=known) as place:
        _tell(results.growing, reading.measure(place, wanted, extent))


def _let_out(results: Results, known: World, *, size: int, extent: Extent) -> None:
    # Much is asked for at few sizes, so once forward and once backward.
    extent = replace(extent, rounds=1)
    file = populations.sqlite_file(size)
    with reading.stand("sqlite", world.sqlite_url(file), size=size, known=known) as place:
        _tell(results.growing, reading.measure(place, targets.OUTLETS, extent))
    _tell(results.busy, busy.measure(file, known, size=size, extent=extent))


def _compare(results: Results, known: World, extent: Extent) -> None:
    file = populations.sqlite_file(extent.size)
    feed = next(target for target in targets.TARGETS if target.name == "feed, cached")
    with reading.stand("sqlite", world.sqlite_url(file), size=extent.size, known=known) as place:
        copy = peers.copied(file)
        for peer in peers.installed(peers.table(copy)):
            results.peers[peer.name] = _beside(place, feed, peer=peer, file=copy, extent=extent)
            results.versions[peer.name] = peers.versions(peer)
            reports.write(results)
    if "Directus" in results.peers:
        results.uncached = directus.measure(known, size=extent.postgres_size, extent=extent)
        reports.write(results)


def _beside(place: Stand, feed: Target, *, peer: Peer, file: Path, extent: Extent) -> Measured:
    with closing(peers.start(peer, file)) as server:
        return reading.beside(place, feed, server, peer=peer, extent=extent)


def _search(sizes: Sequence[int]) -> None:
    # In processes of their own, on one core from the start, since a library of algebra counts the cores once.
    for module in ("bench.searching", "bench.suggesting"):
        subprocess.run([sys.executable, "-m", module, *map(str, sizes)], check=True)


def _wanted(extent: Extent, *, postgres: bool) -> list[Target]:
    found = [target for target in targets.TARGETS if extent.everything or target.quick]
    return [target for target in found if target.postgres or not postgres]


def _tell(kept: list[Measured], found: list[Measured]) -> None:
    kept += found
    for measured in found:
        shown = ", ".join(f"{ratio:.2f}" for ratio in measured.ratios)
        print(f"{measured.database} {measured.size:>9,}  {measured.name:<24} {shown}", flush=True)


if __name__ == "__main__":
    try:
        main()
    except WrongAnswer as wrong:
        raise SystemExit(f"bench: {wrong}") from wrong
