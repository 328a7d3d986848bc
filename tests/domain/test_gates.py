"""Each gate holds the rules of its policy, and each rule says what it misses and where."""

import pytest

from tests.snapshots import evidence, observation, protected_source, quantity, snapshot, source
from tracker.domain import gates

PERSON = {"id": "0193a000-0000-7000-8000-000000000049", "name": "Second editor"}
WRITER = {"id": "0193a000-0000-7000-8000-000000000041", "name": "Economy desk"}
CLAIMANT = "0193a000-0000-7000-8000-000000000011"

# The ticks of the design's table.
TICKS = {
    "label_and_summary": ("minimal", "google", "ifcn", "efcsn"),
    "second_person_approved": ("minimal", "google", "ifcn", "efcsn"),
    "evidence_cited": ("minimal", "google", "ifcn", "efcsn"),
    "independent_origins": ("ifcn", "efcsn"),
    "primary_source_or_stated": ("ifcn", "efcsn"),
    "both_sides_or_stated": ("ifcn", "efcsn"),
    "attribution_settled": ("google", "ifcn", "efcsn"),
    "appearance_present": ("google", "ifcn", "efcsn"),
    "claimreview_valid": ("google", "ifcn", "efcsn"),
    "selection_reason": ("ifcn", "efcsn"),
    "reply_sought_or_stated": ("ifcn", "efcsn"),
    "sources_captured": ("efcsn",),
    "quantities_measured_or_stated": ("efcsn",),
}


def dossier(**changes):
    extra = {"outreach_count": 1, "site_hosts": ["checks.example"], "claimreview_errors": []}
    beside = {name: changes.pop(name) for name in extra if name in changes}
    return snapshot(**{"evidence": [office(), wire()]} | changes) | extra | beside


def office(**changes):
    return evidence(**{"observations": [observation()]} | changes)


def wire(**changes):
    usual = {"stance": "supports", "source": source(level="secondary", origin=origin("wire"))}
    return evidence(**usual | changes)


def origin(name, claimant_id=None):
    return {"id": name, "name": name.title(), "claimant_id": claimant_id}


def judged(rule, **changes):
    report = gates.report("efcsn", dossier(**changes), {})
    found = next(item for item in report["rules"] if item["rule"] == rule)
    return found["outcome"], found["pointer"]


PASSED = ("pass", None)


@pytest.mark.parametrize("policy", ["minimal", "google", "ifcn", "efcsn"])
def test_a_policy_uses_the_rules_that_the_design_ticks(policy):
    assert {use.rule for use in gates.GATES[policy]} == {rule for rule, policies in TICKS.items() if policy in policies}


@pytest.mark.parametrize(("policy", "n"), [("minimal", 1), ("google", 1), ("ifcn", 2), ("efcsn", 2)])
def test_a_policy_asks_for_so_much_evidence(policy, n):
    assert {use.rule: use.parameters for use in gates.GATES[policy]}["evidence_cited"] == {"n": n}


def test_every_rule_is_used_and_every_used_rule_exists():
    assert set(gates.RULES) == set(TICKS)


def test_no_policy_uses_a_rule_twice():
    assert all(len({use.rule for use in uses}) == len(uses) for uses in gates.GATES.values())


@pytest.mark.parametrize("policy", gates.GATES)
def test_a_complete_dossier_passes_every_gate(policy):
    report = gates.report(policy, dossier(), {})
    assert report["publishable"]
    assert {rule["outcome"] for rule in report["rules"]} == {"pass"}


