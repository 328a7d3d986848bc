"""Searching, and what is found."""

from marshmallow import fields

from tracker.schemas.base import Out

LONGEST_QUERY = 500
SEARCH = (
    'Words that must all be found, a "phrase in quotation marks", -without a word, and the begin* of a word. Case and '
    "diacritics do not matter."
)
KINDS = ("claim", "claimant", "source", "evidence", "verdict")
FACETS = ("kind", "state", "class", "topic", "language", "claimant")


class HighlightsOut(Out):
    """What was found with the words marked, as HTML in which `mark` is the only element."""

    title = fields.String(required=True)
    snippet = fields.String(required=True)


class FoundClaimOut(Out):
    """The claim that what was found belongs to, as it stands now."""

    id = fields.String(required=True)
    state = fields.String(required=True)
    publication_status = fields.String(required=True)
    label = fields.String(required=True, allow_none=True, attribute="published_label")
    class_ = fields.String(required=True, allow_none=True, data_key="class", attribute="published_class")
    claimant_id = fields.String(required=True, allow_none=True)
    merged_into_id = fields.String(
        required=True, allow_none=True, metadata={"description": "The claim that a merged one goes on in."}
    )


class FoundItemOut(Out):
    """One thing that was found."""

    kind = fields.String(required=True)
    id = fields.String(required=True, attribute="object_id")
    claim_id = fields.String(required=True, allow_none=True)
    language = fields.String(required=True)
    title = fields.String(required=True)
    highlights = fields.Nested(HighlightsOut, required=True)
    claim = fields.Nested(FoundClaimOut, required=True, allow_none=True)


class CountOut(Out):
    """How many of what was found have a value."""

    value = fields.String(required=True)
    name = fields.String(required=True, allow_none=True, metadata={"description": "Of a claimant."})
    count = fields.Integer(required=True)


FacetsOut = Out.from_dict({name: fields.List(fields.Nested(CountOut), required=True) for name in FACETS}, name="Facets")


class FoundOut(Out):
    """A page of what was found, the best first."""

    items = fields.List(fields.Nested(FoundItemOut), required=True)
    next = fields.String(required=True, allow_none=True)
    facets = fields.Nested(FacetsOut, required=True)
    counted = fields.Integer(required=True, metadata={"description": "How many were ranked and counted."})
    is_capped = fields.Boolean(
        required=True, metadata={"description": "Whether there are more, older ones, which later pages rank."}
    )
