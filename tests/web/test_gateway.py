"""The layer before Flask: answers from memory are never older than the log, nor good for longer than the key."""

from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask

from tests.newsrooms import Newsroom

CACHED = "tracker_cached_answers_total"


def hits(app: Flask) -> float:
    """Return how many answers came from memory."""
    return app.extensions["measurements"].registry.get_sample_value(CACHED)


def test_a_second_read_comes_from_memory(app: Flask, newsroom: Newsroom) -> None:
    path = f"/claims/{newsroom.claim()['id']}"
    first = newsroom.get(path)

    before = hits(app)
    second = newsroom.get(path)

    assert hits(app) == before + 1
    assert second.data == first.data
    assert second.headers["ETag"] == first.headers["ETag"]


def test_a_read_after_a_write_is_new(newsroom: Newsroom) -> None:
    path = f"/claims/{newsroom.claim()['id']}"
    newsroom.get(path)

    newsroom.patch(path, {"context": "changed"})

    assert newsroom.get(path).json["context"] == "changed"


def test_one_callers_answer_is_not_anothers(newsroom: Newsroom, other_newsroom: Newsroom) -> None:
    path = f"/claims/{newsroom.claim()['id']}"
    newsroom.get(path)

    assert newsroom.get(path, "editor").json["allowed_steps"] != newsroom.get(path, "auditor").json["allowed_steps"]
    assert newsroom.get(path, None).status_code == 401
    assert other_newsroom.get(path).status_code == 404


def test_a_revoked_key_is_out_at_once(newsroom: Newsroom) -> None:
    account_id = newsroom.accounts["checker"]
    minted = newsroom.post(f"/accounts/{account_id}/keys", {"name": "tool"}, "admin").json
    caller = {"Authorization": f"Bearer {minted['secret']}"}
    assert newsroom.get("/claims", None, headers=caller).status_code == 200

    newsroom.call("DELETE", f"/keys/{minted['id']}", "admin", if_match=True)

    assert newsroom.get("/claims", None, headers=caller).status_code == 401


def test_a_key_that_expires_is_out_though_nothing_was_written(newsroom: Newsroom) -> None:
    soon = datetime.now(UTC) + timedelta(minutes=5)
    account_id = newsroom.accounts["checker"]
    body = {"name": "tool", "expires_at": soon.isoformat()}
    caller = {"Authorization": f"Bearer {newsroom.post(f'/accounts/{account_id}/keys', body, 'admin').json['secret']}"}
    assert newsroom.get("/claims", None, headers=caller).status_code == 200

    with time_machine.travel(soon + timedelta(seconds=1)):
        assert newsroom.get("/claims", None, headers=caller).status_code == 401


def test_every_answer_has_a_request_id_and_keeps_the_one_it_was_given(newsroom: Newsroom) -> None:
    assert newsroom.get("/healthz", None).headers["X-Request-Id"]
    assert newsroom.get("/healthz", None, headers={"X-Request-Id": "mine-1"}).headers["X-Request-Id"] == "mine-1"


def test_requests_are_counted_by_their_route(app: Flask, newsroom: Newsroom) -> None:
    newsroom.get(f"/claims/{newsroom.claim()['id']}")

    labels = {"method": "GET", "route": "/api/v1/claims/<claim_id>", "status": "200"}
    assert app.extensions["measurements"].registry.get_sample_value("tracker_requests_total", labels) >= 1
