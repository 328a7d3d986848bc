"""JSON Feed 1.1: each check an item, rendered when it is published, and pages joined from such items.

https://www.jsonfeed.org/version/1.1/
"""

from collections.abc import Iterable

from tracker.domain.publication import Standing
from tracker.domain.snapshots import Snapshot
from tracker.formats import entries
from tracker.formats.entries import Entry, Heading, Piece
from tracker.lib import plain_text

MEDIA_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def render(snapshot: Snapshot, standing: Standing, *, language: str, public_url: str) -> bytes:
    """Return the stored part of a feed for one check in one language: a JSON object."""
    return item(entries.of_check(snapshot, standing, language=language, public_url=public_url))


def item(entry: Entry) -> bytes:
    """Return an item as a JSON object; what JSON Feed has no member for stands in `_tracker`."""
    written = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.content_html,
        "summary": entry.summary,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": [entry.author],
        "tags": entry.topics,
        "language": entry.language,
        "_tracker": entry.extension,
    }
    return plain_text.json_for_html(written)


def page(pieces: Iterable[Piece], heading: Heading) -> bytes:
    """Return a page of the feed, joined from stored items without parsing them; `next_url` leads to older ones."""
    head = {
        "version": VERSION,
        "title": heading.title,
        "home_page_url": heading.home_page_url,
        "feed_url": heading.feed_url,
        "description": heading.description,
        "next_url": heading.next_url,
    }
    opening = plain_text.json_for_html({name: value for name, value in head.items() if value})
    return b"".join((opening[:-1], b',"items":[', b",".join(piece.body for piece in pieces), b"]}"))
