"""Rating scales in versions: re-labelling never rewrites the past."""

from typing import Any

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem

SCALE = EXAMPLES["scale"]
LABELS = SCALE["labels"]


def add(room: Newsroom, **changes: Any) -> dict[str, Any]:
    return created(room.post("/scales", SCALE | changes, "editor"))


def listed(room: Newsroom, query: str = "", who: str | None = "checker") -> list[str]:
    return [item["id"] for item in room.get(f"/scales{query}", who).json["items"]]


def test_a_scale_keeps_its_labels_in_order(room: Newsroom) -> None:
    scale = add(room)

    assert [label["key"] for label in scale["labels"]] == [label["key"] for label in LABELS]
    assert [label["off_scale"] for label in scale["labels"]] == [False] * 5 + [True]
    assert scale["labels"][0]["locales"] == {"fr": {"name": "Vrai"}}
    assert (scale["number"], scale["current"]) == (1, True)
    assert room.get(f"/scales/{scale['id']}").json == scale


def test_the_next_version_stands_in_for_the_one_before(new_room: Newsroom) -> None:
    first = add(new_room)
    second = add(new_room, replaces=first["id"], labels=LABELS[:3])

    assert (second["number"], second["family_id"]) == (2, first["family_id"])
    assert listed(new_room) == [second["id"], new_room.scale_id]
    assert listed(new_room, "?all=true") == [second["id"], first["id"], new_room.scale_id]
    assert new_room.get(f"/scales/{first['id']}").json["current"] is False


def test_only_the_newest_version_is_replaced(room: Newsroom) -> None:
    first = add(room)
    add(room, replaces=first["id"])

    assert problem(room.post("/scales", SCALE | {"replaces": first["id"]}, "editor")) == (409, "conflict")


def test_a_verdict_keeps_the_version_that_it_pinned(new_room: Newsroom) -> None:
    claim_id = new_room.claim_in("published")
    add(new_room, replaces=new_room.scale_id, labels=[LABELS[0] | {"name": "Entirely true"}, *LABELS[1:]])

    snapshot = new_room.get(f"/claims/{claim_id}/publications/1", None).json["snapshot"]
    assert snapshot["verdict"]["scale"]["id"] == new_room.scale_id
    assert new_room.get(f"/fact-checks/{claim_id}", None).status_code == 200


def test_anyone_reads_an_organizations_scales_by_its_slug(new_room: Newsroom, room: Newsroom) -> None:
    found = [listed(room, f"?organization={new_room.slug}", who) for who in (None, "checker")]

    assert found == [[new_room.scale_id], [new_room.scale_id]]
    assert problem(room.get("/scales?organization=nobody", None)) == (404, "not-found")


def test_scales_are_not_edited(room: Newsroom) -> None:
    assert problem(room.call("PATCH", f"/scales/{room.scale_id}", "editor", {"name": "Other"}))[0] == 405


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"labels": LABELS[:1]}, "/labels"),
        ({"labels": [LABELS[0], LABELS[0] | {"numeric": "4"}]}, "/labels/1/key"),
        ({"labels": [LABELS[0], {"key": "b"}]}, "/labels/1/name"),
        ({"labels": [LABELS[0], LABELS[1] | {"colour": "red"}]}, "/labels/1/colour"),
        ({"labels": [LABELS[0], LABELS[1] | {"numeric": 4}]}, "/labels/1/numeric"),
        ({"labels": [LABELS[0], LABELS[1] | {"class": "rather"}]}, "/labels/1/class"),
        ({"labels": [LABELS[0], LABELS[1] | {"locales": {"f r": {"name": "Vrai"}}}]}, "/labels/1/locales/f r"),
        ({"labels": [LABELS[0], LABELS[1] | {"locales": {"fr": {}}}]}, "/labels/1/locales/fr/name"),
        ({"kind": "mood"}, "/kind"),
        ({"name": None}, "/name"),
    ],
)
def test_what_is_malformed_is_told_by_its_place(room: Newsroom, changes: dict[str, Any], place: str) -> None:
    answer = room.post("/scales", SCALE | changes, "editor")

    assert answer.status_code == 422
    assert places(answer) == [place]


def test_another_organizations_scale_is_not_replaced(room: Newsroom, other_room: Newsroom) -> None:
    answer = room.post("/scales", SCALE | {"replaces": other_room.scale_id}, "editor")

    assert (problem(answer), places(answer)) == ((422, "reference-not-found"), ["/replaces"])
