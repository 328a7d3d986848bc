"""Feeds of published checks, joined from stored renderings."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache, partial
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, request
from werkzeug.datastructures import MultiDict

from tracker.api.plumbing import parsing
from tracker.api.plumbing.answers import SEQUENCE
from tracker.formats import atom, claimreview_feed, entries, json_feed, json_lines, rss, spreadsheet
from tracker.formats.entries import Entry, Heading, Piece
from tracker.lib import clock, cursors
from tracker.lib.response_cache import Kept
from tracker.schemas.feeds import FeedQuery
from tracker.services import correction_feeds, feeds, organizations, past_corrections, past_feeds
from tracker.services.feeds import Feed, FeedFilters
from tracker.services.paging import Page, Window
from tracker.services.past import Given, Past
from tracker.web.public.answers import public, ready

blueprint = Blueprint("feeds", __name__)
QUERY = FeedQuery()
FILTERS = ("organization", "language", "topic", "label", "class_", "updated_from")
# What tells a page of a feed and no other feed.
OF_PAGES = frozenset({"cursor", "limit", "as_of"})
REMEMBERED, REMEMBERED_LENGTH = 256, 256


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address of a page of a feed asks for: of itself, it is the same at any time.

    `following` is the address of the page after it, but for the cursor that it ends with.
    """

    kind: OfChecks | OfCorrections
    path: str
    arguments: MultiDict[str, str]
    following: str
    filters: FeedFilters
    window: Window
    as_of: Given | None
    id: str
    feed_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A page of a feed, with the address of the following one."""

    body: bytes
    changed_at: datetime | None
    next_url: str | None

    @property
    def links(self) -> list[tuple[str, str]]:
        """The headers that lead on."""
        return [("Link", f'<{self.next_url}>; rel="next"')] if self.next_url else []


def plain(name: str, query_string: str) -> Kept | None:
    """Return a page of a feed as it is now, or None where its address asks for more than that."""
    if name not in FEEDS or len(query_string) > REMEMBERED_LENGTH:
        return None
    asked = _remembered(name, query_string, site=_site())
    if asked.as_of is not None:
        return None
    shown = _now(asked)
    return ready(
        shown.body, media_type=asked.kind.media_type, changed_at=shown.changed_at, route=asked.path, more=shown.links
    )


def _show(name: str) -> Response:
    site = _site()
    asked = _asked(name, request.environ.get("QUERY_STRING", ""), site=site)
    if asked.as_of is None:
        return _response(asked, _now(asked))
    past, publisher = asked.kind.then(asked.filters, asked.window, given=asked.as_of, public_url=site)
    # The following pages are of the same moment, whatever an entry that was on its way adds to a time.
    following = _following(site + asked.path, asked.arguments, as_of=str(past.seq))
    of_then = replace(asked, following=following)
    response = _response(asked, _shown(of_then, past.value, publisher))
    response.headers[SEQUENCE] = str(past.seq)
    return response


for name in FEEDS:
    blueprint.add_url_rule(f"/feeds/{name}", name.replace(".", "_"), partial(_show, name))


def _asked(name: str, query_string: str, *, site: str) -> Asked:
    path, arguments = f"/feeds/{name}", parsing.arguments(query_string)
    query = parsing.parameters(QUERY, arguments)
    return Asked(
        kind=FEEDS[name], path=path, arguments=arguments, following=_following(site + path, arguments),
        filters=FeedFilters(**{name: query.get(name) for name in FILTERS}),
        window=Window(limit=query["limit"], cursor=query.get("cursor")),
        as_of=query.get("as_of"),
        # A feed of the past is the same feed, so it has the same address; what follows in it is of the past, too.
        id=_address(site + path, _without(arguments, OF_PAGES)),
        feed_url=_address(site + path, _without(arguments, {"as_of"})),
    )  # fmt: skip


# Readers ask for the same addresses again and again.
_remembered = lru_cache(REMEMBERED)(_asked)


def _now(asked: Asked) -> Shown:
    found = asked.kind.now(asked.filters, asked.window, public_url=_site())
    return _shown(asked, found, _publisher(asked.filters))


def _shown(asked: Asked, found: Feed, publisher: str) -> Shown:
    kind, updated_at = asked.kind, found.updated_at or found.changed_at
    heading = Heading(
        title=f"{publisher}: {kind.title.lower()}" if publisher else kind.title,
        home_page_url=f"{_site()}/",
        feed_url=asked.feed_url,
        id=asked.id,
        next_url=_next(found.page, asked),
        updated=clock.to_text(updated_at) if updated_at else entries.NEVER,
    )
    body = kind.page(found.page.items, heading)
    return Shown(body=body, changed_at=found.changed_at, next_url=heading.next_url)


def _response(asked: Asked, shown: Shown) -> Response:
    response = public(shown.body, media_type=asked.kind.media_type, changed_at=shown.changed_at)
    response.headers.extend(shown.links)
    return response


def _publisher(filters: FeedFilters) -> str:
    slugs = filters.organization or []
    return organizations.by_slug(slugs[0]).name if len(slugs) == 1 else ""


def _next(found: Page, asked: Asked) -> str | None:
    if found.next is None:
        return None
    return asked.following + cursors.encode(found.next)


def _following(url: str, given: MultiDict[str, str], **changed: str) -> str:
    changed["cursor"] = ""
    kept = _without(given, changed.keys())
    kept.update(changed)
    return _address(url, kept)


def _without(given: MultiDict[str, str], names: Iterable[str]) -> MultiDict[str, str]:
    return MultiDict((name, value) for name, value in given.items(multi=True) if name not in names)


def _address(url: str, arguments: MultiDict[str, str]) -> str:
    query = urlencode(list(arguments.items(multi=True)))
    return url + (f"?{query}" if query else "")


def _site() -> str:
    site: str = current_app.config["TRACKER"].public_url
    return site
