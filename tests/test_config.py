"""A setting that is wrong stops the start by a sentence that names it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tracker import config
from tracker.cli import tracker

WRONG = [
    ("DATA_DIR", ""),
    ("DATA_DIR", "/dev/null"),
    ("DATABASE_URL", "sqlite:///"),
    ("DATABASE_URL", "sqlite:///:memory:"),
    ("DATABASE_URL", "sqlite:////tmp/x?mode=memory"),
    ("DATABASE_URL", "postgresql://user@host:port/name"),
    ("PUBLIC_URL", "https://host:port"),
    ("PUBLIC_URL", "https://[::1"),
    ("FAILED_KEYS_LIMIT", "some"),
    ("FAILED_KEYS_LIMIT", "0 per minute"),
    ("CORRECTION_REQUESTS_LIMIT", ""),
    ("CORRECTION_REQUESTS_LIMIT", "1 per minute; 5 per hour"),
    ("RATE_LIMIT_STORAGE", "somewhere"),
    ("RATE_LIMIT_STORAGE", "redis://host:port"),
    ("LOG_KEY", "/dev"),
    ("CELERY_BROKER_URL", "host"),
    ("CELERY_BROKER_URL", "https://host"),
    ("CELERY_BROKER_URL", "redis://host:port"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_setting_that_is_wrong_is_named_in_a_sentence(tmp_path, name, value):
    variables = {"TRACKER_DATA_DIR": str(tmp_path), f"TRACKER_{name}": value}

    refused = CliRunner().invoke(tracker, ["db", "check"], env=variables)

    assert isinstance(refused.exception, SystemExit)
    assert refused.stderr.startswith("Error: ")
    assert f"TRACKER_{name}" in refused.stderr


def test_a_relative_database_is_a_file_of_the_working_directory(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRACKER_DATABASE_URL", "sqlite:///checks.sqlite")

    assert config.read().database_url == f"sqlite:///{tmp_path / 'checks.sqlite'}"


@pytest.mark.parametrize("url", ["redis://host/0", "amqps://user@host//", "sentinel://one:1;sentinel://two:2"])
def test_celery_is_handed_the_brokers_that_were_named(monkeypatch, url):
    monkeypatch.setenv("TRACKER_CELERY_BROKER_URL", url)

    assert config.read().celery_broker_url == url


def test_a_log_key_may_be_a_file_that_is_yet_to_be_made(monkeypatch, tmp_path):
    monkeypatch.setenv("TRACKER_LOG_KEY", str(tmp_path / "log.key"))

    assert config.read().log_key == Path(tmp_path / "log.key")
