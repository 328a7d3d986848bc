"""A change about which nothing is recorded never gets through, however it is made."""

import pytest
from sqlalchemy import delete, insert, select, text, update

from tests import logbook
from tracker.errors import SilentChange
from tracker.lib.ids import new_id
from tracker.models import (
    Claim,
    ClaimAssignee,
    ClaimDocument,
    ClaimTopic,
    Comment,
    Origin,
    Quantity,
    SearchDocument,
    db,
)  # fmt: skip
from tracker.models.session import insert_new
from tracker.services import claims
from tracker.services.recording import recording


@pytest.fixture
def claim(actor):
    """A claim in the session, read anew."""
    claim_id = claims.open_claim(actor, {"text": "A claim.", "language": "en"})["id"]
    db.session().expunge_all()
    found = db.session().get_one(Claim, claim_id)
    db.session().rollback()
    return found


def named(actor, name):
    return Origin(organization_id=actor.organization_id, name=name)


def everything():
    """Return what everyone else sees of the rows at stake, and how long the log is."""
    with db.engine.connect() as connection:
        rows = [connection.execute(select(model.__table__)).all() for model in (Claim, Origin, Quantity, ClaimAssignee)]
        return rows, logbook.size(connection)


def do(actor, change, *told):
    """Make a change in a deed, and record of it what is told."""
    with recording(actor) as record:
        change()
        for kind, row in told:
            record(kind, row)


def commit(change):
    """Make a change outside of any deed."""
    change()
    db.session().commit()


def rename(claim, _actor):
    claim.text = "Something else"


def add_a_part(claim, _actor):
    db.session().add(Quantity(id=new_id(), claim_id=claim.id, metric="inflation", value="1"))


def take_a_part_away(claim, actor):
    claim.assignees = [ClaimAssignee(claim_id=claim.id, account_id=actor.account_id)]
    db.session().flush()
    claim.assignees = []


def add(_claim, actor):
    db.session().add(named(actor, "An office"))


def remove(claim, _actor):
    # Or the database would refuse it for what refers to it.
    for index in (ClaimDocument, SearchDocument):
        db.session().execute(delete(index.__table__))
    db.session().delete(claim)


def update_in_bulk(claim, _actor):
    db.session().execute(update(Claim).where(Claim.id == claim.id).values(text="Something else"))


def update_the_table_in_bulk(claim, _actor):
    db.session().execute(update(Claim.__table__).where(Claim.id == claim.id).values(text="Something else"))


def delete_in_bulk(_claim, _actor):
    db.session().execute(delete(Comment))


def insert_in_bulk(_claim, actor):
    db.session().execute(insert(Origin), [{"organization_id": actor.organization_id, "name": "An office"}])


def insert_and_return(_claim, actor):
    db.session().scalars(
        insert(Origin).returning(Origin.id), [{"organization_id": actor.organization_id, "name": "One"}]
    )


def query_and_update(claim, _actor):
    db.session().query(Claim).filter(Claim.id == claim.id).update({"text": "Something else"})


def save_in_bulk(_claim, actor):
    db.session().bulk_save_objects([named(actor, "An office")])


def insert_mappings(_claim, actor):
    db.session().bulk_insert_mappings(Origin, [{"organization_id": actor.organization_id, "name": "An office"}])


def insert_at_once(_claim, actor):
    insert_new(db.session(), named(actor, "An office"))


def say_it_in_sql(_claim, _actor):
    db.session().execute(text("UPDATE claim SET text = 'Something else'"))


CHANGES = [
    rename, add, remove, update_in_bulk, update_the_table_in_bulk, delete_in_bulk, insert_in_bulk, insert_and_return,
    query_and_update, save_in_bulk, insert_mappings, insert_at_once, say_it_in_sql, add_a_part, take_a_part_away,
]  # fmt: skip


def is_refused(make, change, claim, actor):
    try:
        make(lambda: change(claim, actor))
    except SilentChange:
        return True
    finally:
        db.session().rollback()
    return False


def test_a_deed_that_changes_rows_and_says_nothing_is_rolled_back(actor, claim):
    before = everything()

    slipped = [change for change in CHANGES if not is_refused(lambda made: do(actor, made), change, claim, actor)]

    assert slipped == []
    assert everything() == before


def test_no_row_changes_outside_of_a_deed(actor, claim):
    before = everything()

    slipped = [change for change in CHANGES if not is_refused(commit, change, claim, actor)]

    assert slipped == []
    assert everything() == before


def test_a_deed_that_records_another_object_than_it_changed_is_refused(actor, claim):
    before = everything()
    origin = named(actor, "An office")

    def change():
        db.session().add(origin)
        db.session().flush()
        claim.text = "Something else"

    with pytest.raises(SilentChange, match=f"claim/{claim.id}"):
        do(actor, change, ("origin.added", origin))

    assert everything() == before


def test_an_unknown_event_is_refused(actor, claim):
    with pytest.raises(SilentChange, match=r"claim\.touched"):
        do(actor, lambda: rename(claim, actor), ("claim.touched", claim))


def test_tables_outside_the_log_may_be_written_in_bulk(actor, claim):
    place = {"claim_id": claim.id, "organization_id": claim.organization_id, "created_at": claim.created_at}
    rows = [place | {"topic": "prices"}]

    do(actor, lambda: db.session().execute(insert(ClaimTopic.__table__), rows), ("claim.updated", claim))

    with db.engine.connect() as connection:
        assert connection.execute(select(ClaimTopic.topic)).scalars().all() == ["prices"]
