"""The gate as callers meet it: the dry run, statements, waivers, and refusals that name each rule."""

from typing import Any

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem

WAIVER = {"rule": "independent_origins", "reason": "Only one office measures this."}


def under(room: Newsroom, policy: str) -> Newsroom:
    created(room.patch("/organization", {"policy": policy}, "admin"))
    return room


def outcomes(room: Newsroom, claim_id: str) -> dict[str, str]:
    report = room.get(f"/claims/{claim_id}/publishability").json
    return {rule["rule"]: rule["outcome"] for rule in report["rules"]}


def test_the_dry_run_tells_each_rule(new_room: Newsroom) -> None:
    claim_id = under(new_room, "ifcn").claim_in("in_review")
    report = new_room.get(f"/claims/{claim_id}/publishability").json
    rules = {rule["rule"]: rule for rule in report["rules"]}

    assert (report["policy"], report["publishable"], len(rules)) == ("ifcn", False, 11)
    assert rules["evidence_cited"]["outcome"] == "fail"
    assert rules["evidence_cited"]["detail"] == "Evidence cited and not withdrawn: 1; needed: 2."
    assert (rules["evidence_cited"]["pointer"], rules["evidence_cited"]["parameters"]) == ("/evidence", {"n": 2})
    assert (rules["primary_source_or_stated"]["outcome"], rules["primary_source_or_stated"]["pointer"]) == (
        "pass",
        None,
    )
    assert rules["second_person_approved"]["outcome"] == "fail"


def test_the_dry_run_is_for_a_verdict_at_hand(room: Newsroom) -> None:
    answers = [room.get(f"/claims/{room.claim_in(state)}/publishability") for state in ("logged", "published")]

    assert [problem(answer) for answer in answers] == [(404, "not-found")] * 2


def test_the_dry_run_changes_nothing(room: Newsroom) -> None:
    claim_id = room.claim_in("approved")
    before = room.get(f"/claims/{claim_id}").data
    room.get(f"/claims/{claim_id}/publishability")

    assert room.get(f"/claims/{claim_id}").data == before


def test_a_failed_gate_names_each_rule_and_its_place(new_room: Newsroom) -> None:
    claim_id = under(new_room, "efcsn").claim_in("approved")
    answer = new_room.step(claim_id, "publish")
    told = {fault["code"]: fault["pointer"] for fault in answer.json["errors"]}

    assert problem(answer) == (422, "gate-failed")
    assert told == {
        "evidence_cited": "/evidence",
        "independent_origins": "/evidence",
        "reply_sought_or_stated": "/verdict/statements/reply_sought_or_stated",
        "sources_captured": "/evidence/0/capture",
    }
    assert new_room.get(f"/claims/{claim_id}").json["state"] == "approved"
    assert new_room.get(f"/claims/{claim_id}/publications", None).status_code == 404


def test_what_is_missing_can_be_brought_or_stated(new_room: Newsroom) -> None:
    claim_id = under(new_room, "ifcn").claim_in("investigating")
    source = {"title": "A survey", "level": "secondary", "origin": {"name": "A university"}}
    new_room.evidence(claim_id, source=source, stance="supports", observations=[])
    new_room.post(f"/claims/{claim_id}/outreach", EXAMPLES["outreach"])
    evidence = [item["id"] for item in new_room.get(f"/claims/{claim_id}/evidence").json["items"]]
    verdict_id = new_room.get(f"/claims/{claim_id}").json["verdict_id"]
    created(new_room.patch(f"/verdicts/{verdict_id}", {"evidence_ids": evidence}))
    for step, who in (("submit", "checker"), ("approve", "editor")):
        created(new_room.step(claim_id, step, who))

    assert set(outcomes(new_room, claim_id).values()) == {"pass"}
    assert created(new_room.step(claim_id, "publish"))["state"] == "published"


def test_an_organization_without_its_own_claimants_word_counts_origins(new_room: Newsroom) -> None:
    claim_id = under(new_room, "ifcn").claim_in("investigating")
    claimant = new_room.get(f"/claims/{claim_id}").json["claimant"]["id"]
    origin = new_room.get(f"/claims/{claim_id}/evidence").json["items"][0]["source_id"]
    new_room.patch(f"/sources/{origin}", {"origin": {"name": "The ministry", "claimant_id": claimant}})
    report = new_room.get(f"/claims/{claim_id}/publishability").json
    independent = next(rule for rule in report["rules"] if rule["rule"] == "independent_origins")

    assert independent["detail"].endswith("apart: 0; needed: 2.")


