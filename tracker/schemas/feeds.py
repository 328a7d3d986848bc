"""What readers of feeds may ask for."""

from tracker.domain.ratings import LABEL_CLASSES
from tracker.schemas.fields import KEY_PATTERN, AsOf, Choices, Language, Moment, choice, matching, slug
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
