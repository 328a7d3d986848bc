"""Published documents: a snapshot goes in, bytes come out.

Each module holds one format as `MEDIA_TYPE` and `render`, which makes the document, or the part of a feed, that
publishing stores for one check in one language; a feed's `page` joins such parts. To add a format, write its module and
its line in FORMATS. What all feeds tell alike is in `entries` and `content`; no format knows another.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from tracker.domain.publication import Standing
from tracker.domain.snapshots import Snapshot
from tracker.formats import atom, card, claimreview, entries, json_feed, rss, sitemap, spreadsheet
from tracker.formats.entries import Entry


class Render(Protocol):
    """Make the bytes of one check in one language."""

    def __call__(self, snapshot: Snapshot, standing: Standing, *, language: str, public_url: str) -> bytes:
        """Return the document, or the stored part of a feed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One published format; stored bytes made by another version of the renderer are made anew.

    `item` is what a feed makes of an entry, which all feeds of a check may share.
    """

    media_type: str
    render: Render
    version: str
    item: Callable[[Entry], bytes] | None = None


FORMATS: Mapping[str, Format] = {
    "atom": Format(media_type=atom.MEDIA_TYPE, render=atom.render, version="3", item=atom.entry),
    "card": Format(media_type=card.MEDIA_TYPE, render=card.render, version="2"),
    "claimreview": Format(media_type=claimreview.MEDIA_TYPE, render=claimreview.render, version="2"),
    "json_feed": Format(media_type=json_feed.MEDIA_TYPE, render=json_feed.render, version="4", item=json_feed.item),
    "rss": Format(media_type=rss.MEDIA_TYPE, render=rss.render, version="3", item=rss.item),
    "sitemap": Format(media_type=sitemap.MEDIA_TYPE, render=sitemap.render, version="1"),
    "spreadsheet": Format(media_type=spreadsheet.MEDIA_TYPE, render=spreadsheet.render, version="1"),
}


def render_all(snapshot: Snapshot, standing: Standing, *, language: str, public_url: str) -> Mapping[str, bytes]:
    """Return a check in one language in all formats, by their names."""
    entry = entries.of_check(snapshot, standing, language=language, public_url=public_url)
    return {
        name: one.item(entry) if one.item else one.render(snapshot, standing, language=language, public_url=public_url)
        for name, one in FORMATS.items()
    }
