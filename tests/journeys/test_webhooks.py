"""Whatever receivers and workers do, each consumer of webhooks ends with exactly what is published."""

import itertools
import os

import pytest

from tests.conftest import ON_SQLITE
from tests.consumers import local
from tests.journeys.webhook_trial import CARELESS, OFTEN, PRODUCT, Trial, Workers

CHANGES = 200


@pytest.fixture
def settings(settings):
    """Settings under which this machine may be told, without waiting long."""
    return local(settings, webhook_first_pause=0.05)


def test_ten_consumers_end_with_exactly_what_is_published(app, settings, newsroom):
    trial = Trial(app, newsroom, Workers(settings, PRODUCT))

    assert trial.run(CHANGES) == []
    assert trial.workers.kills >= OFTEN
    assert len(trial.changes()) >= CHANGES * 0.9
    assert trial.arrived() >= len(trial.changes()) * 9


@ON_SQLITE
def test_a_worker_that_loses_messages_is_caught(app, settings, newsroom):
    trial = Trial(app, newsroom, Workers(settings, CARELESS))

    faults = trial.run(40)

    assert [fault for fault in faults if "changes" in fault]


@pytest.mark.soak
def test_ten_consumers_survive_two_thousand_changes(app, settings, newsroom):
    for seed in itertools.islice(itertools.count(1), int(os.environ.get("SOAK_TRIALS", "1"))):
        trial = Trial(app, newsroom, Workers(settings, PRODUCT), seed=seed)

        assert trial.run(2000) == []
