"""The public site: lists of checks by date, topic, claimant and label, organizations, and what was corrected."""

import pytest

from tests.newsrooms import Newsroom, created
from tests.web.sitting import Page, claimant_of, corrected, page, paths_of, published, read, retracted, text


def test_a_published_check_is_in_each_of_its_lists(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("published")

    for path in paths_of(newsroom, claim_id):
        found = page(newsroom.client, path)
        assert found.checks == [claim_id], path
        assert "Inflation was 32.5 percent, not 40" in found.words


@pytest.mark.parametrize(
    "path",
    [
        "/?language=fr",
        "/?organization=other",
        "/?organization=other&language=en",
        "/labels/mostly_false?organization=other",
    ],
)
def test_it_is_in_no_other_list(newsroom: Newsroom, path: str) -> None:
    newsroom.claim_in("published")

    assert page(newsroom.client, path).checks == []


def test_what_is_not_published_is_nowhere(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("approved")
    claimant_id = claimant_of(newsroom, claim_id)

    assert page(newsroom.client, "/").checks == []
    for path in ("/topics/economy", f"/claimants/{claimant_id}"):
        assert read(newsroom.client, path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/topics/nothing", "/topics/No-Slug", "/topics/%00", "/topics/" + "a" * 500, "/claimants/nobody",
        "/claimants/0193b6f0-0000-7000-8000-00000000ffff", "/claimants/%00", "/labels/nothing", "/labels/%00",
        "/organizations/nobody", "/organizations/%00", "/?organization=nobody",
        "/labels/mostly_false?organization=nobody", "/corrections?organization=nobody",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(newsroom: Newsroom, path: str) -> None:
    newsroom.claim_in("published")

    answer = read(newsroom.client, path)

    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    Page(answer.text)


@pytest.mark.parametrize(
    "query", ["older=x", "newer=WzFd", "older=WyJ4IiwieSJd", "organization=No%20Slug", "language=klingon!"]
)
def test_a_malformed_parameter_is_refused(newsroom: Newsroom, query: str) -> None:
    assert read(newsroom.client, f"/?{query}").status_code == 422


def test_parameters_of_those_who_shared_the_link_are_passed_over(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("published")

    assert page(newsroom.client, "/?utm_source=letter&fbclid=1").checks == [claim_id]


def test_a_label_of_two_organizations_lists_the_checks_of_both(newsroom: Newsroom, other_newsroom: Newsroom) -> None:
    mine, theirs = newsroom.claim_in("published"), other_newsroom.claim_in("published")

    assert page(newsroom.client, "/labels/mostly_false").checks == [theirs, mine]
    assert page(newsroom.client, "/labels/mostly_false?organization=other").checks == [theirs]


def test_a_label_that_no_check_has_says_what_it_means(newsroom: Newsroom) -> None:
    found = page(newsroom.client, "/labels/true")

    assert found.checks == []
    assert "Nothing is published yet." in found.words


def test_a_check_in_two_languages_is_listed_once_and_in_each(newsroom: Newsroom) -> None:
    texts = [text("Inflation was lower"), text("L'inflation était plus basse", "fr")]
    claim_id = published(newsroom, texts=texts)

    assert page(newsroom.client, "/").checks == [claim_id]
    french = page(newsroom.client, "/?language=fr")
    assert "L'inflation était plus basse" in french.words
    assert any(link["href"] == f"/fact-checks/{claim_id}/fr" for link in french.all("a"))
    assert {"lang": "fr", "dir": "auto"} in french.all("h2")


@pytest.mark.parametrize("query", ["?language=de", "?language=de&organization=example"])
def test_a_language_without_checks_says_so_and_offers_the_others(newsroom: Newsroom, query: str) -> None:
    newsroom.claim_in("published")

    shown = page(newsroom.client, f"/{query}")

    assert "No fact-check is published in Deutsch so far" in shown.words
    assert "English" in shown.words


def test_a_site_without_checks_says_so_in_any_language(newsroom: Newsroom) -> None:
    assert "Nothing is published yet" in page(newsroom.client, "/?language=de").words


def test_the_check_that_changed_last_stands_first(newsroom: Newsroom) -> None:
    first, second = newsroom.claim_in("published"), newsroom.claim_in("published")
    assert page(newsroom.client, "/").checks == [second, first]

    corrected(newsroom, first)

    assert page(newsroom.client, "/").checks == [first, second]


def test_what_is_changed_after_publication_stays_out_until_it_is_published(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("published")
    claimant_id = claimant_of(newsroom, claim_id)
    created(newsroom.step(claim_id, "reopen", reason="someone else said it"))
    created(
        newsroom.patch(f"/claims/{claim_id}", {"topics": ["secret"], "claimant": {"name": "Another", "kind": "person"}})
    )

    assert read(newsroom.client, "/topics/secret").status_code == 404
    assert page(newsroom.client, "/topics/economy").checks == [claim_id]
    assert page(newsroom.client, f"/claimants/{claimant_id}").checks == [claim_id]
    assert read(newsroom.client, f"/claimants/{claimant_of(newsroom, claim_id)}").status_code == 404


def test_a_correction_with_another_label_moves_the_check_to_the_labels_list(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("published")

    corrected(newsroom, claim_id, label="false")

    assert page(newsroom.client, "/labels/mostly_false").checks == []
    assert page(newsroom.client, "/labels/false").checks == [claim_id]


@pytest.mark.parametrize(
    ("state", "mark"), [("retracted", "Retracted"), ("reopened", "Under review"), ("corrected", "Corrected")]
)
def test_what_became_of_a_check_is_marked_in_every_list(newsroom: Newsroom, state: str, mark: str) -> None:
    claim_id = newsroom.claim_in("published")
    paths = paths_of(newsroom, claim_id)
    for path in paths:
        assert mark not in page(newsroom.client, path).words
    changes = {
        "retracted": lambda: retracted(newsroom, claim_id),
        "reopened": lambda: created(newsroom.step(claim_id, "reopen", reason="again")),
        "corrected": lambda: corrected(newsroom, claim_id),
    }

    changes[state]()

    for path in paths:
        assert f"{mark} ·" in page(newsroom.client, path).words, path
