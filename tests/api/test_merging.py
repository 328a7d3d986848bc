"""Merging: what hangs on a claim stays, and the other shows the union of appearances."""

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem
from tracker.lib.ids import new_id


def seen(room: Newsroom, claim_id: str) -> list[str]:
    shown = room.get(f"/claims/{claim_id}").json["appearances"]
    assert room.get(f"/claims/{claim_id}/appearances").json["items"] == shown
    return [appearance["source"]["url"] for appearance in shown]


def claim(room: Newsroom) -> tuple[str, str]:
    url = f"https://tv.example/{new_id()}"
    return room.claim(appearances=[{"url": url}])["id"], url


def merge(room: Newsroom, claim_id: str, into: str) -> None:
    created(room.step(claim_id, "merge", into=into, reason="the same claim"))


def test_the_other_claim_shows_where_both_were_seen(room: Newsroom) -> None:
    (one, here), (other, there) = claim(room), claim(room)
    merge(room, one, other)
    merged = room.get(f"/claims/{one}").json
    firsts = [appearance["first"] for appearance in room.get(f"/claims/{other}").json["appearances"]]

    assert (merged["state"], merged["merged_into_id"], seen(room, one)) == ("merged", other, [here])
    assert (seen(room, other), firsts) == ([there, here], [True, False])


def test_a_merged_claim_brings_along_what_was_merged_into_it(room: Newsroom) -> None:
    (one, first), (two, second), (three, third) = claim(room), claim(room), claim(room)
    merge(room, one, two)
    merge(room, two, three)

    assert set(seen(room, three)) == {first, second, third}
    assert set(seen(room, two)) == {first, second}


def test_unmerging_takes_it_all_apart_again(room: Newsroom) -> None:
    (one, here), (other, there) = claim(room), claim(room)
    merge(room, one, other)
    back = created(room.step(one, "unmerge", reason="it was another"))

    assert (back["state"], back["merged_into_id"]) == ("logged", None)
    assert (seen(room, one), seen(room, other)) == ([here], [there])


def test_what_hangs_on_a_merged_claim_stays_there(room: Newsroom) -> None:
    one, other = room.claim_in("investigating"), room.claim()["id"]
    before = room.get(f"/claims/{one}/evidence").json["items"]
    merge(room, one, other)

    assert room.get(f"/claims/{one}/evidence").json["items"] == before
    assert room.get(f"/claims/{other}").json["evidence_count"] == 0


def test_a_claim_is_not_merged_into_itself_nor_in_a_circle(room: Newsroom) -> None:
    (one, _), (other, _) = claim(room), claim(room)
    itself = room.step(one, "merge", into=one, reason="x")
    merge(room, one, other)
    circle = room.step(other, "merge", into=one, reason="x")

    assert [problem(answer) for answer in (itself, circle)] == [(409, "conflict")] * 2


@pytest.mark.parametrize("whose", ["nobody", "other"])
def test_a_claim_is_merged_into_one_of_the_same_organization(room: Newsroom, other_room: Newsroom, whose: str) -> None:
    into = other_room.claim()["id"] if whose == "other" else new_id()
    answer = room.step(room.claim()["id"], "merge", into=into, reason="x")

    assert (problem(answer), places(answer)) == ((422, "reference-not-found"), ["/into"])


def test_what_is_public_is_not_merged_away(room: Newsroom) -> None:
    claim_id = room.claim_in("published")
    created(room.step(claim_id, "reopen", reason="x"))
    answer = room.step(claim_id, "merge", into=room.claim()["id"], reason="x")

    assert problem(answer) == (409, "illegal-step")


def test_the_public_sees_the_union_too(room: Newsroom) -> None:
    claim_id = room.claim_in("investigating")
    other, there = claim(room)
    merge(room, other, claim_id)
    for step, who in (("submit", "checker"), ("approve", "editor"), ("publish", "editor")):
        created(room.step(claim_id, step, who))
    snapshot = room.get(f"/claims/{claim_id}/publications/1", None).json["snapshot"]

    assert there in [appearance["source"]["url"] for appearance in snapshot["claim"]["appearances"]]


def test_a_merged_claim_can_be_read_and_commented(room: Newsroom) -> None:
    claim_id = room.claim_in("merged")

    assert room.get(f"/claims/{claim_id}").status_code == 200
    assert room.get(f"/claims/{claim_id}/history").json["items"][-1]["kind"] == "claim.merged"
    assert room.post(f"/claims/{claim_id}/comments", EXAMPLES["comment"]).status_code in {201, 409}


@pytest.mark.parametrize("noun", ["appearances", "quantities", "outreach"])
def test_what_would_be_said_of_a_merged_claim_is_said_of_the_other(room: Newsroom, noun: str) -> None:
    example = EXAMPLES[{"appearances": "appearance", "quantities": "quantity"}.get(noun, noun)]
    (one, _), (other, _) = claim(room), claim(room)
    merge(room, one, other)
    answer = room.post(f"/claims/{one}/{noun}", example)

    assert (problem(answer), other in answer.json["detail"]) == ((409, "illegal-step"), True)
    assert room.post(f"/claims/{other}/{noun}", example).status_code == 201


def test_a_merged_claim_is_still_commented_on(room: Newsroom) -> None:
    claim_id = room.claim_in("merged")

    assert room.post(f"/claims/{claim_id}/comments", EXAMPLES["comment"]).status_code == 201


def test_no_claim_is_merged_into_a_rejected_one(room: Newsroom) -> None:
    into, (one, _) = room.claim_in("rejected"), claim(room)
    answer = room.step(one, "merge", into=into, reason="the same claim")

    assert (problem(answer), room.get(f"/claims/{one}").json["state"]) == ((409, "conflict"), "logged")
    assert "restore" in answer.json["detail"]


def test_a_claim_that_others_are_merged_into_is_not_rejected(room: Newsroom) -> None:
    (one, _), (other, _) = claim(room), claim(room)
    merge(room, one, other)
    answer = room.step(other, "reject", reason="not checkable")

    assert (problem(answer), one in answer.json["detail"]) == ((409, "conflict"), True)
    created(room.step(one, "unmerge", reason="it was another"))
    assert created(room.step(other, "reject", reason="not checkable"))["state"] == "rejected"
