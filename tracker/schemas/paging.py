"""Pages of lists, as clients ask for them."""

from typing import Any

from marshmallow import fields, validate

from tracker.errors import UnknownCursor, fault
from tracker.lib import cursors
from tracker.schemas.base import In
from tracker.schemas.fields import Count

MAX_LIMIT = 200
DEFAULT_LIMIT = 50


class Cursor(fields.String):
    """An opaque cursor, decoded."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # marshmallow's signature
        return decoded(super()._deserialize(value, attr, data, **kwargs))


def decoded(cursor: str) -> list[object]:
    """Return what a cursor holds, or raise UnknownCursor."""
    try:
        return cursors.decode(cursor)
    except ValueError as error:
        detail = "This is not a cursor of this service."
        raise UnknownCursor(errors=[fault("cursor", "unknown", detail)]) from error


class PageQuery(In):
    """What every list takes."""

    limit = Count(
        load_default=DEFAULT_LIMIT, validate=validate.Range(1, MAX_LIMIT), metadata={"description": "Items a page."}
    )
    cursor = Cursor(metadata={"description": "Where the page starts: `next` of the page before."})
