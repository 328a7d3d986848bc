"""Which kind of publication may follow which."""

import pytest

from tests.snapshots import standing
from tracker.domain.publication import FOLLOWING, KINDS, STATUSES


@pytest.mark.parametrize(
    ("status", "kinds"),
    [
        ("none", ("original",)),
        ("live", ("correction", "update")),
        ("under_review", ("correction", "update")),
        ("retracted", ("reinstatement",)),
    ],
)
def test_what_may_be_published_follows_from_what_stands(status, kinds):
    assert FOLLOWING[status] == kinds


def test_every_status_and_kind_is_known():
    assert set(FOLLOWING) == set(STATUSES)
    assert {kind for kinds in FOLLOWING.values() for kind in kinds} == set(KINDS) - {"retraction", "imported"}


def test_a_standing_cannot_be_changed():
    with pytest.raises(AttributeError):
        standing().status = "retracted"
