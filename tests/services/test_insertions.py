"""Rows that pass by the unit of work are written, logged and guarded as those that it writes."""

import pytest
from sqlalchemy import select

from tests import logbook
from tracker.errors import Conflict
from tracker.lib.ids import new_id
from tracker.models import Appearance, Claim, Origin, Quantity, Source, db
from tracker.models.session import insert_new
from tracker.services import claims
from tracker.services.recording import recording

ITSELF = {"id", "source_id", "url", "url_digest"}


@pytest.fixture
def claim(actor):
    """A claim in the session."""
    claim_id = claims.open_claim(actor, {"text": "A claim.", "language": "en"})["id"]
    return db.session().get_one(Claim, claim_id)


def at_once(*rows):
    insert_new(db.session(), *rows)


def record_at_once(actor, kind, owner, row):
    with recording(actor) as record:
        at_once(row)
        record(kind, owner)


def by_the_unit_of_work(*rows):
    for row in rows:
        db.session().add(row)
        db.session().flush()


def write(actor, claim, *, how):
    """Write a row of each kind with as little as may be, and return what the database holds of them."""
    source = Source(id=new_id(), organization_id=actor.organization_id, kind="page", level="primary", title="Speech")
    seen = Appearance(id=new_id(), claim_id=claim.id, source_id=source.id, role="makes", locator=None)
    # A period that was not given is the database's null; one that was given as null is JSON's.
    counted = [
        Quantity(id=new_id(), claim_id=claim.id, metric="prices", value="2.5", **p) for p in ({}, {"period": None})
    ]
    with recording(actor) as record:
        how(source, seen, *counted)
        record("source.added", source)
        record("claim.appearance_added", claim)
    return [stored(row) for row in (source, seen, *counted)]


def stored(row):
    table = row.__table__
    columns = [column for column in table.columns if column.name not in ITSELF | {"created_at", "updated_at"}]
    nulls = [column.is_(None) for column in table.columns]
    with db.engine.connect() as connection:
        return connection.execute(select(*columns, *nulls).where(table.c.id == row.id)).one()


def log_since(size):
    with db.engine.connect() as connection:
        assert logbook.faults(connection) == []
        assert logbook.differences(connection) == []
        return logbook.entries(connection, since=size)


def test_rows_are_the_same_whoever_writes_them(actor, claim):
    assert write(actor, claim, how=at_once) == write(actor, claim, how=by_the_unit_of_work)


def test_what_changes_after_it_was_inserted_has_one_entry_with_the_last_word(actor):
    origin = Origin(organization_id=actor.organization_id, name="An office")
    with db.engine.connect() as connection:
        before = logbook.size(connection)

    with recording(actor) as record:
        at_once(origin)
        origin.name = "Another office"
        record("origin.added", origin)

    assert len(log_since(before)) == 1
    assert (origin.version, stored(origin).name) == (1, "Another office")


def test_the_database_still_refuses_what_its_constraints_forbid(actor, claim):
    claimed = Appearance(id=new_id(), claim_id=claim.id, source_id="none", role="makes")

    with pytest.raises(Conflict):
        record_at_once(actor, "claim.appearance_added", claim, claimed)

    with db.engine.connect() as connection:
        assert connection.execute(select(Appearance.id)).all() == []
