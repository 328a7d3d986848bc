"""Every event has one name, of one form, and every step has an event of its own."""

import re

import pytest

from tracker.domain.events import EVENTS, STEP_EVENTS
from tracker.domain.workflow import STEPS


def test_every_step_has_an_event_on_the_claim():
    assert list(STEP_EVENTS) == list(STEPS)
    assert all(event.startswith("claim.") for event in STEP_EVENTS.values())


def test_no_two_steps_share_an_event():
    assert len(set(STEP_EVENTS.values())) == len(STEP_EVENTS)


def test_the_events_of_steps_are_events():
    assert set(STEP_EVENTS.values()) < EVENTS


@pytest.mark.parametrize("event", sorted(EVENTS))
def test_an_event_is_a_noun_and_a_past_participle(event):
    assert re.fullmatch(r"[a-z]+(_[a-z]+)?\.([a-z]+_)*([a-z]+ed|sent_back|withdrawn)", event)
