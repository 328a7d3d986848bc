"""Rating scales in the API."""

from marshmallow import fields, validate

from tracker.domain.ratings import LABEL_CLASSES, SCALE_KINDS
from tracker.schemas.base import In, ObjectOut, Out
from tracker.schemas.fields import (
    COLOUR_PATTERN,
    KEY_PATTERN,
    LONG,
    ExactDecimal,
    Flag,
    Language,
    Named,
    WebUrl,
    choice,
    identifier,
    matching,
    words,
)  # fmt: skip


class LocaleIn(In):
    """A label in another language."""

    name = words(100, required=True)
    description = words(LONG, allow_none=True)


class LabelIn(In):
    """One label; their order is the scale's."""

    key = matching(KEY_PATTERN, "a key: lower-case letters, digits and underscores", 64, required=True)
    name = words(100, required=True)
    description = words(LONG, allow_none=True)
    numeric = ExactDecimal(allow_none=True)
    off_scale = Flag(load_default=False)
    class_ = choice(LABEL_CLASSES, data_key="class", allow_none=True)
    colour = matching(COLOUR_PATTERN, "a colour such as #1a7f37", 7, allow_none=True)
    locales = Named(keys=Language(), values=fields.Nested(LocaleIn), load_default=dict)


class ScaleIn(In):
    """A scale, or with `replaces` the next version of one."""

    name = words(required=True)
    kind = choice(SCALE_KINDS, load_default="truth")
    description = words(LONG, allow_none=True)
    methodology_url = WebUrl(allow_none=True)
    replaces = identifier(allow_none=True)
    labels = fields.List(fields.Nested(LabelIn), required=True, validate=validate.Length(2, 50))


class LabelOut(Out):
    """One label of a scale."""

    key = fields.String(required=True, attribute="key_")
    name = fields.String(required=True)
    description = fields.String(required=True, allow_none=True)
    numeric = fields.String(required=True, allow_none=True)
    off_scale = fields.Boolean(required=True)
    class_ = fields.String(required=True, allow_none=True, data_key="class")
    colour = fields.String(required=True, allow_none=True)
    locales = fields.Dict(keys=fields.String(), values=fields.Nested(LocaleIn), required=True)


class ScaleOut(ObjectOut):
    """One version of a rating scale."""

    paths = {"self": "/api/v1/scales/{id}"}

    family_id = fields.String(required=True)
    number = fields.Integer(required=True)
    current = fields.Boolean(required=True)
    kind = fields.String(required=True)
    name = fields.String(required=True)
    description = fields.String(required=True, allow_none=True)
    methodology_url = fields.String(required=True, allow_none=True)
    labels = fields.List(fields.Nested(LabelOut), required=True)
