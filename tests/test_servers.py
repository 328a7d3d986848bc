"""The servers that tests run on start, hold what they are given, and end with whoever started them."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
import redis
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from tests import servers
from tests.servers import PostgresCluster, RedisServer, ServerFailed

ROOT = Path(__file__).resolve().parents[1]

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs a server as somebody else")


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(servers.installed_postgres, id="installed"),
        pytest.param(servers.packaged_postgres, id="packaged"),
    ],
)
def cluster(request):
    programs = request.param()
    if programs is None:
        pytest.skip("not on this machine: the other installation stands in for it")
    with PostgresCluster(programs) as running:
        yield running


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(servers.installed_redis, id="installed"),
        pytest.param(servers.packaged_redis, id="packaged"),
    ],
)
def redis_server(request):
    program = request.param()
    if program is None:
        pytest.skip("not on this machine: the other installation stands in for it")
    with RedisServer(program) as running:
        yield running


def test_postgresql_is_never_missing():
    assert servers.installed_postgres() or servers.packaged_postgres()


def test_redis_is_never_missing():
    assert servers.installed_redis() or servers.packaged_redis()


def test_a_database_is_reached_by_its_url(cluster, monkeypatch):
    monkeypatch.setenv("PGPORT", "1")
    with cluster.database() as url, closing_engine(url) as engine, engine.connect() as connection:
        assert connection.scalar(text("SELECT 'ça va'")) == "ça va"
        assert connection.scalar(text("SHOW server_encoding")) == "UTF8"


def test_a_database_made_from_a_template_is_a_copy_of_its_own(cluster):
    template = cluster.create_database()
    with closing_engine(template) as engine, engine.begin() as connection:
        connection.execute(text("CREATE TABLE claims (id int)"))

    first, second = cluster.create_database(template), cluster.create_database(template)
    with closing_engine(first) as engine, engine.begin() as connection:
        connection.execute(text("INSERT INTO claims VALUES (1)"))

    with closing_engine(second) as engine, engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM claims")) == 0


def test_a_database_in_use_can_be_dropped(cluster):
    url = cluster.create_database()
    with closing_engine(url) as engine, engine.connect():
        cluster.drop_database(url)

    with closing_engine(url) as engine, pytest.raises(OperationalError, match="does not exist"):
        engine.connect()


def test_a_cluster_leaves_nothing_behind_when_its_block_fails():
    cluster = PostgresCluster()

    with pytest.raises(psycopg.ProgrammingError), cluster:
        cluster.drop_database("postgresql+psycopg:///no_such_database")

    assert not cluster.folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host=str(cluster.folder), user="postgres", dbname="postgres")


def test_a_cluster_that_cannot_be_made_says_why_and_leaves_nothing(monkeypatch):
    cluster = PostgresCluster()
    monkeypatch.setattr(PostgresCluster, "SETTINGS", ("no_such_setting=1",))
    # Making a cluster takes as long as it takes; one that does not answer is given up soon.
    monkeypatch.setattr(servers, "ANSWER_SECONDS", 2)

    with pytest.raises(ServerFailed, match="no_such_setting"), cluster:
        pass

    assert not cluster.folder.exists()


def test_a_cluster_ends_with_a_process_that_was_killed():
    program = (
        "import sys, time; from tests.servers import PostgresCluster; cluster = PostgresCluster().__enter__();"
        "print(cluster.folder, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        folder = Path(process.stdout.readline().strip())
        started = folder.exists()
        process.send_signal(signal.SIGKILL)

    assert started
    assert is_gone(folder)


@needs_root
def test_programs_in_a_folder_closed_to_others_are_copied(tmp_path):
    user = servers.User()
    tmp_path.chmod(0o700)
    programs = tmp_path / "package" / "pginstall" / "bin"
    programs.mkdir(parents=True)
    postgres = programs / "postgres"
    postgres.write_text("#!/bin/sh\n")
    postgres.chmod(0o755)
    folder = user.folder()

    copied = servers.reachable(programs, user=user, folder=folder)

    assert not user.can_run(postgres)
    assert user.can_run(copied / "postgres")
    shutil.rmtree(folder)


def test_a_redis_answers_at_its_url(redis_server):
    with closing(redis.Redis.from_url(redis_server.url)) as client:
        client.set("claim", "1")
        assert client.get("claim") == b"1"


def test_a_redis_leaves_nothing_behind():
    with RedisServer() as server:
        folder = Path(server.url.removeprefix("unix://")).parent
        assert folder.exists()

    assert not folder.exists()


@contextmanager
def closing_engine(url):
    """Lend an engine whose connections are closed at the end of the block."""
    engine = create_engine(url)
    yield engine
    engine.dispose()


def is_gone(folder, seconds=20):
    """Wait for the folder to go, and say whether it did."""
    deadline = time.monotonic() + seconds
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not folder.exists()
