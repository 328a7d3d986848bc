"""Servers under measurement: started on one core, on a port that was free, and watched through /proc."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from bench.places import ROOT, VAR

SERVER_CORE, LOAD_CORE = 0, 1
TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 60
STOP_SECONDS = 15


class NotStarted(RuntimeError):
    """A server did not answer in time; the message ends with what it wrote."""


@contextmanager
def pinned(core: int) -> Iterator[None]:
    """Run this process, and whatever it starts meanwhile, on one core (on all where there is but one)."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core} & before or before)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


class Server:
    """A server process with its children, and the database servers that work for it."""

    def __init__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], *, companions: Sequence[int] = ()
    ) -> None:
        self.name = name
        self.companions = companions
        self.port = free_port()
        self.log = VAR / "logs" / f"{name}.log"
        self.log.parent.mkdir(parents=True, exist_ok=True)
        line = [part.format(port=self.port) for part in command]
        began = time.perf_counter()
        with pinned(SERVER_CORE), self.log.open("w") as output:
            self.process = subprocess.Popen(line, cwd=ROOT, env=_variables(environment), stdout=output, stderr=output,
                                            start_new_session=True)  # fmt: skip
        self._await_answer()
        self.start_seconds = time.perf_counter() - began

    def cpu_seconds(self) -> float:
        """Return the processor time that the server, its children and companions have used."""
        return sum(_cpu_seconds(pid) for root in (self.process.pid, *self.companions) for pid in family(root))

    def unique_memory(self) -> int:
        """Return the bytes that the largest process of the server shares with no other (unique set size)."""
        return max(_private_bytes(pid) for pid in family(self.process.pid))

    def close(self) -> None:
        """Stop the server and its children."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(STOP_SECONDS)

    def get(self, path: str, headers: Mapping[str, str]) -> tuple[int, bytes, Mapping[str, str]]:
        """Return status, body and headers, by their names in lower case, of one answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers=dict(headers))
        response = connection.getresponse()
        found = response.status, response.read(), {name.lower(): value for name, value in response.headers.items()}
        connection.close()
        return found

    def _await_answer(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.close()
                raise NotStarted(f"{self.name}: {self.log.read_text()[-2000:]}")
            time.sleep(0.005)

    def _answers(self) -> bool:
        try:
            return self.get("/healthz", {})[0] < 500
        except OSError:
            return False


def _variables(wanted: Mapping[str, str]) -> Mapping[str, str]:
    # As it is installed, a server has its modules compiled.
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | dict(wanted)


def free_port() -> int:
    """Return a port of the loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise NotStarted(f"port {port} is in use")
    return port


def family(pid: int) -> list[int]:
    """Return a process and all its descendants."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            found += [int(child) for child in _read(task).split()]
    return found


def core_seconds(core: int) -> float:
    """Return for how long a core has worked for anybody."""
    line = next(line for line in _read(Path("/proc/stat")).splitlines() if line.startswith(f"cpu{core} "))
    user, nice, system, _idle, _waiting, *interrupts = map(int, line.split()[1:9])
    return (user + nice + system + sum(interrupts)) / TICKS


def _cpu_seconds(pid: int) -> float:
    fields = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS if fields else 0.0


def _private_bytes(pid: int) -> int:
    lines = _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Private_"))


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
