"""RSS 2.0: each check an item, rendered when it is published, and pages joined from such items.

https://www.rssboard.org/rss-specification, with the namespaces that its best practices name: `content` for the whole
text, `dc` for who wrote it, and Atom for what RSS has no element for.
"""

from collections.abc import Iterable
from email.utils import format_datetime

from tracker.domain.publication import Standing
from tracker.domain.snapshots import Snapshot
from tracker.formats import entries
from tracker.formats.entries import Entry, Heading, Mark, Piece
from tracker.lib import clock
from tracker.lib.markup import DECLARATION, element, opening

MEDIA_TYPE = "application/rss+xml"
NAMESPACES = {
    "version": "2.0",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}


def render(snapshot: Snapshot, standing: Standing, *, language: str, public_url: str) -> bytes:
    """Return the stored part of a feed for one check in one language: an item element."""
    return item(entries.of_check(snapshot, standing, language=language, public_url=public_url))


def item(entry: Entry) -> bytes:
    """Return an item element, which stands in a document with our namespaces."""
    parts = [
        "<item>",
        element("title", entry.title),
        element("link", entry.url),
        element("guid", entry.id, {"isPermaLink": "false"}),
        element("pubDate", _rfc822(entry.published)),
        element("atom:updated", entry.updated),
        element("dc:creator", entry.author["name"]),
        element("dc:language", entry.language),
        *(element("category", topic) for topic in entry.topics),
        *(_mark(mark) for mark in entry.marks),
        *(element("atom:link", attributes={"rel": "related", "href": address}) for address in entry.links.values()),
        element("description", entry.summary),
        element("content:encoded", entry.content_html),
        "</item>",
    ]
    return "".join(parts).encode()


def page(pieces: Iterable[Piece], heading: Heading) -> bytes:
    """Return a page of the feed, joined from stored items without parsing them; `next` leads to older ones."""
    head = [
        DECLARATION,
        opening("rss", NAMESPACES),
        "<channel>",
        element("title", heading.title),
        element("link", heading.home_page_url),
        element("description", heading.description or heading.title),
        element("lastBuildDate", _rfc822(heading.updated)),
        element("generator", entries.GENERATOR),
        _link("self", heading.feed_url),
    ]
    if heading.next_url:
        head.append(_link("next", heading.next_url))
    return b"".join(("".join(head).encode(), *(piece.body for piece in pieces), b"</channel></rss>\n"))


def _mark(mark: Mark) -> str:
    return element("category", mark.key, {"domain": mark.scheme})


def _link(relation: str, address: str) -> str:
    return element("atom:link", attributes={"rel": relation, "type": MEDIA_TYPE, "href": address})


def _rfc822(moment: str) -> str:
    return format_datetime(clock.from_text(moment), usegmt=True)
