"""Lists of which a query lets through only some: in the list's own order, and with its own cursors."""

from collections.abc import Callable, Sequence
from typing import Any

from tracker.domain.actors import Actor
from tracker.lib import search_terms
from tracker.services.paging import Page, Window
from tracker.services.search import index
from tracker.services.search.wanted import Wanted

# Of rarer words all objects are known before the list is read; of others it is read until enough were let through.
MANY = 4_000
FIRST_BATCH, LARGEST_BATCH = 200, 2_000
Read = Callable[[Window, Sequence[str] | None], Page]


def page(actor: Actor, text: str, window: Window, *, kind: str, read: Read, name: Callable[[Any], str]) -> Page:
    """Return a page of what a list holds and a text finds among an organization's objects of a kind.

    `read` returns a page of the list, of some ids alone where they are given; `name` is the id of what stands in it.
    """
    wanted = Wanted(query=search_terms.parse(text), kinds=(kind,), organization_id=actor.organization_id)
    found = index.find(wanted, limit=MANY + 1)
    if len(found) <= MANY:
        return read(window, index.objects(found)) if found else Page([], None)
    return _sifted(wanted, window, read=lambda place: read(place, None), name=name)


def _sifted(wanted: Wanted, window: Window, *, read: Callable[[Window], Page], name: Callable[[Any], str]) -> Page:
    passed: list[Any] = []
    size, cursor = FIRST_BATCH, window.cursor
    while True:
        batch = read(Window(limit=size, cursor=cursor))
        through = index.among(wanted, [name(item) for item in batch.items])
        places = [place for place, item in enumerate(batch.items) if name(item) in through]
        if len(passed) + len(places) >= window.limit:
            last = places[window.limit - len(passed) - 1]
            passed += [batch.items[place] for place in places if place <= last]
            return Page(passed, read(Window(limit=last + 1, cursor=cursor)).next)
        passed += [batch.items[place] for place in places]
        if batch.next is None:
            return Page(passed, None)
        size, cursor = min(size * 2, LARGEST_BATCH), batch.next
