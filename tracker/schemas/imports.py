"""Imports in the API."""

from marshmallow import fields, validate

from tracker.domain.import_columns import FIELDS
from tracker.domain.imports import FORMATS, OUTCOMES, OWN, PURPOSES, STATES
from tracker.schemas.base import In, ObjectOut, Out
from tracker.schemas.fields import Choices, Flag, Language, Named, Strict, choice, words
from tracker.schemas.paging import PageQuery
from tracker.schemas.rules import ExactlyOne

LONGEST = 1 << 20
COLUMNS = Named(
    keys=choice(FIELDS),
    values=words(),
    metadata={
        "description": "For tables and JSON Lines of any objects: the column of each field, or text with columns in "
        "it, such as `https://outlet.example{path}`. Without it, columns are known by common names."
    },
)
AS = "`own`: the organization's archive, published as it was; `external`: other outlets' checks, kept beside claims."


class ImportIn(In):
    """Checks to import, in the body itself: `document` is JSON of any shape around ClaimReviews, `text` any file's."""

    rules = (ExactlyOne(("document", "text")),)

    document = fields.Raw(metadata={"description": "A ClaimReview, a list, a DataFeed, Fact Check Tools JSON."})
    text = Strict(validate=validate.Length(1, LONGEST))
    filename = words(allow_none=True)
    as_ = choice(PURPOSES, data_key="as", load_default=OWN, metadata={"description": AS})
    format = choice(FORMATS, metadata={"description": "Told by the content unless given."})
    columns = COLUMNS
    language = Language(metadata={"description": "Of checks that tell none; else the organization's first."})
    dry_run = Flag(load_default=False, metadata={"description": "Only say what would become of each row."})


class ImportForm(In):
    """The same with the file as it is: larger files come so."""

    file = fields.Raw(required=True, metadata={"type": "string", "contentMediaType": "application/octet-stream"})
    as_ = choice(PURPOSES, data_key="as", load_default=OWN, metadata={"description": AS})
    format = choice(FORMATS)
    columns = Strict(metadata={"description": "The columns as a JSON object."})
    language = Language()
    dry_run = choice(("true", "false"), load_default="false")


class ColumnsIn(In):
    """The columns of a form, once they are read."""

    columns = COLUMNS


class ImportRowsQuery(PageQuery):
    """Which rows of an import."""

    outcome = Choices(choice(OUTCOMES))


class ImportOut(ObjectOut):
    """An import, and how far it has come."""

    paths = {"self": "/api/v1/imports/{id}", "rows": "/api/v1/imports/{id}/rows"}

    as_ = fields.String(required=True, data_key="as", attribute="purpose", validate=validate.OneOf(PURPOSES))
    format = fields.String(required=True, allow_none=True)
    columns = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    language = fields.String(required=True)
    dry_run = fields.Boolean(required=True)
    filename = fields.String(required=True, allow_none=True)
    digest = fields.String(required=True, metadata={"description": "SHA-256 of the file, which /files/{digest} gives."})
    size = fields.Integer(required=True)
    source_id = fields.String(
        required=True, allow_none=True, metadata={"description": "The source that has the file as its capture."}
    )
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    failure = fields.String(required=True, allow_none=True)
    total = fields.Integer(required=True, allow_none=True, metadata={"description": "Rows; known at the end."})
    done = fields.Integer(required=True)
    created = fields.Integer(required=True)
    updated = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    skipped = fields.Integer(
        required=True, metadata={"description": "Retracted where they come from, and not here: left out."}
    )
    refused = fields.Integer(required=True)
    finished_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})


class FaultOut(Out):
    """Why a row was refused, or what is doubtful about it."""

    pointer = fields.String(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)


class ImportRowOut(Out):
    """What became of a row."""

    number = fields.Integer(required=True)
    place = fields.String(required=True, metadata={"description": "Where in the file it stands."})
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    check_id = fields.String(required=True, allow_none=True, metadata={"description": "The check, which is a claim."})
    external_check_id = fields.String(required=True, allow_none=True)
    faults = fields.List(fields.Nested(FaultOut), required=True)
    remarks = fields.List(fields.Nested(FaultOut), required=True)
