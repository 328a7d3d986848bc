"""Keyset pages: every row once, whatever the order, and no cursor but the list's own."""

from urllib.parse import parse_qsl

import pytest
from werkzeug.datastructures import MultiDict

from tests.newsrooms import Newsroom, problem
from tracker.api.plumbing.lists import name_of
from tracker.lib import cursors

MADE_ON = [None, "2025-01-09", None, "2024", "2025-01-09", None]


def walked(room: Newsroom, path: str) -> list[dict]:
    """Return all items of a list, page by page."""
    items, cursor = [], ""
    while cursor is not None:
        page = room.get(f"{path}&limit=2{cursor and '&cursor='}{cursor}").json
        items, cursor = items + page["items"], page["next"]
    return items


@pytest.fixture
def claims(new_room: Newsroom) -> list[str]:
    """Claims of which some are not dated, by their ids."""
    return [new_room.claim(made_on=made_on)["id"] for made_on in MADE_ON]


@pytest.mark.parametrize(
    ("sort", "dates"),
    [
        ("made_on", [None, None, None, "2024", "2025-01-09", "2025-01-09"]),
        ("-made_on", ["2025-01-09", "2025-01-09", "2024", None, None, None]),
    ],
)
def test_undated_claims_come_as_the_earliest(new_room: Newsroom, claims: list[str], sort: str, dates: list) -> None:
    found = walked(new_room, f"/claims?sort={sort}")

    assert [claim["made_on"] for claim in found] == dates
    assert sorted(claim["id"] for claim in found) == sorted(claims)


@pytest.mark.parametrize("sort", ["created_at", "-created_at", "updated_at", "-updated_at"])
def test_each_claim_comes_once(new_room: Newsroom, claims: list[str], sort: str) -> None:
    found = [claim["id"] for claim in walked(new_room, f"/claims?sort={sort}")]

    assert found == (claims[::-1] if sort.startswith("-") else claims)


def forged_for(path: str, place: list) -> str:
    """Return the address of a page with a cursor that says it is of its list."""
    address, _, query = path.partition("?")
    arguments = MultiDict(parse_qsl(query.strip("&")))
    return f"{path}cursor={cursors.encode([name_of(f'/api/v1{address}', arguments), *place])}"


MOMENT = "2026-11-22T18:00:00.000000Z"


@pytest.mark.parametrize("path", ["/claims?", "/claims?sort=made_on&", "/audit/entries?"])
@pytest.mark.parametrize(
    "forged",
    [
        [],
        [1],
        [True, True],
        [MOMENT, 1],
        [MOMENT, None],
        [None, None],
        [7, "text"],
        ["text", 7],
        ["2026-11-22", 7],
        [None, 7],
        [MOMENT, MOMENT, MOMENT],
    ],
)
def test_a_cursor_of_no_list_is_refused(room: Newsroom, path: str, forged: list) -> None:
    answer = room.get(forged_for(path, forged), "everyone")

    assert problem(answer) == (422, "unknown-cursor")


def test_a_number_beyond_all_rows_is_the_end(room: Newsroom) -> None:
    answer = room.get(forged_for("/audit/entries?", [2**53 - 1, 2**53 - 1]), "auditor")

    assert answer.json["items"] == []


@pytest.mark.parametrize(
    "other", ["/claims?sort=updated_at", "/claims?q=inflation", "/claimants?", "/origins?", "/claims/{}/comments?"]
)
def test_a_cursor_is_taken_by_its_own_list_alone(new_room: Newsroom, other: str) -> None:
    claim_id, _ = (new_room.claim()["id"] for _ in range(2))
    cursor = new_room.get("/claims?limit=1").json["next"]
    own = new_room.get(f"/claims?limit=1&state=logged&cursor={cursor}")
    answer = new_room.get(f"{other.format(claim_id)}&cursor={cursor}")

    assert [claim["id"] for claim in own.json["items"]] == [claim_id]
    assert (problem(answer), answer.json["errors"][0]["pointer"]) == ((422, "unknown-cursor"), "cursor")
