"""Nothing that was acknowledged is lost when the service is killed in the middle of its work."""

import os
import sys

import pytest

from tests.soak.harness import HASTY, Trial

pytestmark = pytest.mark.soak

CYCLES = {"sqlite": 50, "postgres": 10}


@pytest.fixture
def newsroom_served(templates, database_kind):
    """The keys of a newsroom; its application runs in processes of its own."""
    return templates[database_kind][1][0]


@pytest.fixture
def say(capsys, database_kind):
    """Tell whoever waits for minutes what came of it."""

    def tell(trial, cycles):
        with capsys.disabled():
            sys.stdout.write(
                f"\n{database_kind}: {cycles} kills, {trial.acknowledged} acknowledged writes,"
                f" {len(trial.refusals)} refused, {len(trial.faults)} faults\n"
            )

    return tell


def test_what_was_acknowledged_outlives_a_kill(settings, newsroom_served, database_kind, say):
    cycles = int(os.environ.get("SOAK_CYCLES", CYCLES[database_kind]))

    trial = Trial(settings, newsroom_served).run(cycles)

    say(trial, cycles)
    assert trial.faults == []
    assert trial.refusals == []
    assert trial.acknowledged > cycles


def test_a_service_that_answers_before_it_commits_is_caught(settings, newsroom_served, say):
    trial = Trial(settings, newsroom_served, program=HASTY).run(5)

    say(trial, 5)
    assert any(fault.startswith("lost") for fault in trial.faults)
