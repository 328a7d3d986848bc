"""Appearances: the sources in which a claim was seen; one of them is the first."""

from typing import Any

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem
from tracker.lib.ids import new_id

HERE = {"url": "https://tv.example/clip/9"}


def base(room: Newsroom) -> str:
    return f"/claims/{room.claim()['id']}/appearances"


def firsts(room: Newsroom, path: str) -> list[tuple[str, bool]]:
    return [(item["id"], item["first"]) for item in room.get(path).json["items"]]


def test_an_appearance_is_added_and_shown(room: Newsroom) -> None:
    path = base(room)
    answer = room.post(
        path, EXAMPLES["appearance"] | {"claimant": {"name": "A presenter"}, "language": "fa", "made_on": "2025-02"}
    )
    appearance = answer.json

    assert (answer.status_code, answer.headers["Location"]) == (201, f"/api/v1{path}/{appearance['id']}")
    assert (appearance["role"], appearance["locator"], appearance["first"]) == (
        "repeats",
        {"timecode": "1:02:03"},
        False,
    )
    assert (appearance["claimant"]["name"], appearance["language"], appearance["made_on"]) == (
        "A presenter",
        "fa",
        "2025-02",
    )
    assert appearance["source"]["title"] == "Evening news"
    assert room.get(f"{path}/{appearance['id']}").json == appearance


def test_an_appearance_is_part_of_its_claim(room: Newsroom) -> None:
    claim = room.claim()
    appearance = created(room.post(f"/claims/{claim['id']}/appearances", HERE))
    after = room.get(f"/claims/{claim['id']}").json

    assert (after["version"], after["appearances"][1]) == (2, appearance)
    assert room.get(f"/claims/{claim['id']}/history").json["items"][-1]["kind"] == "claim.appearance_added"


@pytest.mark.parametrize("way", ["url", "source", "source_id"])
def test_its_source_is_named_in_three_ways(room: Newsroom, way: str) -> None:
    source = created(room.post("/sources", {"url": f"https://tv.example/{new_id()}"}))
    named = {"url": source["url"], "source": {"url": source["url"]}, "source_id": source["id"]}[way]

    assert created(room.post(base(room), {way: named}))["source"]["id"] == source["id"]


def test_the_first_to_come_is_the_first(room: Newsroom) -> None:
    claim = room.claim(appearances=[HERE, {"url": "https://tv.example/2"}])

    assert [appearance["first"] for appearance in claim["appearances"]] == [True, False]


def test_a_claim_has_one_first_appearance(room: Newsroom) -> None:
    path = base(room)
    old = firsts(room, path)[0][0]
    new = created(room.post(path, HERE | {"first": True}))["id"]
    assert firsts(room, path) == [(new, True), (old, False)]

    room.patch(f"{path}/{old}", {"first": True})
    assert firsts(room, path) == [(old, True), (new, False)]


def test_two_firsts_do_not_come_together(room: Newsroom) -> None:
    given = [HERE | {"first": True}, {"url": "https://tv.example/2", "first": True}]
    answer = room.post("/claims", EXAMPLES["claim"] | {"appearances": given})

    assert (answer.status_code, places(answer)) == (422, ["/appearances/1/first"])


def test_an_appearance_is_changed_by_a_merge_patch(room: Newsroom) -> None:
    path = base(room)
    appearance = created(room.post(path, EXAMPLES["appearance"] | {"claimant": {"name": "A presenter"}}))
    changed = room.patch(f"{path}/{appearance['id']}", {"wording": "Forty!", "claimant": None, "locator": None}).json

    assert (changed["wording"], changed["claimant"], changed["locator"]) == ("Forty!", None, None)
    assert (changed["role"], changed["version"]) == ("repeats", 2)


def test_another_way_of_saying_where_takes_the_place_of_the_old(room: Newsroom) -> None:
    path = base(room)
    appearance = created(room.post(path, EXAMPLES["appearance"]))
    refused = room.patch(f"{path}/{appearance['id']}", {"locator": {"page": 3}})
    changed = room.patch(f"{path}/{appearance['id']}", {"locator": {"timecode": None, "page": 3}})

    assert refused.status_code == 422
    assert changed.json["locator"] == {"page": 3}


def test_an_appearance_is_taken_away_and_remembered(room: Newsroom) -> None:
    path = base(room)
    appearance = created(room.post(path, HERE | {"wording": "Forty!"}))
    answer = room.call("DELETE", f"{path}/{appearance['id']}", if_match="*")
    entry = room.get(f"{path.removesuffix('/appearances')}/history").json["items"][-1]

    assert (answer.status_code, room.get(f"{path}/{appearance['id']}").status_code) == (204, 404)
    assert entry["changes"][f"appearances/{appearance['id']}"]["before"]["wording"] == "Forty!"
    assert entry["changes"][f"appearances/{appearance['id']}"]["after"] is None


def test_its_etag_is_its_own_and_not_its_claims(room: Newsroom) -> None:
    path = base(room)
    appearance = created(room.post(path, HERE))
    room.patch(path.removesuffix("/appearances"), {"place": "elsewhere"})

    assert room.patch(f"{path}/{appearance['id']}", {"wording": "x"}, if_match='"v1.0"').status_code == 200


def test_it_is_found_under_its_own_claim_alone(room: Newsroom) -> None:
    mine, other = base(room), base(room)
    appearance = created(room.post(mine, HERE))

    assert room.get(f"{other}/{appearance['id']}").status_code == 404


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, "/url"),
        ({"url": "tv.example"}, "/url"),
        (HERE | {"source_id": new_id()}, "/source_id"),
        (HERE | {"role": "denies"}, "/role"),
        (HERE | {"first": 1}, "/first"),
        (HERE | {"locator": {}}, "/locator/page"),
        (HERE | {"locator": {"page": 0}}, "/locator/page"),
        (HERE | {"locator": {"timecode": "99"}}, "/locator/timecode"),
        (HERE | {"locator": {"page": 1, "section": "2"}}, "/locator/section"),
        (HERE | {"claimant": {"name": ""}}, "/claimant/name"),
        (HERE | {"made_on": "soon"}, "/made_on"),
    ],
)
def test_what_is_malformed_is_told_by_its_place(room: Newsroom, body: dict[str, Any], place: str) -> None:
    answer = room.post(base(room), body)

    assert (problem(answer), places(answer)) == ((422, "invalid"), [place])
