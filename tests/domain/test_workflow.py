"""The workflow's table says what the design's table says, and refuses in the right order with the right words."""

import pytest

from tracker.domain import workflow
from tracker.domain.actors import OPERATOR, PUBLIC, Actor
from tracker.domain.permissions import scopes_of
from tracker.domain.workflow import DraftFacts, Move, Situation
from tracker.errors import FourEyes, IllegalStep, NeedNotMet, NotContributor

COMPLETE = DraftFacts(has_label=True, has_text=True, active_evidence_cited=1)
ANY, NOTHING, STANDING = set(workflow.PUBLICATION_STATUSES), {"none"}, {"live", "under_review"}

# The rows of the design's table: from, to, publication before, what it needs beside the draft.
ROWS = {
    "accept": ({"logged"}, "queued", ANY, set()),
    "reject": ({"logged", "queued"}, "rejected", NOTHING, {"reason"}),
    "restore": ({"rejected"}, "logged", ANY, {"reason"}),
    "merge": ({"logged", "queued", "investigating"}, "merged", NOTHING, {"into", "reason"}),
    "unmerge": ({"merged"}, "logged", ANY, {"reason"}),
    "start": ({"queued"}, "investigating", ANY, set()),
    "release": ({"investigating"}, "queued", NOTHING, {"reason"}),
    "submit": ({"investigating"}, "in_review", ANY, {"draft", "label", "text", "cited_evidence"}),
    "send_back": ({"in_review", "approved"}, "investigating", ANY, {"reason"}),
    "approve": ({"in_review"}, "approved", ANY, set()),
    "publish": ({"approved"}, "published", ANY, {"kind", "notice_of_change"}),
    "reopen": ({"published", "retracted"}, "investigating", ANY, {"reason"}),
    "conclude": ({"investigating"}, workflow.AS_BEFORE, {"under_review", "retracted"}, {"reason"}),
    "retract": (
        {"published", "investigating", "in_review", "approved"}, "retracted", STANDING, {"reason", "notice"},
    ),
}  # fmt: skip


def situation(state, publication_status="none", **more):
    return Situation(state=state, publication_status=publication_status, **more)


def holder(*roles):
    return Actor(
        account_id="a", name="A", organization_id="o", roles=frozenset(roles), scopes=frozenset(scopes_of(roles))
    )


def missing(step, where, **words):
    with pytest.raises(NeedNotMet) as refusal:
        workflow.check(step, where, Move(step=step, **words))
    return [(fault["pointer"], fault["code"]) for fault in refusal.value.errors]


@pytest.mark.parametrize("name", workflow.STEPS)
def test_a_step_is_what_its_row_of_the_design_says(name):
    step = workflow.STEPS[name]
    assert (set(step.origins), step.target, set(step.publication), set(step.needs)) == ROWS[name]


def test_the_table_has_the_designs_rows_in_their_order():
    assert list(workflow.STEPS) == list(ROWS)


def test_every_need_and_every_rule_about_people_is_known():
    assert {need for step in workflow.STEPS.values() for need in step.needs} <= set(workflow.NEEDS)
    assert {step.people for step in workflow.STEPS.values()} == set(workflow.PEOPLE)


@pytest.mark.parametrize(
    ("where", "checker", "editor"),
    [
        (("logged", "none"), ["accept"], ["accept", "reject", "merge"]),
        (("queued", "none"), ["start"], ["reject", "merge", "start"]),
        (("investigating", "none"), ["release", "submit"], ["merge", "release", "submit"]),
        (("in_review", "none"), [], ["send_back", "approve"]),
        (("approved", "none"), [], ["send_back", "publish"]),
        (("published", "live"), [], ["reopen", "retract"]),
        (("investigating", "under_review"), ["submit"], ["submit", "conclude", "retract"]),
        (("in_review", "under_review"), [], ["send_back", "approve", "retract"]),
        (("approved", "under_review"), [], ["send_back", "publish", "retract"]),
        (("retracted", "retracted"), [], ["reopen"]),
        (("investigating", "retracted"), ["submit"], ["submit", "conclude"]),
        (("rejected", "none"), [], ["restore"]),
        (("merged", "none"), [], ["unmerge"]),
    ],
)
def test_an_assignee_is_offered_the_steps_of_the_role(where, checker, editor):
    here = situation(*where, is_assignee=True)
    assert workflow.allowed(holder("checker"), here) == checker
    assert workflow.allowed(holder("editor"), here) == editor


@pytest.mark.parametrize("state", workflow.STATES)
@pytest.mark.parametrize("actor", [PUBLIC, holder("auditor"), holder("admin"), holder()], ids=lambda a: str(a.roles))
def test_who_edits_nothing_is_offered_no_step(actor, state):
    assert workflow.allowed(actor, situation(state, is_assignee=True)) == []


def test_the_operator_is_offered_all_steps_of_a_state():
    assert workflow.allowed(OPERATOR, situation("in_review")) == ["send_back", "approve"]


def test_a_state_that_the_table_does_not_know_has_no_steps():
    assert workflow.allowed(OPERATOR, situation("unheard_of")) == []


@pytest.mark.parametrize(("step", "row"), ROWS.items(), ids=list(ROWS))
def test_a_step_from_another_state_is_illegal(step, row):
    others = set(workflow.STATES) - row[0]
    for state in others:
        with pytest.raises(IllegalStep):
            workflow.check(step, situation(state), Move(step=step))


def test_a_step_that_a_live_publication_forbids_says_so():
    with pytest.raises(IllegalStep, match="a publication is live and under review"):
        workflow.check("release", situation("investigating", "under_review"), Move(step="release", reason="Later."))


