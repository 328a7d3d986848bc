"""Moments that cannot be read: not made yet, not reached yet, not one's own, or no moments at all."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from tests.api.hostile import WORDS
from tests.moments import FEED, NOUNS, furnished, head
from tests.newsrooms import Newsroom, created, places, problem
from tracker.lib.ids import new_id

PLACES = (*NOUNS, FEED)


@pytest.fixture(scope="module")
def paths(room: Newsroom) -> Mapping[str, str]:
    return furnished(room)


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("when", ["0", "2020-01-01T00:00:00Z", "1000-01-01T00:00:00+23:59"])
def test_before_it_was_made_there_is_no_such_thing(room: Newsroom, paths: Any, noun: str, when: str) -> None:
    assert problem(room.get(f"{paths[noun]}?as_of={quote(when)}")) == (404, "not-found")


@pytest.mark.parametrize("noun", NOUNS)
def test_of_another_organization_there_is_none(other_room: Newsroom, shared_app: Flask, paths: Any, noun: str) -> None:
    theirs, nothing = (
        other_room.get(f"{path}?as_of={head(shared_app)}", "everyone") for path in (paths[noun], f"/{noun}/{new_id()}")
    )

    assert (problem(theirs), theirs.data) == ((404, "not-found"), nothing.data)


@pytest.mark.parametrize("noun", NOUNS)
def test_without_a_key_nothing_is_told(room: Newsroom, paths: Any, noun: str) -> None:
    assert problem(room.get(f"{paths[noun]}?as_of=nonsense", None)) == (401, "unauthenticated")


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("when", [
    "", "-1", "+1", "1.0", "1e3", "0x10", "007", "١", "now", "null", "99999999999999999", "9" * 400, "2026-11-22",
    "2026-11-22T18:00:00", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-22T18:00:60Z", "0\n", "0'--", "1;2",
    *WORDS,
])  # fmt: skip
def test_what_is_no_moment_is_refused_by_name(room: Newsroom, paths: Any, path: str, when: str) -> None:
    answer = room.get(f"{paths[path]}?as_of={quote(when, safe='')}")

    assert (problem(answer), places(answer)) == ((422, "invalid"), ["as_of"])


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("when", ["9007199254740993", "9999999999999999", "8999-12-31T23:59:59.999999999-23:59"])
def test_what_is_still_to_come_is_refused_by_name(room: Newsroom, paths: Any, path: str, when: str) -> None:
    answer = room.get(f"{paths[path]}?as_of={when}")

    assert (problem(answer), places(answer)) == ((422, "inconsistent"), ["as_of"])


def test_the_next_sequence_is_still_to_come(room: Newsroom, shared_app: Flask, paths: Any) -> None:
    path = f"{paths['claims']}?as_of={head(shared_app) + 1}"
    before = room.get(path)
    room.claim()

    assert (problem(before), room.get(path).status_code) == ((422, "inconsistent"), 200)


def test_the_role_comes_before_the_moment_and_the_moment_before_the_object(room: Newsroom, desk: Newsroom) -> None:
    path = f"/claims/{new_id()}?as_of=9999999999999999"

    assert problem(desk.get(path, "writer")) == (403, "forbidden")
    assert problem(room.get(path)) == (422, "inconsistent")


@pytest.fixture(scope="module")
def desk(room: Newsroom) -> Newsroom:
    """The newsroom with the key of one who may write and not read."""
    path = f"/accounts/{room.accounts['everyone']}/keys"
    minted = created(room.post(path, {"scopes": ["write"]}, "admin"))["secret"]
    return replace(room, keys={**room.keys, "writer": minted})


@pytest.mark.parametrize("noun", NOUNS)
def test_a_key_that_may_not_read_may_not_read_the_past(desk: Newsroom, paths: Any, noun: str) -> None:
    assert problem(desk.get(f"{paths[noun]}?as_of=0", "writer")) == (403, "forbidden")
