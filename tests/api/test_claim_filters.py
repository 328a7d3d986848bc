"""Finding claims: each filter, each sort, and the queues of a newsroom."""

from typing import Any

import pytest

from tests.newsrooms import ROADS, Newsroom, created
from tracker.lib.ids import new_id


def found(room: Newsroom, query: str, who: str = "checker") -> list[str]:
    answer = room.get(f"/claims?{query}&limit=200", who)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json["items"]]


@pytest.fixture(scope="module")
def topic(room: Newsroom) -> str:
    """A topic that no claim but this module's has, so that each test finds its own among them."""
    return f"t{new_id()}"


@pytest.fixture(scope="module")
def known(room: Newsroom, topic: str) -> dict[str, str]:
    """Claims that differ in what they are filtered by."""
    changes: dict[str, dict[str, Any]] = {
        "dated": {"made_on": "2025-01-09", "language": "fa", "kind": "quote", "claimant": {"name": f"Dated {topic}"}},
        "of a month": {"made_on": "2025-02", "kind": "rumour"},
        "of a year": {"made_on": "2024", "topics": [topic, f"{topic}-more"]},
        "undated": {"made_on": None, "kind": "promise"},
    }
    return {name: room.claim(**({"topics": [topic]} | change))["id"] for name, change in changes.items()}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"dated", "of a month", "of a year", "undated"}),
        ("kind=quote", {"dated"}),
        ("kind=quote&kind=promise", {"dated", "undated"}),
        ("language=fa", {"dated"}),
        ("language=fa&language=de", {"dated"}),
        ("kind=promise&language=fa", set()),
        ("state=logged", {"dated", "of a month", "of a year", "undated"}),
        ("state=queued", set()),
        ("publication_status=none", {"dated", "of a month", "of a year", "undated"}),
        ("publication_status=live", set()),
        ("made_from=2025-01-09", {"dated", "of a month"}),
        ("made_from=2025-01-10", {"of a month"}),
        ("made_from=2024-12-31", {"dated", "of a month", "of a year"}),
        ("made_to=2025-01-09", {"dated", "of a year"}),
        ("made_to=2025-02-01", {"dated", "of a month", "of a year"}),
        ("made_from=2025-02-28&made_to=2025-02-28", {"of a month"}),
        ("created_from=2020-01-01T00:00:00Z", {"dated", "of a month", "of a year", "undated"}),
        ("created_to=2020-01-01T00:00:00%2B01:00", set()),
    ],
)
def test_a_filter_finds_what_matches(
    room: Newsroom, topic: str, known: dict[str, str], query: str, names: set[str]
) -> None:
    assert set(found(room, f"topic={topic}&{query}")) == {known[name] for name in names}


def test_topics_given_twice_mean_any_of_them(room: Newsroom, topic: str, known: dict[str, str]) -> None:
    assert found(room, f"topic={topic}-more&topic=nothing") == [known["of a year"]]
    assert sorted(found(room, f"topic={topic}-more&topic={topic}")) == sorted(known.values())


def test_a_claimants_claims_are_found(room: Newsroom, known: dict[str, str]) -> None:
    claimant = room.get(f"/claims/{known['dated']}").json["claimant"]["id"]

    assert found(room, f"claimant_id={claimant}") == [known["dated"]]


def test_created_bounds_are_times_to_the_microsecond(room: Newsroom, topic: str, known: dict[str, str]) -> None:
    moment = room.get(f"/claims/{known['of a month']}").json["created_at"]

    assert found(room, f"topic={topic}&created_from={moment}&created_to={moment}") == [known["of a month"]]


