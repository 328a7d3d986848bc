"""Load on a server from the other core: by wrk where it is installed, else by a client of our own."""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import client
from bench.places import VAR
from bench.processes import LOAD_CORE, SERVER_CORE, Server, core_seconds, pinned

CONNECTIONS = 16
SCRIPT = Path(__file__).with_name("requests.lua")
WRK = shutil.which("wrk")
TOOL = "wrk" if WRK else "the harness's own client"


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one round of load showed; times in seconds, shares of one core."""

    requests: int
    seconds: float
    errors: int
    p50: float
    p99: float
    cpu: float
    others: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds

    @property
    def cpu_each(self) -> float:
        """The server's processor time for one request."""
        return self.cpu / max(self.requests, 1)

    @property
    def utilisation(self) -> float:
        """How much of its core the server used."""
        return self.cpu / self.seconds


def read(server: Server, paths: Sequence[str], headers: Mapping[str, str], *, seconds: float) -> Load:
    """Ask for the paths in turn for so long."""
    if WRK is None:
        requests = [client.request("GET", path, headers) for path in paths]
        return send(server, requests, seconds=seconds)
    return _watched(server, lambda: _wrk(server, paths, headers, seconds=seconds))


def send(server: Server, requests: Sequence[bytes], *, seconds: float, connections: int = CONNECTIONS) -> Load:
    """Send raw requests in turn for so long, with our own client."""
    return _watched(server, lambda: client.drive(server.port, requests, connections=connections, seconds=seconds))


def _watched(server: Server, run) -> Load:  # noqa: ANN001  # a callable without arguments
    cpu, core = server.cpu_seconds(), core_seconds(SERVER_CORE)
    with pinned(LOAD_CORE):
        seen: client.Seen = run()
    cpu = server.cpu_seconds() - cpu
    others = max(0.0, core_seconds(SERVER_CORE) - core - cpu) / seen.seconds
    return Load(requests=seen.requests, seconds=seen.seconds, errors=seen.errors, p50=seen.p50, p99=seen.p99, cpu=cpu,
                others=others)  # fmt: skip


def _wrk(server: Server, paths: Sequence[str], headers: Mapping[str, str], *, seconds: float) -> client.Seen:
    listed = VAR / "paths.txt"
    listed.write_text("\n".join(paths) + "\n", encoding="utf-8")
    told = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    # wrk counts in whole seconds, so a shorter round is ended by force of its smallest unit.
    command = [WRK or "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "-s", str(SCRIPT), *told,
               f"http://127.0.0.1:{server.port}", "--", str(listed)]  # fmt: skip
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = json.loads(output.splitlines()[-1])
    return client.Seen(requests=found["requests"], seconds=found["microseconds"] / 1e6, errors=found["errors"],
                       p50=found["p50"] / 1e6, p99=found["p99"] / 1e6)  # fmt: skip
