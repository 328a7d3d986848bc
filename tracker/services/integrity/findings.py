"""What is found to be wrong: each thing names its table, and the entry that is wrong or that says otherwise."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong: in which table, about which entry of the log, and in which row and column."""

    table: str
    seq: int | None
    detail: str
    row: str | None = None
    column: str | None = None

    def __str__(self) -> str:
        place = ".".join(part for part in (self.table, self.column) if part)
        about = [f"row {self.row}"] * (self.row is not None) + [f"entry {self.seq}"] * (self.seq is not None)
        return " ".join([place, *about]) + f": {self.detail}"


@dataclass
class Findings:
    """The first things that were found, and how many there are."""

    count: int = 0
    first: list[Finding] = field(default_factory=list)

    def add(self, found: Iterable[Finding]) -> None:
        """Take in what is found, keeping the first of it."""
        for finding in found:
            self.count += 1
            if len(self.first) < MOST:
                self.first.append(finding)

    def read(self, found: Iterable[Finding], connection: Connection) -> None:
        """Take in what is found by reading, and one more where the database cannot be read to the end."""
        driver_error: type[Exception] = connection.dialect.loaded_dbapi.Error
        try:
            self.add(found)
        except DBAPIError as error:
            self.add([unreadable(error.orig)])
        except (driver_error, UnicodeDecodeError, OverflowError) as error:
            self.add([unreadable(error)])


def unreadable(error: BaseException | None) -> Finding:
    """Return the finding that the database cannot be read."""
    # What a driver says may hold the value that it stumbled on.
    return Finding(table="database", seq=None, detail=f"cannot be read: {' '.join(str(error)[:120].split())}")


def only_if(wrong: bool, finding: Finding) -> Iterator[Finding]:
    """Yield the finding where something is wrong."""
    if wrong:
        yield finding
