"""The documents and vectors of other outlets' checks come and go, and those that there were before stay as they are."""

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import insert, select, update

from tests.conftest import alembic_config, migrate
from tests.newsrooms import EXAMPLES, Newsroom, created
from tracker.config import Config
from tracker.domain.actors import OPERATOR
from tracker.lib import search_terms
from tracker.models import ClaimVector, SearchDocument, db, table
from tracker.services import reindexing
from tracker.services.recording import recording
from tracker.services.search import index
from tracker.services.search.wanted import Wanted

BEFORE = "e61b07f3a94d"
KINDS = ("claim", "check", "external_check")
TEXT = "Las abejas desaparecerán"


@pytest.fixture
def told(newsroom: Newsroom) -> Newsroom:
    """A newsroom with a published check, and another outlet's check of the same text."""
    newsroom.claim_in("published", text=TEXT)
    created(newsroom.post("/external-checks", EXAMPLES["external_check"] | {"claim_text": TEXT}))
    return newsroom


def vectors_made(app: Flask) -> None:
    """Give all documents vectors that tell them apart."""
    home, names = table(SearchDocument), ("id", "kind", "organization_id", "claim_id")
    with app.app_context(), recording(OPERATOR):
        rows = db.session().execute(select(*(home.c[name] for name in names)).where(home.c.kind.in_(KINDS))).mappings()
        made = [{**row, "document_id": row["id"], "encoder": "any", "digest": bytes([row["id"] % 256]),
                 "vector": bytes([row["id"] % 256]) * 512, "made": 7 + row["id"]} for row in rows]  # fmt: skip
        db.session().execute(insert(table(ClaimVector)), [{k: v for k, v in row.items() if k != "id"} for row in made])


def there_is(app: Flask, room: Newsroom) -> tuple[list[object], list[object], dict[str, int]]:
    """Return all vectors and documents, and how many of each kind are found by their words."""
    asked = search_terms.parse("abejas")
    with app.app_context():
        vectors = [tuple(row) for row in db.session().execute(select(table(ClaimVector)).order_by("document_id"))]
        documents = [tuple(row) for row in db.session().execute(select(table(SearchDocument)).order_by("id"))]
        scopes = [Wanted(query=asked, kinds=(kind,), organization_id=room.organization_id) for kind in KINDS]
        found = {wanted.kinds[0]: len(index.nearest([wanted], limit=50)[0]) for wanted in scopes}
        db.session.remove()
        db.engine.dispose()
    app.extensions["log_size"].close()
    return vectors, documents, found


def of_others(rows: list[object]) -> list[object]:
    return [row for row in rows if "external_check" in row]  # type: ignore[operator]  # each is a tuple


def test_what_there_was_before_stays_as_it_is(app: Flask, told: Newsroom, settings: Config) -> None:
    vectors_made(app)
    vectors, documents, found = there_is(app, told)

    command.downgrade(alembic_config(settings.database_url), BEFORE)
    migrate(settings.database_url)

    after = there_is(app, told)
    assert (len(of_others(vectors)), len(of_others(documents)), found["external_check"]) == (1, 1, 1)
    assert after[0] == [row for row in vectors if row not in of_others(vectors)]
    assert after[1] == [row for row in documents if row not in of_others(documents)]
    assert after[2] == found | {"external_check": 0}


def test_they_are_made_for_what_was_kept_before(app: Flask, told: Newsroom, settings: Config) -> None:
    _, documents, found = there_is(app, told)

    command.downgrade(alembic_config(settings.database_url), BEFORE)
    migrate(settings.database_url)
    with app.app_context():
        reindexing.renew_stale(OPERATOR, show=lambda name, done, total: None)

    after = there_is(app, told)
    assert len(of_others(after[1])) == len(of_others(documents)) == 1
    assert after[2] == found


def test_documents_of_an_older_layout_are_made_again(app: Flask, told: Newsroom) -> None:
    home = table(SearchDocument)
    with app.app_context():
        before = list(db.session().execute(select(home).order_by(home.c.id)))
        with recording(OPERATOR):
            db.session().execute(update(home).where(home.c.kind == "check").values(layout=1, body="The summary."))
        made = reindexing.renew_stale(OPERATOR, show=lambda name, done, total: None)

        assert (made, list(db.session().execute(select(home).order_by(home.c.id)))) == (1, before)
