"""Waiting for changes: by a long poll or a stream, without holding anything, and never by all threads at once."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from tests.changes import again, end, told
from tests.cli.conftest import PATIENCE, until
from tests.newsrooms import Newsroom, created, places, problem
from tracker.models import db
from tracker.services.followers import Followers

LONGEST = 30


@pytest.fixture
def followers(shared_app: Flask) -> Iterator[Followers]:
    """Places to wait in."""
    found: Followers = shared_app.extensions["followers"]
    found.limit, found.heartbeat, found.lifetime = 2, 15.0, 0.0
    yield found
    found.limit, found.ended = 0, False


@pytest.fixture
def aside() -> Iterator[ThreadPoolExecutor]:
    """Somebody who acts meanwhile."""
    with ThreadPoolExecutor(4) as pool:
        yield pool


def waiting(room: Newsroom, after: int, wait: int = LONGEST) -> Any:
    path = f"/api/v1/changes?after={after}&wait={wait}&organization={room.slug}"
    return room.client.application.test_client().get(path).json


def events(body: str) -> list[tuple[str, str, Any]]:
    """Return id, event and data of the events of a stream."""
    found = []
    for block in body.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n") if line and not line.startswith(":"))
        if "data" in lines:
            found.append((lines["id"], lines["event"], json.loads(lines["data"])))
    return found


def test_a_wait_ends_with_the_change_that_it_waited_for(
    new_room: Newsroom, followers: Followers, aside: ThreadPoolExecutor
) -> None:
    claim_id = new_room.claim_in("approved")
    after = end(new_room)
    answer = aside.submit(waiting, new_room, after)
    until(lambda: followers.count)

    new_room.claim()
    created(new_room.step(claim_id, "publish"))

    assert [item["kind"] for item in answer.result(PATIENCE)["items"]] == ["published"]
    assert followers.count == 0


def test_who_waits_holds_no_connection_of_the_pool(
    shared_app: Flask, new_room: Newsroom, followers: Followers, aside: ThreadPoolExecutor
) -> None:
    answer = aside.submit(waiting, new_room, end(new_room))
    until(lambda: followers.count)
    with shared_app.app_context():
        held = db.engine.pool.checkedout()  # type: ignore[attr-defined]  # pools of ours count

    followers.end()

    assert answer.result(PATIENCE)["items"] == []
    assert held == 0


def test_a_wait_that_sees_nothing_says_where_to_go_on(new_room: Newsroom, followers: Followers) -> None:
    followers.end()
    after = end(new_room)

    assert waiting(new_room, after) == {"items": [], "next_after": after}


def test_what_is_there_already_is_not_waited_for(new_room: Newsroom, followers: Followers) -> None:
    new_room.claim_in("published")

    assert waiting(new_room, 0)["items"] == told(new_room)


def test_beyond_the_places_nobody_waits(new_room: Newsroom, followers: Followers, aside: ThreadPoolExecutor) -> None:
    after = end(new_room)
    patient = [aside.submit(waiting, new_room, after) for _ in range(followers.limit)]
    until(lambda: followers.count == followers.limit)

    assert waiting(new_room, after)["items"] == []
    assert [answer.done() for answer in patient] == [False, False]
    followers.end()


def test_an_answer_that_was_waited_for_is_not_kept(
    new_room: Newsroom, followers: Followers, aside: ThreadPoolExecutor
) -> None:
    claim_id = new_room.claim_in("approved")
    after = end(new_room)
    answer = aside.submit(waiting, new_room, after, 29)
    until(lambda: followers.count)
    created(new_room.step(claim_id, "publish"))
    first = answer.result(PATIENCE)

    again(new_room, claim_id, kind="update", notice="A newer figure.")

    assert len(first["items"]) == 1
    assert len(waiting(new_room, after, 29)["items"]) == 3


@pytest.mark.parametrize("query", ["wait=31", "wait=-1", "wait=x", "wait=1.5"])
def test_a_wait_is_of_at_most_half_a_minute(room: Newsroom, query: str) -> None:
    answer = room.get(f"/changes?{query}", None)

    assert problem(answer) == (422, "invalid")
    assert places(answer) == ["wait"]


def test_a_stream_tells_what_the_list_tells(new_room: Newsroom, followers: Followers) -> None:
    new_room.claim_in("retracted")
    answer = new_room.get(f"/changes/stream?organization={new_room.slug}", None)

    assert answer.mimetype == "text/event-stream"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.text.startswith("retry: 2000\n\n")
    assert events(answer.text) == [(str(item["seq"]), item["kind"], item) for item in told(new_room)]


def test_a_reader_that_comes_back_goes_on_after_its_last_event(new_room: Newsroom, followers: Followers) -> None:
    new_room.claim_in("retracted")
    first, second = told(new_room)

    path = f"/changes/stream?organization={new_room.slug}&after=0"
    answer = new_room.get(path, None, headers={"Last-Event-ID": str(first["seq"])})

    assert [data for _, _, data in events(answer.text)] == [second]


def test_a_stream_tells_of_a_change_when_it_is_committed(
    new_room: Newsroom, followers: Followers, aside: ThreadPoolExecutor
) -> None:
    followers.lifetime = PATIENCE
    claim_id = new_room.claim_in("approved")
    path = f"/api/v1/changes/stream?organization={new_room.slug}&after={end(new_room)}"
    chunks = iter(new_room.client.get(path).response)
    begun = next(chunks)
    following = aside.submit(next, chunks)
    until(lambda: followers.count)

    created(new_room.step(claim_id, "publish"))

    assert begun == b"retry: 2000\n\n"
    assert b"event: published" in following.result(PATIENCE)
    followers.end()
    assert list(chunks) == []


def test_a_stream_shows_that_it_is_alive(new_room: Newsroom, followers: Followers) -> None:
    followers.lifetime, followers.heartbeat = PATIENCE, 0.01
    chunks = iter(new_room.client.get(f"/api/v1/changes/stream?after={end(new_room)}").response)

    assert [next(chunks), next(chunks)] == [b"retry: 2000\n\n", b": still here\n\n"]
    chunks.close()
    assert followers.count == 0


def test_where_there_is_no_place_a_stream_ends_with_what_there_is(new_room: Newsroom, followers: Followers) -> None:
    followers.limit, followers.lifetime = 0, PATIENCE
    new_room.claim_in("published")

    answer = new_room.get(f"/changes/stream?organization={new_room.slug}", None)

    assert [event for _, event, _ in events(answer.text)] == ["published"]


@pytest.mark.parametrize("given", ["x", "-1", "1.0", "1" * 17])
def test_a_last_event_that_is_none_is_refused(room: Newsroom, given: str) -> None:
    answer = room.get("/changes/stream", None, headers={"Last-Event-ID": given})

    assert problem(answer) == (422, "invalid")
    assert places(answer) == ["Last-Event-ID"]


def test_a_stream_from_beyond_the_end_is_refused(room: Newsroom) -> None:
    answer = room.get("/changes/stream", None, headers={"Last-Event-ID": str(end(room) + 1)})

    assert problem(answer) == (422, "past-the-end")
