"""The server starts on what it can serve, answers what is in flight when told to stop, and leaves nobody behind."""

import json
import os
import signal
import socket
import sqlite3
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from click.testing import CliRunner

from tests.cli.conftest import PATIENCE, answers, environment, free_port, serving, until
from tests.conftest import settings_for
from tests.newsrooms import EXAMPLES
from tracker.cli import tracker
from tracker.cli.serve import address

BODY = json.dumps(EXAMPLES["claim"]).encode()


@pytest.fixture
def fresh(tmp_path):
    """Settings of an installation that has never been used."""
    return settings_for(f"sqlite:///{tmp_path / 'fresh' / 'tracker.sqlite'}", tmp_path / "fresh")


def begun(url, key, body):
    """Send the beginning of a request that logs a claim, and return the connection."""
    head = (
        f"POST /api/v1/claims HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(BODY)}\r\n\r\n"
    )
    connection = socket.create_connection((urlsplit(url).hostname, urlsplit(url).port), timeout=PATIENCE)
    connection.sendall(head.encode() + body)
    # What came later is answered, so this has been taken up.
    until(lambda: answers(url))
    return connection


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
            self.connection = sqlite3.connect(
                url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False
            )
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
    with serving(settings) as (server, url), begun(url, newsroom.keys["checker"], BODY) as connection:
        server.send_signal(signal.SIGTERM)
        until(lambda: refuses(url))
        lock.let_go()

        assert connection.recv(1000).startswith(b"HTTP/1.1 201")
        assert server.wait(PATIENCE) == 0


def test_an_upload_in_flight_is_read_to_its_end(settings, newsroom):
    with serving(settings) as (server, url), begun(url, newsroom.keys["checker"], BODY[:100]) as connection:
        server.send_signal(signal.SIGTERM)
        until(lambda: refuses(url))
        connection.sendall(BODY[100:])

        assert connection.recv(1000).startswith(b"HTTP/1.1 201")
        assert server.wait(PATIENCE) == 0


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


def test_a_database_that_is_not_current_is_not_served(run):
    assert run("db", "downgrade", "--yes", "--", "-1").exit_code == 0

    refused = run("serve", "--port", free_port())

    assert (refused.exit_code, "tracker db upgrade" in refused.stderr) == (1, True)


def test_a_port_that_is_taken_is_named(run):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        refused = run("serve", "--port", port)

    assert (refused.exit_code, f"port {port}" in refused.stderr) == (1, True)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_sqlite_takes_one_process(run):
    refused = run("serve", "--workers", "2")

    assert (refused.exit_code, "SQLite" in refused.stderr) == (1, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [("TRACKER_PUBLIC_URL", "ftp://x"), ("TRACKER_MAX_BODY", "much"), ("TRACKER_DATABASE_URL", "mysql://x")],
)
def test_a_setting_that_is_wrong_is_named(fresh, name, value):
    variables = environment(fresh, **({"TRACKER_PUBLIC_URL": fresh.public_url} | {name: value}))

    refused = CliRunner().invoke(tracker, ["serve"], env=variables)

    assert (refused.exit_code, name.removeprefix("TRACKER_") in refused.stderr) == (1, True)


@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1:80"), ("0.0.0.0", "http://127.0.0.1:80"), ("::1", "http://[::1]:80")],
)
def test_the_address_is_one_that_a_browser_can_open(host, url):
    assert address(host, 80) == url
