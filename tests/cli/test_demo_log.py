"""An outsider who reads all that is served of the demonstration's log learns how many entries there are and when."""

import json

import pytest
from sqlalchemy import text

from tests.conftest import DATABASES
from tests.demonstrations import installed, set_up
from tracker.lib import tlog
from tracker.models import Base, db

# Shorter ones occur by chance in base64, and digests and times are there to be read.
SHORTEST = 7
TOLD = {"log_entry": {"entry", "leaf", "at"}, "log_node": {"hash"}, "log_checkpoint": {"root", "note"}}


@pytest.fixture(params=DATABASES)
def demonstration(request, templates, cluster, tmp_path):
    """The demonstration, whose log is signed."""
    with installed(request.param, templates=templates, cluster=cluster, folder=tmp_path) as app:
        made = set_up(app)
        signer = app.extensions["signer"]
        if not signer.is_set_up:
            signer.init("outside.example/log")
        with app.app_context():
            signer.sign()
        yield made


def served(demonstration):
    """Return all bytes that are served under /log/ to anybody."""
    size = int(demonstration.get("/log/checkpoint", None).text.split("\n")[1])
    pieces = [piece.path for piece in (*tlog.tiles(size), *tlog.entry_bundles(size))]
    proofs = [f"proof/{seq}" for seq in range(0, size, 7)]
    paths = ["key", "checkpoint", *pieces, *proofs, f"consistency?from={size // 2}&to={size}"]
    answers = [demonstration.get(f"/log/{path}", None) for path in paths]
    assert {answer.status_code for answer in answers} == {200}
    return size, b"\n".join(answer.data for answer in answers)


def strings(value):
    """Return every string in a JSON value."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        return {word for pair in value.items() for item in pair for word in strings(item)}
    return {word for item in value for word in strings(item)} if isinstance(value, list) else set()


def telling(table):
    """Return the select of a table's columns but for those that the log itself is made of."""
    return table.select().with_only_columns(*(c for c in table.columns if c.name not in TOLD.get(table.name, set())))


def known(app):
    """Return every name, id and text in the database, and in what its log tells."""
    found = set()
    with app.app_context():
        for row in [row for table in Base.metadata.sorted_tables for row in db.session().execute(telling(table))]:
            found |= strings([item for item in row if isinstance(item, str | list | dict)])
        for (value,) in db.session().execute(text("SELECT value FROM log_field WHERE value IS NOT NULL")):
            found |= strings(json.loads(value))
    return {word for word in found if len(word) >= SHORTEST and not word.strip('"')[:4].isdigit()}


def test_whoever_reads_all_of_the_log_learns_nothing_of_the_demonstration(demonstration):
    size, content = served(demonstration)
    words = known(demonstration.app)
    origin = demonstration.get("/log/checkpoint", None).text.split("\n")[0]

    assert (size > 200, len(words) > 2000) == (True, True)
    assert [word for word in words if word.encode() in content and word not in origin] == []


def test_the_search_would_find_a_name_that_is_served(demonstration):
    _, content = served(demonstration)
    words = known(demonstration.app)
    name = next(claim["claimant"]["name"] for claim in demonstration.claims() if claim["claimant"])

    assert [word for word in words if word.encode() in content + name.encode()] != []
