"""What makes a ClaimReview wrong or doubtful."""

import pytest

from tests import snapshots as examples
from tracker.formats import claimreview, claimreview_rules

SITES = ["checks.example"]
CLAIM, RATING = "itemReviewed", "reviewRating"


@pytest.fixture
def document():
    return claimreview.document(examples.snapshot(), examples.standing(), language="en", public_url=examples.PUBLIC_URL)


def errors(document):
    return [(found["code"], found["pointer"]) for found in claimreview_rules.errors(document, site_hosts=SITES)]


def warnings(document, **options):
    return [
        (found["code"], found["pointer"]) for found in claimreview_rules.warnings(document, site_hosts=SITES, **options)
    ]


def test_a_good_document_has_neither_error_nor_warning(document):
    assert (errors(document), warnings(document)) == ([], [])


@pytest.mark.parametrize("name", ["claimReviewed", "url", "reviewRating"])
def test_a_missing_property_is_e1(document, name):
    del document[name]

    assert errors(document) == [("E1", f"/{name}")]


def test_a_rating_without_a_label_is_e1(document):
    del document[RATING]["alternateName"]

    assert errors(document) == [("E1", "/reviewRating/alternateName")]


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/check",
        "https://notchecks.example/check",
        "https://checks.example.evil.example/check",
        "ftp://checks.example/check",
        "javascript:alert(1)",
        "/fact-checks/1",
        ["https://checks.example/1"],
    ],
)
def test_a_page_off_the_site_is_refused(document, url):
    assert {code for code, _ in errors(document | {"url": url})} <= {"E1", "E2"}
    assert ("E2", "/url") in errors(document | {"url": url})


@pytest.mark.parametrize("url", ["https://CHECKS.example/a", "http://www.checks.example:8000/a#b"])
def test_a_subdomain_is_on_the_site(document, url):
    assert errors(document | {"url": url}) == []


@pytest.mark.parametrize(
    ("numbers", "pointer"),
    [
        ({"ratingValue": 6}, "ratingValue"),
        ({"ratingValue": 0.5}, "ratingValue"),
        ({"worstRating": 0}, "worstRating"),
        ({"worstRating": 5}, "worstRating"),
        ({"bestRating": "-1"}, "worstRating"),
        ({"bestRating": 0}, "worstRating"),
        ({"ratingValue": "half"}, "ratingValue"),
        ({"ratingValue": True}, "ratingValue"),
        ({"ratingValue": "NaN"}, "ratingValue"),
        ({"bestRating": None, "ratingValue": 7}, "ratingValue"),
    ],
)
def test_numbers_out_of_bounds_are_e3(document, numbers, pointer):
    document[RATING] |= numbers

    assert errors(document) == [("E3", f"/reviewRating/{pointer}")]


@pytest.mark.parametrize("name", ["", "  ", "\u0007", ["False"]])
def test_a_blank_label_is_e4(document, name):
    document[RATING]["alternateName"] = name

    assert errors(document) == [("E4", "/reviewRating/alternateName")]


def test_a_nameless_author_of_the_claim_is_e5(document):
    document[CLAIM]["author"] = [{"@type": "Person", "name": "Ministry of Finance"}, {"@type": "Person", "name": " "}]

    assert errors(document) == [("E5", "/itemReviewed/author/1/name")]


def test_a_long_claim_is_w1(document):
    assert warnings(document | {"claimReviewed": "x" * 76}) == [("W1", "/claimReviewed")]


@pytest.mark.parametrize(
    ("claim", "expected"),
    [("It is MOSTLY FALSE that prices rose", [("W2", "/claimReviewed")]), ("It is mostly falsehood", [])],
)
def test_the_rating_within_the_claim_is_w2(document, claim, expected):
    assert warnings(document | {"claimReviewed": claim}) == expected


def test_a_claim_that_was_seen_nowhere_is_w3(document):
    del document[CLAIM]["appearance"]
    document[CLAIM]["firstAppearance"] = {"@type": "CreativeWork", "description": "A letter"}

    assert warnings(document) == [("W3", "/itemReviewed/appearance")]


def test_a_claim_of_nobody_is_w4(document):
    del document[CLAIM]["author"]

    assert warnings(document) == [("W4", "/itemReviewed/author")]


def test_a_number_without_a_published_scale_is_w5(document):
    assert warnings(document, has_published_scale=False) == [("W5", "/reviewRating/ratingValue")]


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-03-05", [("W6", "/itemReviewed/datePublished")]), ("2026-03-04", []), ("2026", []), ("soon", [])],
)
def test_a_claim_later_than_its_review_is_w6(document, day, expected):
    document[CLAIM]["datePublished"] = day

    assert warnings(document) == expected


def test_a_second_review_of_the_same_claim_on_the_page_is_w7(document):
    others = [(document["url"], document["claimReviewed"])]

    assert warnings(document, others=others) == [("W7", "/url")]


def test_a_claim_of_the_checking_site_is_w8(document):
    document[CLAIM]["appearance"] = ["https://blog.checks.example/prices"]

    assert warnings(document) == [("W8", "/itemReviewed/appearance/0")]


@pytest.mark.parametrize("value", [None, 1, "text", [], [[]], {}, {"@type": 3}, [None, 1, "text"]])
@pytest.mark.parametrize("name", ["claimReviewed", "url", "reviewRating", "itemReviewed", "datePublished"])
def test_a_property_of_any_type_is_judged_and_never_stumbled_over(document, name, value):
    broken = document | {name: value}

    assert isinstance(errors(broken), list)
    assert isinstance(warnings(broken), list)


@pytest.mark.parametrize("value", [None, 1, "text", [], [[]], {}, [None, 1, {"url": 4}], {"url": ["x"]}])
@pytest.mark.parametrize("name", ["author", "appearance", "firstAppearance", "datePublished"])
def test_a_claim_of_any_shape_is_judged_and_never_stumbled_over(document, name, value):
    document[CLAIM][name] = value

    assert isinstance(errors(document), list)
    assert isinstance(warnings(document), list)
