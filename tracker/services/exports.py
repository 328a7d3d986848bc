"""Exports: all published checks of an organization in one file, as its feeds tell them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import NotFound
from tracker.formats import claimreview_feed, json_lines, spreadsheet
from tracker.formats.entries import NEVER, Heading, Piece
from tracker.lib import clock
from tracker.models import Organization, db
from tracker.services import feeds
from tracker.services.feeds import FeedFilters
from tracker.services.paging import Window

PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """How checks become a file: the format that they are stored in, and how pieces of it are joined."""

    stored: str
    page: Callable[[Sequence[Piece], Heading], bytes]


EXPORTS: Mapping[str, Export] = {
    "jsonl": Export(stored="claimreview", page=json_lines.page),
    "datafeed": Export(stored="claimreview", page=claimreview_feed.page),
    "csv": Export(stored="spreadsheet", page=spreadsheet.page),
}


def write(
    actor: Actor, target: IO[bytes], *, name: str, public_url: str, show: Callable[[int], None] = lambda _done: None
) -> int:
    """Write an organization's published checks in one of EXPORTS, and return how many there were."""
    permit(actor, "publication.read")
    organization = db.session().get(Organization, actor.organization_id)
    if organization is None:
        raise NotFound(kind="organization")
    pieces: list[Piece] = []
    for piece in _pieces(organization.slug, name=EXPORTS[name].stored, public_url=public_url):
        pieces.append(piece)
        show(len(pieces))
    home = f"{public_url.rstrip('/')}/"
    updated = clock.to_text(clock.now()) if pieces else NEVER
    heading = Heading(title=f"{organization.name}: fact-checks", home_page_url=home, feed_url=home, updated=updated)
    target.write(EXPORTS[name].page(pieces, heading))
    return len(pieces)


def _pieces(slug: str, *, name: str, public_url: str) -> Iterator[Piece]:
    filters, window = FeedFilters(organization=[slug]), Window(limit=PAGE)
    while True:
        page = feeds.page(filters, window, name=name, public_url=public_url).page
        yield from page.items
        if page.next is None:
            return
        window = Window(limit=PAGE, cursor=page.next)
