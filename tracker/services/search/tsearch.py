"""The index of words on PostgreSQL: a `tsvector` a document, stemmed as its language is.

The words come from us, without diacritics, so it takes no extension. They are written into the statements, also in
deeds, whose plans are for any value: a plan for any word would be the plan for a rare one.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tracker.lib.search_terms import Query, Term
from tracker.services.search.wanted import Document, Wanted

VECTOR = (
    "setweight(to_tsvector(CAST(%(config)s AS regconfig), %(title_words)s), 'A')"
    " || setweight(to_tsvector(CAST(%(config)s AS regconfig), %(body_words)s), 'B')"
)
ADD = f"""
WITH added AS (
    INSERT INTO search_document (kind, object_id, language, organization_id, claim_id, layout, title, body)
    VALUES (%(kind)s, %(object_id)s, %(language)s, %(organization_id)s, %(claim_id)s, %(layout)s, %(title)s, %(body)s)
    RETURNING id
)
INSERT INTO search_words (document_id, organization_id, kind, words)
SELECT id, %(organization_id)s, %(kind)s, {VECTOR} FROM added
"""  # noqa: S608  # our own words
CHANGE = f"""
WITH changed AS (
    UPDATE search_document SET layout = %(layout)s, claim_id = %(claim_id)s, title = %(title)s, body = %(body)s
    WHERE id = %(id)s
)
UPDATE search_words SET words = {VECTOR} WHERE document_id = %(id)s
"""  # noqa: S608  # our own words
INDEX = f"""
INSERT INTO search_words (document_id, organization_id, kind, words)
VALUES (%(id)s, %(organization_id)s, %(kind)s, {VECTOR})
"""  # noqa: S608  # our own words
UNINDEX = "DELETE FROM search_words WHERE document_id = ANY(%s)"
# Ids that were restored were not drawn from the sequence.
EMPTY = (
    "TRUNCATE search_words",
    "SELECT setval(pg_get_serial_sequence('search_document', 'id'), (SELECT max(id) FROM search_document))",
)
# The objects are given, so that their documents are looked at, and not what else the index has of the words.
AMONG = """
WITH given AS MATERIALIZED (
    SELECT id, object_id FROM search_document WHERE object_id = ANY(%(ids)s) AND search_document.kind = ANY(%(kinds)s)
)
SELECT object_id FROM given JOIN search_words ON document_id = id WHERE {}
"""
COUNTED = "SELECT 1 FROM search_words WHERE words @@ CAST(%({})s AS tsquery) AND kind = ANY(%(kinds)s) LIMIT %(most)s"
LANGUAGES = """
WITH RECURSIVE known (language) AS (
    SELECT min(language) FROM search_document
    UNION ALL
    SELECT (SELECT min(language) FROM search_document WHERE language > known.language) FROM known
    WHERE known.language IS NOT NULL
)
SELECT language FROM known WHERE language IS NOT NULL
"""
CONFIGURATIONS = "SELECT cfgname FROM pg_catalog.pg_ts_config WHERE cfgname LIKE 'search~_%' ESCAPE '~'"
SIMPLE = "simple"
CANDIDATES = 2_000
STEMMERS: Mapping[str, str] = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali",
    "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_there: dict[tuple[str, int, str], frozenset[str]] = {}


def add(cursor: Any, document: Document) -> None:  # a DB-API cursor
    """Add a document that is not there yet."""
    cursor.execute(ADD, _values(cursor, document))


def change(cursor: Any, document: Document, document_id: int) -> None:  # a DB-API cursor
    """Put a document in the place of one of the same object."""
    cursor.execute(CHANGE, {**_values(cursor, document), "id": document_id})


def unindex(cursor: Any, document_ids: Sequence[int]) -> None:  # a DB-API cursor
    """Take documents out of the index of words."""
    cursor.execute(UNINDEX, (list(document_ids),))


def index(cursor: Any, document: Document, document_id: int) -> None:  # a DB-API cursor
    """Put a document into the index of words, in which it is not."""
    cursor.execute(INDEX, {**_values(cursor, document), "id": document_id})


def empty(cursor: Any) -> None:  # a DB-API cursor
    """Take everything out of the index of words."""
    for statement in EMPTY:
        cursor.execute(statement)


def found(cursor: Any, wanted: Wanted, *, before: int | None, limit: int) -> list[int]:  # a DB-API cursor
    """Return the newest documents that are wanted, newest first."""
    (asked,) = _asked(cursor, [wanted])
    text, values = _condition(wanted, asked)
    older = " AND document_id < %(before)s" if before is not None else ""
    statement = f"SELECT document_id FROM search_words WHERE {text}{older} ORDER BY document_id DESC LIMIT %(limit)s"  # noqa: S608  # our own words
    rows = _rows(cursor, statement, {**values, "before": before, "limit": limit})
    return [document_id for (document_id,) in rows]


def among(cursor: Any, wanted: Wanted, object_ids: Sequence[str]) -> set[str]:  # a DB-API cursor
    """Return which of some objects a document is wanted of."""
    (asked,) = _asked(cursor, [wanted])
    text, values = _condition(wanted, asked)
    rows = _rows(cursor, AMONG.format(text), {**values, "ids": list(object_ids)})
    return {object_id for (object_id,) in rows}


def nearest(cursor: Any, wanted: Sequence[Wanted], *, limit: int) -> list[list[int]]:  # a DB-API cursor
    """Return the documents that are wanted, of the newest CANDIDATES the best first, of each of several scopes."""
    return [
        _nearest(cursor, one, asked, limit=limit) for one, asked in zip(wanted, _asked(cursor, wanted), strict=True)
    ]


def _nearest(cursor: Any, wanted: Wanted, asked: str, *, limit: int) -> list[int]:  # a DB-API cursor
    text, values = _condition(wanted, asked)
    ranked = "ts_rank(words, CAST(%(asked)s AS tsquery)) DESC, document_id DESC"
    some = f"SELECT document_id, words FROM search_words WHERE {text} ORDER BY document_id DESC LIMIT {CANDIDATES}"  # noqa: S608  # our own words
    statement = f"SELECT document_id FROM ({some}) AS found ORDER BY {ranked} LIMIT %(limit)s"  # noqa: S608  # likewise
    return [document_id for (document_id,) in _rows(cursor, statement, {**values, "limit": limit})]


def counts(cursor: Any, terms: Sequence[Term], kinds: Sequence[str], *, most: int) -> Sequence[int]:
    """Return how many documents of some kinds have each term, up to a number at which counting stops."""
    asked = _asked(cursor, [Wanted(query=Query((term,)), kinds=kinds) for term in terms])
    names = [f"asked_{place}" for place in range(len(asked))]
    columns = [f"(SELECT count(*) FROM ({COUNTED.format(name)}) AS found)" for name in names]  # noqa: S608  # our own words
    values = {"kinds": list(kinds), "most": most, **dict(zip(names, asked, strict=True))}
    return _rows(cursor, f"SELECT {', '.join(columns)}", values)[0]


def _asked(cursor: Any, wanted: Sequence[Wanted]) -> Sequence[str]:  # a DB-API cursor
    # As constants: made within a statement, they would be made anew for each row that it looks at.
    configurations, columns = _in_use(cursor), list[str]()
    values = {f"config_{place}": name for place, name in enumerate(configurations)}
    for place, one in enumerate(wanted):
        values[f"wanted_{place}"] = _joined(one.query.wanted, any_of=one.any_of, weight="A" if one.in_title else "")
        text = _in_any(f"wanted_{place}", configurations)
        if one.query.unwanted:
            values[f"unwanted_{place}"] = _joined(one.query.unwanted, any_of=True, weight="")
            text = f"({text} && !!{_in_any(f'unwanted_{place}', configurations)})"
        columns.append(f"CAST({text} AS text)")
    return _rows(cursor, f"SELECT {', '.join(columns)}", values)[0]


def _rows(cursor: Any, text: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:  # a DB-API cursor
    from psycopg import ClientCursor  # noqa: PLC0415  # the postgres extra

    with ClientCursor(cursor.connection) as writing_in:
        writing_in.execute(text, values)
        return writing_in.fetchall()


def _condition(wanted: Wanted, asked: str) -> tuple[str, dict[str, Any]]:
    # On `search_words`, with its parameters.
    values = {"asked": asked, "organization_id": wanted.organization_id, "kinds": list(wanted.kinds)}
    kinds = "kind = %(kind)s" if len(wanted.kinds) == 1 else "kind = ANY(%(kinds)s)"
    values["kind"] = wanted.kinds[0]
    mine = "" if wanted.organization_id is None else " AND organization_id = %(organization_id)s"
    return f"words @@ CAST(%(asked)s AS tsquery) AND {kinds}{mine}", values


def _in_any(name: str, configurations: Sequence[str]) -> str:
    each = [f"to_tsquery(CAST(%(config_{place})s AS regconfig), %({name})s)" for place in range(len(configurations))]
    return f"({' || '.join(each)})"


def _joined(terms: Iterable[Term], *, any_of: bool, weight: str) -> str:
    return (" | " if any_of else " & ").join(_phrase(term, weight) for term in terms)


def _phrase(term: Term, weight: str) -> str:
    last = len(term.words) - 1
    star = ["*" if term.is_beginning and place == last else "" for place in range(last + 1)]
    # No word has a quotation mark or a backslash in it.
    words = [f"'{word}':{mark}{weight}".rstrip(":") for word, mark in zip(term.words, star, strict=True)]
    return f"({' <-> '.join(words)})"


def _values(cursor: Any, document: Document) -> Mapping[str, Any]:
    config = _configuration(document.row["language"], _known(cursor))
    words = {"title_words": document.title_words, "body_words": document.body_words}
    return {**document.row, **words, "config": config}


def _in_use(cursor: Any) -> list[str]:
    cursor.execute(LANGUAGES)
    languages = [language for (language,) in cursor.fetchall()]
    known = _known(cursor)
    return sorted({SIMPLE, *(_configuration(language, known) for language in languages)})


def _configuration(language: str, known: frozenset[str]) -> str:
    name = f"search_{STEMMERS.get(language.partition('-')[0], '')}"
    return name if name in known else SIMPLE


def _known(cursor: Any) -> frozenset[str]:
    info = cursor.connection.info
    place = (info.host, info.port, info.dbname)
    if place not in _there:
        cursor.execute(CONFIGURATIONS)
        _there[place] = frozenset(name for (name,) in cursor.fetchall())
    return _there[place]
