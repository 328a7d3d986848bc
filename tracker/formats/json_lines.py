"""JSON Lines: each check the ClaimReview that is stored of it, on a line of its own; https://jsonlines.org/.

The line of a retracted check is a DataFeedItem with its `url` and `dateDeleted`.
"""

from collections.abc import Iterable

from tracker.formats import stored_reviews
from tracker.formats.entries import Heading, Piece
from tracker.lib import plain_text

MEDIA_TYPE = "application/jsonl"


def page(pieces: Iterable[Piece], _heading: Heading) -> bytes:
    """Return a page of lines."""
    return b"".join(_line(piece) + b"\n" for piece in pieces)


def _line(piece: Piece) -> bytes:
    if not stored_reviews.is_deleted(piece):
        return piece.body
    return plain_text.json_for_html({"@context": "https://schema.org", **stored_reviews.element(piece)})
