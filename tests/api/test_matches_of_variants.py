"""A claim is found by all its wordings: those in which it was seen, and those of the claims merged into it."""

import pytest

from tests.api.test_matches import AGAIN, LETTERS, TEXT, decide, match, matches, published
from tests.newsrooms import created, places, problem
from tracker.lib.ids import new_id

PLAIN = "Something was said on television."


@pytest.fixture
def name():
    """A name that no other test has told."""
    return new_id()[-12:].translate(LETTERS).capitalize()


def claim(room, text=PLAIN, **fields):
    return room.claim(text=text, **{"appearances": []} | fields)["id"]


def seen(**fields):
    return [{"url": f"https://tv.example/{new_id()}", **fields}]


def merge(room, claim_id, into):
    created(room.step(claim_id, "merge", into=into, reason="the same claim"))


def suggested(room, text, of):
    """Return what is suggested for a text, of those that a test knows of."""
    return [one for one in match(room, text)["items"] if one["match_id"] in of]


def test_a_claim_is_found_by_the_words_in_which_it_was_seen(new_room, name):
    claim_id = claim(new_room, appearances=seen(wording=TEXT.format(name)))
    (found,) = suggested(new_room, AGAIN.format(name), [claim_id])

    assert (found["kind"], found["text"]) == ("claim", PLAIN)
    assert found["band"] in {"same", "likely"}
    assert {name.lower(), "harbour"} <= set(found["why"]["shared_terms"])


def test_a_decision_keeps_how_it_was_found(new_room, name):
    claim_id = claim(new_room)
    merge(new_room, claim(new_room, appearances=seen(wording=TEXT.format(name))), claim_id)
    asking = claim(new_room, AGAIN.format(name))
    (found,) = matches(new_room, asking, [claim_id])
    decided = decide(new_room, asking, claim_id, "confirmed").json

    assert (decided["score"], decided["band"]) == (found["score"], found["band"])


def test_what_speaks_against_it_is_read_in_the_language_of_the_wording(new_room, name):
    claim_id = claim(new_room, appearances=seen(wording=f"In {name} flohen 30.000 people.", language="de"))
    (found,) = suggested(new_room, f"In {name} 30,000 people fled.", [claim_id])

    assert found["against"] == []


def test_a_wording_that_is_erased_is_found_no_more(new_room, name):
    claim_id = claim(new_room, appearances=seen(wording=TEXT.format(name)))
    appearance_id = new_room.get(f"/claims/{claim_id}/appearances").json["items"][0]["id"]
    target = {"object": f"claim/{claim_id}", "field": f"/appearances/{appearance_id}"}
    words = {"ground": "GDPR Art. 17(1)(d)", "reason": "letter 9", "replacement_text": "[removed]"}
    filed = created(new_room.post("/erasures", words | {"kind": "erasure", "targets": [target]}, "admin"))
    created(new_room.post(f"/erasures/{filed['id']}/confirmation", {}, "editor"))

    assert suggested(new_room, AGAIN.format(name), [claim_id]) == []


def test_a_merged_claim_stands_for_what_it_goes_on_in(new_room, name):
    first, second, last = claim(new_room, TEXT.format(name)), claim(new_room), claim(new_room)
    merge(new_room, first, second)
    merge(new_room, second, last)
    (found,) = suggested(new_room, AGAIN.format(name), [first, second, last])

    assert (found["match_id"], found["claim_id"], found["text"]) == (last, last, PLAIN)


def test_it_stands_for_the_check_that_was_published_since(new_room, name):
    into = new_room.claim_in("investigating", text=PLAIN)
    merge(new_room, claim(new_room, TEXT.format(name)), into)
    for step, who in (("submit", "checker"), ("approve", "editor"), ("publish", "editor")):
        created(new_room.step(into, step, who))
    (found,) = suggested(new_room, AGAIN.format(name), [into])

    assert (found["kind"], found["publication_status"]) == ("check", "live")


def test_what_was_merged_into_a_claim_is_no_earlier_check_of_it(new_room, name):
    merged, into = claim(new_room, TEXT.format(name)), claim(new_room, AGAIN.format(name))
    merge(new_room, merged, into)
    answer = decide(new_room, into, merged, "confirmed")

    assert matches(new_room, into, [merged, into]) == []
    assert (problem(answer)[0], places(answer)) == (422, ["/match_id"])


def test_what_was_rejected_is_not_suggested_as_what_it_goes_on_in(new_room, name):
    merged, into, asking = claim(new_room, TEXT.format(name)), claim(new_room), claim(new_room, AGAIN.format(name))
    decide(new_room, asking, merged, "rejected")
    merge(new_room, merged, into)

    assert matches(new_room, asking, [merged, into]) == []


@pytest.mark.parametrize("is_merged_first", [True, False])
def test_what_was_confirmed_is_told_once_as_what_it_goes_on_in(new_room, name, is_merged_first):
    merged, into, asking = claim(new_room, TEXT.format(name)), claim(new_room), claim(new_room, AGAIN.format(name))
    deeds = [lambda: created(decide(new_room, asking, merged, "confirmed")), lambda: merge(new_room, merged, into)]
    for deed in reversed(deeds) if is_merged_first else deeds:
        deed()
    (found,) = matches(new_room, asking, [merged, into])

    assert (found["match_id"], found["decision"]) == (into, "confirmed")


def test_what_was_confirmed_and_merged_into_what_was_rejected_is_told_no_more(new_room, name):
    merged, into, asking = claim(new_room, TEXT.format(name)), claim(new_room), claim(new_room, AGAIN.format(name))
    decide(new_room, asking, merged, "confirmed")
    decide(new_room, asking, into, "rejected")
    merge(new_room, merged, into)

    assert matches(new_room, asking, [merged, into]) == []


def test_who_decides_about_a_merged_claim_decides_about_what_it_goes_on_in(new_room, name):
    merged, into, asking = claim(new_room, TEXT.format(name)), claim(new_room), claim(new_room, AGAIN.format(name))
    merge(new_room, merged, into)
    decided = created(decide(new_room, asking, merged, "confirmed"))
    created(new_room.step(merged, "unmerge", reason="it was another"))
    found = {one["match_id"]: one["decision"] for one in matches(new_room, asking, [merged, into])}

    assert (decided["match_id"], decided["decision"]) == (into, "confirmed")
    assert found == {into: "confirmed", merged: None}


def test_a_confirmed_claim_that_was_merged_into_the_other_is_none_of_its_matches(new_room, name):
    merged, into = claim(new_room, TEXT.format(name)), claim(new_room, AGAIN.format(name))
    decide(new_room, into, merged, "confirmed")
    merge(new_room, merged, into)

    assert matches(new_room, into, [merged, into]) == []


def test_a_merged_claim_has_what_it_goes_on_in_among_its_matches(new_room, name):
    merged, into = claim(new_room, TEXT.format(name)), claim(new_room, AGAIN.format(name))
    merge(new_room, merged, into)

    assert [one["match_id"] for one in matches(new_room, merged, [merged, into])] == [into]


def test_of_another_organizations_check_no_wording_is_read_but_the_published(new_room, other_room, name):
    check_id = published(other_room, PLAIN)
    created(other_room.step(check_id, "reopen", reason="again"))
    created(other_room.post(f"/claims/{check_id}/appearances", seen(wording=TEXT.format(name))[0]))

    assert suggested(new_room, AGAIN.format(name), [check_id]) == []
