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


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_an_import_that_tells_little_is_rendered_all_the_same(name):
    snapshot = examples.snapshot(
        kind="imported", first_published_at="2009-05-01T00:00:00.000000Z", evidence=[], claim__claimant=None,
        claim__made_on=None, claim__place=None, claim__topics=[], claim__appearances=[], claim__quantities=[],
        organization__url=None, organization__logo_url=None, organization__policies={}, verdict__scale__best=None,
        verdict__scale__worst=None, verdict__label__numeric=None, verdict__label__locales={},
        verdict__label__class=None,
    )  # fmt: skip
    snapshot["verdict"]["texts"] = [snapshot["verdict"]["texts"][0] | {"summary": None, "rationale": None}]

    found = FORMATS[name].render(snapshot, examples.standing(), language="en", public_url=examples.PUBLIC_URL)

    assert b"None" not in found
