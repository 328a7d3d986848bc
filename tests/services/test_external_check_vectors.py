"""Other outlets' checks are found by words and by meaning, as claims are, by the organization that keeps them alone."""

import pytest
from sqlalchemy import select

from tests.newsrooms import EXAMPLES, created
from tracker.lib import encoders, search_terms
from tracker.lib.ids import new_id
from tracker.lib.words import words
from tracker.models import ClaimVector, SearchDocument, db, table
from tracker.services.search import index
from tracker.services.search.wanted import Wanted

ENGLISH = "Bees will be extinct in ten years because of mobile phone masts."
SPANISH = "Las abejas se extinguirán en diez años por culpa de las antenas de telefonía móvil."
OTHER = "El estadio costó el triple de lo previsto."
WORDS = {"ground": "GDPR Art. 17(1)(d)", "reason": "letter 9", "replacement_text": "[removed]"}
MEANINGS = pytest.mark.skipif(not encoders.has_multilingual(), reason="the extra `semantic` is not installed")


def kept(room, claim_text=SPANISH, language="es"):
    named = {"url": f"https://checks.paper.example/{new_id()}", "claim_text": claim_text, "language": language}
    return created(room.post("/external-checks", EXAMPLES["external_check"] | named))["id"]


def edit(room, external_check_id, **changes):
    created(room.patch(f"/external-checks/{external_check_id}", changes))


def take_out(room, kind, external_check_id):
    target = {"object": f"external_check/{external_check_id}", "field": "/claim_text"}
    filed = created(room.post("/erasures", WORDS | {"kind": kind, "targets": [target]}, "admin"))
    created(room.post(f"/erasures/{filed['id']}/confirmation", {}, "editor"))


def vectors_of(shared_app, external_check_id):
    with shared_app.app_context():
        theirs = select(SearchDocument.id).where(SearchDocument.object_id == external_check_id)
        made = select(table(ClaimVector).c.vector).where(ClaimVector.document_id.in_(theirs))
        return list(db.session().execute(made).scalars())


def suggested(room, text, match_id):
    """Return the suggestion of an external check, where it is one."""
    items = created(room.post("/match", {"text": text, "limit": 50}))["items"]
    return next((one for one in items if one["match_id"] == match_id), None)


@MEANINGS
def test_a_check_in_another_language_is_found_without_a_word_in_common(new_room, make):
    check_id = kept(new_room)
    before = suggested(new_room, ENGLISH, check_id)
    make()
    found = suggested(new_room, ENGLISH, check_id)

    assert not set(words(ENGLISH)) & set(words(SPANISH))
    assert before is None
    assert (found["kind"], found["language"], found["method"]) == ("external_check", "es", "hybrid")
    assert (found["text"], found["label"]) == (SPANISH, EXAMPLES["external_check"]["label"])
    assert found["why"]["cosine"] > 0.6
    assert found["why"]["shared_terms"] == []
    assert found["band"] in {"same", "likely"}


@MEANINGS
def test_a_claim_lists_it_and_a_decision_keeps_how_it_was_found(new_room, make):
    check_id, claim_id = kept(new_room), new_room.claim_in("logged", text=ENGLISH)
    make()
    (found,) = [one for one in new_room.get(f"/claims/{claim_id}/matches").json["items"] if one["match_id"] == check_id]
    decided = created(new_room.post(f"/claims/{claim_id}/matches", {"match_id": check_id, "decision": "confirmed"}))

    assert found["why"]["cosine"] > 0.6
    assert {name: decided[name] for name in ("method", "score", "band")} == {
        name: found[name] for name in ("method", "score", "band")
    }


@MEANINGS
def test_it_is_near_to_the_organization_that_keeps_it_alone(new_room, other_room, make):
    check_id = kept(new_room)
    make()

    assert suggested(new_room, ENGLISH, check_id)
    assert suggested(other_room, ENGLISH, check_id) is None


@MEANINGS
def test_what_means_something_else_is_not_suggested(new_room, make):
    check_id = kept(new_room, OTHER)
    make()

    assert suggested(new_room, ENGLISH, check_id) is None


@MEANINGS
def test_a_changed_text_loses_its_vector_at_once_and_gets_another(shared_app, new_room, make):
    check_id = kept(new_room, OTHER)
    make()
    (before,) = vectors_of(shared_app, check_id)
    edit(new_room, check_id, claim_text=SPANISH)
    between = vectors_of(shared_app, check_id)
    make()
    (after,) = vectors_of(shared_app, check_id)

    assert between == []
    assert before != after
    assert suggested(new_room, ENGLISH, check_id)["method"] == "hybrid"


@MEANINGS
def test_what_is_no_part_of_the_text_leaves_the_vector(shared_app, new_room, make):
    check_id = kept(new_room)
    make()
    before = vectors_of(shared_app, check_id)
    edit(new_room, check_id, label="Falso")

    assert before
    assert vectors_of(shared_app, check_id) == before


@MEANINGS
@pytest.mark.parametrize("kind", ["erasure", "restriction"])
def test_a_text_that_is_taken_out_loses_its_vector_with_it(shared_app, new_room, make, kind):
    check_id = kept(new_room)
    make()
    before = vectors_of(shared_app, check_id)
    take_out(new_room, kind, check_id)

    assert before
    assert vectors_of(shared_app, check_id) == []


@pytest.mark.parametrize("kind", ["erasure", "restriction"])
def test_a_text_that_is_taken_out_is_found_by_its_words_no_more(new_room, kind):
    check_id = kept(new_room)
    before = suggested(new_room, SPANISH, check_id)
    take_out(new_room, kind, check_id)

    assert before["band"] in {"same", "likely"}
    assert suggested(new_room, SPANISH, check_id) is None


def test_by_words_it_is_found_by_the_organization_that_keeps_it_alone(new_room, other_room):
    check_id = kept(new_room)

    assert suggested(new_room, SPANISH, check_id)
    assert suggested(other_room, SPANISH, check_id) is None


def test_a_check_without_a_language_is_found(new_room):
    check_id = kept(new_room, language=None)

    assert suggested(new_room, SPANISH, check_id)["language"] is None


def test_it_is_found_in_the_language_that_it_was_given_later(new_room):
    check_id = kept(new_room, language=None)
    edit(new_room, check_id, language="es")

    assert suggested(new_room, SPANISH, check_id)["language"] == "es"


def test_a_check_of_this_installation_has_no_text_of_its_own(shared_app, new_room, other_room):
    theirs = other_room.claim_in("published")
    check_id = created(new_room.post("/external-checks", {"check_id": theirs}))["id"]
    with shared_app.app_context():
        documents = select(SearchDocument.id).where(SearchDocument.object_id == check_id)
        found = list(db.session().execute(documents).scalars())

    assert found == []


def test_it_is_not_taken_for_a_published_check_nor_searched(shared_app, new_room):
    kept(new_room)
    query = search_terms.parse("abejas antenas")
    with shared_app.app_context():
        scopes = {kind: Wanted(query=query, kinds=(kind,), organization_id=new_room.organization_id)
                  for kind in ("check", "external_check")}  # fmt: skip
        found = {kind: len(index.nearest([wanted], limit=5)[0]) for kind, wanted in scopes.items()}

    assert found == {"check": 0, "external_check": 1}
    assert new_room.get("/search?q=abejas").json["items"] == []
