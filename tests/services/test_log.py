"""The audit log says all that happened, in order, and tells the public nothing."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from tests import logbook, stories
from tests.consumers import terms_of
from tests.newsrooms import EXAMPLES
from tracker.domain.actors import OPERATOR
from tracker.domain.events import EVENTS
from tracker.lib import clock
from tracker.models import LogEntry, LogField
from tracker.services import delivering, recovery
from tracker.services.delivering import Outcome

LATER, EARLIER = datetime(2030, 5, 1, 12, tzinfo=UTC), datetime(2030, 4, 1, 12, tzinfo=UTC)


@pytest.fixture
def told(app, newsroom, connection):
    """The log after a newsroom, and the operator, did everything once."""
    stories.tell(newsroom)
    signer = app.extensions["signer"]
    signer.init("tracker.example/log")
    with app.app_context():
        (parcel,) = delivering.turn([], terms_of(app), room=1)
        gone = Outcome(parcel=parcel, at=clock.now(), duration=timedelta(0), status=410)
        delivering.turn([gone], terms_of(app), room=0)
        signer.sign()
        recovery.recover(OPERATOR, signer, origin="tracker.example/second")
    return connection


def newest(connection, count=1):
    connection.rollback()
    return logbook.entries(connection, since=logbook.size(connection) - count)


def test_every_kind_of_deed_stands_in_a_log_without_faults_that_tells_every_row(told):
    happened = set(told.execute(select(LogEntry.kind)).scalars())

    assert logbook.faults(told) == []
    assert logbook.differences(told) == []
    # What was lost is put back only where it is lacking: tests/cli/test_moving.py.
    assert happened == EVENTS - {"entry.replayed"}


def test_every_table_but_the_listed_ones_is_told_by_the_log():
    assert logbook.unlogged_tables() == logbook.OUTSIDE


def test_the_log_discloses_no_name_id_or_text(told, newsroom):
    disclosed = b"".join(entry.row.entry for entry in logbook.entries(told)).decode()
    values = {json.dumps(value, ensure_ascii=False).strip('"') for entry in logbook.entries(told)
              for value in entry.values.values()}  # fmt: skip
    telling = {value for value in values if len(value) > 6 and not logbook.AT.fullmatch(value)}

    assert len(telling) > 300
    assert newsroom.organization_id in telling
    assert not [value for value in telling if value in disclosed]


def test_who_a_protected_source_is_stands_in_fields_of_its_own_alone(told):
    holding = {item.name.split("/")[1] for entry in logbook.entries(told) for item in entry.fields
               if stories.SECRET_NAME in (item.value or "")}  # fmt: skip

    assert holding == {"identity"}


def test_equal_values_have_digests_of_their_own(newsroom, connection):
    newsroom.claim(), newsroom.claim()

    items = connection.execute(select(LogField.digest, LogField.salt).where(LogField.name == "/text")).all()

    assert len({item.digest for item in items}) == len({item.salt for item in items}) == len(items) == 2
    assert {len(item.salt) for item in items} == {32}


def test_an_entry_tells_who_did_what_with_which_key_and_why(newsroom, connection):
    claim_id = newsroom.claim()["id"]
    newsroom.step(claim_id, "reject", reason="not checkable")

    entry = newest(connection)[0]

    assert (entry.row.kind, entry.row.object, entry.row.revision) == ("claim.rejected", f"claim/{claim_id}", 2)
    assert (entry.row.actor_id, entry.row.organization_id) == (newsroom.accounts["editor"], newsroom.organization_id)
    assert entry.row.key_id is not None
    assert entry.values["reason"] == "not checkable"
    assert entry.content.keys() == {"/state", "/updated_at"}


def test_the_entries_of_a_deed_share_its_id(newsroom, connection):
    newsroom.claim()

    entries = newest(connection, 3)

    assert {entry.row.kind for entry in entries} == {"claimant.added", "source.added", "claim.opened"}
    assert len({entry.row.deed for entry in entries}) == 1
    assert len({entry.row.at for entry in entries}) == 1


def test_what_was_published_names_its_approver(newsroom, connection):
    newsroom.claim_in("published")

    verdict = [entry for entry in newest(connection, 3) if entry.row.kind == "verdict.published"]

    assert [entry.values["approver"] for entry in verdict] == [newsroom.accounts["editor"]]


def test_a_part_that_is_taken_away_is_told_as_null(newsroom, connection):
    path = f"/claims/{newsroom.claim()['id']}/quantities"
    quantity = newsroom.post(path, EXAMPLES["quantity"]).json
    newsroom.call("DELETE", f"{path}/{quantity['id']}", if_match=True)

    entry = newest(connection)[0]

    assert entry.content[f"/quantities/{quantity['id']}"] is None


def test_time_never_runs_backwards_in_the_log_though_the_clock_does(newsroom, connection):
    with time_machine.travel(LATER, tick=False):
        newsroom.claim()
    with time_machine.travel(EARLIER, tick=False):
        newsroom.claim()

    assert [entry.row.at for entry in newest(connection, 2)] == [LATER, LATER]
    assert logbook.faults(connection) == []
    with time_machine.travel(LATER + timedelta(microseconds=1), tick=False):
        newsroom.claim()
    assert logbook.as_text(newest(connection)[0].row.at) == "2030-05-01T12:00:00.000001Z"


def test_a_refused_deed_leaves_no_entry_and_no_gap(newsroom, connection):
    claim_id = newsroom.claim()["id"]
    before = newest(connection)[0].seq

    refusals = [newsroom.step(claim_id, "publish"), newsroom.post("/claims", {}), newsroom.step(claim_id, "reject")]
    newsroom.claim()

    assert {answer.status_code for answer in refusals} == {409, 422}
    assert newest(connection)[0].seq == before + 1
    assert logbook.faults(connection) == []


def test_more_changes_than_an_entry_holds_are_refused_and_said_so(newsroom, connection):
    before = newest(connection)[0].seq
    labels = [{"key": f"label_{n}", "name": f"Label {n}", "off_scale": True, "class": "other"} for n in range(250)]

    answer = newsroom.post("/scales", EXAMPLES["scale"] | {"labels": EXAMPLES["scale"]["labels"] + labels}, "editor")

    assert answer.status_code == 422, answer.get_data(as_text=True)
    assert newest(connection)[0].seq == before
