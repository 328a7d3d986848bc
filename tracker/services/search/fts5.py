"""The index of words on SQLite: FTS5 with the stemmer for English, which keeps no text of its own.

Whose a document is and what it is stand in it as words as well, so that what is another's is passed over by the index.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import sub
from typing import Any

import orjson

from tracker.lib.search_terms import Query, Term
from tracker.models.search import INTERNAL
from tracker.services.search.wanted import Document, Wanted

ADD = """
INSERT INTO search_document (kind, object_id, language, organization_id, claim_id, layout, title, body)
VALUES (:kind, :object_id, :language, :organization_id, :claim_id, :layout, :title, :body)
"""
CHANGE = (
    "UPDATE search_document SET layout = :layout, claim_id = :claim_id, title = :title, body = :body WHERE id = :id"
)
INDEX = "INSERT INTO search_words (rowid, title, body, scope) VALUES (?, ?, ?, ?)"
UNINDEX = "DELETE FROM search_words WHERE rowid = ?"
EMPTY = "INSERT INTO search_words (search_words) VALUES ('delete-all')"
FIND = "SELECT rowid FROM search_words WHERE search_words MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"
FEW = 2000
NEAR = 500
_OF_THESE = """
SELECT id FROM search_document
WHERE id IN (SELECT value FROM json_each(:ids)) AND kind IN (SELECT value FROM json_each(:kinds))
AND (:organization_id IS NULL OR organization_id = :organization_id)
ORDER BY id DESC LIMIT :limit
"""
# In the order in which the ids are given.
_FIRST_OF_THESE = """
SELECT search_document.id FROM json_each(:ids) JOIN search_document ON search_document.id = value
WHERE kind IN (SELECT value FROM json_each(:kinds))
AND (:organization_id IS NULL OR organization_id = :organization_id)
ORDER BY json_each.key LIMIT :limit
"""
OF_OBJECTS = """
SELECT id, object_id FROM search_document
WHERE object_id IN (SELECT value FROM json_each(:ids)) AND kind IN (SELECT value FROM json_each(:kinds))
AND (:organization_id IS NULL OR organization_id = :organization_id)
"""
IN_RANGE = "SELECT rowid FROM search_words WHERE search_words MATCH ? AND rowid BETWEEN ? AND ?"
# To begin anew at another document takes the index as long as to go through so many.
GAP = 50
NEAREST = """
SELECT rowid FROM search_words WHERE search_words MATCH ? AND rowid >= ?
ORDER BY bm25(search_words, 1.0, 1.0, 0.0) LIMIT ?
"""
COUNT = "(SELECT count(*) FROM (SELECT 1 FROM search_words WHERE search_words MATCH ? LIMIT ?))"
END = 1 << 62


def add(cursor: Any, document: Document) -> None:  # a DB-API cursor
    """Add a document that is not there yet."""
    cursor.execute(ADD, document.row)
    _index(cursor, document, cursor.lastrowid)


def change(cursor: Any, document: Document, document_id: int) -> None:  # a DB-API cursor
    """Put a document in the place of one of the same object."""
    cursor.execute(CHANGE, {**document.row, "id": document_id})
    cursor.execute(UNINDEX, (document_id,))
    _index(cursor, document, document_id)


def unindex(cursor: Any, document_ids: Sequence[int]) -> None:  # a DB-API cursor
    """Take documents out of the index of words."""
    cursor.executemany(UNINDEX, [(document_id,) for document_id in document_ids])


def index(cursor: Any, document: Document, document_id: int) -> None:  # a DB-API cursor
    """Put a document into the index of words, in which it is not."""
    _index(cursor, document, document_id)


def empty(cursor: Any) -> None:  # a DB-API cursor
    """Take everything out of the index of words."""
    cursor.execute(EMPTY)


def found(cursor: Any, wanted: Wanted, *, before: int | None, limit: int) -> list[int]:  # a DB-API cursor
    """Return the newest documents that are wanted, newest first."""
    last = END if before is None else before
    text = expression(wanted)
    # Of rare words the few documents are looked at one by one, which is faster than to compare whole lists of them.
    some = _rowids(cursor, (text, last, FEW))
    if len(some) < FEW:
        cursor.execute(_OF_THESE, {"ids": orjson.dumps(some).decode(), "limit": limit, **_scope(wanted)})
        return [document_id for (document_id,) in cursor.fetchall()]
    return _rowids(cursor, (_within(wanted), last, limit))


def among(cursor: Any, wanted: Wanted, object_ids: Sequence[str]) -> set[str]:  # a DB-API cursor
    """Return which of some objects a document is wanted of."""
    cursor.execute(OF_OBJECTS, {"ids": orjson.dumps(object_ids).decode(), **_scope(wanted)})
    objects, text = dict(cursor.fetchall()), expression(wanted)
    found: set[str] = set()
    for first, last in _runs(sorted(objects)):
        cursor.execute(IN_RANGE, (text, first, last))
        found |= {objects[document_id] for (document_id,) in cursor.fetchall() if document_id in objects}
    return found


def _runs(document_ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    # Neighbours in a list are neighbours in the index more often than not.
    starts = [place for place, gap in enumerate(map(sub, document_ids[1:], document_ids), 1) if gap > GAP]
    bounds = [0, *starts, len(document_ids)] if document_ids else []
    return ((document_ids[start], document_ids[end - 1]) for start, end in pairwise(bounds))


def nearest(cursor: Any, wanted: Sequence[Wanted], *, limit: int) -> list[list[int]]:  # a DB-API cursor
    """Return the documents that are wanted, the best by BM25 first, of each of several scopes of one query.

    Of those that have all of its terms the newest FEW are ranked: they are asked for where each term is a common one.
    """
    text, any_of = expression(wanted[0]), wanted[0].any_of
    if len(wanted) == 1:
        return [_ranked(cursor, _within(wanted[0]), any_of=any_of, limit=limit)]
    # Of several scopes most is in one or the other: to rank what is found takes less than to compare whole lists.
    best = _ranked(cursor, text, any_of=any_of, limit=NEAR)
    given = orjson.dumps(best).decode()
    found = []
    for one in wanted:
        cursor.execute(_FIRST_OF_THESE, {"ids": given, "limit": limit, **_scope(one)})
        ids = [document_id for (document_id,) in cursor.fetchall()]
        is_all = len(ids) == limit or len(best) < NEAR
        found.append(ids if is_all else _ranked(cursor, _within(one), any_of=any_of, limit=limit))
    return found


def _within(wanted: Wanted) -> str:
    return f"({expression(wanted)}) AND scope : ({_scopes(wanted)})"


def _ranked(cursor: Any, text: str, *, any_of: bool, limit: int) -> list[int]:  # a DB-API cursor
    newest = [] if any_of else _rowids(cursor, (text, END, FEW))
    cursor.execute(NEAREST, (text, newest[-1] if len(newest) == FEW else 0, limit))
    return [rowid for (rowid,) in cursor.fetchall()]


def counts(cursor: Any, terms: Sequence[Term], _kinds: Sequence[str], *, most: int) -> Sequence[int]:
    """Return how many documents have each term, of whatever kind, up to a number at which counting stops."""
    given = [value for term in terms for value in (f"{{title body}} : {_phrase(term)}", most)]
    cursor.execute(f"SELECT {', '.join([COUNT] * len(terms))}", given)
    row: Sequence[int] = cursor.fetchone()
    return row


def expression(wanted: Wanted) -> str:
    """Return what is wanted in FTS5's language: each word is quoted, so that none of it is understood as more."""
    query: Query = wanted.query
    columns = "{title}" if wanted.in_title else "{title body}"
    text = f"{columns} : ({(' OR ' if wanted.any_of else ' AND ').join(map(_phrase, query.wanted))})"
    if not query.unwanted:
        return text
    return f"({text}) NOT ({{title body}} : ({' OR '.join(map(_phrase, query.unwanted))}))"


