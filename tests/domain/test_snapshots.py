"""What every rendering reads from a snapshot."""

import pytest

from tests import snapshots as examples
from tracker.domain import snapshots

PATH = f"/fact-checks/{examples.CHECK_ID}"


def test_the_first_text_is_the_default():
    assert snapshots.default_language(examples.snapshot()) == "en"


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({}, PATH),
        ({"language": "en"}, PATH),
        ({"language": "fr"}, f"{PATH}/fr"),
        ({"number": 2}, f"{PATH}/v/2"),
        ({"language": "fr", "number": 2}, f"{PATH}/v/2"),
    ],
)
def test_a_check_has_an_address_by_language_and_by_publication(options, path):
    assert snapshots.path(examples.snapshot(), **options) == path


@pytest.mark.parametrize(
    ("language", "name"),
    [("fr", "Plutôt faux"), ("fr-CA", "Plutôt faux"), ("de", "Mostly false"), ("en", "Mostly false")],
)
def test_a_label_is_named_in_the_nearest_language(language, name):
    assert snapshots.label_name(examples.snapshot()["verdict"]["label"], language) == name


def test_publications_are_each_known_once_and_in_order():
    second, third = examples.as_entry(examples.corrected()), examples.entry(number=3, kind="update")
    standing = examples.standing(publications=[examples.entry(), second, third])

    found = snapshots.publications(examples.corrected(), standing)

    assert [entry["number"] for entry in found] == [1, 2, 3]


def test_a_publication_is_the_latest_until_another_is_known():
    later = examples.standing(publications=[examples.entry(), examples.entry(number=2)])

    assert snapshots.is_latest(examples.snapshot(), examples.standing())
    assert not snapshots.is_latest(examples.snapshot(), later)


def test_a_retraction_that_was_taken_back_stays_a_retraction():
    assert snapshots.is_retracted(examples.retracted(), examples.standing(status="live"))
    assert not snapshots.is_retracted(examples.snapshot(), examples.standing(status="live"))


def test_sources_come_once_and_in_the_order_of_first_mention():
    other = examples.source(id="other")
    evidence = [examples.evidence(source=cited) for cited in (other, examples.source(), other)]

    found = [source["id"] for source in snapshots.sources(examples.snapshot(evidence=evidence))]

    assert found == ["other", examples.source()["id"]]
