"""What is erased is nowhere, what is restricted is shown to no reader, and the log proves what it proved before."""

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import Connection, select

from tests import logbook
from tests.api.route import Ids
from tests.api.routes import furnished
from tests.journeys import erasing
from tests.journeys.erasing import MARK, REPLACEMENT, Subject
from tests.newsrooms import Newsroom, created, problem
from tracker.models import LogField, db

STORIES = 25
ROLES = (None, "checker", "editor", "auditor", "admin", "everyone")


@dataclass(frozen=True)
class Case:
    """A newsroom after the erasure of its subjects, with what there was to be found before."""

    room: Newsroom
    subjects: list[Subject]
    path: str
    before: dict[str, int]
    filed: dict[str, int]
    digests: dict[tuple[int, str], bytes]
    read_before: list[str]
    ids: Ids


@pytest.fixture(scope="module")
def case(room: Newsroom, shared_app: Flask) -> Case:
    own = furnished(room)
    subjects = [erasing.told(room) for _ in range(STORIES)]
    ids = own | subjects[0].ids | {"published_id": subjects[0].ids["claim_id"]}
    before, read = erasing.on_disk(shared_app), erasing.told_by(room, "everyone", ids)
    path = erasing.ask(room, subjects)
    filed = erasing.on_disk(shared_app)
    with shared_app.app_context(), db.engine.connect() as connection:
        rows = connection.execute(select(LogField.seq, LogField.name, LogField.digest)).all()
    created(room.post(f"{path}/confirmation", {}, "editor"))
    return Case(room, subjects, path, before, filed, {(seq, name): digest for seq, name, digest in rows}, read, ids)


@pytest.fixture
def reading(shared_app: Flask):
    with shared_app.app_context():
        engine = db.engine
    with engine.connect() as connection:
        yield connection


def test_there_was_much_to_be_found(case: Case, shared_kind: str) -> None:
    assert sum(len(subject.targets) for subject in case.subjects) >= 200
    assert sum(case.before.values()) > 100 * STORIES
    assert len(case.read_before) > 25
    assert shared_kind == "sqlite" or case.before.keys() >= {"log_field", "rendering", "idempotency_key", "capture"}


def test_until_it_is_confirmed_nothing_changes(case: Case) -> None:
    places = case.before.keys() - {"tracker.sqlite", "tracker.sqlite-wal"}

    assert {place: case.filed[place] for place in places} == {place: case.before[place] for place in places}


def test_nothing_is_left_in_any_file_or_table(case: Case, shared_app: Flask) -> None:
    assert erasing.on_disk(shared_app) == {}


@pytest.mark.parametrize("who", ROLES)
def test_nobody_reads_it_anywhere(case: Case, who: str | None) -> None:
    assert erasing.told_by(case.room, who, case.ids) == []


def test_readers_find_the_replacement(case: Case) -> None:
    check = case.ids["check_id"]
    answers = [case.room.get(path, None).text for path in (f"/fact-checks/{check}", f"/fact-checks/{check}/v/1",
               f"/claims/{check}/publications/1")]  # fmt: skip

    assert [REPLACEMENT in answer for answer in answers] == [True] * 3
    assert case.room.get(f"/claims/{check}").json["text"] == REPLACEMENT


def test_the_log_still_verifies(case: Case, reading: Connection) -> None:
    rows = reading.execute(select(LogField.seq, LogField.name, LogField.digest)).all()
    now = {(seq, name): digest for seq, name, digest in rows}

    assert logbook.faults(reading) == []
    assert {place: now[place] for place in case.digests} == case.digests


def test_every_row_is_told_by_the_log_alone(case: Case, reading: Connection) -> None:
    assert logbook.differences(reading) == []


def test_what_was_erased_says_by_which_entry(case: Case, reading: Connection) -> None:
    erased = reading.execute(select(LogField.erased_seq, LogField.salt).where(LogField.erased_seq.is_not(None))).all()
    (told,) = {row.erased_seq for row in erased}

    assert len(erased) > 30 * STORIES
    assert {row.salt for row in erased} == {None}
    assert logbook.entries(reading, since=told)[0].row.kind == "erasure.confirmed"
    assert logbook.entries(reading, since=told)[0].row.object == case.path.replace("/erasures", "erasure")


def test_history_tells_what_was_erased_by_which_entry_and_on_which_ground(case: Case) -> None:
    first = case.room.get(f"/claims/{case.ids['claim_id']}/history").json["items"][0]["changes"]["text"]

    assert (first["before"], first["after"], first["erased"]["ground"]) == (None, None, "GDPR Art. 17(1)(d)")
    entry = case.room.get(f"/audit/entries?after={first['erased']['seq'] - 1}&limit=1", "auditor").json["items"][0]
    assert entry["kind"] == "erasure.confirmed"


def test_publications_say_that_they_were_redacted(case: Case) -> None:
    claim = f"claim/{case.ids['claim_id']}"
    kinds = [item["kind"] for item in case.room.get(f"/audit/entries?object={claim}", "auditor").json["items"]]
    redacted = case.room.get("/audit/entries?kind=publication.redacted&limit=200", "auditor").json["items"]

    assert kinds[-1] == "claim.redacted"
    assert len(redacted) == 2 * STORIES


def test_its_remnants_are_gone_and_the_answer_says_so(case: Case) -> None:
    assert case.room.get(case.path, "admin").json["remnants"] == []


def test_its_captures_have_no_file_any_more(case: Case) -> None:
    capture = case.room.get(f"/captures/{case.ids['capture_id']}").json

    assert (capture["outcome"], capture["filename"]) == ("erased", None)
    assert problem(case.room.get(f"/files/{case.ids['digest']}")) == (404, "not-found")


def test_other_organizations_see_nothing_of_it(case: Case, other_room: Newsroom) -> None:
    assert problem(other_room.get(case.path, "admin")) == (404, "not-found")
    assert problem(other_room.post(f"{case.path}/confirmation", {}, "admin")) == (404, "not-found")
    assert other_room.get("/erasures", "admin").json["items"] == []


def test_to_erase_it_twice_is_fine(case: Case, reading: Connection) -> None:
    again = erasing.ask(case.room, case.subjects[:3])

    assert case.room.post(f"{again}/confirmation", {}, "editor").status_code == 200
    assert logbook.faults(reading) == []
    assert logbook.differences(reading) == []
    assert MARK not in case.room.get(f"/claims/{case.ids['claim_id']}/history").text
