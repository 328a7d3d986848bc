"""A check as ClaimReview."""

import json
from pathlib import Path

import pytest

from tests import snapshots as examples
from tracker.formats import claimreview, claimreview_rules

GOLDEN = Path(__file__).with_name("golden")
CORRECTION = examples.as_entry(examples.corrected())
RETRACTION = examples.as_entry(examples.retracted())
SITES = ["checks.example"]
HOSTILE = "</script><!--<script> & \u2028\u2029 \x1b \u202e ]]> \"quoted\" 'quoted'"


def document(snapshot, standing=None, *, language="en", public_url=examples.PUBLIC_URL):
    return claimreview.document(snapshot, standing or examples.standing(), language=language, public_url=public_url)


@pytest.mark.parametrize(
    ("name", "snapshot", "standing", "language"),
    [
        ("claimreview", examples.snapshot(), examples.standing(), "en"),
        ("claimreview_french", examples.snapshot(), examples.standing(), "fr"),
        ("claimreview_corrected", examples.corrected(), examples.standing(status="under_review"), "en"),
        ("claimreview_retracted", examples.retracted(), examples.standing(status="retracted"), "en"),
    ],
)
def test_a_check_is_rendered_as_the_golden_file_has_it(name, snapshot, standing, language):
    rendered = claimreview.render(snapshot, standing, language=language, public_url=examples.PUBLIC_URL)

    assert json.loads(rendered) == json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("make", [examples.snapshot, examples.corrected, examples.retracted])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_rendering_is_valid(make, language):
    assert not claimreview_rules.errors(document(make(), language=language), site_hosts=SITES)


def test_the_outlets_own_page_is_the_address_of_the_check():
    standing = examples.standing(pages={"fr": "https://www.checks.example/fr/prix"})

    assert document(examples.snapshot(), standing, language="fr")["url"] == "https://www.checks.example/fr/prix"


def test_a_language_without_a_page_of_the_outlet_has_ours():
    standing = examples.standing(pages={"en": "https://www.checks.example/prices"})

    found = document(examples.snapshot(), standing, language="fr")["url"]

    assert found == f"https://checks.example/fact-checks/{examples.CHECK_ID}/fr"


def test_the_default_language_has_the_address_without_a_language():
    found = document(examples.snapshot(), public_url="https://checks.example/")["url"]

    assert found == f"https://checks.example/fact-checks/{examples.CHECK_ID}"


def test_each_publication_and_language_is_a_thing_of_its_own():
    versions = [
        document(examples.snapshot()),
        document(examples.snapshot(), language="fr"),
        document(examples.corrected()),
    ]

    assert len({version["@id"] for version in versions}) == 3


def test_a_language_without_a_text_is_refused():
    with pytest.raises(LookupError):
        document(examples.snapshot(), language="de")


@pytest.mark.parametrize(
    "changes",
    [
        {"verdict__label__off_scale": True},
        {"verdict__label__numeric": None},
        {"verdict__scale__best": None},
        {"verdict__scale__worst": None},
    ],
)
def test_a_label_without_a_place_on_the_scale_has_no_numbers(changes):
    rating = document(examples.snapshot(**changes))["reviewRating"]

    assert rating.keys() == {"@type", "alternateName", "ratingExplanation"}


def test_a_number_between_whole_ones_is_kept():
    assert document(examples.snapshot(verdict__label__numeric="2.5"))["reviewRating"]["ratingValue"] == 2.5


def test_a_regional_language_takes_the_label_of_its_language():
    snapshot = examples.snapshot()
    snapshot["verdict"]["texts"][1]["language"] = "fr-CA"

    assert document(snapshot, language="fr-CA")["reviewRating"]["alternateName"] == "Plutôt faux"


def test_a_retraction_does_not_pass_on_its_rating():
    rating = document(examples.retracted(), examples.standing(status="retracted"))["reviewRating"]

    assert rating["alternateName"].startswith("Retracted")
    assert "ratingValue" not in rating


def test_an_earlier_publication_tells_that_the_check_was_retracted_later():
    standing = examples.standing(status="retracted", publications=[examples.entry(), RETRACTION])

    found = document(examples.snapshot(), standing)

    assert found["creativeWorkStatus"] == "Retracted"
    assert found["correction"][0]["text"] == RETRACTION["notice"]


@pytest.mark.parametrize(
    ("snapshot", "standing", "status"),
    [
        (examples.snapshot(), examples.standing(), "Published"),
        (examples.snapshot(), examples.standing(status="under_review"), "Under review"),
        (examples.snapshot(), examples.standing(publications=[CORRECTION]), "Superseded"),
    ],
)
def test_a_check_tells_how_it_stands(snapshot, standing, status):
    assert document(snapshot, standing)["creativeWorkStatus"] == status


def test_an_update_is_no_correction():
    standing = examples.standing(publications=[examples.entry(number=2, kind="update", notice="New figures.")])

    assert "correction" not in document(examples.snapshot(), standing)


def test_a_claim_that_nobody_in_particular_made_has_no_author():
    found = document(examples.snapshot(claim__claimant=None, claim__attribution="none"))

    assert "author" not in found["itemReviewed"]


def test_a_person_is_given_with_the_office_held():
    person = {"name": "Ministry spokesperson", "kind": "person", "same_as": []}

    found = document(examples.snapshot(claim__claimant=person, claim__job_title="Spokesperson"))

    assert found["itemReviewed"]["author"] == {
        "@type": "Person",
        "name": "Ministry spokesperson",
        "jobTitle": "Spokesperson",
    }


def test_a_protected_source_shows_its_public_description_alone():
    protected = examples.protected_source(disclosure="SECRET")
    evidence = examples.evidence(source=protected, origin={"id": "x", "name": "SECRET"}, locator={"section": "SECRET"})
    snapshot = examples.snapshot(evidence=[evidence])
    snapshot["claim"]["appearances"][0] |= {"source": protected, "wording": "SECRET", "claimant": None}

    found = document(snapshot)

    shown = {"@type": "CreativeWork", "description": protected["public_description"]}
    assert (found["citation"], found["itemReviewed"]["firstAppearance"]) == ([shown], shown)
    assert "SECRET" not in json.dumps(found)


def test_withdrawn_evidence_is_not_cited():
    assert "citation" not in document(examples.snapshot(evidence=[examples.evidence(withdrawn=True)]))


def test_a_source_is_cited_once():
    twice = [examples.evidence(), examples.evidence(id="another", stance="context")]

    assert len(document(examples.snapshot(evidence=twice))["citation"]) == 1


def test_hostile_text_cannot_leave_a_script_element():
    snapshot = examples.snapshot(claim__text=HOSTILE, claim__place=HOSTILE, organization__name=HOSTILE)

    rendered = claimreview.render(snapshot, examples.standing(), language="en", public_url=examples.PUBLIC_URL).decode()

    assert not set("<>&\u2028\u2029\x1b") & set(rendered)
    assert json.loads(rendered)["itemReviewed"]["text"] == HOSTILE
