"""Feeds of published checks, joined from stored renderings."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, request
from werkzeug.datastructures import MultiDict

from tracker.api.plumbing import parsing
from tracker.formats import json_feed
from tracker.lib import cursors
from tracker.schemas.feeds import FeedQuery
from tracker.services import feeds, organizations
from tracker.services.feeds import FeedFilters
from tracker.services.paging import Page, Window
from tracker.web.public.answers import public

blueprint = Blueprint("feeds", __name__)
QUERY = FeedQuery()
FILTERS = ("organization", "language", "topic", "label", "class_", "updated_from")
TITLE = "Fact-checks"


@blueprint.get("/feeds/verdicts.json")
def verdicts_json() -> Response:
    """Give published checks as JSON Feed 1.1: one item a check, the one that changed last first."""
    query = parsing.query(QUERY)
    filters = FeedFilters(**{name: query.get(name) for name in FILTERS})
    site = current_app.config["TRACKER"].public_url
    window = Window(limit=query["limit"], cursor=query.get("cursor"))
    found = feeds.page(filters, window, name="json_feed", public_url=site)
    body = json_feed.page(
        found.page.items, title=_title(filters), home_page_url=f"{site}/", feed_url=_address(site, request.args),
        next_url=_next(site, found.page),
    )  # fmt: skip
    return public(body, media_type=json_feed.MEDIA_TYPE, changed_at=found.changed_at)


def _title(filters: FeedFilters) -> str:
    slugs = filters.organization or []
    return TITLE if len(slugs) != 1 else f"{organizations.by_slug(slugs[0]).name}: {TITLE.lower()}"


def _next(site: str, found: Page) -> str | None:
    if found.next is None:
        return None
    given = MultiDict((name, value) for name, value in request.args.items(multi=True) if name != "cursor")
    given["cursor"] = cursors.encode(found.next)
    return _address(site, given)


def _address(site: str, arguments: MultiDict[str, Any]) -> str:
    query = urlencode(list(arguments.items(multi=True)))
    return f"{site}{request.path}" + (f"?{query}" if query else "")
