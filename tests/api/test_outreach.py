"""Outreach and comments: what was asked of the claimant, and what the newsroom says among itself."""

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem

ATTEMPT = EXAMPLES["outreach"]


def base(room: Newsroom, noun: str = "outreach") -> str:
    return f"/claims/{room.claim()['id']}/{noun}"


def test_an_attempt_is_recorded_and_its_answer_added(room: Newsroom) -> None:
    path = base(room)
    attempt = created(room.post(path, ATTEMPT))
    answered = room.patch(f"{path}/{attempt['id']}", EXAMPLES["outreach_patch"], "editor").json

    assert (attempt["recipient"], attempt["answer"], attempt["account_id"]) == (
        "press office", None, room.accounts["checker"],
    )  # fmt: skip
    assert (answered["answer"], answered["answered_at"]) == (
        "The figure is an estimate.",
        "2025-02-03T12:00:00.000000Z",
    )
    assert answered["question"] == ATTEMPT["question"]
    assert room.get(f"{path}/{attempt['id']}").json == answered


def test_times_are_told_in_utc(room: Newsroom) -> None:
    attempt = created(room.post(base(room), ATTEMPT | {"contacted_at": "2025-02-01T12:30:00+03:30"}))

    assert attempt["contacted_at"] == "2025-02-01T09:00:00.000000Z"


@pytest.mark.parametrize(("noun", "example"), [("outreach", "outreach"), ("comments", "comment")])
def test_they_are_listed_newest_first_by_their_claim(room: Newsroom, noun: str, example: str) -> None:
    path, other = base(room, noun), base(room, noun)
    made = [created(room.post(path, EXAMPLES[example])) for _ in range(3)]

    assert room.get(path).json["items"] == made[::-1]
    assert room.get(other).json["items"] == []
    assert room.get(f"{other}/{made[0]['id']}").status_code == 404


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"contacted_at": None}, "/contacted_at"),
        ({"contacted_at": "2025-02-01"}, "/contacted_at"),
        ({"contacted_at": "2025-02-01T09:00:00"}, "/contacted_at"),
        ({"channel": ""}, "/channel"),
        ({"question": 7}, "/question"),
        ({"reply_due_on": "soon"}, "/reply_due_on"),
        ({"mood": "good"}, "/mood"),
    ],
)
def test_a_malformed_attempt_is_told_by_its_place(room: Newsroom, change: dict[str, object], place: str) -> None:
    answer = room.post(base(room), ATTEMPT | change)

    assert (problem(answer), places(answer)) == ((422, "invalid"), [place])


def test_a_comment_is_put_better_by_its_author_alone(room: Newsroom) -> None:
    path = base(room, "comments")
    comment = created(room.post(path, EXAMPLES["comment"]))
    mine = room.patch(f"{path}/{comment['id']}", EXAMPLES["comment_patch"])
    others = [
        room.patch(f"{path}/{comment['id']}", {"text": "No."}, who) for who in ("second_checker", "editor", "everyone")
    ]

    assert (mine.status_code, mine.json["text"]) == (200, EXAMPLES["comment_patch"]["text"])
    assert [problem(answer) for answer in others] == [(403, "forbidden")] * 3
    assert room.get(f"{path}/{comment['id']}").json == mine.json


@pytest.mark.parametrize(
    "body", [{}, {"text": ""}, {"text": " "}, {"text": None}, {"text": "x" * 20_001}, {"text": ["a"]}]
)
def test_a_comment_says_something(room: Newsroom, body: dict[str, object]) -> None:
    answer = room.post(base(room, "comments"), body)

    assert (problem(answer), places(answer)) == ((422, "invalid"), ["/text"])


def test_comments_are_never_published(room: Newsroom) -> None:
    claim_id = room.claim_in("approved")
    room.post(f"/claims/{claim_id}/comments", {"text": "between us 7d1c"})
    room.step(claim_id, "publish")
    shown = [room.get(path, None).text for path in (f"/fact-checks/{claim_id}", f"/claims/{claim_id}/publications/1")]

    assert not [text for text in shown if "between us 7d1c" in text]
