"""The search for what was erased finds it wherever one of the places is left out."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete

from tests import logbook
from tests.conftest import ON_SQLITE
from tests.journeys import erasing
from tests.newsrooms import Newsroom, created
from tracker.models import ClaimDocument, db, table


def nothing(*_given, **_named):
    """Leave something out."""


GAPS = {
    "log_field": "tracker.services.recording.log.blank",
    "rendering": "tracker.services.publications.renderings.renew",
    "idempotency_key": "tracker.services.erasures.idempotency.forget_answers",
    "claim_document": "tracker.services.recording.claim_documents.follow",
    "publication": "tracker.services.redactions.freeze_anew",
    "search_document": "tracker.services.recording.following.follow",
    "claim_topic": "tracker.services.redactions.claims.index_topics",
}


def erased(room: Newsroom, leave_out: Callable[[], None] = nothing) -> None:
    path = erasing.ask(room, [erasing.told(room)])
    leave_out()
    created(room.post(f"{path}/confirmation", {}, "editor"))


@pytest.mark.parametrize("place", GAPS)
@pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)
def test_what_is_left_out_is_found_in_its_table(place: str, newsroom: Newsroom, app: Flask, monkeypatch) -> None:
    erased(newsroom)
    clean = erasing.on_disk(app)

    erased(newsroom, lambda: monkeypatch.setattr(GAPS[place], nothing))

    assert clean == {}
    assert place in erasing.on_disk(app)
    monkeypatch.undo()
    _forget_documents(app)


@pytest.mark.parametrize("gap", [*GAPS.values(), "tracker.services.scrubbing._is_vacuumed"])
@ON_SQLITE
def test_what_is_left_out_is_found_in_the_file(gap: str, newsroom: Newsroom, app: Flask, monkeypatch) -> None:
    erased(newsroom, lambda: monkeypatch.setattr(gap, nothing))

    assert erasing.on_disk(app).keys() & {"tracker.sqlite", "tracker.sqlite-wal"}
    monkeypatch.undo()
    _forget_documents(app)


@ON_SQLITE
def test_words_leave_the_file_since_the_index_is_merged(newsroom: Newsroom, app: Flask, monkeypatch) -> None:
    _said_and_erased(newsroom)
    clean = _stems_in(app)
    monkeypatch.setattr("tracker.services.scrubbing.MERGE", "SELECT 1")

    _said_and_erased(newsroom)

    assert (clean, _stems_in(app)) == (0, 1)


def test_a_file_that_is_left_out_is_found_in_the_store(newsroom: Newsroom, app: Flask, monkeypatch) -> None:
    monkeypatch.setattr("tracker.lib.file_store.FileStore.remove", nothing)
    subject = erasing.told(newsroom)
    created(newsroom.post(f"{erasing.ask(newsroom, [subject])}/confirmation", {}, "editor"))

    assert erasing.on_disk(app) == {subject.ids["digest"]: 1}


def test_a_row_that_is_left_out_is_found_by_who_replays_the_log(newsroom, connection, monkeypatch) -> None:
    monkeypatch.setattr("tracker.services.redactions.see", nothing)
    claim_id = newsroom.claim()["id"]
    for _ in range(2):
        target = {"object": f"claim/{claim_id}", "field": "/text"}
        filed = created(newsroom.post("/erasures", erasing.WORDS | {"targets": [target]}, "admin"))
        created(newsroom.post(f"/erasures/{filed['id']}/confirmation", {}, "editor"))

    assert [place for place in logbook.differences(connection) if claim_id in place] != []


def _forget_documents(app: Flask) -> None:
    # The end of each test holds stored claims to what would be shown, which was prevented here.
    with app.app_context(), db.engine.execution_options(tracker_writing=True).begin() as connection:
        connection.execute(delete(table(ClaimDocument)))


def _said_and_erased(room: Newsroom) -> None:
    target = {"object": f"claim/{room.claim(text=erasing.MARK)['id']}", "field": "/text"}
    filed = created(room.post("/erasures", erasing.WORDS | {"kind": "erasure", "targets": [target]}, "admin"))
    created(room.post(f"/erasures/{filed['id']}/confirmation", {}, "editor"))


def _stems_in(app: Flask) -> int:
    # The index holds stems, of which the first letters may be told by the word before.
    return app.config["TRACKER"].data_dir.joinpath("tracker.sqlite").read_bytes().count(b"illfeath")
