"""Pages of lists, as clients ask for them."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from tracker.lib import cursors
from tracker.schemas.base import In

MAX_LIMIT = 200
DEFAULT_LIMIT = 50


class Cursor(fields.String):
    """An opaque cursor, decoded."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # marshmallow's signature
        try:
            return cursors.decode(super()._deserialize(value, attr, data, **kwargs))
        except ValueError as error:
            raise ValidationError("This is not a cursor of this service.") from error


class PageQuery(In):
    """What every list takes."""

    limit = fields.Integer(
        load_default=DEFAULT_LIMIT, validate=validate.Range(1, MAX_LIMIT), metadata={"description": "Items a page."}
    )
    cursor = Cursor(metadata={"description": "Where the page starts: `next` of the page before."})
