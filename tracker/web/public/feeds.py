"""Feeds of published checks, joined from stored renderings."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, request
from werkzeug.datastructures import MultiDict

from tracker.api.plumbing import parsing
from tracker.api.plumbing.answers import SEQUENCE
from tracker.formats import atom, data_feed, entries, json_feed, json_lines, rss, spreadsheet
from tracker.formats.entries import Heading, Piece
from tracker.lib import clock, cursors
from tracker.schemas.feeds import FeedQuery
from tracker.services import feeds, organizations, past_feeds
from tracker.services.feeds import Feed, FeedFilters
from tracker.services.paging import Page, Window
from tracker.services.past import Given
from tracker.web.public.answers import public

blueprint = Blueprint("feeds", __name__)
QUERY = FeedQuery()
FILTERS = ("organization", "language", "topic", "label", "class_", "updated_from")
# What tells a page of a feed and no other feed.
OF_PAGES = frozenset({"cursor", "limit", "as_of"})
TITLE = "Fact-checks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How a feed is made: of which stored renderings, and how they become a page."""

    stored: str
    media_type: str
    page: Callable[[Iterable[Piece], Heading], bytes]


VERDICTS: Mapping[str, Kind] = {
    "json": Kind(stored="json_feed", media_type=json_feed.MEDIA_TYPE, page=json_feed.page),
    "atom": Kind(stored="atom", media_type=atom.MEDIA_TYPE, page=atom.page),
    "rss": Kind(stored="rss", media_type=rss.MEDIA_TYPE, page=rss.page),
    "csv": Kind(stored="spreadsheet", media_type=spreadsheet.MEDIA_TYPE, page=spreadsheet.page),
    "jsonl": Kind(stored="claimreview", media_type=json_lines.MEDIA_TYPE, page=json_lines.page),
}
CLAIMREVIEW = Kind(stored="claimreview", media_type=data_feed.MEDIA_TYPE, page=data_feed.page)


@blueprint.get("/feeds/verdicts.<any(json, atom, rss, csv, jsonl):suffix>")
def verdicts(suffix: str) -> Response:
    """Give published checks: one item a check, the one that changed last first."""
    return _checks(VERDICTS[suffix])


@blueprint.get("/feeds/claimreview.json")
def claimreviews() -> Response:
    """Give published checks as one DataFeed of ClaimReviews."""
    return _checks(CLAIMREVIEW)


def _checks(kind: Kind) -> Response:
    query = parsing.query(QUERY)
    filters = FeedFilters(**{name: query.get(name) for name in FILTERS})
    window = Window(limit=query["limit"], cursor=query.get("cursor"))
    if "as_of" in query:
        return _as_it_was(kind, filters, window, given=query["as_of"])
    found = feeds.page(filters, window, name=kind.stored, public_url=_site())
    return _feed(kind, found, title=_title(filters), arguments=request.args)


def _as_it_was(kind: Kind, filters: FeedFilters, window: Window, *, given: Given) -> Response:
    past, publisher = past_feeds.page(filters, window, given=given, name=kind.stored, public_url=_site())
    # The following pages are of the same moment, whatever an entry that was on its way adds to a time.
    arguments = _arguments(request.args, as_of=str(past.seq))
    response = _feed(kind, past.value, title=_named(publisher), arguments=arguments)
    response.headers[SEQUENCE] = str(past.seq)
    return response


def _feed(kind: Kind, found: Feed, *, title: str, arguments: MultiDict[str, str]) -> Response:
    heading = Heading(
        title=title,
        home_page_url=f"{_site()}/",
        # A feed of the past is the same feed, so it has the same address; what follows in it is of the past, too.
        feed_url=_address(_without(arguments, {"as_of"})),
        id=_address(_without(arguments, OF_PAGES)),
        next_url=_next(found.page, arguments),
        updated=clock.to_text(found.changed_at) if found.changed_at else entries.NEVER,
    )
    response = public(kind.page(found.page.items, heading), media_type=kind.media_type, changed_at=found.changed_at)
    if heading.next_url:
        response.headers["Link"] = f'<{heading.next_url}>; rel="next"'
    return response


def _title(filters: FeedFilters) -> str:
    slugs = filters.organization or []
    return _named("" if len(slugs) != 1 else organizations.by_slug(slugs[0]).name)


def _named(publisher: str) -> str:
    return f"{publisher}: {TITLE.lower()}" if publisher else TITLE


def _next(found: Page, arguments: MultiDict[str, str]) -> str | None:
    return None if found.next is None else _address(_arguments(arguments, cursor=cursors.encode(found.next)))


def _arguments(given: MultiDict[str, str], **changed: str) -> MultiDict[str, str]:
    kept = _without(given, changed.keys())
    kept.update(changed)
    return kept


def _without(given: MultiDict[str, str], names: Iterable[str]) -> MultiDict[str, str]:
    return MultiDict((name, value) for name, value in given.items(multi=True) if name not in names)


def _address(arguments: MultiDict[str, str]) -> str:
    query = urlencode(list(arguments.items(multi=True)))
    return f"{_site()}{request.path}" + (f"?{query}" if query else "")


def _site() -> str:
    site: str = current_app.config["TRACKER"].public_url
    return site
