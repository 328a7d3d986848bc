"""What feeds of ClaimReviews read of the stored bytes of one, which then go out as they are."""

from collections.abc import Mapping

import orjson

from tracker.formats.entries import Piece

Document = Mapping[str, object]


def read(piece: Piece) -> Document:
    """Return a stored ClaimReview."""
    review: Document = orjson.loads(piece.body)
    return review


def element(piece: Piece, review: Document) -> Document:
    """Return a DataFeedItem of schema.org without its item.

    Its id outlives corrections. That of a retracted check tells when it was retracted, and why.
    """
    told = {
        "@type": "DataFeedItem",
        "@id": f"urn:uuid:{piece.check_id}",
        "url": review["url"],
        "dateCreated": review["datePublished"],
        "dateModified": review["dateModified"],
    }
    if not is_deleted(review):
        return told
    rating = review["reviewRating"]
    reason = rating.get("ratingExplanation") if isinstance(rating, Mapping) else None
    return told | {"dateDeleted": review["dateModified"]} | ({"description": reason} if reason else {})


def is_deleted(review: Document) -> bool:
    """Tell whether a check was retracted."""
    return review["creativeWorkStatus"] == "Retracted"
