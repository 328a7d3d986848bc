"""What feeds of ClaimReviews read of the stored bytes of one, which then go out as they are."""

from collections.abc import Mapping

import orjson

from tracker.formats.entries import Piece

Document = Mapping[str, object]

# What is left of a ClaimReview that was retracted: where it was, and what is said of that.
KEPT = ("@context", "@type", "@id", "url", "inLanguage", "author", "datePublished", "dateModified",
        "creativeWorkStatus", "correction")  # fmt: skip


def read(piece: Piece) -> Document:
    """Return a stored ClaimReview."""
    review: Document = orjson.loads(piece.body)
    return review


def deleted_at(review: Document) -> object:
    """Return when a check was retracted, or None for one that was not."""
    return review["dateModified"] if review["creativeWorkStatus"] == "Retracted" else None


def identity(piece: Piece) -> str:
    """Return the check's id, which outlives its corrections."""
    return f"urn:uuid:{piece.check_id}"


def remains(review: Document) -> Document:
    """Return what a retracted ClaimReview still tells."""
    return {name: review[name] for name in KEPT if name in review}
