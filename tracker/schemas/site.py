"""What readers of the public site may ask for."""

from marshmallow import EXCLUDE, fields

from tracker.schemas.base import In
from tracker.schemas.fields import Language, slug
from tracker.schemas.paging import Cursor


class ListQuery(In):
    """Which part of a list.

    What else stands in an address is passed over: links to pages collect parameters of those who share them.
    """

    class Meta:
        """Pass over what is not known."""

        unknown = EXCLUDE

    organization = slug()
    language = Language()
    older = Cursor()
    newer = Cursor()


class SearchQuery(In):
    """What a reader looks for; what cannot be looked for finds nothing, and no reader meets an error."""

    class Meta:
        """Pass over what is not known."""

        unknown = EXCLUDE

    q = fields.String()
    language = Language()
    cursor = Cursor()
