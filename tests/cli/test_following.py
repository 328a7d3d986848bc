"""Followers of a running server: woken by what other processes commit, and let go when it is told to stop."""

import json
import signal
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.changes import end
from tests.cli.conftest import PATIENCE, answers, serving, until
from tests.newsrooms import Newsroom, created
from tracker.config import Config


@pytest.fixture
def aside() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


def polled(url: str, after: int) -> Any:
    with urllib.request.urlopen(f"{url}/api/v1/changes?after={after}&wait=30", timeout=PATIENCE) as response:
        return json.load(response)


def begun(url: str, after: int) -> Any:
    """Open a stream, and return it when it has begun."""
    response = urllib.request.urlopen(f"{url}/api/v1/changes/stream?after={after}", timeout=PATIENCE)
    assert response.readline() + response.readline() == b"retry: 2000\n\n"
    return response


def event(stream: Any) -> str:
    """Return the next event of a stream by its name."""
    for line in stream:
        if line.startswith(b"event: "):
            return str(line.decode().removeprefix("event: ").strip())
    return ""


def test_what_another_process_commits_is_heard(settings: Config, newsroom: Newsroom, aside: ThreadPoolExecutor) -> None:
    claim_id = newsroom.claim_in("approved")
    after = end(newsroom)
    with serving(settings) as (_, url), begun(url, after) as stream:
        following, polling = aside.submit(event, stream), aside.submit(polled, url, after)

        created(newsroom.step(claim_id, "publish"))

        assert following.result(PATIENCE) == "published"
        assert [item["kind"] for item in polling.result(PATIENCE)["items"]] == ["published"]


def test_who_waits_is_let_go_when_the_server_is_told_to_stop(
    settings: Config, newsroom: Newsroom, aside: ThreadPoolExecutor
) -> None:
    after = end(newsroom)
    with serving(settings) as (server, url), begun(url, after) as stream:
        rest, polling = aside.submit(event, stream), aside.submit(polled, url, after)
        # What came later is answered, so these have been taken up.
        until(lambda: answers(url))

        server.send_signal(signal.SIGTERM)

        assert rest.result(PATIENCE) == ""
        assert polling.result(PATIENCE) == {"items": [], "next_after": after}
        # Well before a poll or a stream would end by itself.
        assert server.wait(timeout=20) == 0
