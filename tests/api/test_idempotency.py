"""A POST that is sent again with its Idempotency-Key gets the first one's answer, and nothing happens twice."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.newsrooms import EXAMPLES, Newsroom, problem
from tracker.lib.ids import new_id

REPLAYED = ("Content-Type", "ETag", "Location", "Cache-Control", "Vary")


def post(room: Newsroom, key: str, body: Any = None, who: str = "checker", path: str = "/claims") -> TestResponse:
    return room.post(path, EXAMPLES["claim"] if body is None else body, who, headers={"Idempotency-Key": key})


def entries(room: Newsroom, claim_id: str) -> int:
    return len(room.get(f"/claims/{claim_id}/history").json["items"])


def test_the_answer_is_repeated_byte_for_byte(room: Newsroom) -> None:
    key = new_id()
    first, second = post(room, key), post(room, key)

    assert (second.status_code, second.data) == (201, first.data)
    assert [second.headers[name] for name in REPLAYED] == [first.headers[name] for name in REPLAYED]
    assert entries(room, first.json["id"]) == 1


def test_a_repeat_is_answered_as_then_and_not_as_now(room: Newsroom) -> None:
    key = new_id()
    first = post(room, key)
    room.patch(f"/claims/{first.json['id']}", {"place": "elsewhere"})

    assert post(room, key).data == first.data


def test_the_same_json_in_other_words_is_the_same_request(room: Newsroom) -> None:
    key, headers = new_id(), {"Content-Type": "application/json"}
    bodies = ('{"text":"T","language":"en"}', '{ "language" : "en",\n "text" : "\\u0054" }')
    answers = [room.call("POST", "/claims", data=b, headers=headers | {"Idempotency-Key": key}) for b in bodies]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].data == answers[1].data


def test_another_body_is_refused(room: Newsroom) -> None:
    key = new_id()
    post(room, key)

    assert problem(post(room, key, EXAMPLES["claim"] | {"text": "Another."})) == (422, "idempotency-mismatch")


@pytest.mark.parametrize("other", ["who", "path"])
def test_somebody_elses_key_and_another_paths_are_their_own(room: Newsroom, other: str) -> None:
    key, paths = new_id(), [f"/claims/{room.claim()['id']}/comments" for _ in range(2)]
    first = post(room, key, EXAMPLES["comment"], path=paths[0])
    second = (
        post(room, key, EXAMPLES["comment"], path=paths[0], who="editor")
        if other == "who"
        else post(room, key, EXAMPLES["comment"], path=paths[1])
    )

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json["id"] != second.json["id"]


def test_strangers_who_use_the_same_key_do_not_meet(room: Newsroom) -> None:
    key = new_id()
    check_id = room.claim_in("published")
    texts = ("The year is wrong.", "The place is wrong.", "The year is wrong.")
    answers = [
        room.post("/correction-requests", {"check_id": check_id, "text": text}, None, headers={"Idempotency-Key": key})
        for text in texts
    ]

    assert [answer.status_code for answer in answers] == [201, 201, 409]
    assert answers[0].json["id"] != answers[1].json["id"]


def test_an_error_is_not_kept(room: Newsroom) -> None:
    key, claim_id = new_id(), room.claim()["id"]
    path = f"/claims/{claim_id}/steps"
    words = {"headers": {"Idempotency-Key": key}, "if_match": "*"}
    too_early = room.post(path, {"step": "start"}, **words)
    room.step(claim_id, "accept", "checker")

    assert problem(too_early) == (409, "illegal-step")
    assert room.post(path, {"step": "start"}, **words).json["state"] == "investigating"


def test_a_step_is_taken_once(room: Newsroom) -> None:
    claim_id = room.claim()["id"]
    words = {"headers": {"Idempotency-Key": new_id()}, "if_match": '"v1.0"'}
    answers = [room.post(f"/claims/{claim_id}/steps", {"step": "accept"}, **words) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert entries(room, claim_id) == 2


def test_an_answer_that_shows_a_secret_is_never_kept(room: Newsroom) -> None:
    path, key = f"/accounts/{room.accounts['checker']}/keys", new_id()
    first, second = (post(room, key, EXAMPLES["key"], who="admin", path=path) for _ in range(2))

    assert first.status_code == 201
    assert problem(second) == (409, "idempotency-conflict")
    assert first.json["secret"] not in second.get_data(as_text=True)


def test_no_secret_is_in_the_database(room: Newsroom, shared_app: Flask) -> None:
    path = f"/accounts/{room.accounts['checker']}/keys"
    secret = post(room, new_id(), EXAMPLES["key"], who="admin", path=path).json["secret"].encode()
    engine = shared_app.extensions["log_size"].engine
    with engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT body, headers FROM idempotency_key").all()
        fields = connection.exec_driver_sql("SELECT value FROM log_field").all()

    assert not [row for row in [*kept, *fields] if secret in repr(tuple(row)).encode()]


def test_an_upload_is_the_same_by_its_content(room: Newsroom) -> None:
    source = room.post("/sources", {"title": "A book"}).json["id"]
    key = {"Idempotency-Key": new_id()}

    def upload(content: bytes) -> TestResponse:
        data = {"file": (BytesIO(content), "page.txt")}
        return room.call("POST", f"/sources/{source}/captures", data=data, headers=key)

    answers = [upload(b"the page"), upload(b"the page"), upload(b"another")]

    assert [answer.status_code for answer in answers] == [201, 201, 422]
    assert answers[0].data == answers[1].data


@pytest.mark.parametrize("key", ["", "x" * 256, "a\x7fb"])
def test_a_key_that_is_none_is_malformed(room: Newsroom, key: str) -> None:
    assert problem(post(room, key)) == (400, "malformed")


def test_eight_at_once_make_one_object(room: Newsroom, shared_app: Flask) -> None:
    key, secret = new_id(), room.keys["checker"]
    headers = {"Idempotency-Key": key, "Authorization": f"Bearer {secret}"}

    def send(_number: int) -> TestResponse:
        return shared_app.test_client().post("/api/v1/claims", json=EXAMPLES["claim"], headers=headers)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))

    assert [answer.status_code for answer in answers] == [201] * 8
    assert len({answer.data for answer in answers}) == 1
    assert entries(room, answers[0].json["id"]) == 1
