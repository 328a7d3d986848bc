"""JSON Lines: each check the ClaimReview that is stored of it, on a line of its own; https://jsonlines.org/.

A retracted check is a line with its `url` and `dateDeleted` and without its claim and rating.
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
    review = stored_reviews.read(piece)
    deleted_at = stored_reviews.deleted_at(review)
    if deleted_at is None:
        return piece.body
    told = {"identifier": stored_reviews.identity(piece), "dateDeleted": deleted_at}
    return plain_text.json_for_html({**stored_reviews.remains(review), **told})
