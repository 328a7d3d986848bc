"""Rows of the log as the driver has them, a page at a time: no objects, and no more in memory than a page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

Row = tuple[Any, ...]
PAGE = 1024
FIRST, LAST = -(2**63), 2**63 - 1
# Times as the entries write them.
TIME = {
    "sqlite": "at",
    "postgresql": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
}
ENTRIES = "SELECT seq, {at}, entry, leaf FROM log_entry WHERE seq > :after ORDER BY seq LIMIT {page}"
ENTRIES_WITH_COLUMNS = (
    "SELECT seq, {at}, entry, leaf, kind, object, revision, organization_id, actor_id, key_id, deed"
    " FROM log_entry WHERE seq > :after ORDER BY seq LIMIT {page}"
)
FIELDS = (
    "SELECT seq, name, digest, salt, value, erased_seq FROM log_field"
    " WHERE seq > :after AND seq <= :to ORDER BY seq, name"
)


class Reader:
    """Runs selects of the log's tables by the driver's own cursor, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self.dialect = connection.dialect.name
        if not connection.in_transaction():
            # The driver would begin one of which the connection does not know.
            connection.begin()
        self.cursor: Any = connection.connection.cursor()  # a DB-API cursor

    def rows(self, statement: str, **parameters: int) -> list[Row]:
        """Return all rows of a select whose parameters are written as SQLite has them."""
        text = statement.format(at=TIME[self.dialect], page=PAGE)
        if self.dialect == "postgresql":
            for name in parameters:
                text = text.replace(f":{name}", f"%({name})s")
        self.cursor.execute(text, parameters)
        found: list[Row] = self.cursor.fetchall()
        return found

    def entry_pages(self, statement: str) -> Iterator[list[Row]]:
        """Return the entries in pages, by their numbers."""
        after = FIRST
        while page := self.rows(statement, after=after):
            yield page
            if type(page[-1][0]) is not int or len(page) < PAGE:
                return
            after = page[-1][0]


def by_entry(rows: Sequence[Row]) -> Mapping[int, list[Row]]:
    """Return fields by the number of their entry."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found
