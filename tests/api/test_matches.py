"""Whether something was checked before: suggested with reasons, decided by people, and told at intake."""

import pytest

from tests.newsrooms import created, places, problem, published_under
from tracker.lib.ids import new_id
from tracker.models import db
from tracker.services.search import index

TEXT = "The {} harbour lost 4000 jobs in 2019."
AGAIN = "In 2019 the {} harbour lost 4,000 jobs."
LETTERS = str.maketrans("0123456789-", "ghijklmnopq")


@pytest.fixture
def name():
    """Published checks are everybody's: a name that no other test has told."""
    return new_id()[-12:].translate(LETTERS).capitalize()


def published(room, text, **fields):
    return room.claim_in("published", text=text, **fields)


def match(room, text, who="checker"):
    answer = room.post("/match", {"text": text}, who)
    assert answer.status_code == 200, answer.json
    return answer.json


def matches(room, claim_id, of=()):
    """Return the matches of a claim, of those that a test knows of."""
    return [one for one in room.get(f"/claims/{claim_id}/matches").json["items"] if one["match_id"] in of]


def found_ids(found):
    return [one["match_id"] for one in found["items"]]


def decide(room, claim_id, match_id, decision, who="checker"):
    return room.post(f"/claims/{claim_id}/matches", {"match_id": match_id, "decision": decision}, who)


def test_a_published_check_is_found_with_its_reasons(new_room, name):
    check_id = published(new_room, TEXT.format(name))
    found = match(new_room, AGAIN.format(name))
    first = found["items"][0]

    assert (first["match_id"], first["kind"], first["publication_status"]) == (check_id, "check", "live")
    assert {name.lower(), "harbour"} <= set(first["why"]["shared_terms"])
    assert first["why"]["same_numbers"] == ["4000"]
    assert first["against"] == []
    assert found["band"] == first["band"] in {"same", "likely"}


@pytest.mark.parametrize("claim", ["The {} harbour lost 4000 jobs in 2019.", "{} lost"])
def test_a_check_whose_title_is_the_claim_is_suggested_with_the_claim(new_room, other_room, name, claim):
    text = claim.format(name)
    claim_id = published_under(new_room, text, "Two hundred jobs went by the port's own books.")

    found = next(one for one in match(other_room, text)["items"] if one["match_id"] == claim_id)

    assert (found["kind"], found["text"], found["title"]) == ("check", text, text)


def test_no_earlier_check_is_an_answer(new_room, name):
    published(new_room, TEXT.format(name))

    assert match(new_room, "Penguins dislike opera.") == {"items": [], "band": "none", "next": None}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The {} harbour lost 9000 jobs in 2019.", "number"),
        ("The {} harbour did not lose 4000 jobs in 2019.", "negation"),
        ("The {} harbour gained 4000 jobs in 2019.", "direction"),
        ("The {} harbour lost 4000 jobs in 2011.", "year"),
    ],
)
def test_what_contradicts_is_never_called_the_same(new_room, name, text, kind):
    check_id = published(new_room, TEXT.format(name))
    (found,) = [one for one in match(new_room, text.format(name))["items"] if one["match_id"] == check_id]

    assert kind in {against["kind"] for against in found["against"]}
    assert found["band"] == "related"


@pytest.mark.parametrize(("language", "kinds"), [(None, {"number"}), ("en-GB", {"number"}), ("de", set())])
def test_numbers_are_read_as_the_language_writes_them(new_room, name, language, kinds):
    check_id = published(new_room, f"In {name} 30,000 people fled.")
    found = created(new_room.post("/match", {"text": f"In {name} flohen 30.000 people.", "language": language}))
    (one,) = [one for one in found["items"] if one["match_id"] == check_id]

    assert {against["kind"] for against in one["against"]} == kinds


def test_intake_tells_of_published_checks(new_room, name):
    check_id = published(new_room, TEXT.format(name))
    claim = created(new_room.post("/claims", {"text": AGAIN.format(name), "language": "en"}))

    assert claim["matches"][0]["match_id"] == check_id


def test_intake_tells_the_same_when_it_is_asked_again(new_room, name):
    check_id = published(new_room, TEXT.format(name))
    body, key = {"text": AGAIN.format(name), "language": "en"}, {"Idempotency-Key": new_id()}
    first, second = (new_room.post("/claims", body, headers=key) for _ in range(2))

    assert created(first)["matches"][0]["match_id"] == check_id
    assert (second.data, second.headers["Idempotency-Replayed"]) == (first.data, "true")


def test_intake_looks_for_checks_while_others_may_write(new_room, name, monkeypatch):
    published(new_room, TEXT.format(name))
    real, is_held = index.nearest, []

    def watched(*asked, **limits):
        is_held.append("held" in db.session().info)
        return real(*asked, **limits)

    monkeypatch.setattr(index, "nearest", watched)
    body = {"text": AGAIN.format(name), "language": "en"}
    created(new_room.post("/claims", body, headers={"Idempotency-Key": new_id()}))

    assert is_held == [False]


