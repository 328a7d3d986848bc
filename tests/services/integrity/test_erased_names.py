"""What was erased is named by the entry that erased it, for its digest vouches for no name any more."""

import json

import pytest
from sqlalchemy import text

from tests.services.integrity import examining, forgeries
from tests.services.integrity.signing import sign
from tracker.models import db
from tracker.models.database import WRITING


@pytest.fixture
def writing(busy):
    """A connection past all guards, whose changes are never committed."""
    with busy.app_context():
        sign(db.session())
        connection = db.session().connection(execution_options={WRITING: True})
        forgeries.guards_off(connection)
        yield connection
        db.session().rollback()


def erased(connection):
    rows = connection.execute(text("SELECT seq, name, erased_seq FROM log_field WHERE erased_seq IS NOT NULL"))
    return [tuple(row) for row in rows.all()]


def test_each_erased_field_is_named_by_the_entry_that_erased_it(writing):
    blank = erased(writing)
    told = {
        seq: json.loads(value)
        for seq, value in writing.execute(text("SELECT seq, value FROM log_field WHERE name = 'erased'")).all()
    }

    assert blank
    assert sorted((seq, name) for seq, name, _ in blank) == sorted(
        (seq, name) for named in told.values() for seq, name in named
    )
    assert {erasing for *_, erasing in blank} == set(told)


def test_an_erased_field_under_another_name_is_found(writing):
    seq, name, _ = erased(writing)[0]
    rename = "UPDATE log_field SET name = :other WHERE seq = :seq AND name = :name"
    writing.execute(text(rename), {"other": f"{name}~", "seq": seq, "name": name})

    found = examining.verified(writing).findings.first

    assert {(finding.table, finding.seq, finding.row) for finding in found} == {
        ("log_field", seq, name),
        ("log_field", seq, f"{name}~"),
    }
