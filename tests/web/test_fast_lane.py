"""The fast lane: it tells what Flask's routes tell, and leaves to them whatever is more than the plain answer."""

from collections.abc import Mapping

import pytest
from flask import Flask
from werkzeug.test import Client, create_environ

from tests.newsrooms import Newsroom
from tracker.lib import cursors
from tracker.web.fast_lane import FastLane
from tracker.web.public.feeds import FEEDS

ADDRESSES = (
    "/api/v1/claims",
    "/api/v1/claims?limit=1&state=published&state=retracted&sort=made_on",
    "/api/v1/claims?topic=economy&limit=1&cursor={cursor}",
    "/api/v1/claims/{claim_id}",
    "/fact-checks/{claim_id}.json",
    "/feeds/verdicts.json?limit=1",
    "/feeds/verdicts.json?topic=economy&language=en&class=mostly_false",
    *(f"/feeds/{name}" for name in FEEDS),
)
NOT_PLAIN = (
    "/api/v1/claims?limit=0",
    "/api/v1/claims?cursor=nonsense",
    "/api/v1/claims?cursor={cursor}&cursor={cursor}",
    "/api/v1/claims?colour=blue",
    "/api/v1/claims/00000000-0000-0000-0000-000000000000",
    "/api/v1/claims/{claim_id}?as_of=0",
    "/fact-checks/00000000-0000-0000-0000-000000000000.json",
    "/feeds/verdicts.json?limit=0",
    "/feeds/verdicts.json?cursor=nonsense",
    "/feeds/verdicts.json?as_of=0",
    "/feeds/nothing.json",
)


@pytest.fixture
def lane(app: Flask) -> FastLane:
    """The lane of the application."""
    return app.wsgi_app.lane


def bearer(newsroom: Newsroom, role: str) -> Mapping[str, str]:
    """Return the headers by which a member of a newsroom shows a key."""
    return {"Authorization": f"Bearer {newsroom.keys[role]}"}


def test_the_lane_tells_what_the_routes_tell(app: Flask, newsroom: Newsroom, lane: FastLane) -> None:
    newsroom.claim_in("retracted")
    claim_id, me = newsroom.claim_in("published"), bearer(newsroom, "checker")
    cursor = newsroom.get("/claims?limit=1&topic=economy").json["next"]
    paths = [address.format(claim_id=claim_id, cursor=cursor) for address in ADDRESSES]

    routes = Client(app.wsgi_app.app)
    answers = {path: routes.get(path, headers=me) for path in paths}
    told = {path: lane.answer(create_environ(path, headers=dict(me))) for path in paths}

    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(paths, 200)
    assert {p: kept and kept.body for p, kept in told.items()} == {p: answer.data for p, answer in answers.items()}
    assert {path: kept and dict(kept.headers) for path, kept in told.items()} == {
        path: dict(answer.headers) for path, answer in answers.items()
    }


def test_what_is_not_plain_is_left_to_the_routes(newsroom: Newsroom, lane: FastLane) -> None:
    me, claim_id = bearer(newsroom, "checker"), newsroom.claim()["id"]

    cursor = cursors.encode(["2020-01-01T00:00:00.000000Z", claim_id])
    paths = [address.format(claim_id=claim_id, cursor=cursor) for address in NOT_PLAIN]
    environs = [create_environ(path, headers=dict(me)) for path in paths]

    assert [lane.answer(environ) for environ in environs] == [None] * len(NOT_PLAIN)


def test_a_claim_is_told_to_holders_of_its_newsrooms_keys_alone(
    newsroom: Newsroom, other_newsroom: Newsroom, lane: FastLane
) -> None:
    path = f"/api/v1/claims/{newsroom.claim()['id']}"
    strangers = [{}, {"Authorization": "Bearer fct_nonsense"}, bearer(other_newsroom, "checker")]

    told = [lane.answer(create_environ(path, headers=dict(headers))) for headers in strangers]

    assert told == [None, None, None]
    assert lane.answer(create_environ(path, headers=dict(bearer(newsroom, "checker")))) is not None


def test_a_reader_who_has_what_was_made_anew_is_told_so(newsroom: Newsroom) -> None:
    path = f"/fact-checks/{newsroom.claim_in('published')}.json"
    tag = newsroom.get(path, None).headers["ETag"]

    newsroom.claim()
    again = newsroom.get(path, None, headers={"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")
