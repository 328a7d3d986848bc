"""Commands as operators give them, in this process and in processes of their own."""

import io
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from tests.conftest import opened, settings_for
from tests.newsrooms import Newsroom
from tests.servers import PostgresCluster
from tracker.cli import tracker
from tracker.config import Config

Run = Callable[..., Result]
PATIENCE = 60
OTHER = {"sqlite": "postgres", "postgres": "sqlite"}


@pytest.fixture
def run(app: Flask) -> Run:
    """Give a command on the test's database, in this process."""
    return commander(app)


@pytest.fixture
def told(run: Run) -> Callable[..., Any]:
    """Give a command that must succeed, and return the document it prints."""

    def give(*words: str | Path) -> Any:
        result = run(*words, "--json")
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    return give


@pytest.fixture
def kind_elsewhere(database_kind: str) -> str:
    """The other kind of database than the test's own, unless a test says which."""
    return OTHER[database_kind]


@pytest.fixture
def elsewhere(kind_elsewhere: str, cluster: PostgresCluster, tmp_path: Path) -> Iterator[Flask]:
    """Another installation, whose database has no tables yet."""
    folder = tmp_path / "elsewhere"
    if kind_elsewhere == "sqlite":
        with opened(settings_for(f"sqlite:///{folder / 'tracker.sqlite'}", folder)) as application:
            yield application
        return
    with cluster.database() as url, opened(settings_for(url, folder)) as application:
        yield application


def commander(app: Flask) -> Run:
    """Return what gives commands to an installation, in this process."""

    def give(*words: str | Path, **options: Any) -> Result:
        script = ScriptInfo(create_app=lambda: app)
        # `serve` sets this for its workers; the runner takes back what it was given itself.
        runner = CliRunner(env={"TRACKER_PUBLIC_URL": app.config["TRACKER"].public_url})
        return runner.invoke(tracker, [str(word) for word in words], obj=script, **options)

    return give


def captured(newsroom: Newsroom, content: bytes) -> str:
    """Keep a file as the capture of a source, and return its digest."""
    source = newsroom.post("/sources", {"url": "https://example.org/a", "kind": "page", "level": "primary"})
    capture = newsroom.call(
        "POST", f"/sources/{source.json['id']}/captures", data={"file": (io.BytesIO(content), "a.png")},
        content_type="multipart/form-data",
    )  # fmt: skip
    assert capture.status_code == 201, capture.json
    digest: str = capture.json["digest"]
    return digest


def every_command(group: click.Group, *before: str) -> list[list[str]]:
    """Return the words of every command and group there is."""
    found = [[*before]]
    for name, inner in group.commands.items():
        found += every_command(inner, *before, name) if isinstance(inner, click.Group) else [[*before, name]]
    return found


def environment(settings: Config, **changes: str) -> dict[str, str]:
    """Return the variables under which a process of its own finds an installation."""
    return os.environ | {
        "TRACKER_DATA_DIR": str(settings.data_dir),
        "TRACKER_DATABASE_URL": settings.database_url.replace("+psycopg", ""),
        "TRACKER_LOG_LEVEL": "ERROR",
    } | changes  # fmt: skip


def process(settings: Config, *words: str | Path, **changes: str) -> subprocess.Popen[str]:
    """Start a command in a process of its own."""
    command = [sys.executable, "-m", "tracker", *map(str, words)]
    return subprocess.Popen(
        command, env=environment(settings, **changes), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


@contextmanager
def serving(settings: Config, *words: str, **changes: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Serve an installation in processes of their own; lends the first of them and where it answers."""
    port = free_port()
    server = process(settings, "serve", "--port", str(port), *words, **changes)
    url = f"http://127.0.0.1:{port}"
    try:
        until(lambda: server.poll() is not None or answers(url))
        assert server.poll() is None, server.communicate()[1]
        yield server, url
    finally:
        server.terminate()
        server.communicate(timeout=PATIENCE)


def answers(url: str) -> bool:
    """Tell whether a server is ready."""
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=PATIENCE) as response:
            return response.status == 200
    except OSError:
        return False


def until(is_so: Callable[[], bool]) -> None:
    """Return once something is so, or fail after a long while."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.01)
