"""The server starts on what it can serve, answers what is in flight when told to stop, and leaves nobody behind."""

import json
import os
import signal
import socket
import sqlite3
import threading
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.cli.conftest import PATIENCE, answers, commander, free_port, opened, process, serving, until
from tests.conftest import settings_for
from tests.newsrooms import EXAMPLES


@pytest.fixture
def fresh(tmp_path):
    """Settings of an installation that has never been used."""
    return settings_for(f"sqlite:///{tmp_path / 'fresh' / 'tracker.sqlite'}", tmp_path / "fresh")


def said(server):
    return server.communicate(timeout=PATIENCE)[1]


def log_claim(url, key):
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{url}/api/v1/claims", json.dumps(EXAMPLES["claim"]).encode(), headers)
    with urllib.request.urlopen(request, timeout=PATIENCE) as response:
        return response.status


def refuses(url):
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE).close()
    except ConnectionRefusedError:
        return True
    return False


class WriteLock:
    """Holds up every writer of a database until it is let go."""

    def __init__(self, settings):
        url = settings.database_url
        if settings.is_sqlite:
            self.connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
            self.connection.execute("BEGIN IMMEDIATE")
            return
        self.connection = psycopg.connect(url.replace("+psycopg", ""))
        self.connection.execute("SELECT size FROM log_head FOR UPDATE")

    def let_go(self):
        self.connection.rollback()
        self.connection.close()


def test_a_fresh_installation_is_migrated_and_served(fresh):
    with serving(fresh) as (_, url):
        assert answers(url)


def test_published_addresses_follow_host_and_port(fresh):
    with serving(fresh) as (_, url), urllib.request.urlopen(f"{url}/feeds/verdicts.json") as response:
        assert json.load(response)["feed_url"].startswith(url)


def test_a_request_in_flight_is_answered_before_the_server_ends(settings, newsroom):
    lock = WriteLock(settings)
    with serving(settings) as (server, url), ThreadPoolExecutor() as threads:
        slow = threads.submit(log_claim, url, newsroom.keys["checker"])
        until(lambda: newsroom_waits(settings))

        server.send_signal(signal.SIGTERM)
        until(lambda: refuses(url))
        lock.let_go()

        assert slow.result(PATIENCE) == 201
        assert server.wait(PATIENCE) == 0


def test_an_upload_in_flight_is_read_to_its_end(settings, newsroom):
    body = json.dumps(EXAMPLES["claim"]).encode()
    head = (
        f"POST /api/v1/claims HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {newsroom.keys['checker']}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with serving(settings) as (server, url):
        connection = socket.create_connection((urlsplit(url).hostname, urlsplit(url).port), timeout=PATIENCE)
        connection.sendall(head.encode() + body[:100])
        until(lambda: answers(url))

        server.send_signal(signal.SIGTERM)
        until(lambda: refuses(url))
        connection.sendall(body[100:])

        assert connection.recv(1000).startswith(b"HTTP/1.1 201")
        connection.close()


def test_no_worker_outlives_the_process_that_started_it(fresh):
    with serving(fresh) as (server, url):
        (worker,) = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()

        server.kill()

        until(lambda: refuses(url))
        until(lambda: not Path(f"/proc/{worker}").exists())


def test_a_worker_that_was_killed_is_replaced(fresh):
    with serving(fresh) as (server, url):
        (worker,) = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()

        os.kill(int(worker), signal.SIGKILL)

        until(lambda: answers(url))


def test_a_database_that_is_not_current_is_not_served(app, settings):
    commander(app)("db", "downgrade", "-1", "--yes") if settings.is_sqlite else None
    assert commander(app)("db", "downgrade", "base", "--yes").exit_code == 0

    server = process(settings, "serve", "--port", str(free_port()))

    assert "tracker db upgrade" in said(server)
    assert server.returncode == 1


def test_a_port_that_is_taken_is_named(fresh):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        server = process(fresh, "serve", "--port", str(port))

        assert f"port {port}" in said(server)
        assert server.returncode == 1


def test_sqlite_takes_one_process(fresh):
    server = process(fresh, "serve", "--workers", "2")

    assert "SQLite" in said(server)
    assert server.returncode == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [("TRACKER_PUBLIC_URL", "ftp://x"), ("TRACKER_MAX_BODY", "much"), ("TRACKER_DATABASE_URL", "mysql://x")],
)
def test_a_setting_that_is_wrong_is_named(fresh, name, value):
    server = process(fresh, "serve", **{name: value})

    assert name.removeprefix("TRACKER_") in said(server)
    assert server.returncode == 1
