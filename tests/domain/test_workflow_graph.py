"""The whole graph of steps: no publication is stranded, whatever was done, and no state is beyond return."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import workflow
from tracker.domain.actors import OPERATOR
from tracker.domain.workflow import Situation

START = ("logged", "none")
LIVE, RETRACTED = ("published", "live"), ("retracted", "retracted")
CLOSED = {"rejected", "merged"}

# What the publication's status may be in each state: anything else would tell the public what is not so.
FITTING = {
    "logged": {"none"},
    "queued": {"none"},
    "rejected": {"none"},
    "merged": {"none"},
    "investigating": {"none", "under_review", "retracted"},
    "in_review": {"none", "under_review", "retracted"},
    "approved": {"none", "under_review", "retracted"},
    "published": {"live"},
    "retracted": {"retracted"},
}


def situation(node):
    state, publication_status = node
    return Situation(state=state, publication_status=publication_status, is_assignee=True)


def edges(node):
    here = situation(node)
    return {
        step: (workflow.target(step, here), workflow.publication_after(step, here))
        for step in workflow.allowed(OPERATOR, here)
    }


def reachable(start):
    seen, ahead = {start}, [start]
    while ahead:
        found = set(edges(ahead.pop()).values()) - seen
        seen |= found
        ahead += found
    return seen


NODES = sorted(reachable(START))
STANDING = [node for node in NODES if node[1] in {"live", "under_review"}]


def test_every_state_and_every_status_can_be_reached():
    assert {state for state, _ in NODES} == set(workflow.STATES)
    assert {status for _, status in NODES} == set(workflow.PUBLICATION_STATUSES)


def test_every_step_can_be_taken():
    assert {step for node in NODES for step in edges(node)} == set(workflow.STEPS)


def test_state_and_publication_always_fit_each_other():
    assert set(NODES) == {(state, status) for state, statuses in FITTING.items() for status in statuses}


@pytest.mark.parametrize("node", STANDING, ids="-".join)
def test_a_standing_publication_can_be_published_again(node):
    assert LIVE in reachable(node)


@pytest.mark.parametrize("node", STANDING, ids="-".join)
def test_a_standing_publication_can_be_retracted_at_once(node):
    assert edges(node)["retract"] == RETRACTED


@pytest.mark.parametrize("node", [node for node in NODES if node[1] == "retracted"], ids="-".join)
def test_a_retracted_publication_can_be_reinstated(node):
    assert LIVE in reachable(node)


@pytest.mark.parametrize("node", [node for node in NODES if node[1] != "none"], ids="-".join)
def test_what_was_published_is_never_closed_nor_forgotten(node):
    ahead = reachable(node)
    assert {state for state, _ in ahead}.isdisjoint(CLOSED)
    assert "none" not in {status for _, status in ahead}


@pytest.mark.parametrize("node", NODES, ids="-".join)
def test_every_claim_can_still_be_published(node):
    assert LIVE in reachable(node)


def test_a_retracted_check_that_is_looked_at_again_is_not_live_until_it_is_published():
    unpublished = {node for node in reachable(RETRACTED) if node[1] != "live"}
    into_live = {
        step for node in unpublished if node[1] == "retracted" for step, to in edges(node).items() if to == LIVE
    }
    assert into_live == {"publish"}


@given(st.data())
def test_no_walk_ends(data):
    node = START
    for _ in range(30):
        node = data.draw(st.sampled_from(sorted(edges(node).values())))
    assert node in NODES
