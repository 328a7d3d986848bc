"""Claimed against measured: the comparisons of a claim."""

from typing import Any

import pytest
from flask import Flask

from tests.moments import head, then
from tests.newsrooms import EXAMPLES, Newsroom, created, problem
from tracker.lib.ids import new_id

YEAR = {"label": "2024", "from": "2024-01-01", "to": "2024-12-31"}
INFLATION = {"metric": "inflation rate", "value": "40", "unit": "percent", "wording": "40% inflation", "period": YEAR}
MEASURED = {"metric": "inflation rate", "value": "32.5", "unit": "percent", "period": YEAR}


def claim_with(room: Newsroom, *quantities: dict[str, Any]) -> str:
    return str(room.claim(quantities=list(quantities))["id"])


def evidence_with(room: Newsroom, claim_id: str, *observations: dict[str, Any]) -> dict[str, Any]:
    body = EXAMPLES["evidence"] | {"observations": list(observations)}
    return created(room.post(f"/claims/{claim_id}/evidence", body))


def compared(room: Newsroom, claim_id: str) -> list[dict[str, Any]]:
    return list(room.get(f"/claims/{claim_id}/comparisons").json["items"])


def test_each_quantity_is_set_against_each_observation(room: Newsroom) -> None:
    claim_id = claim_with(room, INFLATION, {"metric": "bases", "value": "30", "comparator": ">", "unit": "bases"})
    evidence = evidence_with(room, claim_id, MEASURED, {"metric": "bases", "value": "12", "unit": "bases"})
    items = compared(room, claim_id)

    assert [(item["quantity"]["metric"], item["observation"]["metric"]) for item in items] == [
        ("inflation rate", "inflation rate"),
        ("inflation rate", "bases"),
        ("bases", "inflation rate"),
        ("bases", "bases"),
    ]
    assert [item["comparable"] for item in items] == [True, False, False, True]
    assert {item["evidence_id"] for item in items} == {evidence["id"]}
    assert [reason["reason"] for reason in items[1]["reasons"]] == ["metric", "unit"]


def test_an_inflation_of_40_percent_lies_7_5_above_a_measured_32_5(room: Newsroom) -> None:
    claim_id = claim_with(room, INFLATION)
    evidence_with(room, claim_id, MEASURED)
    (item,) = compared(room, claim_id)

    assert item["deviation"] == {
        "unit": "percent", "absolute": "7.5", "relative": "0.230769230769", "factor": "1.23076923077",
        "direction": "higher", "sign_flip": False, "holds": False, "tolerance": "outside",
    }  # fmt: skip


def test_over_30_bases_hold_where_32_were_counted(room: Newsroom) -> None:
    claim_id = claim_with(room, {"metric": "bases", "kind": "count", "comparator": ">", "value": "30", "unit": "bases"})
    evidence_with(room, claim_id, {"metric": "number of bases", "value": "32", "unit": "bases"})
    (item,) = compared(room, claim_id)

    assert (item["deviation"]["holds"], item["deviation"]["direction"]) == (True, "lower")


def test_350_fighters_and_30000_soldiers_are_not_the_same_people(room: Newsroom) -> None:
    fighters = {"metric": "opposition fighters", "kind": "count", "value": "350", "unit": "people"}
    claim_id = claim_with(room, fighters)
    evidence_with(room, claim_id, {"metric": "government forces", "value": "30000", "unit": "people"},
                  {"metric": "opposition fighters", "value": "3500", "unit": "people"})  # fmt: skip
    other, same = compared(room, claim_id)

    assert [reason["reason"] for reason in other["reasons"]] == ["metric"]
    assert (same["deviation"]["factor"], same["deviation"]["absolute"]) == ("10", "-3150")


def test_percent_is_not_set_against_percentage_points(room: Newsroom) -> None:
    claim_id = claim_with(room, INFLATION)
    evidence_with(room, claim_id, MEASURED | {"unit": "percentage points"})
    (item,) = compared(room, claim_id)

    assert (item["comparable"], item["deviation"]) == (False, None)
    assert item["reasons"] == [
        {"reason": "unit", "detail": "percent does not convert into percentage points."},
    ]