def test_a_changed_topic_is_found_under_its_new_name(room: Newsroom) -> None:
    old, new = f"o{new_id()}", f"n{new_id()}"
    claim_id = room.claim(topics=[old])["id"]
    room.patch(f"/claims/{claim_id}", {"topics": [new]})

    assert (found(room, f"topic={old}"), found(room, f"topic={new}")) == ([], [claim_id])


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("created_at", ["dated", "of a month", "of a year", "undated"]),
        ("-created_at", ["undated", "of a year", "of a month", "dated"]),
        ("made_on", ["undated", "of a year", "dated", "of a month"]),
        ("-made_on", ["of a month", "dated", "of a year", "undated"]),
    ],
)
def test_a_sort_orders_them(room: Newsroom, topic: str, known: dict[str, str], sort: str, names: list[str]) -> None:
    assert found(room, f"topic={topic}&sort={sort}") == [known[name] for name in names]


def test_what_was_changed_last_comes_first_when_sorted_so(room: Newsroom) -> None:
    topic = f"u{new_id()}"
    first, second = (room.claim(topics=[topic])["id"] for _ in range(2))
    before = found(room, f"topic={topic}&sort=-updated_at")
    room.patch(f"/claims/{first}", {"place": "here"})

    assert (before, found(room, f"topic={topic}&sort=-updated_at")) == ([second, first], [first, second])
    assert found(room, f"topic={topic}&sort=updated_at") == [second, first]


def test_published_claims_are_found_by_label_class_and_status(new_room: Newsroom) -> None:
    published, retracted = new_room.claim_in("published"), new_room.claim_in("retracted")
    new_room.claim()

    assert found(new_room, "publication_status=live") == [published]
    assert found(new_room, "publication_status=retracted") == [retracted]
    assert set(found(new_room, "label=mostly_false")) == {published, retracted}
    assert found(new_room, "label=mostly_false&class=mostly_false&state=published") == [published]
    assert found(new_room, "class=true") == []


def test_checks_that_are_due_for_another_look_are_found(new_room: Newsroom) -> None:
    claim_id = new_room.claim_in("published")

    assert found(new_room, "review_by_to=2025-09-01") == [claim_id]
    assert found(new_room, "review_by_to=2025-08-31") == []
    new_room.step(claim_id, "retract", reason="wrong", notice="It was wrong.")
    assert found(new_room, "review_by_to=2025-09-01") == []


def test_the_desk_of_one_person_is_found(new_room: Newsroom) -> None:
    mine, theirs = new_room.claim_in("queued"), new_room.claim_in("queued")
    new_room.step(mine, "start", "checker")
    created(new_room.step(theirs, "start", "checker", assignee_id=new_room.accounts["second_checker"]))
    checker, second = (new_room.accounts[who] for who in ("checker", "second_checker"))

    assert found(new_room, f"assignee_id={checker}") == [mine]
    assert set(found(new_room, f"assignee_id={checker}&assignee_id={second}")) == {mine, theirs}


@pytest.mark.parametrize(
    ("who", "states"),
    [
        ("checker", {"logged", "queued", "investigating"}),
        ("second_checker", {"logged", "queued"}),
        ("editor", {"logged", "queued", "in_review", "approved"}),
        ("auditor", set()),
    ],
)
def test_what_awaits_a_person_is_what_they_can_move_forward(new_room: Newsroom, who: str, states: set[str]) -> None:
    claims = {state: new_room.claim_in(state) for state in ROADS if state != "merged"}

    assert set(found(new_room, "awaiting=me", who)) == {claims[state] for state in states}


def test_who_wrote_the_verdict_does_not_wait_to_approve_it(new_room: Newsroom) -> None:
    claim_id = new_room.claim_in("queued")
    new_room.step(claim_id, "start", "editor")
    new_room.evidence(claim_id)
    new_room.verdict(claim_id, who="editor")
    created(new_room.step(claim_id, "submit", "editor"))

    assert found(new_room, "awaiting=me", "editor") == []
    assert found(new_room, "awaiting=me", "second_editor") == [claim_id]


def test_a_queue_combines_with_other_filters(new_room: Newsroom) -> None:
    queued = new_room.claim_in("queued")
    new_room.claim()

    assert found(new_room, "awaiting=me&state=queued") == [queued]
