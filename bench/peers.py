"""Other services over the same rows, each as its documentation installs it, in an environment of its own."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from bench.places import BIN, VAR
from bench.processes import Server
from tracker.models.database import sqlite_driver

FOLDER = VAR / "peers"
# As it is installed, but for what would slow it down or reach out.
DIRECTUS = {
    "HOST": "127.0.0.1", "SECRET": "of-the-benchmarks", "LOG_LEVEL": "error",
    "TELEMETRY": "false", "CACHE_ENABLED": "false", "RATE_LIMITER_ENABLED": "false",
    "PRESSURE_LIMITER_ENABLED": "false",  # which refuses what it has no time for
    "ADMIN_EMAIL": "admin@example.com", "ADMIN_PASSWORD": "of-the-benchmarks", "ADMIN_TOKEN": "of-the-benchmarks",
}  # fmt: skip
# The last that runs on Node 18, which Debian brings.
DIRECTUS_VERSION = "11.3.5"
SQL = """SELECT claim.id, claim.text, claim.language, claim.made_on, claim.place, claim.public_changed_at,
 claim.published_label, claimant.name AS claimant, CAST(rendering.body AS TEXT) AS item
 FROM claim
 JOIN rendering ON rendering.claim_id = claim.id AND rendering.format = 'json_feed' AND rendering.language = 'en'
 LEFT JOIN claimant ON claimant.id = claim.claimant_id
 ORDER BY rendering.modified_at DESC, rendering.claim_id DESC LIMIT 50"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A service to compare with: what it is installed from, how it starts, and the path of its page of 50."""

    name: str
    packages: Sequence[str]
    command: Sequence[str]
    path: str
    items: str | None = None
    node: bool = False


def table(database: Path) -> Sequence[Peer]:
    """Return the peers on a database file.

    Datasette opens it immutable, counts nothing and selects the stored item itself, which is kinder than what it would
    have to do for a feed. Django's models stand on our tables; its page joins what a serializer shows of a check.
    Directus finds the tables in a copy of its own, and shows of a check no more than its columns and its claimant.
    """
    return (_datasette(database), _django(), directus())


def _datasette(database: Path) -> Peer:
    settings = {"sql_time_limit_ms": "10000", "suggest_facets": "off", "allow_facet": "off"}
    told = [word for name, value in settings.items() for word in ("--setting", name, value)]
    return Peer(
        name="Datasette", packages=("datasette",), items="rows",
        path=f"/{database.stem}.json?" + urlencode({"sql": SQL, "_shape": "objects"}),
        command=("datasette", "serve", "--immutable", str(database), "--port", "{port}", *told),
    )  # fmt: skip


def _django() -> Peer:
    serve = ("gunicorn", "--worker-class", "gthread", "--workers", "1", "--threads", "8", "--bind", "127.0.0.1:{port}")
    return Peer(
        name="Django REST framework", packages=("django", "djangorestframework", "gunicorn"), items="results",
        path="/feed?limit=50", command=(*serve, "--chdir", str(Path(__file__).parent), "peer_django:application"),
    )  # fmt: skip


def directus() -> Peer:
    """Return Directus with its page of 50, which it makes of whatever database it is started on."""
    shown = "id,text,language,made_on,place,topics,public_changed_at,published_label,claimant_id.name"
    asked = {"fields": shown, "filter[public_changed_at][_nnull]": "true", "sort": "-public_changed_at,-id"}
    return Peer(
        name="Directus", packages=(f"directus@{DIRECTUS_VERSION}", "sqlite3"), items="data", node=True,
        path="/items/claim?" + urlencode({**asked, "limit": 50, "access_token": DIRECTUS["ADMIN_TOKEN"]}),
        command=("env", "PORT={port}", str(_home("Directus") / "node_modules/.bin/directus"), "start"),
    )  # fmt: skip