def test_a_revised_figure_marks_the_old_one(room: Newsroom) -> None:
    claim_id = claim_with(room, INFLATION)
    evidence = evidence_with(room, claim_id, MEASURED)
    first = evidence["observations"][0]["id"]
    created(room.post(f"/evidence/{evidence['id']}/observations", MEASURED | {"value": "39.9", "supersedes_id": first}))

    assert [(i["observation"]["value"], i["superseded"]) for i in compared(room, claim_id)] == [
        ("32.5", True),
        ("39.9", False),
    ]


def test_withdrawn_evidence_is_marked(room: Newsroom) -> None:
    claim_id = claim_with(room, INFLATION)
    evidence = evidence_with(room, claim_id, MEASURED)
    room.post(f"/evidence/{evidence['id']}/withdrawal", {"reason": "The table was of another country."})

    assert [item["withdrawn"] for item in compared(room, claim_id)] == [True]


def test_a_verdict_that_contradicts_the_deviation_is_flagged(room: Newsroom) -> None:
    claim_id = claim_with(room, INFLATION)
    created(room.post(f"/claims/{claim_id}/verdicts", {"scale_id": room.scale_id, "label": "false"}))
    evidence_with(room, claim_id, MEASURED | {"value": "40.1"})
    shown = room.get(f"/claims/{claim_id}/comparisons").json

    assert shown["class"] == "false"
    assert shown["items"][0]["conflict"] == "The measured number is within 1 %, but the verdict is false."


def test_a_conflict_is_a_remark_beside_the_gate_and_refuses_nothing(room: Newsroom) -> None:
    claim_id = room.claim_in("queued", quantities=[INFLATION])
    evidence_with(room, claim_id, MEASURED | {"value": "40.1"})
    room.verdict(claim_id, label="false")
    created(room.step(claim_id, "start", "checker"))
    created(room.step(claim_id, "submit", "checker"))
    created(room.step(claim_id, "approve"))
    report = room.get(f"/claims/{claim_id}/publishability").json

    assert report["conflicts"] == ["The measured number is within 1 %, but the verdict is false."]
    assert (report["publishable"], room.step(claim_id, "publish").status_code) == (True, 200)


def test_a_verdict_that_goes_with_its_numbers_has_no_remark(room: Newsroom) -> None:
    claim_id = claim_with(room, INFLATION)
    evidence_with(room, claim_id, MEASURED | {"value": "10"})
    room.verdict(claim_id, label="false")

    assert room.get(f"/claims/{claim_id}/publishability").json["conflicts"] == []


def test_a_claim_without_numbers_has_no_comparisons(room: Newsroom) -> None:
    claim_id = claim_with(room)

    assert room.get(f"/claims/{claim_id}/comparisons").json == {"class": None, "items": [], "next": None}


def test_comparisons_are_shown_as_they_were(room: Newsroom, shared_app: Flask) -> None:
    claim_id = claim_with(room, INFLATION)
    path = f"/claims/{claim_id}/comparisons"
    before = head(shared_app)
    evidence_with(room, claim_id, MEASURED)

    assert then(room, path, before)["items"] == []
    assert then(room, path, head(shared_app)) == room.get(path).json


def test_before_the_claim_was_made_there_are_none(room: Newsroom) -> None:
    path = f"/claims/{claim_with(room, INFLATION)}/comparisons"

    assert problem(room.get(f"{path}?as_of=2020-01-01T00:00:00Z")) == (404, "not-found")


def test_another_organizations_comparisons_are_not_found(room: Newsroom, other_room: Newsroom) -> None:
    claim_id = claim_with(room, INFLATION)

    assert problem(other_room.get(f"/claims/{claim_id}/comparisons")) == (404, "not-found")
    assert problem(room.get(f"/claims/{new_id()}/comparisons")) == (404, "not-found")
    assert problem(room.get(f"/claims/{claim_id}/comparisons", None)) == (401, "unauthenticated")


@pytest.mark.parametrize("unit", ["9**9**9", "0 people", "💥", "per", "USD/USD/USD", "x" * 100])
def test_any_unit_is_compared_without_an_error(room: Newsroom, unit: str) -> None:
    claim_id = claim_with(room, INFLATION | {"unit": unit})
    evidence_with(room, claim_id, MEASURED, MEASURED | {"unit": unit, "value": "0"})

    assert len(compared(room, claim_id)) == 2
