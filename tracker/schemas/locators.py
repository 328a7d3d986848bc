"""Where in a source a passage stands: exactly one way of saying it."""

from marshmallow import fields, validate, validates_schema

from tracker.schemas.base import In
from tracker.schemas.fields import LONG, matching, words
from tracker.schemas.rules import refuse_both, require_one

WAYS = ("page", "timecode", "section", "quote", "selector")
TIMECODE_PATTERN = "^([0-9]{1,3}:)?[0-5]?[0-9]:[0-5][0-9](\\.[0-9]{1,3})?$"


class Locator(In):
    """One of page, timecode, section, quote (with prefix and suffix around it) or selector."""

    page = fields.Integer(strict=True, validate=validate.Range(1, 1_000_000))
    timecode = matching(TIMECODE_PATTERN, "a timecode such as 1:02:03", 20)
    section = words()
    quote = words(LONG)
    prefix = words()
    suffix = words()
    selector = words(LONG)

    @validates_schema
    def says_it_one_way(self, given: dict[str, object], **_options: object) -> None:
        """Refuse a locator that points nowhere or two ways."""
        require_one(given, *WAYS)
        refuse_both(given, *WAYS)