def _rowids(cursor: Any, given: tuple[str, int, int]) -> list[int]:
    cursor.execute(FIND, given)
    return [rowid for (rowid,) in cursor.fetchall()]


def _scopes(wanted: Wanted) -> str:
    kinds = ("all",) if wanted.is_all_internal else wanted.kinds
    return " OR ".join(_quoted(_scope_of(kind, wanted.organization_id or "")) for kind in kinds)


def _scope(wanted: Wanted) -> dict[str, str | None]:
    return {"kinds": orjson.dumps(wanted.kinds).decode(), "organization_id": wanted.organization_id}


def _index(cursor: Any, document: Document, document_id: int) -> None:
    kind, organization = document.row["kind"], document.row["organization_id"]
    wider = {"check": "check"} | dict.fromkeys(INTERNAL, _scope_of("all", organization))
    scope = f"{wider.get(kind, '')} {_scope_of(kind, organization)}"
    cursor.execute(INDEX, (document_id, document.title_words, document.body_words, scope))


def _scope_of(kind: str, organization_id: str) -> str:
    # One word, whatever stands between its parts.
    return f"{kind}{organization_id}".replace("-", "").replace("_", "")


def _phrase(term: Term) -> str:
    return f"({_quoted(' '.join(term.words))}{' *' if term.is_beginning else ''})"


def _quoted(text: str) -> str:
    # No word has a quotation mark in it.
    return f'"{text}"'
