"""Feeds of published checks, joined from stored renderings."""

from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, request
from werkzeug.datastructures import MultiDict

from tracker.api.plumbing import parsing
from tracker.api.plumbing.answers import SEQUENCE
from tracker.formats import json_feed
from tracker.lib import cursors
from tracker.schemas.feeds import FeedQuery
from tracker.services import feeds, organizations, past_feeds
from tracker.services.feeds import Feed, FeedFilters
from tracker.services.paging import Page, Window
from tracker.services.past import Given
from tracker.web.public.answers import public

blueprint = Blueprint("feeds", __name__)
QUERY = FeedQuery()
FILTERS = ("organization", "language", "topic", "label", "class_", "updated_from")
TITLE, NAME = "Fact-checks", "json_feed"


@blueprint.get("/feeds/verdicts.json")
def verdicts_json() -> Response:
    """Give published checks as JSON Feed 1.1: one item a check, the one that changed last first."""
    query = parsing.query(QUERY)
    filters = FeedFilters(**{name: query.get(name) for name in FILTERS})
    window = Window(limit=query["limit"], cursor=query.get("cursor"))
    if "as_of" in query:
        return _as_it_was(filters, window, query["as_of"])
    found = feeds.page(filters, window, name=NAME, public_url=_site())
    return _feed(found, _title(filters), request.args)


def _as_it_was(filters: FeedFilters, window: Window, given: Given) -> Response:
    past, publisher = past_feeds.page(filters, window, given=given, name=NAME, public_url=_site())
    # The following pages are of the same moment, whatever an entry that was on its way adds to a time.
    arguments = _arguments(request.args, as_of=str(past.seq))
    response = _feed(past.value, _named(publisher), arguments)
    response.headers[SEQUENCE] = str(past.seq)
    return response


def _feed(found: Feed, title: str, arguments: MultiDict[str, str]) -> Response:
    # A feed of the past is the same feed, so it has the same address; what follows in it is of the past, too.
    here = MultiDict((name, value) for name, value in arguments.items(multi=True) if name != "as_of")
    body = json_feed.page(
        found.page.items, title=title, home_page_url=f"{_site()}/", feed_url=_address(here),
        next_url=_next(found.page, arguments),
    )  # fmt: skip
    return public(body, media_type=json_feed.MEDIA_TYPE, changed_at=found.changed_at)


def _title(filters: FeedFilters) -> str:
    slugs = filters.organization or []
    return _named("" if len(slugs) != 1 else organizations.by_slug(slugs[0]).name)


def _named(publisher: str) -> str:
    return f"{publisher}: {TITLE.lower()}" if publisher else TITLE


def _next(found: Page, arguments: MultiDict[str, str]) -> str | None:
    return None if found.next is None else _address(_arguments(arguments, cursor=cursors.encode(found.next)))


def _arguments(given: MultiDict[str, str], **changed: str) -> MultiDict[str, str]:
    kept = MultiDict((name, value) for name, value in given.items(multi=True) if name not in changed)
    kept.update(changed)
    return kept


def _address(arguments: MultiDict[str, str]) -> str:
    query = urlencode(list(arguments.items(multi=True)))
    return f"{_site()}{request.path}" + (f"?{query}" if query else "")


def _site() -> str:
    site: str = current_app.config["TRACKER"].public_url
    return site
