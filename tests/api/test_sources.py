"""Sources: each known once, under all addresses that mean the same."""

from typing import Any

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem
from tracker.lib.ids import new_id


def address() -> str:
    return f"https://statistics.example/{new_id()}"


def add(room: Newsroom, **fields: Any) -> dict[str, Any]:
    return created(room.post("/sources", fields))


def test_a_source_is_added_and_shown(room: Newsroom) -> None:
    given = {name: value for name, value in EXAMPLES["source"].items() if name != "origin"} | {"url": address()}
    source = add(room, **given)

    assert source.items() >= given.items()
    assert room.get(f"/sources/{source['id']}").json == source


@pytest.mark.parametrize(
    "equivalent",
    ["{}#table-3", "{}?utm_source=mail&fbclid=7", "http:{rest}", "https://STATISTICS.example:443{path}", "{}?#"],
)
def test_an_equivalent_address_is_the_same_source(room: Newsroom, equivalent: str) -> None:
    url = address()
    first = room.post("/sources", {"url": url})
    parts = {"rest": url.removeprefix("https:"), "path": url.removeprefix("https://statistics.example")}
    again = room.post("/sources", {"url": equivalent.format(url, **parts), "title": "Other words"})

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json == first.json


@pytest.mark.parametrize("other", ["{}/", "{}?page=2", "{}/annex"])
def test_another_address_is_another_source(room: Newsroom, other: str) -> None:
    url = address()

    assert [room.post("/sources", {"url": u}).status_code for u in (url, other.format(url))] == [201, 201]


def test_evidence_and_appearances_find_it_too(room: Newsroom) -> None:
    url = address()
    source, claim = add(room, url=url), room.claim(appearances=[{"url": f"{url}#a"}])
    evidence = room.evidence(claim["id"], source={"url": f"{url}?utm_medium=x"})

    assert claim["appearances"][0]["source"]["id"] == source["id"]
    assert evidence["source_id"] == source["id"]


def test_two_organizations_have_each_their_own(room: Newsroom, other_room: Newsroom) -> None:
    url = address()
    ours, theirs = (r.post("/sources", {"url": url}) for r in (room, other_room))

    assert (ours.status_code, theirs.status_code) == (201, 201)
    assert ours.json["id"] != theirs.json["id"]


@pytest.mark.parametrize("query", ["?url={}%23x", "?publisher={name}", "?kind=dataset&kind=post&publisher={name}"])
def test_sources_are_found(room: Newsroom, query: str) -> None:
    url, name = address(), new_id()
    source = add(room, url=url, publisher=name, kind="dataset")

    assert [item["id"] for item in room.get("/sources" + query.format(url, name=name)).json["items"]] == [source["id"]]


@pytest.mark.parametrize(
    "query", ["?level=primary&publisher={}", "?kind=post&publisher={}", "?protected=true&publisher={}"]
)
def test_every_filter_must_match(room: Newsroom, query: str) -> None:
    name = new_id()
    add(room, url=address(), publisher=name, kind="dataset")

    assert room.get("/sources" + query.format(name)).json["items"] == []


def test_a_source_is_changed_by_a_merge_patch(room: Newsroom) -> None:
    source = add(room, url=address(), title="CPI", publisher="Office", origin={"name": "Office"})
    patch = {"title": "CPI, revised", "publisher": None, "origin_id": None}
    changed = room.patch(f"/sources/{source['id']}", patch).json

    assert (changed["title"], changed["publisher"], changed["origin_id"]) == ("CPI, revised", None, None)
    assert (changed["url"], changed["version"]) == (source["url"], 2)


def test_a_source_moves_to_an_address_that_no_other_has(room: Newsroom) -> None:
    taken, free = address(), address()
    add(room, url=taken)
    source = add(room, url=address())
    refused = room.patch(f"/sources/{source['id']}", {"url": f"{taken}#x"})
    moved = room.patch(f"/sources/{source['id']}", {"url": free})

    assert problem(refused) == (409, "conflict")
    assert moved.status_code == 200
    assert room.post("/sources", {"url": free}).json["id"] == source["id"]


def test_a_source_keeps_an_address_or_a_title(room: Newsroom) -> None:
    source = add(room, title="A book")
    answer = room.patch(f"/sources/{source['id']}", {"title": None})

    assert (answer.status_code, places(answer)) == (422, ["/title"])


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, "/url"),
        ({"url": "javascript:alert(1)"}, "/url"),
        ({"url": "https://user:secret@a.example"}, "/url"),
        ({"url": "https://a.example/\n"}, "/url"),
        ({"title": "A", "kind": "tweet"}, "/kind"),
        ({"title": "A", "level": "tertiary"}, "/level"),
        ({"title": "A", "published_on": "2025-13"}, "/published_on"),
        ({"title": "A", "language": "klingonish!"}, "/language"),
        ({"title": "A", "origin": {"url": "https://a.example"}}, "/origin/name"),
        ({"title": "A", "protected": True}, "/public_description"),
        ({"title": "A", "custodian_ids": [new_id()]}, "/custodian_ids"),
        ({"title": "A", "protected": "yes"}, "/protected"),
    ],
)
def test_what_is_malformed_is_told_by_its_place(room: Newsroom, body: dict[str, object], place: str) -> None:
    answer = room.post("/sources", body)

    assert (problem(answer), places(answer)) == ((422, "invalid"), [place])


@pytest.mark.parametrize("name", ["origin_id", "source_id"])
def test_another_organizations_object_is_no_reference(room: Newsroom, other_room: Newsroom, name: str) -> None:
    theirs = (
        created(other_room.post("/origins", {"name": new_id()}))["id"]
        if name == "origin_id"
        else add(other_room, title="x")["id"]
    )
    claim_id = room.claim()["id"]
    answer = (
        room.post("/sources", {"title": "A", "origin_id": theirs})
        if name == "origin_id"
        else room.post(f"/claims/{claim_id}/evidence", {"source_id": theirs, "stance": "context", "excerpt": "x"})
    )

    assert (problem(answer), places(answer)) == ((422, "reference-not-found"), [f"/{name}"])
