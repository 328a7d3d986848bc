"""What other publishers' labels are taken for, in the API."""

from marshmallow import fields, validate

from tracker.domain.ratings import LABEL_CLASSES
from tracker.schemas.base import In, ObjectOut
from tracker.schemas.fields import choice, words
from tracker.schemas.paging import PageQuery


class LabelMappingIn(In):
    """A label in a publisher's words, or in anybody's where no publisher is named, and what it is taken for."""

    publisher = words(allow_none=True)
    label = words(required=True)
    class_ = choice(LABEL_CLASSES, required=True, allow_none=True, data_key="class", attribute="class_")


class LabelMappingPatch(In):
    """What the label is taken for from here on."""

    class_ = choice(LABEL_CLASSES, allow_none=True, data_key="class", attribute="class_")


class LabelMappingQuery(PageQuery):
    """Which mappings are listed."""

    publisher = words()


class LabelMappingOut(ObjectOut):
    """What a label is taken for; null where it is known and says nothing of truth."""

    paths = {"self": "/api/v1/label-mappings/{id}"}

    publisher = fields.String(required=True, allow_none=True)
    label = fields.String(required=True)
    class_ = fields.String(
        data_key="class", attribute="class_", required=True, allow_none=True, validate=validate.OneOf(LABEL_CLASSES)
    )
