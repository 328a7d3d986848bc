"""Feeds of published checks, joined from stored renderings."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, request
from werkzeug.datastructures import MultiDict

from tracker.api.plumbing import parsing
from tracker.api.plumbing.answers import SEQUENCE
from tracker.formats import atom, claimreview_feed, entries, json_feed, json_lines, rss, spreadsheet
from tracker.formats.entries import Entry, Heading, Piece
from tracker.lib import clock, cursors
from tracker.schemas.feeds import FeedQuery
from tracker.services import correction_feeds, feeds, organizations, past_corrections, past_feeds
from tracker.services.feeds import Feed, FeedFilters
from tracker.services.paging import Page, Window
from tracker.services.past import Given, Past
from tracker.web.public.answers import public

blueprint = Blueprint("feeds", __name__)
QUERY = FeedQuery()
FILTERS = ("organization", "language", "topic", "label", "class_", "updated_from")
# What tells a page of a feed and no other feed.
OF_PAGES = frozenset({"cursor", "limit", "as_of"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How a feed is made: what it is called, and how pieces become a page."""

    media_type: str
    page: Callable[[Iterable[Piece], Heading], bytes]
    title: str = "Fact-checks"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfChecks(Kind):
    """A feed of checks, one item a check, the one that changed last first: the format that it is stored in."""

    stored: str

    def now(self, filters: FeedFilters, window: Window, *, public_url: str) -> Feed:
        """Return a page of the feed."""
        return feeds.page(filters, window, name=self.stored, public_url=public_url)

    def then(self, filters: FeedFilters, window: Window, *, given: Given, public_url: str) -> tuple[Past, str]:
        """Return a page of the feed as it was, and the name that its one organization had."""
        return past_feeds.page(filters, window, given=given, name=self.stored, public_url=public_url)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfCorrections(Kind):
    """A feed of corrections, reinstatements and retractions, the newest first: how each is written."""

    write: Callable[[Entry], bytes]
    title: str = "Corrections"

    def now(self, filters: FeedFilters, window: Window, *, public_url: str) -> Feed:
        """Return a page of the feed."""
        return correction_feeds.page(filters, window, write=self.write, public_url=public_url)

    def then(self, filters: FeedFilters, window: Window, *, given: Given, public_url: str) -> tuple[Past, str]:
        """Return a page of the feed as it was, and the name that its one organization had."""
        return past_corrections.page(filters, window, given=given, write=self.write, public_url=public_url)


FEEDS: Mapping[str, OfChecks | OfCorrections] = {
    "verdicts.json": OfChecks(stored="json_feed", media_type=json_feed.MEDIA_TYPE, page=json_feed.page),
    "verdicts.atom": OfChecks(stored="atom", media_type=atom.MEDIA_TYPE, page=atom.page),
    "verdicts.rss": OfChecks(stored="rss", media_type=rss.MEDIA_TYPE, page=rss.page),
    "verdicts.csv": OfChecks(stored="spreadsheet", media_type=spreadsheet.MEDIA_TYPE, page=spreadsheet.page),
    "verdicts.jsonl": OfChecks(stored="claimreview", media_type=json_lines.MEDIA_TYPE, page=json_lines.page),
    "claimreview.json": OfChecks(
        stored="claimreview", media_type=claimreview_feed.MEDIA_TYPE, page=claimreview_feed.page
    ),
    "corrections.json": OfCorrections(write=json_feed.item, media_type=json_feed.MEDIA_TYPE, page=json_feed.page),
    "corrections.atom": OfCorrections(write=atom.entry, media_type=atom.MEDIA_TYPE, page=atom.page),
}


def _show(kind: OfChecks | OfCorrections) -> Response:
    query = parsing.query(QUERY)
    filters = FeedFilters(**{name: query.get(name) for name in FILTERS})
    window = Window(limit=query["limit"], cursor=query.get("cursor"))
    if "as_of" in query:
        return _as_it_was(kind, *kind.then(filters, window, given=query["as_of"], public_url=_site()))
    found = kind.now(filters, window, public_url=_site())
    return _feed(kind, found, publisher=_publisher(filters), arguments=request.args)


for name, kind in FEEDS.items():
    blueprint.add_url_rule(f"/feeds/{name}", name.replace(".", "_"), partial(_show, kind))


def _as_it_was(kind: Kind, past: Past, publisher: str) -> Response:
    # The following pages are of the same moment, whatever an entry that was on its way adds to a time.
    arguments = _arguments(request.args, as_of=str(past.seq))
    response = _feed(kind, past.value, publisher=publisher, arguments=arguments)
    response.headers[SEQUENCE] = str(past.seq)
    return response


def _feed(kind: Kind, found: Feed, *, publisher: str, arguments: MultiDict[str, str]) -> Response:
    updated_at = found.updated_at or found.changed_at
    heading = Heading(
        title=f"{publisher}: {kind.title.lower()}" if publisher else kind.title,
        home_page_url=f"{_site()}/",
        # A feed of the past is the same feed, so it has the same address; what follows in it is of the past, too.
        feed_url=_address(_without(arguments, {"as_of"})),
        id=_address(_without(arguments, OF_PAGES)),
        next_url=_next(found.page, arguments),
        updated=clock.to_text(updated_at) if updated_at else entries.NEVER,
    )
    response = public(kind.page(found.page.items, heading), media_type=kind.media_type, changed_at=found.changed_at)
    if heading.next_url:
        response.headers["Link"] = f'<{heading.next_url}>; rel="next"'
    return response


def _publisher(filters: FeedFilters) -> str:
    slugs = filters.organization or []
    return organizations.by_slug(slugs[0]).name if len(slugs) == 1 else ""


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
