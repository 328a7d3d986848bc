"""Quantities: the numbers in a claim, exact and as they were worded."""

from typing import Any

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem

RATE = {"metric": "inflation rate", "value": "40"}


def base(room: Newsroom) -> str:
    return f"/claims/{room.claim(quantities=[])['id']}/quantities"


def test_a_quantity_is_added_and_shown(room: Newsroom) -> None:
    path = base(room)
    answer = room.post(path, EXAMPLES["quantity"])

    assert (answer.status_code, answer.headers["Location"]) == (201, f"/api/v1{path}/{answer.json['id']}")
    assert answer.json.items() >= EXAMPLES["quantity"].items()
    assert (answer.json["kind"], answer.json["comparator"], answer.json["hedge"]) == ("level", "=", False)
    assert room.get(f"{path}/{answer.json['id']}").json == answer.json


@pytest.mark.parametrize(
    "value", ["40", "40.0", "-0.50", "0", "123456789012345678901234567890.000000000000000000000000000001"]
)
def test_a_value_is_kept_to_the_digit(room: Newsroom, value: str) -> None:
    path = base(room)
    quantity = created(room.post(path, RATE | {"value": value}))

    assert room.get(f"{path}/{quantity['id']}").json["value"] == value


def test_a_range_has_two_ends(room: Newsroom) -> None:
    given = {"metric": "bases", "comparator": "between", "lower": "30", "upper": "35"}

    assert created(room.post(base(room), given)).items() >= given.items()


def test_quantities_are_listed_as_they_came(room: Newsroom) -> None:
    path = base(room)
    made = [created(room.post(path, RATE | {"value": value})) for value in ("40", "30", "50")]

    assert room.get(path).json.items() >= {"items": made, "next": None}.items()


def test_a_quantity_is_changed_by_a_merge_patch(room: Newsroom) -> None:
    path = base(room)
    period = {"label": "2024", "from": "2024-01-01", "to": "2024-12-31"}
    quantity = created(room.post(path, RATE | {"unit": "percent", "period": period, "place": "Iran"}))
    patch = {"value": "41", "place": None, "period": {"label": "1403", "to": None}}
    changed = room.patch(f"{path}/{quantity['id']}", patch).json

    assert (changed["value"], changed["unit"], changed["place"], changed["version"]) == ("41", "percent", None, 2)
    assert changed["period"] == {"label": "1403", "from": "2024-01-01"}


def test_a_number_is_not_taken_away(room: Newsroom) -> None:
    path = base(room)
    quantity = created(room.post(path, RATE))
    answer = room.patch(f"{path}/{quantity['id']}", {"value": None})

    assert (answer.status_code, places(answer)) == (422, ["/value"])


def test_a_quantity_is_removed_and_remembered(room: Newsroom) -> None:
    path = base(room)
    quantity = created(room.post(path, RATE))
    room.call("DELETE", f"{path}/{quantity['id']}", if_match="*")
    entry = room.get(f"{path.removesuffix('/quantities')}/history").json["items"][-1]

    assert room.get(path).json["items"] == []
    assert entry["changes"][f"quantities/{quantity['id']}"]["before"]["value"] == "40"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"value": "40"}, "/metric"),
        ({"metric": "rate"}, "/value"),
        ({"metric": "rate", "lower": "1"}, "/value"),
        (RATE | {"value": 40}, "/value"),
        (RATE | {"value": 40.5}, "/value"),
        (RATE | {"value": "1,000"}, "/value"),
        (RATE | {"value": "NaN"}, "/value"),
        (RATE | {"value": "+40"}, "/value"),
        (RATE | {"value": "007"}, "/value"),
        (RATE | {"kind": "speed"}, "/kind"),
        (RATE | {"comparator": "=="}, "/comparator"),
        (RATE | {"hedge": "yes"}, "/hedge"),
        (RATE | {"period": {"from": "last year"}}, "/period/from"),
        (RATE | {"period": "2024"}, "/period"),
        (RATE | {"unit": ""}, "/unit"),
        (RATE | {"comparator": "between", "lower": "1"}, "/upper"),
        ({"metric": "rate", "comparator": "between", "upper": "1"}, "/lower"),
    ],
)
def test_what_is_malformed_is_told_by_its_place(room: Newsroom, body: dict[str, Any], place: str) -> None:
    answer = room.post(base(room), body)

    assert (problem(answer), places(answer)) == ((422, "invalid"), [place])


IMPOSSIBLE = [
    ({"comparator": "between", "lower": "35", "upper": "30"}, "/upper"),
    ({"lower": "0.2", "upper": "-0.2"}, "/upper"),
    ({"period": {"from": "2025", "to": "2024-12-31"}}, "/period/to"),
    ({"period": {"label": "winter", "from": "2024-12-01", "to": "2024-11"}}, "/period/to"),
]


@pytest.mark.parametrize(("change", "place"), IMPOSSIBLE)
def test_ends_that_are_in_no_order_are_refused(room: Newsroom, change: dict[str, Any], place: str) -> None:
    answer = room.post(base(room), RATE | change)
    with_claim = room.post("/claims", EXAMPLES["claim"] | {"quantities": [RATE, RATE | change]})

    assert (problem(answer), places(answer)) == ((422, "inconsistent"), [place])
    assert (problem(with_claim), places(with_claim)) == ((422, "inconsistent"), [f"/quantities/1{place}"])


@pytest.mark.parametrize(("change", "place"), [*IMPOSSIBLE, ({"comparator": "between"}, "/lower")])
def test_a_change_leaves_the_ends_in_order(room: Newsroom, change: dict[str, Any], place: str) -> None:
    path = base(room)
    quantity = created(room.post(path, RATE))
    answer = room.patch(f"{path}/{quantity['id']}", change)

    assert (problem(answer), places(answer)[0]) == ((422, "inconsistent"), place)
    assert room.get(f"{path}/{quantity['id']}").json == quantity


def test_a_period_may_begin_and_end_in_one_month(room: Newsroom) -> None:
    given = RATE | {"period": {"from": "2024-05-20", "to": "2024-05"}, "lower": "1", "upper": "1"}

    assert created(room.post(base(room), given)).items() >= given.items()
