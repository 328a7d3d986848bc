"""Reading from PostgreSQL by libpq itself, in the shape of a DB-API cursor.

What psycopg's cursor does around a statement takes several times as long as our shortest selects.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

# As libpq numbers them: a result's form, a connection outside of a transaction, and statements that went well.
BINARY, IDLE, DONE = 1, 0, {1, 2}
PLACE = re.compile(r"%\((\w+)\)s|%%")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a connection has prepared: its name there, and the parameters in their places."""

    name: bytes
    parameters: Sequence[str]


@cache
def _adapting() -> tuple[Any, Any]:
    from psycopg.adapt import PyFormat, Transformer  # noqa: PLC0415  # the postgres extra

    return Transformer, PyFormat.TEXT


def _as_text(value: Any) -> Any:  # any value of a parameter
    # Most lists are of texts, each of which the driver would look at with much care.
    if not (isinstance(value, list) and value and isinstance(value[0], str)):
        return value
    quoted = '","'.join(text.replace("\\", "\\\\").replace('"', '\\"') for text in value)
    return f'{{"{quoted}"}}'


@dataclass(slots=True)
class StraightCursor:
    """Runs each statement as one that is prepared once a connection, in the connection's transaction."""

    connection: Any  # psycopg's, whose types need the extra
    prepared: dict[str, Statement]
    rows: list[list[Any]] = field(default_factory=list)

    def execute(self, text: str, given: Mapping[str, Any]) -> None:
        """Run a select with named parameters as psycopg writes them; raises psycopg's errors."""
        transformer, as_text = _adapting()
        self._begin()
        statement = self.prepared.get(text) or self._prepare(text)
        # As text, of which the database finds the type: that of a number would differ by its size.
        values = transformer(self.connection)
        formats = [as_text] * len(statement.parameters)
        sent = values.dump_sequence([_as_text(given[name]) for name in statement.parameters], formats)
        result = self.connection.pgconn.exec_prepared(statement.name, sent, values.formats, BINARY)
        self._refuse_failure(result)
        values.set_pgresult(result)
        self.rows = values.load_rows(0, result.ntuples, list)

    def fetchall(self) -> list[list[Any]]:
        """Return the rows that were found."""
        return self.rows

    def close(self) -> None:
        """Let go of the rows; what was prepared stays with the connection."""
        self.rows = []

    def _begin(self) -> None:
        # As psycopg does: before the first statement of a transaction.
        pgconn = self.connection.pgconn
        if not self.connection.autocommit and pgconn.transaction_status == IDLE:
            self._refuse_failure(pgconn.exec_(b"BEGIN"))

    def _prepare(self, text: str) -> Statement:
        parameters: list[str] = []

        def placed(found: re.Match[str]) -> str:
            if found[1] is None:
                return "%"
            if found[1] not in parameters:
                parameters.append(found[1])
            return f"${parameters.index(found[1]) + 1}"

        statement = Statement(f"straight_{len(self.prepared)}".encode(), parameters)
        self._refuse_failure(self.connection.pgconn.prepare(statement.name, PLACE.sub(placed, text).encode()))
        self.prepared[text] = statement
        return statement

    def _refuse_failure(self, result: Any) -> None:  # psycopg's PGresult
        if result.status not in DONE:
            from psycopg import errors  # noqa: PLC0415  # the postgres extra

            raise errors.error_from_result(result)
