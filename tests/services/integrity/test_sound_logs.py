"""Where nothing is wrong, nothing is found; and what is outside of the log is on a list."""

from tracker.models import Base
from tracker.models.log import OUTSIDE_THE_LOG, UNLOGGED_COLUMNS
from tracker.models.session import logged_tables


def test_a_busy_newsroom_has_nothing_to_hide(found):
    assert found() == []


def test_every_table_is_the_logs_or_made_of_it_or_named_as_outside():
    others = Base.metadata.tables.keys() - logged_tables() - OUTSIDE_THE_LOG.keys()

    assert all(name.startswith("log_") for name in others)
    assert OUTSIDE_THE_LOG.keys() <= Base.metadata.tables.keys() - logged_tables()
    assert all(column in Base.metadata.tables[table].c for table, column in UNLOGGED_COLUMNS)
