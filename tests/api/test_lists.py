"""Lists: keyset pages in which nothing is skipped or doubled while rows arrive."""

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created

CREATED_BY = {
    "/claims": lambda room: room.claim(),
    "/claimants": lambda room: created(room.post("/claimants", {"name": "A"})),
    "/sources": lambda room: created(room.post("/sources", {"title": "A"})),
    "/scales": lambda room: created(room.post("/scales", EXAMPLES["scale"], "editor")),
    "/accounts": lambda room: created(room.post("/accounts", EXAMPLES["account"], "admin")),
}


def pages(room: Newsroom, path: str, *, between=lambda: None) -> list[list[str]]:
    found, where = [], path
    while where:
        answer = room.get(where, "everyone")
        found.append([item.get("id") or item["seq"] for item in answer.json["items"]])
        link = answer.headers.get("Link", "")
        assert bool(link) == (answer.json["next"] is not None)
        where = link.partition("<")[2].partition(">")[0].replace("http://localhost", "")
        between()
    return found


def flat(found: list[list[str]]) -> list[str]:
    return [item for page in found for item in page]


@pytest.mark.parametrize("path", CREATED_BY)
def test_pages_make_up_the_whole_list(new_room: Newsroom, path: str) -> None:
    for _ in range(7):
        CREATED_BY[path](new_room)
    whole = flat(pages(new_room, path))
    found = pages(new_room, f"{path}?limit=3")

    assert flat(found) == whole
    assert [len(page) for page in found[:-1]] == [3] * (len(found) - 1)


@pytest.mark.parametrize("sort", ["-created_at", "created_at", "-made_on", "made_on"])
def test_rows_that_arrive_in_between_move_nothing(new_room: Newsroom, sort: str) -> None:
    known = [new_room.claim(made_on=made_on)["id"] for made_on in ("2024", None, "2025-01-09", "2024", None, "2023")]
    arrivals: list[str] = []
    found = pages(new_room, f"/claims?limit=2&sort={sort}", between=lambda: arrivals.append(
        new_room.claim(made_on="2024")["id"] if len(arrivals) < 4 else ""))  # fmt: skip
    seen = flat(found)

    assert len(seen) == len(set(seen))
    assert sorted(item for item in seen if item in known) == sorted(known)


def test_newest_first_leaves_out_what_came_after_the_beginning(new_room: Newsroom) -> None:
    known = [new_room.claim()["id"] for _ in range(4)]
    found = pages(new_room, "/claims?limit=2", between=new_room.claim)

    assert flat(found) == known[::-1]


def test_a_list_that_is_walked_in_log_order_meets_what_is_appended(new_room: Newsroom) -> None:
    claim_id = new_room.claim()["id"]
    left = iter(["one", "two", "three"])

    def edit() -> None:
        if text := next(left, None):
            new_room.patch(f"/claims/{claim_id}", {"place": text})

    found = flat(pages(new_room, f"/claims/{claim_id}/history?limit=1", between=edit))

    assert found == sorted(set(found))
    assert len(found) >= 1


def test_the_link_keeps_the_filters(new_room: Newsroom) -> None:
    for _ in range(3):
        new_room.claim()
    link = new_room.get("/claims?limit=1&state=logged&state=queued&sort=created_at").headers["Link"]

    assert link.endswith('; rel="next"')
    assert "limit=1&state=logged&state=queued&sort=created_at&cursor=" in link


def test_a_page_holds_fifty_unless_told_otherwise(new_room: Newsroom) -> None:
    for number in range(51):
        new_room.post("/claimants", {"name": f"A {number}"})

    assert [len(page) for page in pages(new_room, "/claimants")] == [50, 1]


def test_a_list_that_is_not_paged_says_so(room: Newsroom) -> None:
    claim_id = room.claim()["id"]

    assert [room.get(f"/claims/{claim_id}/{noun}").json["next"] for noun in ("appearances", "quantities")] == [
        None,
        None,
    ]
