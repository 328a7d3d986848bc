"""Hostile input against every route that writes: refused with a stable type and nothing written, and never a fault."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.api import hostile
from tests.api.route import Ids, Route
from tests.api.routes import ROUTES, furnished
from tests.newsrooms import EXAMPLES, Newsroom
from tracker import errors
from tracker.config import MEBIBYTE

TYPES = {f"/problems/{error.code}": error.status for error in errors.known() if error is not errors.Internal}
WRITING = [route for route in ROUTES if route.method != "GET"]
IMPORTING = next(route for route in WRITING if route.rule.endswith("/imports"))
TAKING_JSON = [route for route in WRITING if route.method != "DELETE" and not (route.upload or route.form)]
UPLOADING = [route for route in WRITING if route.upload]
UNDER_API = [route for route in ROUTES if route.rule.startswith("/api/v1")]
WITH_OBJECT = [route for route in UNDER_API if route.has_object and "/docs/" not in route.rule]
# The door is the same before both databases, so the second one meets only what passes it.
VALUES = {"sqlite": hostile.VALUES, "postgres": hostile.STORABLE}
AT_THE_DOOR = pytest.mark.parametrize("shared_kind", ["sqlite"], indirect=True, scope="module")
UNASKED = ("/docs", "/docs/<path:name>", "/openapi.json")
ASKED = [route for route in UNDER_API if not route.query and not route.rule.endswith(UNASKED)]


@dataclass
class Watch:
    """Someone who sends bad requests, and notes every answer that is not as it should be."""

    app: Flask
    room: Newsroom
    ids: Ids
    faults: list[str] = field(default_factory=list)
    refused: int = 0

    @property
    def log_size(self) -> int:
        """How many entries there are."""
        size: int = self.app.extensions["log_size"].read()
        return size

    def send(self, route: Route, what: str, sent: hostile.Sent, statuses: Iterable[int] = ()) -> None:
        """Send a request in place of a valid one; where `statuses` are given, the answer must have one of them."""
        before = self.log_size
        response = route.call(self.room, "everyone", self.ids, **sent)
        if response.status_code < 400 and not statuses:
            return
        self.refused += 1
        good = (not statuses or response.status_code in statuses) and is_problem(response) and self.log_size == before
        if not good:
            self.faults.append(f"{what}: {response.status_code} {response.get_data()[:300]!r}")


def is_problem(response: TestResponse) -> bool:
    """Tell whether an answer is a refusal as the contract promises it."""
    return (
        response.mimetype == "application/problem+json"
        and response.status_code < 500
        and TYPES.get(response.json["type"]) == response.status_code == response.json["status"]
    )


def named(check: Mapping[str, Any], number: int) -> Mapping[str, Any]:
    """Return a check as one of its own, by whatever of its address and its claim was not spoiled."""
    example = EXAMPLES["import"]["document"]
    own = {"url": f"https://outlet.example/{number}", "claimReviewed": f"Inflation was at {number}%."}
    return {**check, **{name: value for name, value in own.items() if check[name] == example[name]}}


@pytest.fixture(scope="module")
def ids(room: Newsroom) -> Ids:
    return furnished(room)


@pytest.fixture
def watch(shared_app: Flask, room: Newsroom, ids: Ids) -> Watch:
    return Watch(shared_app, room, ids)


def test_the_corpus_is_large_enough() -> None:
    bodies = (hostile.NOT_JSON, hostile.NOT_A_BODY, hostile.NOT_A_TYPE, hostile.NOT_A_FORM)

    assert sum(len(corpus) for corpus in bodies) >= 100


@AT_THE_DOOR
@pytest.mark.parametrize("route", TAKING_JSON, ids=str)
def test_what_is_not_json_is_refused(route: Route, watch: Watch) -> None:
    for what, body in hostile.NOT_JSON.items():
        watch.send(route, what, hostile.json_sent(body), {400})

    assert not watch.faults


@AT_THE_DOOR
@pytest.mark.parametrize("route", TAKING_JSON, ids=str)
def test_json_of_the_wrong_shape_is_refused(route: Route, watch: Watch) -> None:
    for what, body in hostile.NOT_A_BODY.items():
        watch.send(route, what, hostile.json_sent(body), {422})

    assert not watch.faults


@AT_THE_DOOR
@pytest.mark.parametrize("route", TAKING_JSON, ids=str)
def test_a_body_of_another_type_is_refused(route: Route, watch: Watch) -> None:
    for what, content_type in hostile.NOT_A_TYPE.items():
        # Imports are taken as a form as well, in which there is nothing here.
        statuses = {415, 422} if route.rule.endswith("/imports") and what == "a form of parts" else {415}
        watch.send(route, what, hostile.json_sent(b"{}", content_type), statuses)

    assert not watch.faults


@AT_THE_DOOR
@pytest.mark.parametrize("route", TAKING_JSON, ids=str)
def test_a_body_that_is_too_large_is_refused(route: Route, watch: Watch) -> None:
    large = b" " * MEBIBYTE + b"[]"

    watch.send(route, "large", hostile.json_sent(large), {413})
    watch.send(route, "large, of no told length", hostile.chunked(large), {413})
    watch.send(route, "cut, of no told length", hostile.chunked(b'{"text": "a'), {400})

    assert not watch.faults


@pytest.mark.parametrize("route", TAKING_JSON, ids=str)
def test_a_bad_value_in_any_place_is_taken_or_refused_and_never_a_fault(
    route: Route, watch: Watch, shared_kind: str
) -> None:
    # What is taken stays, and would be gone through with each of the requests to other routes.
    if "<claim_id>" in route.rule:
        watch.ids = {**watch.ids, "claim_id": watch.room.claim_in("investigating")}
    for what, body in hostile.spoiled(route.valid_body(watch.room), VALUES[shared_kind]):
        # What stands inside of a file is tried below, many at a time.
        if not what.startswith("/document/"):
            watch.send(route, what, {"json": body})

    assert not watch.faults


def test_a_bad_value_in_any_place_of_a_file_is_taken_or_refused_and_never_a_fault(
    watch: Watch, shared_kind: str, other_room: Newsroom
) -> None:
    watch.room = other_room
    places = groupby(hostile.spoiled(EXAMPLES["import"]["document"], VALUES[shared_kind]), key=hostile.place)
    for number, (place, spoiled) in enumerate(places):
        # Two files at a time are of the same checks, so that those of the second change what the first brought.
        checks = [named(check, 100 * (number // 2) + at) for at, (_, check) in enumerate(spoiled)]
        watch.send(IMPORTING, place, {"json": EXAMPLES["import"] | {"document": checks}})

    assert not watch.faults
    # Only where nothing tells any more that they are checks a whole file is refused.
    assert watch.refused <= 1


@AT_THE_DOOR
@pytest.mark.parametrize("route", UPLOADING, ids=str)
def test_what_is_no_form_with_a_file_is_refused(route: Route, watch: Watch) -> None:
    for what, (content_type, body) in hostile.NOT_A_FORM.items():
        watch.send(route, what, {"data": body, "content_type": content_type}, {400, 413, 415, 422})

    assert not watch.faults


@pytest.mark.parametrize("route", UPLOADING, ids=str)
def test_a_file_may_be_called_anything(route: Route, watch: Watch) -> None:
    for name in hostile.FILE_NAMES:
        response = route.call(watch.room, "everyone", watch.ids, **hostile.file_called(name))

        assert response.status_code == 201 or is_problem(response), (name, response.get_data(as_text=True))


@pytest.mark.parametrize("route", WITH_OBJECT, ids=str)
def test_a_name_that_is_no_id_is_the_name_of_nothing(route: Route, watch: Watch) -> None:
    for segment in hostile.SEGMENTS:
        nowhere = Watch(watch.app, watch.room, dict.fromkeys(watch.ids, segment))
        nowhere.send(route, segment, {}, {404})

        assert not nowhere.faults


@pytest.mark.parametrize("route", ASKED, ids=str)
def test_a_bad_query_is_refused_and_never_a_fault(route: Route, watch: Watch) -> None:
    for query in hostile.QUERIES:
        watch.send(route, query, {"query_string": query})

    assert not watch.faults
