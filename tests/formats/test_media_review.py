"""A check of media tells its authenticity as a MediaReview beside its ClaimReview, where the scale says it."""

import json
from pathlib import Path

import pytest

from tests import snapshots as examples
from tracker.domain.ratings import KEY
from tracker.formats import claimreview, claimreview_rules, media_review

GOLDEN = Path(__file__).with_name("golden")
# https://schema.org/MediaManipulationRatingEnumeration
KNOWN = {"DecontextualizedContent", "EditedOrCroppedContent", "OriginalMediaContent", "SatireOrParodyContent",
         "StagedContent", "TransformedContent"}  # fmt: skip


def of_media(key="out_of_context", **changes):
    media = {"claim__kind": "media", "verdict__scale__kind": "media", "verdict__label__key": key,
             "verdict__label__class": None, "verdict__label__numeric": None}  # fmt: skip
    return examples.snapshot(**media | changes)


def review(snapshot, standing=None, *, language="en"):
    return claimreview.document(
        snapshot, standing or examples.standing(), language=language, public_url=examples.PUBLIC_URL
    )


def test_it_is_rendered_as_the_golden_file_has_it():
    found = review(of_media())["associatedMediaReview"]

    assert found == json.loads((GOLDEN / "media_review.json").read_text(encoding="utf-8"))


def test_each_refers_to_the_other():
    found = review(of_media())

    assert found["associatedMediaReview"]["associatedClaimReview"]["@id"] == found["@id"]
    assert found["associatedMediaReview"]["itemReviewed"]["@type"] == "MediaReviewItem"


def test_the_claimreview_stays_valid():
    assert claimreview_rules.errors(review(of_media()), site_hosts=["checks.example"]) == []


@pytest.mark.parametrize(
    ("key", "category"),
    [("satire", "SatireOrParodyContent"), ("altered", "TransformedContent"), ("cropped", "EditedOrCroppedContent"),
     ("staged", "StagedContent"), ("original", "OriginalMediaContent"), ("missing_context", "DecontextualizedContent")],
)  # fmt: skip
def test_a_label_that_means_a_category_gives_it(key, category):
    assert review(of_media(key))["associatedMediaReview"]["mediaAuthenticityCategory"] == category


def test_every_category_is_one_of_schema_org_and_every_word_may_be_a_key():
    assert set(media_review.CATEGORIES.values()) == KNOWN
    assert [word for word in media_review.CATEGORIES if not KEY.fullmatch(word)] == []


@pytest.mark.parametrize(
    "changes",
    [{"claim__kind": "statement"}, {"verdict__scale__kind": "truth"}, {"verdict__label__key": "ai_generated"}],
)  # fmt: skip
def test_what_the_check_does_not_say_is_not_made_up(changes):
    assert "associatedMediaReview" not in review(of_media(**changes))


def test_a_retraction_says_nothing_of_the_media():
    assert "associatedMediaReview" not in review(of_media(), examples.standing(status="retracted"))


def test_a_protected_source_is_no_appearance():
    hidden = {**examples.snapshot()["claim"]["appearances"][0], "source": examples.protected_source()}

    assert review(of_media(claim__appearances=[hidden]))["associatedMediaReview"]["itemReviewed"] == {
        "@type": "MediaReviewItem"
    }


def test_what_reports_on_it_does_not_show_it():
    report = {**examples.snapshot()["claim"]["appearances"][1], "role": "reports"}

    found = review(of_media(claim__appearances=[report]))["associatedMediaReview"]

    assert "mediaItemAppearance" not in found["itemReviewed"]


def test_each_language_has_its_own():
    ids = {review(of_media(), language=language)["associatedMediaReview"]["@id"] for language in ("en", "fr")}

    assert len(ids) == 2
