"""PostgreSQL as one runs it, for the time of a block."""

from collections.abc import Iterator
from contextlib import contextmanager

from bench.processes import SERVER_CORE, pinned
from tests.servers import PostgresCluster


class Durable(PostgresCluster):
    """PostgreSQL as one runs it: what is committed is on disk."""

    SETTINGS = ("listen_addresses=", "max_connections=200", "shared_buffers=256MB", "timezone=UTC", "port=5432")


@contextmanager
def durable() -> Iterator[tuple[PostgresCluster, list[int]]]:
    """Run a cluster, and lend it with its processes, whose time counts as that of the servers they work for."""
    # They inherit the core of those servers.
    with pinned(SERVER_CORE):
        cluster = Durable()
        cluster.__enter__()
    try:
        yield cluster, [cluster.pid]
    finally:
        cluster.__exit__(None, None, None)
