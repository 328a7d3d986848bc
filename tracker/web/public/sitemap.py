"""For crawlers: the sitemap index, its parts, and what they may read."""

import re

from flask import Blueprint, Response

from tracker.errors import NotFound
from tracker.formats import sitemap
from tracker.lib import clock
from tracker.services import listings, sitemaps
from tracker.web.public import frame
from tracker.web.public.answers import public

blueprint = Blueprint("sitemap", __name__)
PART = re.compile("([0-9a-f]{3})-([0-9a-f]{3})")


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Let everyone read everything, and say where the sitemap is."""
    body = f"User-agent: *\nAllow: /\n\nSitemap: {frame.site()}/sitemap.xml\n"
    return public(body.encode(), media_type="text/plain", changed_at=None)


@blueprint.get("/sitemap.xml")
def index() -> Response:
    """List the sitemaps: one of lists and organizations, and those of the checks."""
    names = ["lists", *("-".join(part) for part in sitemaps.parts())]
    body = sitemap.index(f"{frame.site()}/sitemaps/{name}.xml" for name in names)
    return public(body, media_type=sitemap.MEDIA_TYPE, changed_at=listings.newest())


@blueprint.get("/sitemaps/lists.xml")
def lists() -> Response:
    """List the pages that lead to checks."""
    newest = listings.newest()
    changed_at = clock.to_text(newest) if newest else None
    changing = [sitemap.element(f"{frame.site()}{path}", changed_at=changed_at) for path in ("/", "/corrections")]
    others = [
        *(f"/organizations/{slug}" for slug in sitemaps.organizations()),
        *(f"/topics/{name}" for name in sitemaps.names("topic")),
        *(f"/labels/{name}" for name in sitemaps.names("label")),
    ]
    body = sitemap.page([*changing, *(sitemap.element(frame.site() + path) for path in others)])
    return public(body, media_type=sitemap.MEDIA_TYPE, changed_at=newest)


@blueprint.get("/sitemaps/<name>.xml")
def part(name: str) -> Response:
    """List a part of the checks, in all their languages."""
    found = PART.fullmatch(name)
    if found is None or not sitemaps.is_part((found[1], found[2])):
        raise NotFound(kind="sitemap")
    body = sitemap.page(sitemaps.elements((found[1], found[2]), public_url=frame.site()))
    return public(body, media_type=sitemap.MEDIA_TYPE, changed_at=listings.newest())
