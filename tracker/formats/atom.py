"""Atom: each check an entry, rendered when it is published, and pages joined from such entries.

RFC 4287 and, for pages, RFC 5005, section 3.
"""

from collections.abc import Iterable

from tracker.domain.publication import Standing
from tracker.domain.snapshots import Snapshot
from tracker.formats import entries
from tracker.formats.entries import Entry, Heading, Piece
from tracker.lib.markup import DECLARATION, element, opening

MEDIA_TYPE = "application/atom+xml"
NAMESPACE = "http://www.w3.org/2005/Atom"
# What else there is about a check: its type, and what people read of it.
LINKS = {
    "page": ("text/html", "On this service"),
    "claimreview": ("application/ld+json", "ClaimReview"),
    "receipt": ("application/json", "Receipt"),
}


def render(snapshot: Snapshot, standing: Standing, *, language: str, public_url: str) -> bytes:
    """Return the stored part of a feed for one check in one language: an entry element."""
    return entry(entries.of_check(snapshot, standing, language=language, public_url=public_url))


def entry(told: Entry) -> bytes:
    """Return an entry element, which stands in a feed of Atom's namespace."""
    html = {"type": "html"}
    parts = [
        opening("entry", {"xml:lang": told.language}),
        element("id", told.id),
        element("title", told.title),
        element("updated", told.updated),
        element("published", told.published),
        _author(told),
        element("link", attributes={"rel": "alternate", "type": "text/html", "href": told.url}),
        *(_related(name, address) for name, address in told.links.items()),
        *(element("category", attributes={"term": topic}) for topic in told.topics),
        *(_mark(mark) for mark in told.marks),
        element("summary", told.summary),
        element("content", told.content_html, html),
        "</entry>",
    ]
    return "".join(parts).encode()


def page(pieces: Iterable[Piece], heading: Heading) -> bytes:
    """Return a page of the feed, joined from stored entries without parsing them; `next` leads to older ones."""
    head = [
        DECLARATION,
        opening("feed", {"xmlns": NAMESPACE}),
        element("id", heading.id or heading.feed_url),
        element("title", heading.title),
        element("updated", heading.updated),
        element("generator", entries.GENERATOR),
        _link("alternate", heading.home_page_url, "text/html"),
        _link("self", heading.feed_url, MEDIA_TYPE),
    ]
    if heading.next_url:
        head.append(_link("next", heading.next_url, MEDIA_TYPE))
    return b"".join(("".join(head).encode(), *(piece.body for piece in pieces), b"</feed>\n"))


def _author(told: Entry) -> str:
    named = element("name", told.author["name"])
    address = element("uri", told.author["url"]) if "url" in told.author else ""
    return f"<author>{named}{address}</author>"


def _link(relation: str, address: str, media_type: str) -> str:
    return element("link", attributes={"rel": relation, "type": media_type, "href": address})


def _related(name: str, address: str) -> str:
    media_type, title = LINKS[name]
    return element("link", attributes={"rel": "related", "type": media_type, "title": title, "href": address})


def _mark(mark: entries.Mark) -> str:
    # By its scheme it is told apart from topics, which have none.
    return element("category", attributes={"scheme": mark.scheme, "term": mark.key, "label": mark.name})
