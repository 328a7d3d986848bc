"""An approval binds what was approved: whatever changes in between stops the publication."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created, problem

Change = Callable[[Newsroom, dict[str, Any]], Any]
OTHER_SOURCE = {"title": "Another report"}


def evidence(patch: dict[str, Any]) -> Change:
    return lambda room, ids: room.patch(f"/evidence/{ids['evidence']}", patch)


def source(patch: dict[str, Any]) -> Change:
    return lambda room, ids: room.patch(f"/sources/{ids['source']}", patch)


def captured(room: Newsroom, ids: dict[str, Any]) -> Any:
    path = f"/sources/{ids['source']}/captures"
    capture = created(room.call("POST", path, "checker", data={"file": (BytesIO(b"the page"), "p.txt")}))
    return room.patch(f"/evidence/{ids['evidence']}", {"capture_id": capture["id"]})


CHANGES: dict[str, Change] = {
    "the excerpt": evidence({"excerpt": "It rose by 33 percent."}),
    "the stance": evidence({"stance": "supports"}),
    "the note": evidence({"note": None}),
    "the place": evidence({"locator": {"page": 4}}),
    "the source cited": evidence({"source": OTHER_SOURCE}),
    "the origin of the evidence": evidence({"origin": {"name": "A ministry"}}),
    "the capture": captured,
    "a withdrawal": lambda room, ids: room.post(f"/evidence/{ids['evidence']}/withdrawal", EXAMPLES["withdrawal"]),
    "another figure": lambda room, ids: room.post(f"/evidence/{ids['evidence']}/observations", EXAMPLES["observation"]),
    "the source's title": source({"title": "Consumer prices"}),
    "the source's level": source({"level": "secondary"}),
    "the source's origin": source({"origin": {"name": "A ministry"}}),
    "the source's address": source({"url": "https://statistics.example/elsewhere"}),
    "the source's disclosure": source({"disclosure": "Funded by the ministry."}),
    "where the claim appeared": lambda room, ids: room.patch(f"/sources/{ids['appeared']}", {"title": "A speech"}),
    "who made the claim": lambda room, ids: room.patch(f"/claimants/{ids['claimant']}", {"name": "The Treasury"}),
    "why it was selected": lambda room, ids: room.patch(f"/claims/{ids['claim']}", {"selection_reason": "Important."}),
    "its topics": lambda room, ids: room.patch(f"/claims/{ids['claim']}", {"topics": ["prices"]}),
}
HARMLESS: dict[str, Change] = {
    "a comment": lambda room, ids: room.post(f"/claims/{ids['claim']}/comments", EXAMPLES["comment"]),
    "an attempt to reach the claimant": lambda r, ids: r.post(f"/claims/{ids['claim']}/outreach", EXAMPLES["outreach"]),
    "evidence that is not cited": lambda r, ids: r.post(
        f"/claims/{ids['claim']}/evidence", {"source": OTHER_SOURCE, "stance": "context", "excerpt": "x"}
    ),
    "the outlet's page": lambda r, ids: r.call(
        "PUT", f"/claims/{ids['claim']}/pages", "editor", EXAMPLES["pages"], if_match="*"
    ),
    "who works on it": lambda r, ids: r.call("PUT", f"/claims/{ids['claim']}/assignees", "editor", [], if_match="*"),
}


def approved(room: Newsroom) -> dict[str, Any]:
    claim = room.get(f"/claims/{room.claim_in('approved')}").json
    cited = room.get(f"/claims/{claim['id']}/evidence").json["items"][0]
    return {
        "claim": claim["id"], "evidence": cited["id"], "source": cited["source_id"],
        "appeared": claim["appearances"][0]["source"]["id"], "claimant": claim["claimant"]["id"],
    }  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_in_between_stops_the_publication(new_room: Newsroom, what: str) -> None:
    ids = approved(new_room)
    assert CHANGES[what](new_room, ids).status_code in {200, 201}
    answer = new_room.step(ids["claim"], "publish")

    assert problem(answer) == (409, "approval-stale")
    assert new_room.get(f"/claims/{ids['claim']}").json["state"] == "approved"


@pytest.mark.parametrize("what", ["the excerpt", "the source's level", "its topics"])
def test_the_dry_run_says_that_it_is_stale(new_room: Newsroom, what: str) -> None:
    ids = approved(new_room)
    path = f"/claims/{ids['claim']}/publishability"
    before = new_room.get(path).json
    CHANGES[what](new_room, ids)
    report = new_room.get(path).json
    (rule,) = [rule for rule in report["rules"] if rule["outcome"] == "fail"]

    assert (before["publishable"], report["publishable"]) == (True, False)
    assert (rule["rule"], rule["pointer"]) == ("second_person_approved", "/verdict/approved_by")
    assert rule["detail"].startswith("What was approved has changed")


@pytest.mark.parametrize("what", HARMLESS)
def test_what_was_not_approved_may_change(new_room: Newsroom, what: str) -> None:
    ids = approved(new_room)
    assert HARMLESS[what](new_room, ids).status_code in {200, 201}

    assert created(new_room.step(ids["claim"], "publish"))["state"] == "published"


def test_a_change_that_was_taken_back_changes_nothing(new_room: Newsroom) -> None:
    ids = approved(new_room)
    before = new_room.get(f"/evidence/{ids['evidence']}").json["excerpt"]
    for excerpt in ("It rose by 33 percent.", before):
        new_room.patch(f"/evidence/{ids['evidence']}", {"excerpt": excerpt})

    assert created(new_room.step(ids["claim"], "publish"))["state"] == "published"


def test_it_is_sent_back_and_approved_anew(new_room: Newsroom) -> None:
    ids = approved(new_room)
    new_room.patch(f"/evidence/{ids['evidence']}", {"excerpt": "It rose by 33 percent."})
    for step, who, words in (
        ("send_back", "editor", {"reason": "stale"}),
        ("submit", "checker", {}),
        ("approve", "editor", {}),
        ("publish", "editor", {}),
    ):
        claim = created(new_room.step(ids["claim"], step, who, **words))
    snapshot = new_room.get(f"/claims/{ids['claim']}/publications/1", None).json["snapshot"]

    assert claim["state"] == "published"
    assert snapshot["evidence"][0]["excerpt"] == "It rose by 33 percent."
