"""What differs between a claim at two moments."""

from typing import Any

import pytest
from flask import Flask

from tests.moments import head
from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem
from tests.statements import statements
from tests.stories import PROTECTED, SECRET_NAME
from tracker.lib import clock

MOST = 8


def diff(room: Newsroom, claim_id: str, query: str, who: str = "checker") -> Any:
    answer = room.get(f"/claims/{claim_id}/diff?{query}", who)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.json


def test_it_tells_each_field_that_differs_with_the_entry_that_changed_it_last(
    room: Newsroom, shared_app: Flask
) -> None:
    claim = room.claim()
    first = head(shared_app)
    created(room.patch(f"/claims/{claim['id']}", {"context": "Between.", "place": None}))
    created(room.patch(f"/claims/{claim['id']}", {"context": "At last."}))
    created(room.step(claim["id"], "accept", "checker"))
    last = head(shared_app)

    assert diff(room, claim["id"], f"from={first}&to={last}") == {"from": first, "to": last, "items": [
        {"pointer": "/context", "before": claim["context"], "after": "At last.", "seq": last - 1,
         "kind": "claim.updated"},
        {"pointer": "/place", "before": claim["place"], "after": None, "seq": last - 2, "kind": "claim.updated"},
        {"pointer": "/state", "before": "logged", "after": "queued", "seq": last, "kind": "claim.accepted"},
    ]}  # fmt: skip


def test_what_changed_and_changed_back_does_not_differ(room: Newsroom, shared_app: Flask) -> None:
    claim = room.claim()
    first = head(shared_app)
    for place in ("Elsewhere", claim["place"]):
        created(room.patch(f"/claims/{claim['id']}", {"place": place}))

    assert diff(room, claim["id"], f"from={first}")["items"] == []
    assert [item["after"] for item in diff(room, claim["id"], f"from={first}&to={first + 1}")["items"]] == ["Elsewhere"]


def test_parts_are_told_whole_when_they_come_and_go(room: Newsroom, shared_app: Flask) -> None:
    claim_id = room.claim()["id"]
    start = head(shared_app)
    quantity = created(room.post(f"/claims/{claim_id}/quantities", EXAMPLES["quantity"]))
    middle = head(shared_app)
    path = f"/claims/{claim_id}/quantities/{quantity['id']}"
    assert room.call("DELETE", path, if_match=True).status_code == 204
    came, went, both = (diff(room, claim_id, f"from={a}&to={b}")["items"] for a, b in (
        (start, middle), (middle, middle + 1), (start, middle + 1)))  # fmt: skip

    assert [item["pointer"] for item in (*came, *went)] == [f"/quantities/{quantity['id']}"] * 2
    assert (came[0]["before"], came[0]["after"]["value"]) == (None, quantity["value"])
    assert (went[0]["before"], went[0]["after"]) == (came[0]["after"], None)
    assert both == []


def test_before_it_was_made_a_claim_had_no_fields(room: Newsroom, shared_app: Flask) -> None:
    claim = room.claim()
    found = diff(room, claim["id"], "from=2020-01-01T00:00:00Z")
    text = next(item for item in found["items"] if item["pointer"] == "/text")

    assert (found["from"], found["to"]) == (None, head(shared_app))
    assert (text["before"], text["after"], text["kind"]) == (None, claim["text"], "claim.opened")
    assert {item["before"] for item in found["items"]} == {None}


def test_times_and_sequences_may_be_mixed(room: Newsroom, shared_app: Flask) -> None:
    claim_id = room.claim()["id"]
    first = head(shared_app)
    created(room.patch(f"/claims/{claim_id}", {"place": "Elsewhere"}))
    now = clock.to_text(clock.now())
    answer = room.get(f"/claims/{claim_id}/diff?from={first}&to={now}")

    assert answer.json == diff(room, claim_id, f"from={first}&to={first + 1}")
    assert answer.headers["Tracker-Log-Sequence"] == str(first + 1)


def test_between_one_moment_and_itself_nothing_differs(room: Newsroom, shared_app: Flask) -> None:
    claim_id = room.claim()["id"]

    assert diff(room, claim_id, f"from={head(shared_app)}&to={head(shared_app)}")["items"] == []


@pytest.mark.parametrize(
    ("query", "code", "place"),
    [
        ("from=5&to=4", "inconsistent", "from"),
        ("from=4&to=2020-01-01T00:00:00Z", "inconsistent", "from"),
        ("from=9999999999999999", "inconsistent", "from"),
        ("from=0&to=9999999999999999", "inconsistent", "to"),
        ("from=0&to=8000-01-01T00:00:00Z", "inconsistent", "to"),
        ("to=4", "invalid", "from"),
        ("from=x&to=4", "invalid", "from"),
        ("from=0&to=-1", "invalid", "to"),
        ("from=0&from=1&to=2", "invalid", "from"),
        ("from=0&as_of=1", "invalid", "as_of"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(room: Newsroom, query: str, code: str, place: str) -> None:
    answer = room.get(f"/claims/{room.claim()['id']}/diff?{query}")

    assert (problem(answer), places(answer)) == ((422, code), [place])


def test_what_is_not_made_by_the_later_moment_is_not_there(room: Newsroom, other_room: Newsroom) -> None:
    path = f"/claims/{room.claim()['id']}/diff"

    assert problem(room.get(f"{path}?from=0&to=1")) == (404, "not-found")
    assert problem(other_room.get(f"{path}?from=0")) == (404, "not-found")


def test_a_protected_source_is_not_told(room: Newsroom, shared_app: Flask) -> None:
    claim_id = room.claim()["id"]
    first = head(shared_app)
    created(room.post(f"/claims/{claim_id}/appearances", {"source": PROTECTED | {"origin": None}}))
    found = diff(room, claim_id, f"from={first}", "editor")

    assert [item["kind"] for item in found["items"]] == ["claim.appearance_added"]
    assert (SECRET_NAME in str(found), PROTECTED["url"] in str(found)) == (False, False)


def test_it_costs_few_queries(room: Newsroom, shared_app: Flask) -> None:
    claim_id = room.claim_in("retracted")
    with statements(shared_app) as said:
        diff(room, claim_id, f"from=2020-01-01T00:00:00Z&to={clock.to_text(clock.now())}")

    assert 0 < len(said) <= MOST, "\n".join(said)
