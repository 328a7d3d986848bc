"""What is wrong first is told first: 401; 400, 413, 415, 422; 403; 404; 428, 412; 409; 403; 422."""

import pytest

from tests.newsrooms import Newsroom, places, problem
from tracker.lib.ids import new_id

NOWHERE = f"/claims/{new_id()}/steps"
PUBLISH = {"step": "publish"}
STALE = '"v99.0"'


@pytest.fixture(scope="module")
def steps(room: Newsroom) -> str:
    return f"/claims/{room.claim_in('investigating')}/steps"


def test_without_a_key_nothing_else_is_looked_at(room: Newsroom) -> None:
    assert problem(room.call("POST", NOWHERE, None, data=b"{", if_match="no etag")) == (401, "unauthenticated")


@pytest.mark.parametrize("key", ["", "Bearer", "Bearer nonsense", "Basic dXNlcjpwYXNz", "Bearer fct_" + "a" * 49])
def test_a_key_that_is_none_is_no_better_than_no_key(room: Newsroom, key: str) -> None:
    assert problem(room.get("/claims", None, headers={"Authorization": key})) == (401, "unauthenticated")


@pytest.mark.parametrize(
    ("options", "refused"),
    [
        ({"data": b"{", "content_type": "application/json"}, (400, "malformed")),
        ({"data": b"", "content_type": "application/json"}, (400, "malformed")),
        ({"data": b'{"step":"a","step":"b"}', "content_type": "application/json"}, (400, "malformed")),
        ({"data": b'"' + b"x" * 1_100_000 + b'"', "content_type": "application/json"}, (413, "too-large")),
        ({"data": {"step": "publish"}}, (415, "unsupported-media-type")),
        ({"data": b"{}"}, (415, "unsupported-media-type")),
        ({"json": {"step": "jump"}}, (422, "invalid")),
        ({"json": {"step": "publish", "state": "published"}}, (422, "invalid")),
        ({"json": [PUBLISH]}, (422, "invalid")),
    ],
)  # fmt: skip
def test_the_body_comes_before_the_role(room: Newsroom, options: dict[str, object], refused: tuple[int, str]) -> None:
    assert problem(room.call("POST", NOWHERE, "auditor", **options)) == refused


def test_the_role_comes_before_the_object(room: Newsroom) -> None:
    assert problem(room.post(NOWHERE, PUBLISH, "checker")) == (403, "forbidden")


def test_the_object_comes_before_the_precondition(room: Newsroom) -> None:
    assert problem(room.post(NOWHERE, PUBLISH, "editor")) == (404, "not-found")


def test_a_missing_precondition_comes_before_the_state(room: Newsroom, steps: str) -> None:
    assert problem(room.post(steps, PUBLISH, "editor")) == (428, "precondition-required")


def test_a_stale_precondition_comes_before_the_state(room: Newsroom, steps: str) -> None:
    assert problem(room.post(steps, PUBLISH, "editor", if_match=STALE)) == (412, "stale-revision")


def test_the_state_comes_before_the_second_person(room: Newsroom) -> None:
    claim_id = room.claim_in("queued")
    room.evidence(claim_id)
    room.verdict(claim_id, who="editor")

    assert problem(room.step(claim_id, "approve", "editor")) == (409, "illegal-step")


def test_the_second_person_comes_before_the_needs(room: Newsroom) -> None:
    claim_id = room.claim_in("queued")
    room.step(claim_id, "start", "second_checker")
    room.verdict(claim_id, who="checker", texts=[])

    assert problem(room.step(claim_id, "submit", "editor")) == (403, "not-contributor")
    assert problem(room.step(claim_id, "submit", "checker")) == (422, "need-not-met")


def test_an_unknown_query_parameter_is_refused_by_name(room: Newsroom) -> None:
    answer = room.get("/claims?colour=red&state=logged")

    assert (problem(answer), places(answer)) == ((422, "invalid"), ["colour"])


@pytest.mark.parametrize("path", ["/me", "/organization", "/claims/{}", "/claims/{}/waivers"])
def test_a_route_that_takes_no_query_refuses_all(room: Newsroom, path: str) -> None:
    answer = room.get(path.format(new_id()) + "?x=1")

    assert (problem(answer), places(answer)) == ((422, "invalid"), ["x"])


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=ten", "limit"),
        ("limit=1&limit=2", "limit"),
        ("sort=text", "sort"),
        ("state=done", "state"),
        ("made_from=yesterday", "made_from"),
        ("created_to=2025-01-09", "created_to"),
        ("awaiting=you", "awaiting"),
        ("claimant_id=1", "claimant_id"),
        ("class=rather_true", "class"),
    ],
)
def test_a_query_that_makes_no_sense_is_refused_by_name(room: Newsroom, query: str, place: str) -> None:
    answer = room.get(f"/claims?{query}")

    assert (problem(answer), places(answer)) == ((422, "invalid"), [place])


def test_a_page_that_does_not_exist_is_told_as_a_problem(room: Newsroom) -> None:
    assert problem(room.get("/nonsense")) == (404, "not-found")


def test_a_method_that_does_not_exist_is_told_with_those_that_do(room: Newsroom) -> None:
    answer = room.call("DELETE", f"/claims/{new_id()}")

    assert problem(answer) == (405, "method-not-allowed")
    assert {"GET", "PATCH"} <= set(answer.headers["Allow"].split(", "))
