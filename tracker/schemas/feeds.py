"""What readers of feeds and embeds may ask for."""

from marshmallow import EXCLUDE, fields, validate

from tracker.domain.ratings import LABEL_CLASSES
from tracker.lib.urls import MAX_LENGTH
from tracker.schemas.base import In
from tracker.schemas.fields import KEY_PATTERN, AsOf, Choices, Count, Language, Moment, choice, matching, slug
from tracker.schemas.paging import PageQuery


class FeedQuery(PageQuery):
    """Which checks a feed holds."""

    organization = Choices(slug())
    language = Language()
    topic = Choices(slug())
    label = Choices(matching(KEY_PATTERN, "a label's key", 64))
    class_ = Choices(choice(LABEL_CLASSES), data_key="class")
    updated_from = Moment()
    as_of = AsOf()


class EmbedQuery(In):
    """What a consumer of oEmbed asks; it may send more, which does not concern us."""

    url = fields.String(required=True, validate=validate.Length(max=MAX_LENGTH))
    maxwidth = Count(validate=validate.Range(1))
    maxheight = Count(validate=validate.Range(1))
    format = fields.String(load_default="json")

    class Meta:
        """Leave out what is not known, as oEmbed has it."""

        unknown = EXCLUDE
