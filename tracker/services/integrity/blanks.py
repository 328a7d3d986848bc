"""What was erased, against the entries that tell of it: each names the fields that it blanked."""

import json
from collections.abc import Iterator

from sqlalchemy import Connection, text

from tracker.services.integrity.findings import Finding

_TOLD = text("SELECT seq, value FROM log_field WHERE name = 'erased' AND value IS NOT NULL ORDER BY seq")
_BLANK = text("SELECT seq, name, erased_seq FROM log_field WHERE erased_seq IS NOT NULL ORDER BY seq, name")
# By the number of its entry and its own name.
FieldName = tuple[int, str]


def blanks(connection: Connection) -> Iterator[Finding]:
    """Return the fields that are erased and were not named, and those named that are not erased.

    A digest without salt and value vouches for no name any more: the erasing entry does. Entries of before they
    told so are believed.
    """
    told = {seq: _named(value) for seq, value in connection.execute(_TOLD)}
    found: dict[int, set[FieldName]] = {}
    for seq, name, erased_seq in connection.execute(_BLANK):
        found.setdefault(erased_seq, set()).add((seq, name))
    for erasing, named in told.items():
        blank = found.get(erasing, set())
        for seq, name in sorted(blank - named, key=str):
            yield _fault(seq, name, f"is erased, and entry {erasing} does not name it")
        for seq, name in sorted(named - blank, key=str):
            yield _fault(seq, name, f"was erased by entry {erasing}, and is not there as such")


def _named(value: str) -> set[FieldName]:
    try:
        return {(seq, name) for seq, name in json.loads(value)}
    except (ValueError, TypeError):
        # It is not what its digest is of, which is told elsewhere.
        return set()


def _fault(seq: int, name: str, detail: str) -> Finding:
    return Finding(table="log_field", seq=seq, row=str(name), detail=detail, column="name")
