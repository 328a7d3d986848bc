"""The index: documents put into it and taken out of it inside deeds, and found in it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, delete, select

from tracker.lib.search_terms import Term
from tracker.models import ClaimVector, SearchDocument, db, table
from tracker.models.insertions import cursor_of
from tracker.models.prepared import Among, Prepared
from tracker.services.search import fts5, tsearch
from tracker.services.search.wanted import Document, Wanted

ENGINES = {"sqlite": fts5, "postgresql": tsearch}
BATCH = 500
Named = tuple[str, str]
_OBJECTS = Prepared(select(SearchDocument.object_id).where(Among(SearchDocument.id, "ids")))


def add(documents: Iterable[Document]) -> None:
    """Add documents of objects that had none, inside a deed."""
    connection, known = db.session().connection(), dict[str, list[str]]()
    with cursor_of(connection) as cursor:
        for document in documents:
            _engine(connection).add(cursor, Document(document.row, known))


def replace(objects: Iterable[Named], documents: Iterable[Document]) -> None:
    """Let documents be all there are of some objects, named by kind and id, inside a deed."""
    connection, home = db.session().connection(), table(SearchDocument)
    given = {document.key: document for document in documents}
    known = _of(set(objects))
    gone = [document_id for key, document_id in known.items() if key not in given]
    engine = _engine(connection)
    with cursor_of(connection) as cursor:
        if gone:
            engine.unindex(cursor, gone)
            db.session().execute(delete(home).where(home.c.id.in_(gone)))
        for key in given.keys() & known.keys():
            engine.change(cursor, given[key], known[key])
    _forget_vectors(list(known.values()))
    add(document for key, document in given.items() if key not in known)


def find(wanted: Wanted, *, before: int | None = None, limit: int) -> list[int]:
    """Return the ids of the newest documents that are wanted, newest first, of those `before` one."""
    if not wanted.query.wanted:
        return []
    connection = db.session().connection()
    with cursor_of(connection) as cursor:
        found: list[int] = _engine(connection).found(cursor, wanted, before=before, limit=limit)
    return found


def objects(document_ids: list[int]) -> list[str]:
    """Return the ids of the objects that some documents tell of."""
    return [row["object_id"] for row in _OBJECTS.records(ids=document_ids)]


def nearest(wanted: Sequence[Wanted], *, limit: int) -> list[list[int]]:
    """Return the ids of the documents that are wanted, the nearest first: for each of several that differ in scope."""
    connection = db.session().connection()
    with cursor_of(connection) as cursor:
        found: list[list[int]] = _engine(connection).nearest(cursor, wanted, limit=limit)
    return found


def counts(terms: Sequence[Term], kinds: Sequence[str], *, most: int) -> Sequence[int]:
    """Return how many documents have each term, whosever they are, up to a number at which counting stops.

    Of these kinds on PostgreSQL, of any on SQLite, where one kind is not counted faster than all.
    """
    if not terms:
        return []
    connection = db.session().connection()
    with cursor_of(connection) as cursor:
        found: Sequence[int] = _engine(connection).counts(cursor, terms, kinds, most=most)
    return found


def among(wanted: Wanted, object_ids: Sequence[str]) -> set[str]:
    """Return which of some objects a document is wanted of."""
    connection = db.session().connection()
    with cursor_of(connection) as cursor:
        found: set[str] = _engine(connection).among(cursor, wanted, object_ids)
    return found


def empty() -> None:
    """Take everything out of the index of words, inside a deed."""
    connection = db.session().connection()
    with cursor_of(connection) as cursor:
        _engine(connection).empty(cursor)


def index_words(connection: Connection) -> None:
    """Make the index of words anew from the documents."""
    engine, home = _engine(connection), table(SearchDocument)
    rows = connection.execution_options(yield_per=BATCH).execute(select(home).order_by(home.c.id)).mappings()
    with cursor_of(connection) as cursor:
        engine.empty(cursor)
        for row in rows:
            engine.index(cursor, Document(dict(row)), row["id"])


def _forget_vectors(document_ids: Sequence[int]) -> None:
    # After the documents are changed or gone: whoever makes vectors holds the documents meanwhile.
    home = table(ClaimVector)
    for start in range(0, len(document_ids), BATCH):
        these = document_ids[start : start + BATCH]
        db.session().execute(delete(home).where(home.c.document_id.in_(these)))


def _of(objects: Iterable[Named]) -> dict[tuple[str, str, str], int]:
    ids: dict[str, list[str]] = defaultdict(list)
    for kind, object_id in objects:
        ids[kind].append(object_id)
    home = table(SearchDocument)
    found: dict[tuple[str, str, str], int] = {}
    for kind, names in ids.items():
        for start in range(0, len(names), BATCH):
            these: Sequence[str] = names[start : start + BATCH]
            columns = select(home.c.kind, home.c.object_id, home.c.language, home.c.id)
            rows = db.session().execute(columns.where(home.c.object_id.in_(these), home.c.kind == kind))
            found |= {(row.kind, row.object_id, row.language): row.id for row in rows}
    return found


def _engine(connection: Connection) -> ModuleType | Any:  # one of ENGINES
    return ENGINES[connection.dialect.name]
