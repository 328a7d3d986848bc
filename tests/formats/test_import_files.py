"""Checks are read as a person reads them, whatever shape and faults the file has."""

import json
from datetime import UTC, datetime

import pytest

from tracker.formats.import_files import Reading, Unreadable, read

PLAIN = {
    "@context": "http://schema.org", "@type": "ClaimReview", "url": "https://outlet.example/1",
    "datePublished": "2020-06-24 00:03",
    "claimReviewed": "The well is dry", "author": {"@type": "Organization", "name": "Outlet"},
    "itemReviewed": {"@type": "CreativeWork", "datePublished": "2020-05-14", "url": "https://post.example/9",
                     "author": {"@type": "Organization", "name": ["A. Speaker", "mayor of the town"]}},
    "reviewRating": {"@type": "Rating", "ratingValue": "1", "bestRating": "5", "worstRating": "1",
                     "alternateName": "False"},
}  # fmt: skip
SEARCH = {"claims": [{
    "text": "The well is dry", "claimant": "A. Speaker", "claimDate": "2020-05-14T00:00:00Z", "claimReview": [
    {"publisher": {"name": "Outlet", "site": "outlet.example"}, "url": "https://outlet.example/1", "title": "Is it?",
     "reviewDate": "2020-06-24T00:03:00Z", "textualRating": "False", "languageCode": "en"}]}]}  # fmt: skip
MARKUP = {"pageUrl": "https://outlet.example/1", "publishDate": "2020-06-24", "claimReviewMarkups": [
    {"claimReviewed": "The well is dry", "claimDate": "2020-05-14", "claimAuthor": {"name": "A. Speaker"},
     "rating": {"textualRating": "False"}}]}  # fmt: skip
MICRODATA = [{"type": "http://schema.org/ClaimReview", "properties": {
    "claimReviewed": ["The well is dry"], "url": ["https://outlet.example/1"], "datePublished": ["2020-06-24"],
    "itemReviewed": [{"type": "http://schema.org/CreativeWork", "properties": {
        "datePublished": ["2020-05-14"], "author": [{"properties": {"name": ["A. Speaker"]}}]}}],
    "reviewRating": [{"properties": {"alternateName": ["False"]}}]}}]  # fmt: skip
FEED = {
    "@type": "DataFeed",
    "dataFeedElement": [{"@type": "DataFeedItem", "url": "https://outlet.example/1", "item": [PLAIN]}],
}
PAGE = f'<html lang="pt-BR"><script type="application/ld+json">{json.dumps(PLAIN)}</script></html>'
TABLE = (
    "\ufeffClaim;Speaker;Rating;URL;Date;claimDate\n"
    "The well is dry;A. Speaker;False;outlet.example/1;24 June 2020;2020-05-14\n"
)


def one(content: str, **reading: object):
    (found,) = read(content.encode(), Reading(**reading))
    return found


def told(**changes: object):
    return one(json.dumps(PLAIN | changes)).fields


@pytest.mark.parametrize(
    "content",
    [json.dumps(PLAIN), json.dumps([PLAIN]), json.dumps({"@graph": [{"@type": "WebPage"}, PLAIN]}),
     json.dumps(FEED), PAGE,
     json.dumps(SEARCH), json.dumps(MARKUP), json.dumps(MICRODATA), json.dumps(PLAIN) + "\n", TABLE,
     json.dumps(PLAIN, indent=1).replace('"False"', '"False",')],
)  # fmt: skip
def test_every_shape_tells_the_same_check(content):
    found = one(content)

    assert not found.faults
    assert found.fields["claim_text"] == "The well is dry"
    assert (found.fields["label"], found.fields["claimant"]["name"]) == ("False", "A. Speaker")
    assert (found.fields["made_on"], found.fields["published_at"].date().isoformat()) == ("2020-05-14", "2020-06-24")
    assert found.fields["page_url"] == "https://outlet.example/1"


def test_the_older_kind_of_work_is_where_the_claim_appeared():
    assert told()["appearances"] == [{"url": "https://post.example/9"}]
    assert (told()["job_title"], told()["published_at"]) == (
        "mayor of the town",
        datetime(2020, 6, 24, 0, 3, tzinfo=UTC),
    )


