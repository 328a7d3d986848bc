"""Where in a source a passage stands: exactly one way of saying it."""

from marshmallow import validate

from tracker.domain.locators import WAYS
from tracker.schemas.base import In
from tracker.schemas.fields import LONG, WholeNumber, matching, words
from tracker.schemas.rules import ExactlyOne, OnlyWith

TIMECODE_PATTERN = "^([0-9]{1,3}:)?[0-5]?[0-9]:[0-5][0-9](\\.[0-9]{1,3})?$"
TIMECODE = "a timecode such as 1:02:03"
PAGES = validate.Range(1, 1_000_000)


class Locator(In):
    """One of page, timecode, section, quote (with prefix and suffix around it) or selector."""

    rules = (ExactlyOne(WAYS), OnlyWith("prefix", "quote"), OnlyWith("suffix", "quote"))

    page = WholeNumber(validate=PAGES)
    timecode = matching(TIMECODE_PATTERN, TIMECODE, 20)
    section = words()
    quote = words(LONG)
    prefix = words()
    suffix = words()
    selector = words(LONG)


class LocatorPatch(In):
    """What can be changed of a locator; null takes a member away, and one way has to be left."""

    page = WholeNumber(allow_none=True, validate=PAGES)
    timecode = matching(TIMECODE_PATTERN, TIMECODE, 20, allow_none=True)
    section = words(allow_none=True)
    quote = words(LONG, allow_none=True)
    prefix = words(allow_none=True)
    suffix = words(allow_none=True)
    selector = words(LONG, allow_none=True)
