"""Kept answers are forgotten after a day, and wrong keys are told to wait while good ones pass."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask

from tests.newsrooms import EXAMPLES, Newsroom
from tracker.app import create_app
from tracker.config import Config
from tracker.models import db

KEYED = {"Idempotency-Key": "today"}


def test_an_answer_is_forgotten_after_a_day(newsroom: Newsroom) -> None:
    first = newsroom.post("/claims", EXAMPLES["claim"], headers=KEYED).json

    with time_machine.travel(datetime.now(UTC) + timedelta(hours=25)):
        second = newsroom.post("/claims", EXAMPLES["claim"], headers=KEYED).json

    assert first["id"] != second["id"]


def test_whoever_guesses_keys_is_told_to_wait(settings: Config, newsroom: Newsroom) -> None:
    strict = create_app(replace(settings, failed_keys_limit="3 per minute"))
    client = strict.test_client()
    wrong = {"Authorization": "Bearer fct_wrong"}

    answers = [client.get("/api/v1/me", headers=wrong) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert client.get("/api/v1/me", headers={"Authorization": f"Bearer {newsroom.keys['checker']}"}).status_code == 200
    _close(strict)


def _close(app: Flask) -> None:
    app.extensions["log_size"].close()
    with app.app_context():
        db.engine.dispose()
