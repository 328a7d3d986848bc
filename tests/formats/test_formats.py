"""The table of formats."""

import pytest

from tests import snapshots as examples
from tracker.formats import FORMATS


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_renders_a_check(name):
    found = FORMATS[name].render(
        examples.snapshot(), examples.standing(), language="en", public_url=examples.PUBLIC_URL
    )

    assert found.strip()


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_rendering_twice_gives_the_same_bytes(name):
    first, second = (
        FORMATS[name].render(examples.corrected(), examples.standing(), language="fr", public_url="https://a.example")
        for _ in range(2)
    )

    assert first == second
