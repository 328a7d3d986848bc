"""The public changes of a database from before there was a table of them."""

from alembic import command
from flask import Flask
from sqlalchemy import insert, select

from tests.changes import CHECK, again, imported, imported_again, taken_out, translated
from tests.conftest import alembic_config, migrate
from tests.newsrooms import EXAMPLES, Newsroom, created
from tracker.config import Config
from tracker.models import Change, db, table
from tracker.services.integrity import caches

BEFORE = "e2a6c94f17b8"


def rows(app: Flask) -> list[object]:
    with app.app_context():
        found = db.session().execute(select(table(Change)).order_by(Change.seq)).all()
        db.session.remove()
        db.engine.dispose()
    app.extensions["log_size"].close()
    return [tuple(row) for row in found]


def lived(app: Flask, room: Newsroom) -> None:
    """Let every kind of change happen, and what is like one and is none."""
    claim_id = room.claim_in("published")
    again(room, claim_id, kind="correction", notice="We had it wrong.")
    translated(room, claim_id, label="false")
    page = [{"language": "en", "url": "https://checks.example/1"}]
    created(
        room.call("PUT", f"/claims/{claim_id}/pages", "editor", body=page, if_match=room.etag(f"/claims/{claim_id}"))
    )
    created(room.step(claim_id, "reopen", reason="once more"))
    created(room.step(claim_id, "conclude", reason="nothing new"))
    hidden = taken_out(room, claim_id, kind="restriction")
    created(room.post(f"{hidden}/lifting", EXAMPLES["lifting"], "admin"))
    again(room, claim_id, kind="update", notice="A newer figure.")
    taken_out(room, claim_id)
    created(room.step(claim_id, "retract", reason="wrong", notice="It was wrong."))
    created(room.step(claim_id, "reopen", reason="once more"))
    created(room.step(claim_id, "conclude", reason="nothing new"))
    again(room, claim_id, kind="reinstatement", notice="It was right after all.")
    taken_out(room, room.claim()["id"])
    with app.app_context():
        imported_again(room, imported(room, CHECK)[0], CHECK)


def test_they_are_found_in_the_log(app: Flask, newsroom: Newsroom, settings: Config) -> None:
    lived(app, newsroom)
    told = rows(app)

    command.downgrade(alembic_config(settings.database_url), BEFORE)
    migrate(settings.database_url)

    assert rows(app) == told
    assert len(told) == 17


def test_an_audit_finds_a_change_that_was_taken_away_or_put_in(app: Flask, newsroom: Newsroom) -> None:
    lived(app, newsroom)
    with app.app_context():
        sound = list(caches.differences("https://tracker.example", show=lambda *_: None))
        newest = db.session().execute(select(table(Change)).order_by(Change.seq.desc()).limit(1)).one()._asdict()
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(insert(table(Change)), newest | {"seq": newest["seq"] - 1})
        connection.execute(table(Change).delete().where(Change.seq == newest["seq"]))
    with app.app_context():
        found = list(caches.differences("https://tracker.example", show=lambda *_: None))

    assert sound == []
    assert [(finding.table, finding.row) for finding in found] == [
        ("change", str(newest["seq"] - 1)), ("change", str(newest["seq"])),
    ]  # fmt: skip
