"""Reading the past, and the feeds of corrections, follows indexes: nothing reads a whole table."""

import pytest
from sqlalchemy import Connection, Select
from sqlalchemy.dialects import sqlite

from tests.conftest import ON_SQLITE
from tracker.services import correction_feeds, paging, past, past_claims, past_corrections, past_feeds
from tracker.services.feeds import FeedFilters

FILTERS = (FeedFilters(), FeedFilters(topic=["a"], label=["b"], class_=["c"], language="en", organization=["d"]))


def plan(connection: Connection, statement: Select[tuple[object, ...]]) -> list[str]:
    said = str(statement.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}").all()
    return [row[3] for row in rows]


@ON_SQLITE
@pytest.mark.parametrize("filters", FILTERS, ids=["all", "filtered"])
def test_a_feed_follows_its_index_from_the_newest_mark(connection: Connection, filters: FeedFilters) -> None:
    asked = past_feeds.Asked(filters=filters, seq=9, organization_ids=["x"])
    found = plan(connection, past_feeds.marks(asked).limit(2))

    assert "ix_log_field_public_changed_at" in found[0]
    assert [line for line in found if line.startswith("SCAN log_entry") or "(seq<?)" in line] == []


@ON_SQLITE
@pytest.mark.parametrize("select", [
    correction_feeds.selected(FeedFilters()),
    past_corrections.selected(past_feeds.Asked(filters=FeedFilters(), seq=9, organization_ids=[])),
], ids=["now", "then"])  # fmt: skip
def test_corrections_follow_their_index_from_the_newest(connection: Connection, select: paging.AnySelect) -> None:
    found = plan(connection, select.order_by(*paging.ordering(correction_feeds.ORDER)).limit(2))

    assert "ix_publication_correcting" in found[0]
    assert [line for line in found if line.startswith("SCAN") and "publication" not in line] == []
    assert not any("TEMP B-TREE" in line for line in found)


@ON_SQLITE
def test_what_was_merged_into_a_claim_is_found_by_index(connection: Connection) -> None:
    found = plan(connection, past_claims._merged("claim/x", 9))

    assert any("ix_log_field_merged_into_id (value=?" in line for line in found)
    assert [line for line in found if line.startswith("SCAN log_")] == []


@ON_SQLITE
def test_an_object_is_found_by_its_own_entries(connection: Connection) -> None:
    found = plan(connection, past._newest(past.ALL).params(objects=["claim/x", "claim/y"], seq=9))

    assert any("ix_log_entry_object_seq (object=? AND seq<?)" in line for line in found)
    assert [line for line in found if line.startswith("SCAN log_")] == []
