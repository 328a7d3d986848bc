"""Texts get vectors outside of deeds, by which they are found in other languages, and lose them when they change."""

from threading import Event

import pytest
from sqlalchemy import select

from tests.newsrooms import created, published_under
from tracker.domain.actors import OPERATOR
from tracker.lib import encoders
from tracker.models import ClaimVector, db, table
from tracker.services import claim_vectors, sketched_vectors, vector_thread

ENGLISH = "Bees will be extinct in ten years because of mobile phone masts."
SPANISH = "Las abejas se extinguirán en diez años por culpa de las antenas de telefonía móvil."
# What the example verdict says that the claim is.
REVIEWED_IN_SPANISH = "La inflación se sitúa en el cuarenta por ciento"
OTHER = "The stadium cost three times as much as planned."
ERASURE = {"ground": "GDPR Art. 17(1)(d)", "reason": "letter 9", "replacement_text": "[removed]"}
PATIENCE = 20

pytestmark = pytest.mark.skipif(not encoders.has_multilingual(), reason="the extra `semantic` is not installed")


def vectors_of(shared_app, claim_id):
    with shared_app.app_context():
        rows = db.session().execute(select(table(ClaimVector)).where(ClaimVector.claim_id == claim_id)).mappings()
        return {row["kind"]: row["vector"] for row in rows}


def suggested(room, text, match_id):
    """Return the suggestion of a claim, where it is one."""
    items = created(room.post("/match", {"text": text, "limit": 50}))["items"]
    return next((one for one in items if one["match_id"] == match_id), None)


def edit(room, claim_id, text):
    created(room.patch(f"/claims/{claim_id}", {"text": text}))


def test_a_text_finds_a_check_in_another_language(new_room, other_room, make):
    claim_id = other_room.claim_in("published")
    before = suggested(new_room, REVIEWED_IN_SPANISH, claim_id)
    make()
    found = suggested(new_room, REVIEWED_IN_SPANISH, claim_id)

    assert before is None
    assert (found["kind"], found["method"]) == ("check", "hybrid")
    assert found["why"]["cosine"] > 0.6
    assert found["band"] in {"same", "likely"}


def test_a_claim_lists_matches_in_other_languages(new_room, make):
    claim_id = new_room.claim_in("logged", text=ENGLISH)
    asking = created(new_room.post("/claims", {"text": SPANISH, "language": "es"}))["id"]
    make()
    (found,) = [one for one in new_room.get(f"/claims/{asking}/matches").json["items"] if one["match_id"] == claim_id]
    decided = new_room.post(f"/claims/{asking}/matches", {"match_id": claim_id, "decision": "confirmed"}).json

    assert found["why"]["cosine"] > 0.6
    assert {name: decided[name] for name in ("method", "score", "band")} == {
        name: found[name] for name in ("method", "score", "band")
    }


def test_an_open_claim_is_near_to_its_own_organization_alone(new_room, other_room, make):
    claim_id = new_room.claim_in("logged", text=ENGLISH)
    make()

    assert suggested(new_room, SPANISH, claim_id)
    assert suggested(other_room, SPANISH, claim_id) is None


def test_what_means_something_else_is_not_suggested(new_room, make):
    claim_id = new_room.claim_in("logged", text=OTHER)
    make()

    assert suggested(new_room, SPANISH, claim_id) is None


def test_a_changed_text_loses_its_vector_at_once_and_gets_another(shared_app, new_room, make):
    claim_id = new_room.claim_in("logged", text=ENGLISH)
    make()
    before = vectors_of(shared_app, claim_id)
    edit(new_room, claim_id, OTHER)
    between = vectors_of(shared_app, claim_id)
    make()

    assert between == {}
    assert before["claim"] != vectors_of(shared_app, claim_id)["claim"]


def test_an_erased_text_loses_its_vector_with_the_erasure(shared_app, new_room, make):
    claim_id = new_room.claim_in("logged", text=ENGLISH)
    make()
    before = vectors_of(shared_app, claim_id)
    target = {"object": f"claim/{claim_id}", "field": "/text"}
    filed = created(new_room.post("/erasures", ERASURE | {"kind": "erasure", "targets": [target]}, "admin"))
    created(new_room.post(f"/erasures/{filed['id']}/confirmation", {}, "editor"))

    assert before.keys() == {"claim"}
    assert vectors_of(shared_app, claim_id) == {}


class Interrupted:
    """An encoder that somebody is quicker than."""

    name = encoders.MultilingualEncoder.name

    def __init__(self, act):
        self.act = act
        self.real = encoders.multilingual()

    def encode(self, texts):
        self.act()
        return self.real.encode(texts)


def test_what_changed_while_it_was_encoded_gets_no_vector_of_what_it_was(shared_app, new_room, make, monkeypatch):
    claim_id = new_room.claim_in("logged", text=OTHER)
    make()
    edit(new_room, claim_id, ENGLISH)
    encoder = Interrupted(lambda: edit(new_room, claim_id, "Wolves killed two hundred sheep in one night."))
    monkeypatch.setattr(encoders, "multilingual", lambda: encoder)
    with shared_app.app_context():
        claim_vectors.make_lacking(OPERATOR)

    assert vectors_of(shared_app, claim_id) == {}


def test_a_changed_text_is_found_by_what_it_means_now(new_room, make):
    claim_id = new_room.claim_in("logged", text=OTHER)
    make()
    before = suggested(new_room, SPANISH, claim_id)
    edit(new_room, claim_id, ENGLISH)
    between = suggested(new_room, SPANISH, claim_id)
    make()

    assert (before, between) == (None, None)
    assert suggested(new_room, SPANISH, claim_id)["method"] == "hybrid"


def test_what_was_deleted_leaves_the_memory_of_processes(shared_app, new_room, make):
    claim_id = new_room.claim_in("logged", text=ENGLISH)
    make()
    suggested(new_room, SPANISH, claim_id)
    edit(new_room, claim_id, OTHER)
    with shared_app.app_context():
        before = sketched_vectors.size()
        sketched_vectors.tidy()
        after = sketched_vectors.size()

    assert before - after == 1


def test_vectors_are_numbered_as_they_are_made(shared_app, new_room, make):
    made = []
    for text in (ENGLISH, OTHER):
        claim_id = new_room.claim_in("logged", text=text)
        make()
        with shared_app.app_context():
            numbered = select(table(ClaimVector).c.made).where(ClaimVector.claim_id == claim_id)
            made.append(db.session().execute(numbered).scalar_one())

    assert 0 < made[0] < made[1]


def test_a_published_check_has_a_vector_beside_that_of_its_claim(shared_app, new_room, make):
    claim_id = new_room.claim_in("published", text=ENGLISH)
    make()

    assert vectors_of(shared_app, claim_id).keys() == {"claim", "check"}


def test_a_check_whose_title_is_the_claim_means_the_claim(shared_app, new_room, make):
    claim_id = published_under(new_room, ENGLISH, OTHER)
    make()
    made = vectors_of(shared_app, claim_id)

    assert made["check"] == made["claim"]


def test_the_thread_makes_them_by_itself(shared_app, new_room):
    thread = vector_thread.start(shared_app.app_context, shared_app.config["TRACKER"])
    claim_id = new_room.claim_in("logged", text=ENGLISH)
    pulse = Event()
    for _ in range(PATIENCE * 20):
        if vectors_of(shared_app, claim_id):
            break
        pulse.wait(0.05)
    thread.end()
    thread.join(PATIENCE)

    assert vectors_of(shared_app, claim_id).keys() == {"claim"}
    assert not thread.is_alive()