def test_a_waived_rule_does_not_stop_it_and_is_frozen_with_its_reason(new_room: Newsroom) -> None:
    claim_id = under(new_room, "efcsn").claim_in("approved")
    failing = [rule for rule, outcome in outcomes(new_room, claim_id).items() if outcome == "fail"]
    for rule in failing:
        created(new_room.post(f"/claims/{claim_id}/waivers", {"rule": rule, "reason": f"why {rule}"}, "second_editor"))
    waived = outcomes(new_room, claim_id)
    created(new_room.step(claim_id, "publish"))
    gate = new_room.get(f"/claims/{claim_id}/publications/1", None).json["snapshot"]["gate"]
    frozen = {rule["rule"]: rule["waiver"] for rule in gate["rules"] if rule["outcome"] == "waived"}

    assert [waived[rule] for rule in failing] == ["waived"] * len(failing)
    assert (gate["policy"], gate["publishable"], list(frozen)) == ("efcsn", True, failing)
    assert frozen["sources_captured"]["reason"] == "why sources_captured"
    assert frozen["sources_captured"]["by"]["name"] == "second_editor"


def test_a_waiver_holds_for_one_verdict_alone(new_room: Newsroom) -> None:
    claim_id = new_room.claim_in("approved")
    created(new_room.post(f"/claims/{claim_id}/waivers", WAIVER, "editor"))
    created(new_room.step(claim_id, "publish"))
    created(new_room.step(claim_id, "reopen", reason="again"))
    new_room.verdict(claim_id)

    assert new_room.get(f"/claims/{claim_id}/waivers").json["items"] == []


def test_a_waiver_does_not_make_the_approval_stale(new_room: Newsroom) -> None:
    claim_id = new_room.claim_in("approved")
    created(new_room.post(f"/claims/{claim_id}/waivers", WAIVER, "second_editor"))

    assert new_room.step(claim_id, "publish").status_code == 200


def test_a_rule_is_waived_once(room: Newsroom) -> None:
    path = f"/claims/{room.claim_in('investigating')}/waivers"
    waiver = created(room.post(path, WAIVER, "editor"))

    assert (waiver["rule"], waiver["account_id"]) == (WAIVER["rule"], room.accounts["editor"])
    assert room.get(path).json["items"] == [waiver]
    assert problem(room.post(path, WAIVER, "second_editor")) == (409, "conflict")


@pytest.mark.parametrize("who", ["editor", "everyone"])
def test_a_contributor_waives_nothing(room: Newsroom, who: str) -> None:
    claim_id = room.claim_in("queued")
    room.verdict(claim_id, who=who)

    assert problem(room.post(f"/claims/{claim_id}/waivers", WAIVER, who)) == (403, "four-eyes")


def test_who_contributes_after_waiving_has_waived_nothing(new_room: Newsroom) -> None:
    claim_id = under(new_room, "ifcn").claim_in("investigating")
    created(new_room.post(f"/claims/{claim_id}/waivers", WAIVER, "editor"))
    before = outcomes(new_room, claim_id)["independent_origins"]
    people = [new_room.accounts["editor"]]
    new_room.call("PUT", f"/claims/{claim_id}/assignees", "checker", people, if_match="*")
    verdict_id = new_room.get(f"/claims/{claim_id}").json["verdict_id"]
    created(new_room.patch(f"/verdicts/{verdict_id}", {"label": "false"}, "editor"))

    assert (before, outcomes(new_room, claim_id)["independent_origins"]) == ("waived", "fail")


@pytest.mark.parametrize("rule", ["label_and_summary", "second_person_approved", "claimreview_valid"])
def test_some_rules_are_never_waived(room: Newsroom, rule: str) -> None:
    answer = room.post(f"/claims/{room.claim_in('investigating')}/waivers", WAIVER | {"rule": rule}, "editor")

    assert (answer.status_code, places(answer)) == (422, ["/rule"])


@pytest.mark.parametrize("state", ["logged", "published", "retracted", "rejected", "merged"])
def test_a_waiver_is_for_a_verdict_at_hand(room: Newsroom, state: str) -> None:
    answer = room.post(f"/claims/{room.claim_in(state)}/waivers", WAIVER, "editor")

    assert problem(answer) == (409, "illegal-step")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"rule": "independent_origins"}, "/reason"),
        (WAIVER | {"reason": " "}, "/reason"),
        (WAIVER | {"rule": "nice"}, "/rule"),
        ({"reason": "x"}, "/rule"),
        (WAIVER | {"until": "2026"}, "/until"),
    ],
)
def test_what_is_malformed_is_told_by_its_place(room: Newsroom, body: dict[str, Any], place: str) -> None:
    answer = room.post(f"/claims/{room.claim_in('investigating')}/waivers", body, "editor")

    assert (problem(answer), places(answer)) == ((422, "invalid"), [place])
