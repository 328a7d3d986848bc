"""Times as text keep their order and come back unchanged."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib import clock

MOMENTS = st.datetimes(
    min_value=datetime(2, 1, 1),  # noqa: DTZ001 - Hypothesis wants naive bounds
    max_value=datetime(9998, 1, 1),  # noqa: DTZ001 - Hypothesis wants naive bounds
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45)), timezone(-timedelta(hours=11))]),
)


def test_now_is_the_time_in_utc():
    with time_machine.travel(datetime(2026, 11, 22, 18, tzinfo=UTC), tick=False):
        assert clock.now() == datetime(2026, 11, 22, 18, tzinfo=UTC)
        assert clock.now().tzinfo is UTC


def test_text_always_has_six_decimals():
    assert clock.to_text(datetime(2026, 11, 22, 18, tzinfo=UTC)) == "2026-11-22T18:00:00.000000Z"


def test_text_is_in_utc():
    paris = timezone(timedelta(hours=1))
    assert clock.to_text(datetime(2026, 11, 22, 0, 30, 0, 5, tzinfo=paris)) == "2026-11-21T23:30:00.000005Z"


def test_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="offset"):
        clock.to_text(datetime(2026, 11, 22))  # noqa: DTZ001 - what the test is about


@given(MOMENTS)
def test_text_comes_back_as_the_same_moment(moment):
    assert clock.from_text(clock.to_text(moment)) == moment


@given(MOMENTS, MOMENTS)
def test_text_sorts_as_time_does(one, other):
    assert (clock.to_text(one) < clock.to_text(other)) == (one < other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22T18:00:00Z", datetime(2026, 11, 22, 18, tzinfo=UTC)),
        ("2026-11-22t18:00:00z", datetime(2026, 11, 22, 18, tzinfo=UTC)),
        ("2026-11-22 18:00:00+00:00", datetime(2026, 11, 22, 18, tzinfo=UTC)),
        ("2026-11-22T18:00:00.5+05:30", datetime(2026, 11, 22, 12, 30, 0, 500000, tzinfo=UTC)),
        ("2026-11-22T18:00:00.123456789Z", datetime(2026, 11, 22, 18, 0, 0, 123456, tzinfo=UTC)),
        ("2026-11-22T18:00:00-00:00", datetime(2026, 11, 22, 18, tzinfo=UTC)),
    ],
)
def test_each_form_of_rfc_3339_is_read(text, expected):
    assert clock.from_text(text) == expected
    assert clock.from_text(text).tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "2026-11-22",
        "2026-11-22T18:00:00",
        "2026-11-22T18:00Z",
        "2026-W47-7T18:00:00Z",
        "20261122T180000Z",
        "2026-11-22T18:00:00+0100",
        "2026-11-22T18:00:00.Z",
        "2026-11-22T18:00:00,5Z",
        "2026-11-22T18:00:00Z\n",
        "2026-02-30T18:00:00Z",
        "2026-11-22T25:00:00Z",
        "2026-11-22T18:00:60Z",
        "2026-11-22T18:00:00+25:00",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "２０２６-11-22T18:00:00Z",
    ],
)
def test_other_text_is_refused(text):
    with pytest.raises(ValueError, match="not an RFC 3339 time"):
        clock.from_text(text)


@given(st.text())
def test_any_text_is_read_or_refused(text):
    try:
        moment = clock.from_text(text)
    except ValueError:
        return
    assert moment.tzinfo is UTC
