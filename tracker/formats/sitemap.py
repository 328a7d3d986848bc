"""Sitemaps: each check in each language one address with its translations, rendered when published, joined into pages.

https://www.sitemaps.org/protocol.html
"""

from collections.abc import Iterable
from html import escape

from tracker.domain import snapshots
from tracker.domain.publication import Standing
from tracker.domain.snapshots import Snapshot

MEDIA_TYPE = "application/xml"
MOST_ADDRESSES = 50_000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
)


def render(snapshot: Snapshot, standing: Standing, *, language: str, public_url: str) -> bytes:
    """Return the element of a check's page in one language, with the addresses of all its languages."""
    site, tags = public_url.rstrip("/"), snapshots.languages(snapshot)
    alternates = [(tag, site + snapshots.path(snapshot, language=tag)) for tag in tags if len(tags) > 1]
    here = site + snapshots.path(snapshot, language=language)
    changed_at = max(snapshot["published_at"], standing.changed_at)
    return element(here, changed_at=changed_at, alternates=alternates)


def element(address: str, *, changed_at: str | None = None, alternates: Iterable[tuple[str, str]] = ()) -> bytes:
    """Return one `url` element; `alternates` are language tags with addresses."""
    last = f"<lastmod>{changed_at}</lastmod>" if changed_at else ""
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{escape(tag)}" href="{escape(href)}"/>' for tag, href in alternates
    )
    return f"<url><loc>{escape(address)}</loc>{last}{links}</url>".encode()


def page(elements: Iterable[bytes]) -> bytes:
    """Return a sitemap of at most 50,000 `url` elements."""
    return b"\n".join((_HEAD.encode(), *elements, b"</urlset>\n"))


def index(addresses: Iterable[str]) -> bytes:
    """Return the index of a site's sitemaps."""
    entries = "\n".join(f"<sitemap><loc>{escape(address)}</loc></sitemap>" for address in addresses)
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{NAMESPACE}">'
    return f"{head}\n{entries}\n</sitemapindex>\n".encode()