def test_a_page_gives_its_language():
    assert one(PAGE).fields["language"] == "pt-BR"


@pytest.mark.parametrize(
    ("rating", "label"),
    [({"alternateName": "não_é_bem_assim"}, "não_é_bem_assim"), ({"alternateName": "Faux\r"}, "Faux"),
     ("False", "False"),
     ({"alternateName": ["", "Half &amp; half"]}, "Half & half"), ({"alternateName": {"@value": "زائف"}}, "زائف"),
     ([{"name": "Wrong"}], "Wrong"), ({"ratingValue": "really false"}, "really false")],
)  # fmt: skip
def test_a_label_is_what_was_published(rating, label):
    assert told(reviewRating=rating)["label"] == label


@pytest.mark.parametrize(
    "rating", [{"ratingValue": 1}, {"ratingValue": "4", "bestRating": 5, "worstRating": 1}, {}, None]
)
def test_a_number_is_no_label(rating):
    found = one(json.dumps(PLAIN | {"reviewRating": rating}))

    assert [fault["pointer"] for fault in found.faults] == ["/reviewRating/alternateName"]


@pytest.mark.parametrize(
    "bounds", [("-1", "-1", "-1"), ("4", "6", ""), ("1", "", None), ("3", "2", "1"), ("x", "5", "1")]
)
def test_numbers_without_bounds_are_left_out(bounds):
    numbers = dict(zip(("ratingValue", "bestRating", "worstRating"), bounds, strict=True))

    assert "rating" not in told(reviewRating={"alternateName": "False"} | numbers)


def test_a_check_without_a_date_says_so():
    found = one(json.dumps(PLAIN | {"datePublished": ""}))

    assert "published_at" not in found.fields
    assert "no-date" in [remark["code"] for remark in found.remarks]


def test_what_was_retracted_tells_its_page_and_why():
    tomb = {"@type": "DataFeedItem", "url": "https://outlet.example/1", "dateDeleted": "2020-07-01"}
    found = one(json.dumps(tomb | {"description": "The figure\nwas wrong."}))

    assert (found.is_retracted, list(found.faults)) == (True, [])
    assert found.fields == {"page_url": "https://outlet.example/1", "notice": "The figure was wrong."}


def test_a_broken_line_does_not_spoil_the_others():
    found = list(read(f"{json.dumps(PLAIN)}\n{{broken}}\n{json.dumps(PLAIN)}".encode(), Reading()))

    assert [[fault["code"] for fault in each.faults] for each in found] == [[], ["no-json"], []]


LINE = json.dumps(PLAIN)


@pytest.mark.parametrize("broken", ['{"@type": "ClaimReview", "url":', "nothing", '[{"a": 1},', "null"])
@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_broken_line_is_told_by_its_number(broken, place):
    lines = [LINE, LINE]
    lines.insert(place - 1, broken)
    found = list(read("\n".join(lines).encode(), Reading()))

    assert [each.place for each in found] == ["line 1", "line 2", "line 3"]
    assert [each.place for each in found if each.faults] == [f"line {place}"]


@pytest.mark.parametrize("content", [f"{{broken\n{LINE}", f"{LINE}\n{{broken"])
def test_one_of_two_lines_may_be_broken(content):
    found = list(read(content.encode(), Reading()))

    assert sorted(len(each.faults) for each in found) == [0, 1]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(PLAIN, indent=0),
        f'{{"item":\n{LINE}}}',
        f"[\n{LINE},\n{LINE}\n]",
        f"[{LINE},\n{LINE}]",
        f"[\n{LINE}]",
    ],
)
def test_one_document_on_several_lines_is_one_document(content):
    found = list(read(content.encode(), Reading()))

    assert {len(each.faults) for each in found} == {0}
    assert not [each.place for each in found if each.place.startswith("line")]


@pytest.mark.parametrize(
    "content", [b"", b"nothing", b"{", b"[]", b"<p>", b"\xff\xfe\x00", b"a,b\n1,2\n", b"[" * 100_000]
)
def test_a_file_without_checks_is_unreadable(content):
    with pytest.raises(Unreadable):
        list(read(content, Reading()))
