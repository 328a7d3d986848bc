"""claims:search: anyone finds published checks by words or by the publisher's site, page by page."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.newsrooms import Newsroom, created
from tracker.lib.ids import new_id

PATH = "/v1alpha1/claims:search"


def word() -> str:
    return f"w{new_id().replace('-', '')}"


def published(room: Newsroom, *claims: str, **changes: Any) -> dict[str, Any]:
    url = f"https://www.{word()}.outlet.example/checks"
    markups = [{"url": f"{url}#{n}", "claimReviewed": claim, "rating": {"textualRating": "Wrong"}}
               for n, claim in enumerate(claims)]  # fmt: skip
    headers = {"Authorization": f"Bearer {room.keys['admin']}"}
    body = {"pageUrl": url, "claimReviewMarkups": markups} | changes
    answer = room.client.post("/v1alpha1/pages", json=body, headers=headers)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.json
    return found


def asked(room: Newsroom, path: str = PATH, **query: Any) -> TestResponse:
    return room.client.get(path, query_string=query)


def texts(answer: TestResponse) -> list[str]:
    return [claim["text"] for claim in answer.json.get("claims", [])]


def site(found: dict[str, Any]) -> str:
    host: str = found["pageUrl"].split("/")[2]
    return host.removeprefix("www.")


def refusal(answer: TestResponse) -> tuple[int, int, str]:
    error = answer.json["error"]
    return answer.status_code, error["code"], error["status"]


def test_a_check_is_found_as_the_api_describes_it(room: Newsroom) -> None:
    mark = word()
    markup = {
        "claimReviewed": f"Inflation {mark} was 40%", "claimDate": "2025-01", "claimAuthor": {"name": "A minister"},
        "rating": {"textualRating": "Mostly wrong", "ratingValue": 2, "worstRating": 1, "bestRating": 5},
    }  # fmt: skip
    page = published(room, claimReviewMarkups=[markup], publishDate="2025-02-03")
    (claim,) = asked(room, query=mark).json["claims"]
    (review,) = claim.pop("claimReview")

    assert claim == {"text": markup["claimReviewed"], "claimant": "A minister", "claimDate": "2025-01-01T00:00:00Z"}
    assert review.pop("id")
    assert review == {
        "publisher": {"name": "Example Checks", "site": site(page)}, "url": page["pageUrl"],
        "title": markup["claimReviewed"], "reviewDate": "2025-02-03T00:00:00Z", "textualRating": "Mostly wrong",
        "languageCode": review["languageCode"], "rating": {"ratingValue": 2, "worstRating": 1, "bestRating": 5},
    }  # fmt: skip


def test_results_are_paged_through_without_a_gap(room: Newsroom) -> None:
    mark = word()
    claims = [f"{mark} {n}" for n in range(7)]
    published(room, *claims)
    pages, token = [], ""
    while token is not None:
        answer = asked(room, query=mark, pageSize=3, pageToken=token)
        pages.append(texts(answer))
        token = answer.json.get("nextPageToken")

    assert [len(page) for page in pages] == [3, 3, 1]
    assert sorted(text for page in pages for text in page) == claims
    assert texts(asked(room, query=mark, offset=5)) == [*pages[1], *pages[2]][2:]
    assert asked(room, query=mark, offset=7).json == {}


def test_a_site_alone_is_a_question(room: Newsroom) -> None:
    page = published(room, *(f"Claim {n}" for n in range(5)))
    first = asked(room, reviewPublisherSiteFilter=site(page), pageSize=2)
    rest = asked(room, reviewPublisherSiteFilter=site(page), pageSize=2, pageToken=first.json["nextPageToken"])
    passed = asked(room, reviewPublisherSiteFilter=site(page), offset=3)
    found = [*texts(first), *texts(rest)]

    assert len(set(found)) == 4
    assert texts(passed)[0] == found[3]


@pytest.mark.parametrize("form", ["{}", "www.{}", "https://{}/", "HTTPS://WWW.{}"])
def test_a_site_is_named_by_its_host(room: Newsroom, form: str) -> None:
    page = published(room, "A claim")

    assert texts(asked(room, reviewPublisherSiteFilter=form.format(site(page)))) == ["A claim"]


def test_a_site_holds_those_below_it_and_no_namesakes(room: Newsroom) -> None:
    mark, above = word(), f"{word()}.example"
    published(room, f"{mark} one", pageUrl=f"https://checks.{above}/1", claimReviewMarkups=[
        {"claimReviewed": f"{mark} one", "rating": {"textualRating": "Wrong"}}])  # fmt: skip
    namesake = f"not{above}"

    assert texts(asked(room, reviewPublisherSiteFilter=above)) == [f"{mark} one"]
    assert texts(asked(room, query=mark, reviewPublisherSiteFilter=above)) == [f"{mark} one"]
    assert asked(room, query=mark, reviewPublisherSiteFilter=namesake).json == {}


def test_the_region_of_a_language_does_not_count(room: Newsroom) -> None:
    mark = word()
    check_id = room.claim_in("published")
    published(room, mark)
    found = texts(asked(room, reviewPublisherSiteFilter="tracker.example", languageCode="en-NZ", pageSize=100))

    assert check_id
    assert found
    assert asked(room, reviewPublisherSiteFilter="tracker.example", languageCode="fa").json == {}


def test_age_is_of_the_newer_of_both_dates(room: Newsroom) -> None:
    mark, today = word(), datetime.now(UTC).date()
    recent = (today - timedelta(days=3)).isoformat()
    markups = [{"claimReviewed": f"{mark} {n}", "rating": {"textualRating": "Wrong"}} for n in range(2)]
    published(room, claimReviewMarkups=[markups[0] | {"claimDate": recent}, markups[1]], publishDate="2020-01-01")

    assert texts(asked(room, query=mark, maxAgeDays=3)) == [f"{mark} 0"]
    assert asked(room, query=mark, maxAgeDays=2).json == {}
    assert len(texts(asked(room, query=mark, maxAgeDays=2**31 - 1))) == 2


def test_only_what_is_published_is_found(room: Newsroom) -> None:
    mark = word()
    room.claim(text=f"Nobody has checked {mark}")

    assert asked(room, query=mark).json == {}


def test_a_retraction_is_told_by_the_next_read(room: Newsroom) -> None:
    mark = word()
    page = published(room, mark)
    before = asked(room, query=mark).json["claims"][0]["claimReview"][0]
    headers = {"Authorization": f"Bearer {room.keys['admin']}"}
    room.client.delete(f"/v1alpha1/{page['name']}", headers=headers)
    after = asked(room, query=mark).json["claims"][0]["claimReview"][0]

    assert "status" not in before
    assert (after["id"], after["status"]) == (before["id"], "Retracted")
    assert after["textualRating"] == "Retracted (was: Wrong)"
    assert after["title"].startswith("Retracted: ")
    assert [entry["kind"] for entry in after["corrections"]] == ["Retraction"]
    assert "rating" not in after


def test_an_image_is_found_by_its_very_address(room: Newsroom) -> None:
    image = f"https://images.example/{new_id()}.jpg"
    markup = {"claimReviewed": "A photo", "claimFirstAppearance": image, "rating": {"textualRating": "Altered"}}
    published(room, claimReviewMarkups=[markup])
    (result,) = asked(room, "/v1alpha1/claims:imageSearch", imageUri=f"{image}?utm_source=x").json["results"]

    assert result["claim"]["text"] == "A photo"
    assert asked(room, "/v1alpha1/claims:imageSearch", imageUri=f"{image}x").json == {}
    assert refusal(asked(room, "/v1alpha1/claims:imageSearch")) == (400, 400, "INVALID_ARGUMENT")


def test_where_an_unpublished_appearance_is_stays_unknown(room: Newsroom) -> None:
    image = f"https://images.example/{new_id()}.jpg"
    check_id = room.claim_in("published")
    created(room.step(check_id, "reopen", reason="a reader wrote"))
    created(room.post(f"/claims/{check_id}/appearances", {"url": image, "role": "repeats"}))

    assert asked(room, "/v1alpha1/claims:imageSearch", imageUri=image).json == {}


def test_a_token_goes_with_the_same_question(room: Newsroom) -> None:
    mark = word()
    published(room, f"{mark} 1", f"{mark} 2")
    token = asked(room, query=mark, pageSize=1).json["nextPageToken"]

    assert len(texts(asked(room, query=mark, pageSize=1, pageToken=token, prettyPrint="false"))) == 1
    for other in ({"query": "x", "pageSize": 1}, {"query": mark, "pageSize": 2},
                  {"query": mark, "pageSize": 1, "languageCode": "en"}):  # fmt: skip
        assert refusal(asked(room, **other, pageToken=token)) == (400, 400, "INVALID_ARGUMENT")


@pytest.mark.parametrize(
    "query",
    [
        "", "query=", "languageCode=en", "query=a&languageCode=klingonese", "query=a&maxAgeDays=-1",
        "query=a&maxAgeDays=x", "query=a&pageSize=-1", "query=a&pageToken=x", "query=a&pageToken=WyJhIl0",
        "query=a&offset=-1", "reviewPublisherSiteFilter=a%20b", "reviewPublisherSiteFilter=%00", "query=a&query=b",
        "query=a&unknown=1", "query=" + "a" * 20_001, "query=a&alt=media",
    ],
)  # fmt: skip
def test_a_question_that_makes_no_sense_is_an_invalid_argument(room: Newsroom, query: str) -> None:
    assert refusal(room.client.get(f"{PATH}?{query}")) == (400, 400, "INVALID_ARGUMENT")


@pytest.mark.parametrize(
    "query",
    ["%00", "\"'", "*", "a AND", "NEAR(a b)", "--", "\\", "covid-19", "don't", "C++", '"x', "🤷", "%ff", "(" * 99],
)
def test_whatever_is_typed_is_only_words(room: Newsroom, query: str) -> None:
    answer = room.client.get(f"{PATH}?query={query}")

    assert answer.status_code == 200
    assert set(answer.json) <= {"claims", "nextPageToken"}


def test_what_did_not_change_is_not_sent_again(room: Newsroom) -> None:
    first = asked(room, query="inflation")
    again = room.client.get(f"{PATH}?query=inflation", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Access-Control-Allow-Origin"] == "*"
