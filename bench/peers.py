"""Other services over the same rows, each as its documentation installs it, in an environment of its own."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from bench.places import BIN, VAR
from bench.processes import Server

FOLDER = VAR / "peers"
SQL = """SELECT claim.id, claim.text, claim.language, claim.made_on, claim.place, claim.public_changed_at,
 claim.published_label, claimant.name AS claimant, CAST(rendering.body AS TEXT) AS item
 FROM claim
 JOIN rendering ON rendering.claim_id = claim.id AND rendering.format = 'json_feed' AND rendering.language = 'en'
 LEFT JOIN claimant ON claimant.id = claim.claimant_id
 WHERE claim.public_changed_at IS NOT NULL ORDER BY claim.public_changed_at DESC, claim.id DESC LIMIT 50"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A service to compare with: what it is installed from, how it starts, and the path of its page of 50."""

    name: str
    packages: Sequence[str]
    command: Sequence[str]
    path: str
    items: str | None = None


def table(database: Path) -> Sequence[Peer]:
    """Return the peers on a database file.

    Datasette opens it immutable, counts nothing and selects the stored item itself, which is kinder than what it would
    have to do for a feed. Django's models stand on our tables; its page joins what a serializer shows of a check.
    """
    return (_datasette(database), _django())


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


def start(peer: Peer, database: Path) -> Server:
    """Install a peer where that is missing, and start it."""
    home = FOLDER / peer.name.split()[0].lower()
    if not (home / ".complete").exists():
        uv = str(BIN / "uv")
        subprocess.run([uv, "venv", "--quiet", "--clear", str(home)], check=True)
        subprocess.run(
            [uv, "pip", "install", "--quiet", "--python", str(home / "bin/python"), *peer.packages], check=True
        )
        (home / ".complete").touch()
    command = (str(home / "bin" / peer.command[0]), *peer.command[1:])
    return Server(f"peer-{home.name}", command, {"BENCH_DATABASE": str(database)})


def versions(peer: Peer) -> Mapping[str, str]:
    """Return which versions a peer is of."""
    python = FOLDER / peer.name.split()[0].lower() / "bin" / "python"
    listed = subprocess.run([str(BIN / "uv"), "pip", "freeze", "--quiet", "--python", str(python)], check=True,
                            capture_output=True, text=True).stdout  # fmt: skip
    found = dict(line.split("==") for line in listed.splitlines() if "==" in line)
    return {name: found[name] for name in peer.packages if name in found}
