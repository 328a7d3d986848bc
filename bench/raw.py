"""The anchor of writing: the rows of one created claim in a plain transaction of the driver, with fresh ids."""

import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from bench.processes import SERVER_CORE, pinned
from tracker.lib.ids import new_id
from tracker.lib.merkle import Frontier, Node
from tracker.models import Base
from tracker.models.database import PRAGMAS, sqlite_driver

# In the order in which rows may refer to each other; the head of the log is updated last. A checkpoint is another
# transaction's, and what is unpublished has no place in a list.
ASIDE = {
    "log_head",
    "log_node",
    "log_checkpoint",
    "log_cosignature",
    "idempotency_key",
    "listing",
    "change",
    "search_document",
}
TABLES = [table.name for table in Base.metadata.sorted_tables if table.name not in ASIDE]
Rows = list[tuple[str, dict[str, Any]]]


@dataclass(frozen=True)
class Transaction:
    """A connection in autocommit, the rows to write, and the mark of a parameter in its dialect."""

    connection: Any
    rows: Rows
    mark: str

    def run(self, *, seconds: float) -> tuple[int, float]:
        """Write fresh copies of the rows for so long; return how many transactions in how many seconds of writing."""
        size, edge = self.connection.execute("SELECT size, frontier FROM log_head").fetchone()
        frontier = Frontier.from_bytes(size, edge)
        leaves = [row["leaf"] for table, row in self.rows if table == "log_entry"]
        first = min(row["seq"] for table, row in self.rows if table == "log_entry")
        entries = sum(table == "log_entry" for table, _ in self.rows)
        count, spent, until = 0, 0.0, time.perf_counter() + seconds
        with pinned(SERVER_CORE):
            while time.perf_counter() < until:
                statements = self._statements(shift=size + count * entries - first)
                statements += [self._insertion("log_node", _row_of(node)) for node in frontier.extend(leaves)]
                began = time.perf_counter()
                self._write(statements, frontier)
                spent += time.perf_counter() - began
                count += 1
        return count, spent

    def _statements(self, *, shift: int) -> list[tuple[str, Sequence[Any]]]:
        own = [row[name] for _, row in self.rows for name in ("id", "deed", "url_digest") if row.get(name)]
        fresh = {old: new_id() if len(old) == 36 else new_id() * 2 for old in own}
        return [self._insertion(table, _renewed(row, fresh, shift)) for table, row in self.rows]

    def _insertion(self, table: str, row: dict[str, Any]) -> tuple[str, Sequence[Any]]:
        names, marks = ", ".join(f'"{name}"' for name in row), ", ".join([self.mark] * len(row))
        return f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values())  # noqa: S608  # our own names

    def _write(self, statements: list[tuple[str, Sequence[Any]]], frontier: Frontier) -> None:
        self.connection.execute("BEGIN IMMEDIATE" if self.mark == "?" else "BEGIN")
        for statement, values in statements:
            self.connection.execute(statement, values)
        head = f"UPDATE log_head SET size = {self.mark}, frontier = {self.mark}"  # noqa: S608  # the driver's own mark
        self.connection.execute(head, (frontier.size, frontier.to_bytes()))
        self.connection.execute("COMMIT")


def opened(path: str) -> sqlite3.Connection:
    """Return a connection in autocommit to a database file, with the tracker's own safety."""
    connection: sqlite3.Connection = sqlite_driver().connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(pragma)
    return connection


def on_sqlite(path: str, create: Callable[[], None]) -> Transaction:
    """Return a transaction of the rows that `create` makes in a database file, with the tracker's own safety."""
    connection = opened(path)
    last = {table: connection.execute(f"SELECT MAX(rowid) FROM {table}").fetchone()[0] or 0 for table in TABLES}  # noqa: S608  # our own names
    create()
    rows: Rows = []
    for table in TABLES:
        cursor = connection.execute(f"SELECT * FROM {table} WHERE rowid > ?", (last[table],))  # noqa: S608  # our own names
        rows += [(table, _named(cursor, row)) for row in cursor.fetchall()]
    return Transaction(connection, rows, "?")


def on_postgres(url: str, create: Callable[[], None]) -> Transaction:
    """Return a transaction of the rows that `create` makes in a PostgreSQL database."""
    connection = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
    create()
    rows: Rows = []
    for table in TABLES:
        # Rows that one transaction wrote share its number with the head of the log, which it updated.
        cursor = connection.execute(f"SELECT * FROM {table} WHERE xmin = (SELECT xmin FROM log_head)")  # noqa: S608  # our own names
        rows += [(table, _named(cursor, [_adapted(v) for v in row])) for row in cursor.fetchall()]
    return Transaction(connection, rows, "%s")


def _row_of(node: Node) -> dict[str, Any]:
    return dict(zip(("level", "index", "hash"), node, strict=True))


def _named(cursor: Any, row: Sequence[Any]) -> dict[str, Any]:  # a cursor of either driver
    return dict(zip([column[0] for column in cursor.description], row, strict=True))


def _adapted(value: Any) -> Any:  # any value of a row
    return Jsonb(value) if isinstance(value, dict | list) else value


def _renewed(row: dict[str, Any], fresh: dict[str, str], shift: int) -> dict[str, Any]:
    return {name: value + shift if name == "seq" else _fresh(value, fresh) for name, value in row.items()}


def _fresh(value: Any, fresh: dict[str, str]) -> Any:  # any value of a row
    if not isinstance(value, str):
        return value
    kind, _, tail = value.rpartition("/")
    return f"{kind}/{fresh[tail]}" if kind and tail in fresh else fresh.get(value, value)
