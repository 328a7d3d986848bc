"""What is measured: a table of servers, and a table of what they are asked for beside which anchor."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from werkzeug.datastructures import MultiDict

from bench.clones import PUBLISHED_SHARE, id_of, moment_text
from bench.places import PUBLIC_URL, SEED
from bench.processes import Server
from bench.world import World
from tracker.api.plumbing.lists import name_of
from tracker.lib import cursors

# What `tracker serve` runs, for the anchor: what is compared are applications, not servers.
ANCHOR = (sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--workers", "1",
          "--blocking-threads", "16", "--host", "127.0.0.1", "--port", "{port}", "--no-log",
          "bench.anchors:app")  # fmt: skip
TRACKER = (sys.executable, "-m", "tracker", "serve", "--port", "{port}")
SERVER_NAME = "granian, one worker with 16 threads"
LIST = "/api/v1/claims?limit=50"
FEED = "/feeds/verdicts.json?limit=50"
HOT, COLD = 8, 4_000
Paths = Callable[[int], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One thing to ask a server for; `family` names the anchor: a ready answer of the same size."""

    name: str
    family: str
    server: str
    paths: Paths
    authenticated: bool = False
    conditional: bool = False
    rows: int | None = None
    quick: bool = True
    postgres: bool = True
    grows: bool = False


def tracker(database_url: str, *, cache: int | None = None) -> tuple[Sequence[str], Mapping[str, str]]:
    """Return how to start the tracker on a database, with its own or another size of its cache of answers."""
    # Populations come without vectors, and making them all would take a core for as long as a run lasts.
    settings = {"TRACKER_DATABASE_URL": database_url, "TRACKER_PUBLIC_URL": PUBLIC_URL, "TRACKER_VECTORS": "false"}
    if cache is not None:
        settings["TRACKER_RESPONSE_CACHE"] = str(cache)
    return TRACKER, settings


def bare() -> tuple[Sequence[str], Mapping[str, str]]:
    """Return how to start the anchor of all reading."""
    return ANCHOR, {}


def headers(target: Target, known: World, server: Server) -> Mapping[str, str]:
    """Return the headers to ask with; for a conditional target with the ETag that the answer has now."""
    found = {"Authorization": f"Bearer {known.key}"} if target.authenticated else {}
    if target.conditional:
        found["If-None-Match"] = server.get(target.paths(1)[0], found)[2]["etag"]
    return found


def _claims(count: int) -> Paths:
    return lambda size: [f"/api/v1/claims/{id_of(number)}" for number in chosen(size, count)]


def _checks(count: int, suffix: str) -> Paths:
    return lambda size: [f"/fact-checks/{id_of(number - number % 5)}{suffix}" for number in chosen(size, count)]


def _deep_pages(size: int) -> Sequence[str]:
    numbers = [max(number, 60) for number in chosen(size, COLD)]
    # A cursor tells which list it is of.
    own = name_of(LIST.partition("?")[0], MultiDict())
    return [f"{LIST}&cursor={cursors.encode([own, moment_text(number), id_of(number)])}" for number in numbers]


def _always(path: str) -> Paths:
    return lambda _size: [path]


def chosen(size: int, count: int) -> Sequence[int]:
    """Return the numbers of so many claims, or of all, always the same."""
    return Random(SEED).sample(range(size), min(size, count))


# "cold": each answer is made anew, and the ids differ; "hot": the cache of answers has it.
TARGETS = (
    Target(name="claim, hot", family="claim", server="tracker", paths=_claims(HOT), authenticated=True, quick=False,
           postgres=False),
    Target(name="claim, cold", family="claim", server="cold", paths=_claims(COLD), authenticated=True, grows=True),
    Target(name="list of 50, hot", family="list", server="tracker", paths=_always(LIST), authenticated=True, rows=50,
           quick=False, postgres=False),
    Target(name="list of 50, cold", family="list", server="cold", paths=_deep_pages, authenticated=True, rows=50,
           grows=True),
    Target(name="check as JSON, hot", family="check as JSON", server="tracker", paths=_checks(HOT, ".json")),
    Target(name="check as JSON, cold", family="check as JSON", server="cold", paths=_checks(COLD, ".json"), quick=False,
           grows=True),
    Target(name="check as HTML, hot", family="check as HTML", server="tracker", paths=_checks(HOT, ""), quick=False,
           postgres=False),
    Target(name="check as HTML, cold", family="check as HTML", server="cold", paths=_checks(COLD, ""), quick=False),
    Target(name="feed, cached", family="feed", server="tracker", paths=_always(FEED), rows=50),
    Target(name="feed, 304", family="feed", server="tracker", paths=_always(FEED), conditional=True),
    Target(name="feed, miss", family="feed", server="cold", paths=_always(FEED), rows=50, grows=True),
)  # fmt: skip

# What others take from us, from little and from much that was published, alone and while somebody writes.
OUTLETS = (
    Target(name="feed, filtered", family="feed", server="cold", rows=50, grows=True,
           paths=_always(f"{FEED}&topic=economy&class=mostly_false")),
    Target(name="changes, from the middle", family="changes", server="cold", rows=50, grows=True,
           paths=lambda size: [f"/api/v1/changes?limit=50&after={size // (2 * PUBLISHED_SHARE)}"]),
    Target(name="claims:search", family="search", server="cold", grows=True,
           paths=_always("/v1alpha1/claims:search?query=bread&pageSize=10")),
    Target(name="check as HTML, cold", family="check as HTML", server="cold", paths=_checks(COLD, ""), grows=True),
)  # fmt: skip
# With the cache of answers.
BUSY = (
    Target(name="feed", family="feed", server="tracker", paths=_always(FEED), rows=50),
    Target(name="feed, filtered", family="feed", server="tracker", rows=50,
           paths=_always(f"{FEED}&topic=economy&class=mostly_false")),
    Target(name="check as HTML", family="check as HTML", server="tracker", paths=_checks(HOT, "")),
    Target(name="changes", family="changes", server="tracker", rows=50,
           paths=lambda size: [f"/api/v1/changes?limit=50&after={size // (2 * PUBLISHED_SHARE)}"]),
    Target(name="claims:search", family="search", server="tracker",
           paths=_always("/v1alpha1/claims:search?query=bread&pageSize=10")),
)  # fmt: skip

# What is only asked for at each size, to see how its cost grows.
GROWING = (
    Target(name="first page", family="list", server="cold", paths=_always(LIST), authenticated=True, rows=50,
           grows=True),
    Target(name="page by state", family="list", server="cold", paths=_always(f"{LIST}&state=queued"),
           authenticated=True, rows=50, grows=True),
    Target(name="page by topic and class", family="list", server="cold", authenticated=True, rows=50, grows=True,
           paths=_always(f"{LIST}&topic=economy&class=mostly_false")),
)  # fmt: skip
