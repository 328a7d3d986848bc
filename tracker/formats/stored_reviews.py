"""What feeds of ClaimReviews read of the stored bytes of one, which then go out as they are."""

from collections.abc import Mapping

import orjson

from tracker.formats.entries import Piece

Document = Mapping[str, object]


# Only the member itself can stand so in compact JSON: within text, quotation marks are escaped.
_RETRACTED = b'"creativeWorkStatus":"Retracted"'


def is_deleted(piece: Piece) -> bool:
    """Tell whether a check was retracted, without parsing it."""
    return _RETRACTED in piece.body


def element(piece: Piece) -> Document:
    """Return a DataFeedItem of schema.org without its item.

    Its id outlives corrections. That of a retracted check tells when it was retracted, and why.
    """
    review: Document = orjson.loads(piece.body)
    told = {
        "@type": "DataFeedItem",
        "@id": f"urn:uuid:{piece.check_id}",
        "url": review["url"],
        "dateCreated": review["datePublished"],
        "dateModified": review["dateModified"],
    }
    if not is_deleted(piece):
        return told
    rating = review["reviewRating"]
    reason = rating.get("ratingExplanation") if isinstance(rating, Mapping) else None
    return told | {"dateDeleted": review["dateModified"]} | ({"description": reason} if reason else {})
