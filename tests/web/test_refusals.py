"""Errors are told to people as pages, and to programs as problems."""

from tests.newsrooms import Newsroom

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def test_a_browser_is_shown_a_page(newsroom: Newsroom) -> None:
    answer = newsroom.get("/fact-checks/nowhere", None, headers=BROWSER)

    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "There is no published check at this address" in answer.text
    assert "object" not in answer.text


def test_a_program_is_told_a_problem(newsroom: Newsroom) -> None:
    answer = newsroom.get("/fact-checks/nowhere", None)

    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_the_api_tells_problems_even_to_a_browser(newsroom: Newsroom) -> None:
    answer = newsroom.get("/claims", None, headers=BROWSER)

    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")


def test_a_stranger_does_not_learn_what_the_api_has(newsroom: Newsroom) -> None:
    known, unknown = newsroom.get("/claims", None), newsroom.get("/nowhere", None)

    assert (known.status_code, known.data) == (unknown.status_code, unknown.data)
    assert newsroom.get("/nowhere").status_code == 404
