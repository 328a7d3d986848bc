"""Origins: where information truly comes from, each known once by its name."""

from typing import Any

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem
from tracker.lib.ids import new_id


def add(room: Newsroom, **fields: Any) -> dict[str, Any]:
    return created(room.post("/origins", {"name": f"Office {new_id()}"} | fields))


def test_an_origin_is_added_shown_and_changed(room: Newsroom) -> None:
    origin = add(room, url="https://statistics.example")
    changed = room.patch(f"/origins/{origin['id']}", EXAMPLES["origin_patch"] | {"url": None})

    assert changed.json["description"] == EXAMPLES["origin_patch"]["description"]
    assert changed.json["url"] is None
    assert room.get(f"/origins/{origin['id']}").json == changed.json


def test_a_name_is_one_origins(room: Newsroom) -> None:
    first, second = add(room), add(room)

    assert problem(room.post("/origins", {"name": first["name"]})) == (409, "conflict")
    assert problem(room.patch(f"/origins/{second['id']}", {"name": first["name"]})) == (409, "conflict")
    assert room.patch(f"/origins/{first['id']}", {"name": first["name"]}).status_code == 200


def test_an_inline_origin_is_found_again_by_its_name(room: Newsroom) -> None:
    origin = add(room)
    source = created(room.post("/sources", {"title": "A book", "origin": {"name": origin["name"]}}))

    assert source["origin_id"] == origin["id"]


def test_an_origin_may_be_a_claimants_own(room: Newsroom) -> None:
    claimant = room.claim()["claimant"]["id"]
    unknown = room.post("/origins", {"name": new_id(), "claimant_id": new_id()})

    assert add(room, claimant_id=claimant)["claimant_id"] == claimant
    assert (problem(unknown), places(unknown)) == ((422, "reference-not-found"), ["/claimant_id"])


def test_another_organizations_claimant_is_none(room: Newsroom, other_room: Newsroom) -> None:
    answer = room.post("/origins", {"name": new_id(), "claimant_id": other_room.claim()["claimant"]["id"]})

    assert (problem(answer), places(answer)) == ((422, "reference-not-found"), ["/claimant_id"])


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, "/name"),
        ({"name": None}, "/name"),
        ({"name": "A", "url": "a.example"}, "/url"),
        ({"name": "A", "claimant_id": "7"}, "/claimant_id"),
        ({"name": "A", "level": "primary"}, "/level"),
    ],
)
def test_what_is_malformed_is_told_by_its_place(room: Newsroom, body: dict[str, object], place: str) -> None:
    answer = room.post("/origins", body)

    assert (problem(answer), places(answer)) == ((422, "invalid"), [place])
