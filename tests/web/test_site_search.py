"""The public site can be searched, without a script, for what is public and nothing else."""

import pytest

from tests.newsrooms import created, published_under
from tests.web.sitting import Page


def page(room, query=None, **others):
    answer = room.client.get("/search", query_string=others | ({} if query is None else {"q": query}))
    assert answer.status_code == 200
    return Page(answer.text)


def test_a_check_is_found_by_its_title_claim_summary_and_claimant(new_room):
    check = new_room.claim_in("published", text="A quince is dear", claimant={"name": "Ada Lovelace", "kind": "person"})

    shown = page(new_room, "quince dear lovelace")

    assert shown.checks == [check]
    assert "1 text found" in shown.words


def test_a_title_that_is_the_claim_is_not_shown_again_as_what_was_found(new_room):
    check = published_under(new_room, "A quandong is dear", "It was cheap.")
    shown = page(new_room, "quandong")

    assert shown.checks == [check]
    assert shown.all("mark") == []


def test_each_page_has_the_form_that_leads_there(new_room):
    for path in ("/", "/corrections", "/search"):
        shown = Page(new_room.client.get(path).text)
        (form,) = shown.all("form")
        assert (form["action"], form["method"], form["role"]) == ("/search", "get", "search")
        labelled = {label["for"] for label in shown.all("label")}
        assert {one["id"] for one in shown.all("input")} == labelled


def test_a_form_may_be_sent_to_the_site_itself(new_room):
    assert "form-action 'self'" in new_room.client.get("/search").headers["Content-Security-Policy"]


def test_what_is_not_published_is_not_found(new_room):
    created(new_room.post("/claims", {"kind": "statement", "language": "en", "text": "Unheard of medlars"}))

    assert page(new_room, "medlars").checks == []


def test_what_was_only_changed_since_is_not_found(new_room):
    check = new_room.claim_in("published", text="A loquat is dear")
    created(new_room.step(check, "reopen", reason="a new figure"))
    created(new_room.patch(f"/claims/{check}", {"text": "A persimmon is dear"}))

    assert page(new_room, "loquat").checks == [check]
    assert page(new_room, "persimmon").checks == []


def test_a_retracted_check_is_found_and_marked(new_room):
    check = new_room.claim_in("retracted", text="A tamarind is dear")

    shown = page(new_room, "tamarind")

    assert shown.checks == [check]
    assert "Retracted" in shown.words


def test_what_was_typed_is_shown_as_text_and_nothing_more(new_room):
    typed = '"><script>alert(1)</script>'

    shown = page(new_room, typed)

    assert shown.all("script") == []
    assert [one.get("value") for one in shown.all("input") if one["name"] == "q"] == [typed]
    assert "Nothing is found" in shown.words


def test_words_are_marked(new_room):
    new_room.claim_in("published", text="A kumquat is dear", context="nothing")

    assert len(page(new_room, "kumquat").all("mark")) > 0


@pytest.mark.parametrize("typed", ["", " ", "*", "x" * 5000, "\u0000", "-", "\u202eabc"])
def test_nothing_that_is_typed_is_an_error(new_room, typed):
    assert page(new_room, typed).checks == []


def test_pages_lead_to_one_another_and_are_small(new_room):
    checks = {new_room.claim_in("published", text=f"A rambutan costs {number}") for number in range(12)}
    first = new_room.client.get("/search?q=rambutan")
    seen = Page(first.text)
    second = Page(new_room.client.get(seen.turning("next")).text)

    assert {*seen.checks, *second.checks} == checks
    assert len(seen.checks) == 10
    assert len(first.data) < 50_000


def test_a_check_in_two_languages_is_found_once_in_the_one_that_fits(new_room):
    texts = [{"language": language, "title": title, "summary": "No.", "rationale": "No."}
             for language, title in (("en", "A durian is cheap"), ("fr", "Le durian est cher"))]  # fmt: skip
    check = new_room.claim(text="A durian", claimant={"name": "Ada Lovelace", "kind": "person"})["id"]
    new_room.evidence(check)
    new_room.verdict(check, texts=texts)
    created(new_room.step(check, "accept", "checker"))
    created(new_room.step(check, "start", "checker"))
    created(new_room.step(check, "submit", "checker"))
    created(new_room.step(check, "approve"))
    created(new_room.step(check, "publish"))

    both, french = (new_room.client.get(f"/search?q={query}").text for query in ("durian", "durian+cher"))

    assert both.count('class="entry') == french.count('class="entry') == 1
    assert f"/fact-checks/{check}/fr" in french