@pytest.mark.parametrize(
    ("rule", "changes", "pointer"),
    [
        ("label_and_summary", {"verdict__texts": []}, "/verdict/texts"),
        ("label_and_summary", {"verdict__texts": [{"language": "en", "summary": " "}]}, "/verdict/texts/0/summary"),
        ("second_person_approved", {"verdict__approved_by": None}, "/verdict/approved_by"),
        ("second_person_approved", {"verdict__approved_by": WRITER}, "/verdict/approved_by"),
        ("evidence_cited", {"evidence": [office()]}, "/evidence"),
        ("evidence_cited", {"evidence": [office(), wire(withdrawn=True)]}, "/evidence"),
        ("independent_origins", {"evidence": [office(), office()]}, "/evidence"),
        ("independent_origins", {"evidence": [office(), wire(source=source(origin=None))]}, "/evidence"),
        ("independent_origins", {"evidence": [office(), wire(origin=origin("x", CLAIMANT))]}, "/evidence"),
        (
            "primary_source_or_stated",
            {"evidence": [wire(), wire(), office(withdrawn=True)]},
            "/verdict/statements/primary_source_or_stated",
        ),
        (
            "both_sides_or_stated",
            {"evidence": [office(), wire(stance="context")]},
            "/verdict/statements/both_sides_or_stated",
        ),
        ("attribution_settled", {"claim__claimant": None}, "/claim/claimant"),
        ("appearance_present", {"claim__appearances": []}, "/claim/appearances"),
        (
            "claimreview_valid",
            {"claimreview_errors": [{"code": "E2", "detail": "Elsewhere.", "pointer": "/url"}]},
            "/claimreview/url",
        ),
        ("claimreview_valid", {"claimreview_errors": [{"code": "E4", "detail": "Blank."}]}, "/claimreview"),
        ("selection_reason", {"claim__selection_reason": " "}, "/claim/selection_reason"),
        ("selection_reason", {"claim__selection_reason": None}, "/claim/selection_reason"),
        (
            "reply_sought_or_stated",
            {"outreach_count": 0, "verdict__statements": {}},
            "/verdict/statements/reply_sought_or_stated",
        ),
        ("sources_captured", {"evidence": [office(), wire(capture=None)]}, "/evidence/1/capture"),
        (
            "quantities_measured_or_stated",
            {"claim__quantities": [quantity(), quantity(metric="bases")]},
            "/verdict/statements/quantities_measured_or_stated",
        ),
        (
            "quantities_measured_or_stated",
            {"evidence": [office(withdrawn=True), wire()]},
            "/verdict/statements/quantities_measured_or_stated",
        ),
    ],
)
def test_a_rule_that_is_not_met_says_where_something_is_missing(rule, changes, pointer):
    assert judged(rule, **changes) == ("fail", pointer)


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("independent_origins", {"evidence": [office(), office(origin=origin("agency"))]}),
        ("attribution_settled", {"claim__claimant": None, "claim__attribution": "unnamed"}),
        ("attribution_settled", {"claim__claimant": None, "claim__attribution": "none"}),
        ("reply_sought_or_stated", {"outreach_count": 1, "verdict__statements": {}}),
        ("sources_captured", {"evidence": [office(), wire(capture=None, withdrawn=True)]}),
        ("sources_captured", {"evidence": [wire(capture=None, captured=True, source=protected_source())]}),
        ("quantities_measured_or_stated", {"claim__quantities": [quantity(metric=" Inflation  RATE ")]}),
        ("quantities_measured_or_stated", {"claim__quantities": [], "evidence": [wire()]}),
    ],
)
def test_a_rule_is_met_in_more_than_one_way(rule, changes):
    assert judged(rule, **changes) == PASSED


BARE = {
    "evidence": [wire(stance="context")],
    "outreach_count": 0,
    "claim__quantities": [quantity()],
}


@pytest.mark.parametrize("rule", [rule for rule in TICKS if rule.endswith("_or_stated")])
def test_a_statement_meets_a_rule_that_takes_one(rule):
    assert judged(rule, **BARE, verdict__statements={rule: "We looked and found none."}) == PASSED
    assert judged(rule, **BARE, verdict__statements={rule: " "})[0] == "fail"


@pytest.mark.parametrize("rule", ["evidence_cited", "independent_origins", "sources_captured"])
def test_a_statement_does_not_meet_a_rule_that_takes_none(rule):
    assert judged(rule, evidence=[wire(capture=None)], verdict__statements={rule: "We had no time."})[0] == "fail"


def test_what_the_claimant_of_an_appearance_says_is_not_independent_either():
    maker = {"id": "speaker", "name": "A speaker"}
    seen = {"role": "makes", "claimant": maker, "source": source()}
    own = wire(origin=origin("office of the speaker", "speaker"))
    assert judged("independent_origins", evidence=[office(), own], claim__appearances=[seen])[0] == "fail"


WAIVER = {"reason": "The wire is the only one that was there.", "by": PERSON}


def waived(rule, waiver=WAIVER, **changes):
    report = gates.report("ifcn", dossier(**changes), {rule: waiver})
    found = next(item for item in report["rules"] if item["rule"] == rule)
    return found["outcome"], found["waiver"], report["publishable"]


def test_a_waived_rule_lets_a_publication_pass_and_shows():
    assert waived("independent_origins", evidence=[office(), office(stance="supports")]) == ("waived", WAIVER, True)


def test_a_waiver_that_was_not_needed_does_not_show():
    assert waived("independent_origins") == ("pass", None, True)


def test_a_waiver_of_one_who_wrote_in_the_verdict_since_does_not_count():
    by_writer = WAIVER | {"by": WRITER}
    assert waived("selection_reason", by_writer, claim__selection_reason=None) == ("fail", None, False)


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("label_and_summary", {"verdict__texts": []}),
        ("second_person_approved", {"verdict__approved_by": None}),
        ("claimreview_valid", {"claimreview_errors": [{"code": "E4", "detail": "Blank."}]}),
    ],
)
def test_some_rules_cannot_be_waived(rule, changes):
    assert rule in gates.UNWAIVABLE
    assert waived(rule, **changes) == ("fail", None, False)


def test_a_report_has_the_shape_that_a_publication_freezes():
    report = gates.report("minimal", dossier(evidence=[]), {})
    assert report["policy"] == "minimal"
    assert report["publishable"] is False
    assert report["rules"][-1] == {
        "rule": "evidence_cited",
        "outcome": "fail",
        "detail": "Evidence cited and not withdrawn: 0; needed: 1.",
        "pointer": "/evidence",
        "parameters": {"n": 1},
        "waiver": None,
    }


@pytest.mark.parametrize("policy", gates.GATES)
def test_every_outcome_has_a_sentence(policy):
    for changes in ({}, BARE):
        details = [rule["detail"] for rule in gates.report(policy, dossier(**changes), {})["rules"]]
        assert all(detail.endswith(".") for detail in details)
