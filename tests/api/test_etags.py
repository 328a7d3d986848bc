"""No edit is lost and no read is repeated in vain: If-Match and If-None-Match."""

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, problem


@pytest.fixture(scope="module")
def claim_id(room: Newsroom) -> str:
    claim_id: str = room.claim()["id"]
    for text in ("one", "two"):
        room.patch(f"/claims/{claim_id}", {"context": text})
    return claim_id


def edit(room: Newsroom, claim_id: str, if_match: str | None) -> tuple[int, str | None]:
    answer = room.patch(f"/claims/{claim_id}", {"place": "here"}, if_match=if_match)
    return answer.status_code, None if answer.status_code == 200 else problem(answer)[1]


def test_an_etag_begins_with_the_version(room: Newsroom, claim_id: str) -> None:
    answer = room.get(f"/claims/{claim_id}")

    assert answer.headers["ETag"].startswith(f'"v{answer.json["version"]}.')


def test_an_answer_to_an_edit_carries_the_etag_of_the_next_one(room: Newsroom) -> None:
    path = f"/claims/{room.claim()['id']}"
    first = room.patch(path, {"place": "here"})
    second = room.patch(path, {"place": "there"}, if_match=first.headers["ETag"])

    assert second.status_code == 200
    assert second.json["version"] == first.json["version"] + 1 == 3


@pytest.mark.parametrize(
    "form",
    ['"v{}.0"', '"v{}"', 'W/"v{}.abc"', '"v{}.abc-gzip"', '"v{}.abc:gzip"', '"v{}.abc;br"', '"v1.0", "v{}.0"', "*"],
)
def test_the_version_alone_is_compared(room: Newsroom, form: str) -> None:
    claim = room.claim()
    room.patch(f"/claims/{claim['id']}", {"place": "there"})

    assert edit(room, claim["id"], form.format(2)) == (200, None)


@pytest.mark.parametrize(
    ("if_match", "refused"),
    [
        (None, (428, "precondition-required")),
        ('"v1.0"', (412, "stale-revision")),
        ('"v99.0"', (412, "stale-revision")),
        ('"0123456789abcdef"', (412, "stale-revision")),
        ("v3.0", (400, "malformed")),
        ("", (400, "malformed")),
        ('"v3.0', (400, "malformed")),
        ('"v3.0" "v3.0"', (400, "malformed")),
        ('w/"v3.0"', (400, "malformed")),
    ],
)
def test_an_edit_of_something_unseen_is_refused(
    room: Newsroom, claim_id: str, if_match: str | None, refused: tuple[int, str]
) -> None:
    assert edit(room, claim_id, if_match) == refused


def test_a_stale_edit_is_told_the_version_that_it_missed(room: Newsroom, claim_id: str) -> None:
    answer = room.patch(f"/claims/{claim_id}", {"place": "here"}, if_match='"v1.0"')

    assert "at version 3" in answer.json["detail"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/claims/{}/assignees", []),
        ("PUT", "/claims/{}/pages", []),
        ("POST", "/claims/{}/steps", {"step": "accept"}),
        ("PATCH", "/claims/{}", {}),
    ],
)
def test_every_change_of_what_exists_asks_for_it(room: Newsroom, method: str, path: str, body: object) -> None:
    path = path.format(room.claim()["id"])
    answers = [room.call(method, path, "editor", body, if_match=tag) for tag in (None, '"v7.0"', "v7", '"v1.0"')]

    assert [answer.status_code for answer in answers] == [428, 412, 400, 200]


@pytest.mark.parametrize(("noun", "part"), [("appearances", "appearance"), ("quantities", "quantity")])
def test_taking_a_part_away_asks_for_its_own_etag(room: Newsroom, noun: str, part: str) -> None:
    base = f"/claims/{room.claim()['id']}/{noun}"
    path = f"{base}/{room.post(base, EXAMPLES[part]).json['id']}"
    room.patch(path, EXAMPLES[f"{part}_patch"])
    answers = [room.call("DELETE", path, if_match=tag) for tag in (None, '"v1.0"', "*")]

    assert [answer.status_code for answer in answers] == [428, 412, 204]


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_a_reader_who_has_it_is_told_so_without_a_body(room: Newsroom, claim_id: str, form: str) -> None:
    tag = room.etag(f"/claims/{claim_id}", "checker")
    answer = room.get(f"/claims/{claim_id}", headers={"If-None-Match": form.format(tag)})

    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", tag)


def test_a_compressed_answers_etag_is_known_again(room: Newsroom, claim_id: str) -> None:
    tag = room.etag(f"/claims/{claim_id}", "checker")
    seen = [tag[:-1] + suffix + '"' for suffix in ("-gzip", ":gzip", ";br")]

    assert [room.get(f"/claims/{claim_id}", headers={"If-None-Match": s}).status_code for s in seen] == [304, 304, 304]


def test_all_of_the_etag_is_compared_to_spare_a_body(room: Newsroom, claim_id: str) -> None:
    version = room.etag(f"/claims/{claim_id}").partition(".")[0]

    assert room.get(f"/claims/{claim_id}", headers={"If-None-Match": f'{version}.0"'}).status_code == 200


def test_a_reader_with_other_steps_to_take_is_shown_another_body(room: Newsroom) -> None:
    path = f"/claims/{room.claim()['id']}"
    checkers, auditors = room.etag(path, "checker"), room.etag(path, "auditor")

    assert checkers != auditors
    assert checkers.partition(".")[0] == auditors.partition(".")[0]


def test_a_list_that_has_not_changed_is_not_sent_again(new_room: Newsroom) -> None:
    new_room.claim()
    tag = new_room.etag("/claims")
    before = new_room.get("/claims", "everyone", headers={"If-None-Match": tag}).status_code
    new_room.claim()

    assert (before, new_room.get("/claims", "everyone", headers={"If-None-Match": tag}).status_code) == (304, 200)


def test_answers_to_a_key_are_for_its_holder_alone(room: Newsroom, claim_id: str) -> None:
    headers = room.get(f"/claims/{claim_id}").headers

    assert "private" in headers["Cache-Control"]
    assert headers["Vary"] == "Authorization"
