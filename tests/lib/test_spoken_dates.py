"""Dates and times in words."""

from datetime import UTC

import pytest

from tracker.lib import spoken_dates


@pytest.mark.parametrize(
    ("text", "words"), [("2025-01-09", "9 January 2025"), ("2025-12", "December 2025"), ("1402", "1402")]
)
def test_a_date_is_said_as_exactly_as_it_is_known(text: str, words: str) -> None:
    assert spoken_dates.day(text) == words


def test_a_moment_is_said_in_the_time_of_its_place() -> None:
    told = spoken_dates.moment("2026-06-30T23:30:00.000000Z", spoken_dates.zone("Europe/Paris"))

    assert told == {"iso": "2026-06-30T23:30:00.000000Z", "day": "1 July 2026", "words": "1 July 2026, 01:30 CEST"}


@pytest.mark.parametrize("name", ["Europe/Nowhere", "", "../../etc/passwd", "\x00"])
def test_a_place_that_is_not_known_has_universal_time(name: str) -> None:
    assert spoken_dates.zone(name) is UTC
