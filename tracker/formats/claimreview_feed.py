"""DataFeed of schema.org: each check an element around the ClaimReview that is stored of it.

As collectors read the one that Data Commons publishes: `item` is a list. The element of a retracted check has
`dateDeleted` and no item.
"""

from collections.abc import Iterable

from tracker.formats import stored_reviews
from tracker.formats.entries import Heading, Piece
from tracker.lib import plain_text

MEDIA_TYPE = "application/ld+json"


def page(pieces: Iterable[Piece], heading: Heading) -> bytes:
    """Return a page of the feed; the reviews in it are the stored bytes."""
    head = {
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "name": heading.title,
        "url": heading.feed_url,
        "dateModified": heading.updated,
    }
    opening = plain_text.json_for_html(head)[:-1]
    return b"".join((opening, b',"dataFeedElement":[', b",".join(map(_element, pieces)), b"]}"))


def _element(piece: Piece) -> bytes:
    told = plain_text.json_for_html(stored_reviews.element(piece))
    return told if stored_reviews.is_deleted(piece) else b"".join((told[:-1], b',"item":[', piece.body, b"]}"))