def copied(database: Path) -> Path:
    """Return a copy without the index of words, which the SQLite that others bring may be too old to open.

    It has the index by which the peers read their page, as whoever runs them would make it.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    copy = FOLDER / database.name
    shutil.copyfile(database, copy)
    connection = sqlite_driver().connect(copy)
    found = connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'").fetchall()
    for (name,) in found:
        connection.execute(f"DROP TABLE {name}")
    connection.execute("CREATE INDEX by_change ON claim (public_changed_at, id) WHERE public_changed_at IS NOT NULL")
    connection.close()
    return copy


def start(peer: Peer, database: Path) -> Server:
    """Start a peer that is installed."""
    home = _home(peer.name)
    if peer.node:
        return _start_on_a_copy(peer, home, database)
    command = (str(home / "bin" / peer.command[0]), *peer.command[1:])
    return Server(f"peer-{home.name}", command, {"BENCH_DATABASE": str(database)})


def installed(wanted: Iterable[Peer]) -> list[Peer]:
    """Install what is missing; return the peers that are there, and say which are left out."""
    return [peer for peer in wanted if _is_there(peer)]


def _is_there(peer: Peer) -> bool:
    home = _home(peer.name)
    if (home / ".complete").exists():
        return True
    try:
        (_install_for_node if peer.node else _install)(home, peer.packages)
    except (FileNotFoundError, subprocess.CalledProcessError) as failed:
        print(f"left out: {peer.name}, which cannot be installed: {failed}", flush=True)
        return False
    (home / ".complete").touch()
    return True


def _home(name: str) -> Path:
    return FOLDER / name.split(maxsplit=1)[0].lower()


def _install(home: Path, packages: Sequence[str]) -> None:
    uv = str(BIN / "uv")
    subprocess.run([uv, "venv", "--quiet", "--clear", str(home)], check=True)
    subprocess.run([uv, "pip", "install", "--quiet", "--python", str(home / "bin/python"), *packages], check=True)


def _install_for_node(home: Path, packages: Sequence[str]) -> None:
    home.mkdir(parents=True, exist_ok=True)
    quiet = ("--silent", "--no-audit", "--no-fund")
    subprocess.run(["npm", "install", *quiet, "--prefix", str(home), *packages], check=True)


def _start_on_a_copy(peer: Peer, home: Path, database: Path) -> Server:
    copy = home / "copy.sqlite"
    for suffix in ("", "-wal", "-shm"):
        Path(f"{copy}{suffix}").unlink(missing_ok=True)
    shutil.copyfile(database, copy)
    settings = bootstrap(peer, {"DB_CLIENT": "sqlite3", "DB_FILENAME": str(copy)})
    return Server(f"peer-{home.name}", peer.command, settings)


def bootstrap(peer: Peer, database: Mapping[str, str]) -> Mapping[str, str]:
    """Let Directus put its own tables beside those of a database, and return the settings to start it with."""
    home = _home(peer.name)
    settings = DIRECTUS | {"EXTENSIONS_PATH": str(home / "extensions"), **database}
    begin = [*peer.command[2:-1], "bootstrap"]
    subprocess.run(begin, check=True, capture_output=True, cwd=home, env=os.environ | settings)
    return settings


def versions(peer: Peer) -> Mapping[str, str]:
    """Return which versions a peer is of."""
    home = _home(peer.name)
    if peer.node:
        names = [package.partition("@")[0] for package in peer.packages]
        manifests = {name: home / "node_modules" / name / "package.json" for name in names}
        return {name: json.loads(file.read_text(encoding="utf-8"))["version"] for name, file in manifests.items()}
    python = home / "bin" / "python"
    listed = subprocess.run([str(BIN / "uv"), "pip", "freeze", "--quiet", "--python", str(python)], check=True,
                            capture_output=True, text=True).stdout  # fmt: skip
    found = dict(line.split("==") for line in listed.splitlines() if "==" in line)
    return {name: found[name] for name in peer.packages if name in found}