def test_what_was_never_published_cannot_be_concluded():
    with pytest.raises(IllegalStep, match="nothing is published"):
        workflow.check("conclude", situation("investigating"), Move(step="conclude", reason="All as it was."))


def test_only_contributors_and_assignees_submit():
    with pytest.raises(NotContributor):
        workflow.check("submit", situation("investigating", draft=COMPLETE), Move(step="submit"))


@pytest.mark.parametrize("role", ["is_contributor", "is_assignee"])
def test_a_contributor_or_an_assignee_submits_a_complete_draft(role):
    workflow.check("submit", situation("investigating", draft=COMPLETE, **{role: True}), Move(step="submit"))


def test_nobody_approves_what_they_wrote():
    mine = situation("in_review", is_contributor=True)
    assert workflow.allowed(holder("editor"), mine) == ["send_back"]
    with pytest.raises(FourEyes):
        workflow.check("approve", mine, Move(step="approve"))


def test_an_assignee_who_wrote_nothing_approves():
    workflow.check("approve", situation("in_review", is_assignee=True), Move(step="approve"))


def test_the_state_is_refused_before_the_person():
    with pytest.raises(IllegalStep):
        workflow.check("approve", situation("published", "live", is_contributor=True), Move(step="approve"))


def test_the_person_is_refused_before_what_is_missing():
    with pytest.raises(NotContributor):
        workflow.check("submit", situation("investigating"), Move(step="submit"))


@pytest.mark.parametrize("blank", [None, "", " \n\t"])
def test_a_reason_of_blanks_is_none(blank):
    assert missing("reject", situation("logged"), reason=blank) == [("/reason", "required")]


def test_all_that_is_missing_is_told_at_once():
    assert missing("merge", situation("logged")) == [("/into", "required"), ("/reason", "required")]
    assert missing("retract", situation("published", "live")) == [("/reason", "required"), ("/notice", "required")]


def test_nothing_is_submitted_without_a_draft():
    assert missing("submit", situation("investigating", is_assignee=True)) == [("/verdict", "required")]


@pytest.mark.parametrize(
    ("lack", "pointer"),
    [
        ({"has_label": False}, "/verdict/label"),
        ({"has_text": False}, "/verdict/texts"),
        ({"active_evidence_cited": 0}, "/verdict/evidence_ids"),
    ],
)
def test_a_draft_that_lacks_something_is_not_submitted(lack, pointer):
    facts = {"has_label": True, "has_text": True, "active_evidence_cited": 1} | lack
    draft = DraftFacts(**facts)
    assert missing("submit", situation("investigating", draft=draft, is_contributor=True)) == [(pointer, "required")]


@pytest.mark.parametrize("kind", [None, "original"])
def test_the_first_publication_is_an_original_and_needs_no_notice(kind):
    workflow.check("publish", situation("approved"), Move(step="publish", kind=kind))


@pytest.mark.parametrize(
    ("status", "kind"),
    [("under_review", "correction"), ("under_review", "update"), ("retracted", "reinstatement")],
)
def test_a_later_publication_is_of_a_kind_that_may_follow_and_has_a_notice(status, kind):
    workflow.check("publish", situation("approved", status), Move(step="publish", kind=kind, notice="A new figure."))
    assert missing("publish", situation("approved", status), kind=kind) == [("/notice", "required")]


@pytest.mark.parametrize(
    ("status", "kind", "code"),
    [
        ("none", "correction", "not-allowed"),
        ("under_review", None, "required"),
        ("under_review", "original", "not-allowed"),
        ("under_review", "reinstatement", "not-allowed"),
        ("retracted", None, "required"),
        ("retracted", "correction", "not-allowed"),
    ],
)
def test_a_publication_of_a_kind_that_cannot_follow_is_refused(status, kind, code):
    assert missing("publish", situation("approved", status), kind=kind, notice="New.") == [("/kind", code)]


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        ("publish", ("approved", "none"), ("published", "live")),
        ("publish", ("approved", "under_review"), ("published", "live")),
        ("publish", ("approved", "retracted"), ("published", "live")),
        ("reopen", ("published", "live"), ("investigating", "under_review")),
        ("reopen", ("retracted", "retracted"), ("investigating", "retracted")),
        ("conclude", ("investigating", "under_review"), ("published", "live")),
        ("conclude", ("investigating", "retracted"), ("retracted", "retracted")),
        ("retract", ("published", "live"), ("retracted", "retracted")),
        ("retract", ("in_review", "under_review"), ("retracted", "retracted")),
        ("send_back", ("approved", "under_review"), ("investigating", "under_review")),
        ("accept", ("logged", "none"), ("queued", "none")),
    ],
)
def test_a_step_leads_from_state_and_publication_to_the_next(step, before, after):
    here = situation(*before)
    assert (workflow.target(step, here), workflow.publication_after(step, here)) == after


@pytest.mark.parametrize("state", sorted({*workflow.STATES} - {"rejected", "merged"}))
def test_evidence_is_attached_in_every_state_of_open_work(state):
    workflow.refuse_closed("attach evidence", state)


@pytest.mark.parametrize("state", ["rejected", "merged"])
def test_a_closed_claim_takes_no_evidence(state):
    with pytest.raises(IllegalStep):
        workflow.refuse_closed("attach evidence", state)


def test_what_is_frozen_takes_no_draft():
    assert sorted(workflow.FROZEN_STATES) == ["approved", "in_review"]
    assert sorted(workflow.DRAFTING_STATES) == ["investigating", "logged", "queued"]


def test_the_next_steps_are_those_that_lead_to_a_publication():
    assert [step.name for step in workflow.STEPS.values() if step.forward] == [
        "accept", "start", "submit", "approve", "publish",
    ]  # fmt: skip
