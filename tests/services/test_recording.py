"""Every change passes one gate: whole, in order, once; or not at all."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from tests import logbook
from tests.newsrooms import Newsroom
from tracker.errors import Conflict, SilentChange, Unavailable
from tracker.models import Claim, ClaimAssignee, Origin, db
from tracker.services import claims, origins
from tracker.services.recording import holding, recording


@pytest.fixture
def claim(actor):
    """A claim in the session."""
    claim_id = claims.open_claim(actor, {"text": "A claim.", "language": "en"})["id"]
    return db.session().get_one(Claim, claim_id)


def seen():
    """Return what everyone else sees: how long the log is, and the names of the origins."""
    with db.engine.connect() as connection:
        return logbook.size(connection), connection.execute(select(Origin.name)).scalars().all()


def log_since(size):
    with db.engine.connect() as connection:
        assert logbook.faults(connection) == []
        assert logbook.differences(connection) == []
        return logbook.entries(connection, since=size)


def add(actor, name, *, then=lambda: None):
    """Add an origin past the deed that first looks whether the name is taken."""
    with recording(actor) as record:
        origin = Origin(organization_id=actor.organization_id, name=name)
        db.session().add(origin)
        db.session().flush()
        record("origin.added", origin)
        then()


def fail():
    raise ZeroDivisionError


def add_all(actor, *names):
    with holding():
        for name in names:
            origins.add(actor, {"name": name})


def assign(actor, claim):
    with recording(actor) as record:
        claim.assignees = [ClaimAssignee(claim_id=claim.id, account_id=actor.account_id)]
        record("claim.assigned", claim)


def test_an_error_leaves_nothing_behind(actor):
    before = seen()

    with pytest.raises(ZeroDivisionError):
        add(actor, "An office", then=fail)

    assert seen() == before
    assert origins.add(actor, {"name": "An office"}).version == 1


def test_an_object_has_one_entry_a_deed_however_often_it_is_told_of(actor, claim):
    before, _ = seen()

    with recording(actor) as record:
        claim.text = "Once"
        record("claim.updated", claim, reason="first")
        db.session().flush()
        claim.place = "Paris"
        record("claim.updated", claim, reason="last")

    (entry,) = log_since(before)
    assert (entry.row.revision, entry.values["reason"]) == (2, "last")
    assert (entry.content["/text"], entry.content["/place"]) == ("Once", "Paris")


def test_a_row_in_the_place_of_another_is_told_as_it_is(actor, claim):
    before, _ = seen()

    assign(actor, claim)
    assign(actor, claim)

    assert [entry.content[f"/assignees/{actor.account_id}"] for entry in log_since(before)] == [{}, {}]


def test_a_deed_inside_of_another_is_refused_and_nothing_of_either_stays(actor):
    before = seen()

    with pytest.raises(SilentChange, match="inside"):
        add(actor, "The outer one", then=lambda: add(actor, "The inner one"))

    assert seen() == before


def test_a_hold_keeps_the_deeds_within_from_everyone_until_it_ends(actor):
    size, _ = before = seen()

    with holding():
        origins.add(actor, {"name": "An office"})
        meanwhile = seen()

    assert meanwhile == before
    assert seen() == (size + 1, ["An office"])


def test_holds_in_holds_end_with_the_outermost_and_their_deeds_stand_in_order(actor):
    size, _ = before = seen()

    with holding():
        with holding():
            origin = origins.add(actor, {"name": "An office"})
        meanwhile = seen()
        origins.update(actor, origin.id, {"name": "The office"}, expected=frozenset({1}))

    assert meanwhile == before
    assert [entry.row.kind for entry in log_since(size)] == ["origin.added", "origin.updated"]


def test_an_error_in_a_hold_takes_all_its_deeds_back(actor):
    before = seen()

    with pytest.raises(Conflict):
        add_all(actor, "An office", "Another", "An office")

    assert seen() == before


def test_a_hold_without_a_deed_leaves_the_log_alone(actor):
    before = seen()

    with holding():
        db.session().execute(text("SELECT 1"))

    assert seen() == before


def test_who_comes_second_to_a_unique_name_gets_a_conflict(actor):
    add(actor, "An office")
    before = seen()

    with pytest.raises(Conflict) as refusal:
        add(actor, "An office")

    assert isinstance(refusal.value.__cause__, IntegrityError)
    assert seen() == before


def test_a_database_that_does_not_work_is_told_as_unavailable(actor):
    with pytest.raises(Unavailable):
        add(actor, "An office", then=lambda: db.session().execute(text("SELECT nothing_of_this_name")))


def test_the_session_works_on_after_a_refusal(newsroom):
    refused = newsroom.post("/claims", {"text": "A claim.", "language": "en", "claimant_id": newsroom.organization_id})

    assert refused.status_code == 422
    assert newsroom.claim()["version"] == 1


def test_what_is_new_was_made_and_last_changed_at_once(newsroom: Newsroom) -> None:
    claim = newsroom.claim()

    assert claim["created_at"] == claim["updated_at"]
