"""Claimants: each known once by what else is theirs."""

from typing import Any

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem
from tracker.lib.ids import new_id


def link() -> str:
    return f"https://www.wikidata.org/wiki/{new_id()}"


def add(room: Newsroom, **fields: Any) -> dict[str, Any]:
    return created(room.post("/claimants", {"name": "Somebody"} | fields))


def test_a_claimant_is_added_and_shown(room: Newsroom) -> None:
    given = EXAMPLES["claimant"] | {"same_as": [link(), link()], "description": "A ministry."}
    claimant = add(room, **given)

    assert claimant.items() >= given.items()
    assert room.get(f"/claimants/{claimant['id']}").json == claimant


def test_claimants_are_found_by_their_name(room: Newsroom) -> None:
    name = f"Nobody {new_id()}"
    claimant = add(room, name=name)

    assert [item["id"] for item in room.get(f"/claimants?name={name}").json["items"]] == [claimant["id"]]


def test_a_link_names_one_claimant(room: Newsroom) -> None:
    url = link()
    first, second = add(room, same_as=[url]), add(room)
    equivalent = url.replace("https", "http") + "?utm_source=x#top"

    assert problem(room.post("/claimants", {"name": "Another", "same_as": [equivalent]})) == (409, "conflict")
    assert problem(room.patch(f"/claimants/{second['id']}", {"same_as": [url]})) == (409, "conflict")
    assert room.get(f"/claimants/{first['id']}").json["same_as"] == [url]


def test_links_are_replaced_whole_and_null_words_go(room: Newsroom) -> None:
    one, two, three = link(), link(), link()
    claimant = add(room, same_as=[one, two], description="A ministry.")
    changed = room.patch(f"/claimants/{claimant['id']}", {"same_as": [two, three], "description": None}).json

    assert (changed["same_as"], changed["description"], changed["name"]) == ([two, three], None, "Somebody")


def test_an_inline_claimant_is_found_again_by_a_link_else_by_name_and_kind(room: Newsroom) -> None:
    name, url = f"Ministry {new_id()}", link()
    by_link = add(room, name=name, kind="organization", same_as=[url])
    inline = [
        {"name": "Another name", "kind": "person", "same_as": [url]},
        {"name": name, "kind": "organization"},
        {"name": name, "kind": "person"},
        {"name": name, "kind": "organization", "same_as": [link()]},
    ]
    found = [room.claim(claimant=claimant)["claimant"]["id"] == by_link["id"] for claimant in inline]

    assert found == [True, True, False, False]


def test_what_was_published_keeps_the_claimant_as_it_was(room: Newsroom) -> None:
    claim_id = room.claim_in("published")
    claimant = room.get(f"/claims/{claim_id}").json["claimant"]
    room.patch(f"/claimants/{claimant['id']}", {"name": "Ministry of Finance and Prices"})
    snapshot = room.get(f"/claims/{claim_id}/publications/1", None).json["snapshot"]
    room.patch(f"/claimants/{claimant['id']}", {"name": claimant["name"]})

    assert snapshot["claim"]["claimant"]["name"] == claimant["name"]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, "/name"),
        ({"name": ""}, "/name"),
        ({"name": "x" * 501}, "/name"),
        ({"name": "A", "kind": "party"}, "/kind"),
        ({"name": "A", "same_as": ["mailto:a@b.example"]}, "/same_as/0"),
        ({"name": "A", "same_as": "https://a.example"}, "/same_as"),
        ({"name": "A", "same_as": [f"https://a.example/{n}" for n in range(51)]}, "/same_as"),
        ({"name": "A", "born": "1970"}, "/born"),
    ],
)
def test_what_is_malformed_is_told_by_its_place(room: Newsroom, body: dict[str, object], place: str) -> None:
    answer = room.post("/claimants", body)

    assert (problem(answer), places(answer)) == ((422, "invalid"), [place])
