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


def test_a_storage_of_counts_that_does_not_answer_is_told(settings: Config, newsroom: Newsroom) -> None:
    away = create_app(replace(settings, rate_limit_storage="redis://127.0.0.1:1"))
    client, right = away.test_client(), {"Authorization": f"Bearer {newsroom.keys['checker']}"}

    refused = client.get("/api/v1/me", headers={"Authorization": "Bearer fct_wrong"})

    assert (refused.status_code, refused.json and refused.json["type"]) == (503, "/problems/unavailable")
    assert client.get("/api/v1/me", headers=right).status_code == 200
    _close(away)


def _close(app: Flask) -> None:
    app.extensions["log_size"].close()
    with app.app_context():
        db.engine.dispose()