def test_intake_knows_the_claimant_by_name_and_by_id(new_room, name):
    person = {"kind": "person", "name": f"Mayor {name}"}
    check_id = published(new_room, TEXT.format(name), claimant=person)
    claimant_id = new_room.get(f"/claims/{check_id}").json["claimant"]["id"]
    body = {"text": AGAIN.format(name), "language": "en"}
    of = ({"claimant": person}, {"claimant_id": claimant_id}, {})
    answers = [created(new_room.post("/claims", body | one)) for one in of]

    assert [answer["matches"][0]["why"]["same_claimant"] for answer in answers] == [True, True, False]


def test_an_open_claim_is_suggested_to_its_own_organization_alone(new_room, other_room, name):
    claim_id = new_room.claim_in("logged", text=TEXT.format(name))

    assert claim_id in found_ids(match(new_room, AGAIN.format(name)))
    assert claim_id not in found_ids(match(other_room, AGAIN.format(name)))


def test_a_check_of_another_organization_is_suggested(new_room, other_room, name):
    check_id = published(other_room, TEXT.format(name))

    assert check_id in found_ids(match(new_room, AGAIN.format(name)))


def test_another_outlets_check_is_suggested(new_room, name):
    body = {"publisher": {"name": "Paper Checks"}, "claim_text": TEXT.format(name), "label": "Wrong", "language": "en"}
    external = created(new_room.post("/external-checks", body | {"url": f"https://checks.paper.example/{name}"}))
    first = match(new_room, AGAIN.format(name))["items"][0]

    assert (first["match_id"], first["kind"], first["label"]) == (external["id"], "external_check", "Wrong")


@pytest.fixture
def pair(new_room, name):
    """A published check, and a new claim that repeats it."""
    return published(new_room, TEXT.format(name)), new_room.claim_in("logged", text=AGAIN.format(name))


def test_what_was_rejected_is_not_suggested_again(new_room, pair):
    check_id, claim_id = pair
    before = matches(new_room, claim_id, pair)
    answer = decide(new_room, claim_id, check_id, "rejected")

    assert [one["match_id"] for one in before] == [check_id]
    assert (answer.status_code, answer.json["decision"]) == (200, "rejected")
    assert matches(new_room, claim_id, pair) == matches(new_room, check_id, pair) == []


def test_a_confirmed_match_is_kept_with_who_and_how(new_room, name):
    check_id = published(new_room, TEXT.format(name))
    claim_id = new_room.claim_in("logged", text="Something else entirely")
    decide(new_room, claim_id, check_id, "confirmed", "editor")
    (kept,) = matches(new_room, claim_id, [check_id])

    assert (kept["match_id"], kept["decision"], kept["method"]) == (check_id, "confirmed", "lexical")
    assert kept["decided_by"]["id"] == new_room.accounts["editor"]
    assert kept["method_version"] >= 1


def test_a_check_that_resurfaces_is_told_by_the_log(new_room, pair):
    check_id, claim_id = pair
    decide(new_room, claim_id, check_id, "confirmed")
    kinds = [entry["kind"] for entry in new_room.get("/audit/entries?kind=match.resurfaced", "auditor").json["items"]]

    assert kinds == ["match.resurfaced"]


def test_a_decision_can_be_taken_back(new_room, pair):
    check_id, claim_id = pair
    decide(new_room, claim_id, check_id, "rejected")
    decide(new_room, claim_id, check_id, "confirmed")

    assert [one["decision"] for one in matches(new_room, claim_id, pair)] == ["confirmed"]


@pytest.mark.parametrize("decision", ["confirmed", "rejected"])
def test_what_another_organization_decides_is_its_own(new_room, other_room, name, decision):
    check_id, theirs = published(new_room, TEXT.format(name)), published(other_room, AGAIN.format(name))
    decide(other_room, theirs, check_id, decision)
    (found,) = matches(new_room, check_id, [theirs])

    assert (found["decision"], found["decided_by"]) == (None, None)


def test_only_what_there_is_can_be_decided_about(new_room, other_room):
    claim_id, hidden = new_room.claim_in("logged"), other_room.claim_in("logged")

    for other in (claim_id, hidden, new_room.accounts["checker"]):
        answer = decide(new_room, claim_id, other, "confirmed")
        assert (problem(answer)[0], places(answer)) == (422, ["/match_id"])


def test_an_auditor_decides_nothing(new_room):
    claim_id, other = new_room.claim_in("logged"), new_room.claim_in("logged")

    assert problem(decide(new_room, claim_id, other, "confirmed", "auditor")) == (403, "forbidden")


@pytest.mark.parametrize(
    "body", [{}, {"text": ""}, {"text": "a", "limit": 0}, {"text": "a", "limit": "5"}, {"text": 1}]
)
def test_a_malformed_question_is_refused(new_room, body):
    assert problem(new_room.post("/match", body))[0] == 422


@pytest.mark.parametrize("text", ['"', "NEAR(a b)", "a* OR -b", "'; DROP TABLE claim", "😂", "— (@a)", "AND", "%_\\"])
def test_nothing_is_understood_as_more_than_text(new_room, name, text):
    published(new_room, TEXT.format(name))

    assert isinstance(match(new_room, text)["items"], list)
