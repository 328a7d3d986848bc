"""What other publishers' labels are taken for: by the organization's own table, and by nothing else."""

from typing import Any

import pytest
from flask import Flask

from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem
from tracker.lib.ids import new_id
from tracker.services.label_mappings import Meanings

PATH = "/label-mappings"


def mapped(room: Newsroom, label: str, meaning: str | None, publisher: str | None = None) -> dict[str, Any]:
    return created(room.post(PATH, {"label": label, "class": meaning, "publisher": publisher}, "editor"))


def kept(room: Newsroom, label: str, publisher: str = "Paper Checks") -> str:
    body = EXAMPLES["external_check"] | {"label": label, "publisher": {"name": publisher}}
    check = created(room.post("/external-checks", body | {"url": f"https://a.example/{new_id()}"}))
    return f"/external-checks/{check['id']}"


def test_a_label_means_what_the_table_says(new_room: Newsroom) -> None:
    path = kept(new_room, "Pants on Fire!")
    before = new_room.get(path)
    mapping = mapped(new_room, "pants on  fire!", "false")
    after = new_room.get(path)

    assert (before.json["class"], after.json["class"]) == (None, "false")
    assert before.headers["ETag"] != after.headers["ETag"]
    assert new_room.get(f"{PATH}/{mapping['id']}").json == mapping


def test_changing_it_shows_in_every_check_at_once(new_room: Newsroom) -> None:
    path, mapping = kept(new_room, "Wrong"), mapped(new_room, "Wrong", "false")
    changed = new_room.patch(f"{PATH}/{mapping['id']}", {"class": "mostly_false"}, "editor")
    shown = new_room.get(path).json["class"]
    new_room.patch(f"{PATH}/{mapping['id']}", {"class": None}, "editor")

    assert (changed.json["class"], shown) == ("mostly_false", "mostly_false")
    assert new_room.get(path).json["class"] is None


def test_one_publishers_label_goes_before_anybodys(new_room: Newsroom) -> None:
    mapped(new_room, "Four", "mostly_false")
    mapped(new_room, "Four", "true", "Paper Checks")
    mapped(new_room, "Four", None, "Other Paper")
    publishers = ("PAPER checks", "Somebody Else", "Other Paper")

    found = [new_room.get(kept(new_room, "four", publisher)).json["class"] for publisher in publishers]

    assert found == ["true", "mostly_false", None]


def test_a_label_is_mapped_once(new_room: Newsroom) -> None:
    mapped(new_room, "Wrong", "false", "Paper Checks")
    again = {"label": "WRONG", "publisher": "paper checks", "class": "true"}

    assert problem(new_room.post(PATH, again, "editor")) == (409, "conflict")
    assert new_room.post(PATH, again | {"publisher": None}, "editor").status_code == 201


def test_a_list_may_be_of_one_publishers(new_room: Newsroom) -> None:
    mapped(new_room, "Wrong", "false")
    mine = mapped(new_room, "Wrong", "false", "Paper Checks")

    assert new_room.get(f"{PATH}?publisher=paper%20checks").json["items"] == [mine]


def test_an_organizations_table_is_its_own(new_room: Newsroom, other_room: Newsroom) -> None:
    label = f"label {new_id()}"
    mapped(new_room, label, "false")

    assert other_room.get(kept(other_room, label)).json["class"] is None


def test_an_import_reads_the_table_once(new_room: Newsroom, shared_app: Flask) -> None:
    mapped(new_room, "Wrong", "false")
    mapped(new_room, "Wrong", "mostly_false", "Paper Checks")
    with shared_app.app_context():
        meanings = Meanings(new_room.organization_id)
        theirs, others = meanings.of("Paper Checks"), meanings.of(None)

    assert (theirs.get("wrong"), others.get("WRONG"), others.get("Right")) == ("mostly_false", "false", None)
    assert (dict(theirs), len(theirs)) == ({"wrong": "mostly_false"}, 1)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"class": "false"}, "/label"),
        ({"label": "Wrong"}, "/class"),
        ({"label": "Wrong", "class": "wrong"}, "/class"),
        ({"label": " ", "class": "false"}, "/label"),
        ({"label": "Wrong", "class": "false", "publisher": 1}, "/publisher"),
        ({"label": "Wrong", "class": "false", "number": 1}, "/number"),
    ],
)
def test_what_is_malformed_is_told_by_its_place(room: Newsroom, body: dict[str, Any], place: str) -> None:
    answer = room.post(PATH, body, "editor")

    assert (problem(answer), places(answer)) == ((422, "invalid"), [place])
