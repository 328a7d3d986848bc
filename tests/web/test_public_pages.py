"""The public page of a check: in each language, as each publication showed it, and its ClaimReview alone."""

import json
import re
from typing import Any

from tests.newsrooms import EXAMPLES, Newsroom
from tracker.formats import claimreview_rules

FRENCH = {
    "language": "fr", "title": "L'inflation était de 32,5 %", "claim_reviewed": "L'inflation est de 40 %",
    "summary": "L'office a mesuré 32,5 %.", "rationale": "L'indice a augmenté de **32,5 %**.",
}  # fmt: skip


def json_ld(page: str) -> dict[str, Any]:
    """Return the ClaimReview that a page holds."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found, "the page holds no JSON-LD"
    document: dict[str, Any] = json.loads(found[1])
    return document


def published_in_two_languages(newsroom: Newsroom) -> str:
    """Publish a check in English and French."""
    claim_id = newsroom.claim_in("investigating")
    verdict_id = newsroom.get(f"/claims/{claim_id}").json["verdict_id"]
    newsroom.patch(f"/verdicts/{verdict_id}", {"texts": [*EXAMPLES["verdict"]["texts"], FRENCH]})
    for step, who in (("submit", "checker"), ("approve", "editor"), ("publish", "editor")):
        assert newsroom.step(claim_id, step, who).status_code == 200
    return claim_id


def test_the_page_shows_claim_verdict_and_evidence(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("published")

    page = newsroom.get(f"/fact-checks/{claim_id}", None)

    assert page.status_code == 200
    assert page.mimetype == "text/html"
    for shown in (
        "Inflation in the country stands at 40%.",
        "Mostly false",
        "The index rose by 32.5 percent",
        "Example Checks",
    ):
        assert shown in page.text


def test_its_claimreview_is_valid_and_stands_alone_too(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("published")

    document = json_ld(newsroom.get(f"/fact-checks/{claim_id}", None).text)

    assert claimreview_rules.errors(document, site_hosts=["tracker.example"]) == []
    assert newsroom.get(f"/fact-checks/{claim_id}.json", None).json == document
    assert document["url"] == f"https://tracker.example/fact-checks/{claim_id}"


def test_an_unpublished_claim_has_no_page(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("approved")

    assert newsroom.get(f"/fact-checks/{claim_id}", None).status_code == 404


def test_each_language_has_its_page(newsroom: Newsroom) -> None:
    claim_id = published_in_two_languages(newsroom)

    french = newsroom.get(f"/fact-checks/{claim_id}/fr", None).text

    assert "était de 32,5" in french
    assert json_ld(french)["inLanguage"] == "fr"
    assert json_ld(french)["reviewRating"]["alternateName"] == "Mostly false"
    assert newsroom.get(f"/fact-checks/{claim_id}/de", None).status_code == 404


def test_each_publication_keeps_its_address(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("retracted")

    first, second = (newsroom.get(f"/fact-checks/{claim_id}/v/{n}", None) for n in (1, 2))

    assert "This check was wrong." in second.text
    assert first.status_code == 200
    assert newsroom.get(f"/fact-checks/{claim_id}/v/3", None).status_code == 404


def test_a_retraction_is_a_tombstone_that_can_be_read(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("retracted")

    page = newsroom.get(f"/fact-checks/{claim_id}", None)

    assert page.status_code == 200
    assert "Retracted" in page.text
    assert json_ld(page.text)["creativeWorkStatus"] == "Retracted"


def test_a_check_under_review_says_so(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("published")

    newsroom.step(claim_id, "reopen", reason="the figure was revised")

    assert "nder review" in newsroom.get(f"/fact-checks/{claim_id}", None).text


def test_the_outlets_own_page_is_the_claimreviews_url_at_once(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("published")
    pages = [{"language": "en", "url": "https://checks.example/inflation"}]

    newsroom.call("PUT", f"/claims/{claim_id}/pages", "editor", pages, if_match=True)

    assert newsroom.get(f"/fact-checks/{claim_id}.json", None).json["url"] == "https://checks.example/inflation"
    assert newsroom.get("/feeds/verdicts.json", None).json["items"][0]["url"] == "https://checks.example/inflation"
