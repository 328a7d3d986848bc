"""A thousand engines on two kinds of database: a statement is compiled for the first engine of a kind alone."""

from sqlalchemy import Dialect, Engine
from sqlalchemy.util import LRUCache

STATEMENTS = 10_000
_known: dict[str, Dialect] = {}
_compiled: LRUCache = LRUCache(STATEMENTS)


def remember(engine: Engine) -> None:
    """Let engines of this one's kind share its dialect, which knows the server by now."""
    _known[engine.dialect.name] = engine.dialect
    share(engine)


def share(engine: Engine) -> None:
    """Let an engine use what was compiled for others: the dialect is a part of what that is kept by."""
    engine.dialect = _known.get(engine.dialect.name, engine.dialect)
    engine._compiled_cache = _compiled
