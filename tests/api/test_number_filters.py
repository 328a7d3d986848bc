"""Claims are found by what their numbers measure, and by how far off they are."""

from typing import Any

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem


def claim_with(room: Newsroom, metric: str, value: str, measured: str | None = None) -> str:
    claim_id = str(room.claim(quantities=[{"metric": metric, "value": value, "unit": "percent"}])["id"])
    if measured is not None:
        observation = {"metric": metric, "value": measured, "unit": "percent"}
        created(room.post(f"/claims/{claim_id}/evidence", EXAMPLES["evidence"] | {"observations": [observation]}))
    return claim_id


def found(room: Newsroom, query: str) -> list[str]:
    return [claim["id"] for claim in room.get(f"/claims?{query}").json["items"]]


def test_claims_are_found_by_metric_and_factor(new_room: Newsroom) -> None:
    far, near = claim_with(new_room, "inflation rate", "40", "10"), claim_with(new_room, "Inflation", "40", "39")
    other, alone = claim_with(new_room, "turnout", "40", "10"), claim_with(new_room, "inflation", "40")

    assert found(new_room, "metric=inflation&sort=created_at") == [far, near, alone]
    assert found(new_room, "metric=inflation&factor_min=2") == [far]
    assert found(new_room, "metric=inflation&factor_max=1.5") == [near]
    assert found(new_room, "factor_min=2&sort=created_at") == [far, other]
    assert found(new_room, "metric=inflation&metric=turnout&factor_min=4") == [other, far]


def test_the_factor_follows_the_evidence(new_room: Newsroom) -> None:
    claim_id = claim_with(new_room, "inflation", "40", "10")
    (evidence,) = new_room.get(f"/claims/{claim_id}/evidence").json["items"]
    first = evidence["observations"][0]["id"]
    revised = {"metric": "inflation", "value": "38", "unit": "percent", "supersedes_id": first}
    seen = [found(new_room, "factor_min=2")]
    created(new_room.post(f"/evidence/{evidence['id']}/observations", revised))
    seen.append(found(new_room, "factor_min=2"))
    seen.append(found(new_room, "factor_max=2"))
    new_room.post(f"/evidence/{evidence['id']}/withdrawal", {"reason": "Of another country."})
    seen.append(found(new_room, "factor_max=2"))

    assert seen == [[claim_id], [], [claim_id], []]


def test_a_number_that_is_taken_away_is_not_found(new_room: Newsroom) -> None:
    claim_id = claim_with(new_room, "inflation", "40", "10")
    (quantity,) = new_room.get(f"/claims/{claim_id}/quantities").json["items"]
    new_room.call("DELETE", f"/claims/{claim_id}/quantities/{quantity['id']}", if_match=True)

    assert found(new_room, "metric=inflation") == []


def test_pages_of_what_is_found_hold_each_claim_once(new_room: Newsroom) -> None:
    made = [claim_with(new_room, "inflation", str(value), "10") for value in range(30, 37)]
    pages: list[Any] = []
    cursor = ""
    while cursor is not None:
        page = new_room.get(f"/claims?metric=inflation&factor_min=2&limit=3&sort=created_at{cursor}").json
        pages.append([claim["id"] for claim in page["items"]])
        cursor = f"&cursor={page['next']}" if page["next"] else None

    assert pages == [made[:3], made[3:6], made[6:]]


@pytest.mark.parametrize("value", ["", "two", "-1", "1e3", "NaN", "01", "9" * 40, "1."])
def test_what_is_no_factor_is_refused_by_name(room: Newsroom, value: str) -> None:
    answer = room.get(f"/claims?factor_min={value}")

    assert (problem(answer), places(answer)) == ((422, "invalid"), ["factor_min"])
