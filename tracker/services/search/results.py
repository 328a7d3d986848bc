"""What is found: ranked, with the words shown, and counted by what it can be narrowed down to.

Ranked is a batch of candidates, the newest ones first: of a common word there are too many to look at all. A batch is
the same whenever it is read again, and so is the rank of a text in it, so that pages neither skip nor double.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import UnknownCursor, fault
from tracker.lib import highlights, search_terms
from tracker.lib.highlights import Sight
from tracker.models import Claim, Claimant, ClaimTopic, SearchDocument
from tracker.models.prepared import Among, Prepared
from tracker.models.search import INTERNAL
from tracker.services.paging import Window
from tracker.services.search import index
from tracker.services.search.wanted import Wanted

View = dict[str, Any]
CANDIDATES = 1_000
# Where filters leave little, a page looks at so many batches; then it may hold less than was asked for.
BATCHES = 10
MOST_VALUES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is looked for: lists mean any of, and each one given must match."""

    kind: Sequence[str] = INTERNAL
    state: Sequence[str] | None = None
    publication_status: Sequence[str] | None = None
    class_: Sequence[str] | None = None
    label: Sequence[str] | None = None
    topic: Sequence[str] | None = None
    language: Sequence[str] | None = None
    claimant_id: Sequence[str] | None = None

    @property
    def given(self) -> View:
        """Those that narrow down what has been found."""
        values = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "kind"}
        return {name: list(value) for name, value in values.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of what was found; `counted` texts stand behind the facets, not all of them where it `is_capped`."""

    items: Sequence[View]
    next: list[Any] | None
    facets: Mapping[str, Sequence[View]]
    counted: int
    is_capped: bool


@dataclass(slots=True)
class _Looking:
    """A search on its way: what is wanted, and the batches that it has read."""

    wanted: Wanted
    filters: Filters
    sight: Sight
    rows: list[View] = field(default_factory=list)

    def batch(self, before: int | None) -> tuple[list[View], int | None, int | None]:
        """Return a batch's texts by rank, where it begins and where the next one does."""
        ids = index.find(self.wanted, before=before, limit=CANDIDATES)
        if not ids:
            return [], before, None
        found = _rows(tuple(sorted(self.filters.given))).records(ids=ids, **self.filters.given)
        for row in found:
            # Of a check the title may be the first line as well.
            row["body"] = row["body"].removeprefix(f"{row['title']}\n")
            row["score"] = self.sight.score(row["title"], row["body"])
        # Of an object's texts in several languages, the one that fits best.
        best: dict[tuple[str, str], View] = {}
        for row in sorted(found, key=_place):
            best.setdefault((row["kind"], row["object_id"]), row)
        found = list(best.values())
        self.rows += found
        return found, ids[0] + 1, ids[-1] if len(ids) == CANDIDATES else None


def page(actor: Actor, text: str, window: Window, *, filters: Filters) -> Found:
    """Return a page of what a text finds of the actor's organization, the best first; raises UnknownCursor."""
    permit(actor, "search.read")
    return _page(text, filters, window, organization_id=actor.organization_id)


def public(text: str, window: Window, *, filters: Filters) -> Found:
    """Return a page of the checks that a text finds, of all organizations; raises UnknownCursor."""
    return _page(text, filters, window, organization_id=None)


def _page(text: str, filters: Filters, window: Window, *, organization_id: str | None) -> Found:
    query = search_terms.parse(text)
    wanted = Wanted(query=query, kinds=tuple(filters.kind), organization_id=organization_id)
    looking = _Looking(wanted, filters, highlights.sight(query))
    items, following = _read(looking, window)
    return Found(
        items=[_shown(row, looking.sight) for row in items],
        next=following,
        facets={name: _counted(looking.rows, name) for name in FACETS},
        counted=len(looking.rows),
        is_capped=following is not None and following[1] is None,
    )


def _read(looking: _Looking, window: Window) -> tuple[list[View], list[Any] | None]:
    before, after = _start(window.cursor)
    items: list[View] = []
    for _ in range(BATCHES):
        rows, start, older = looking.batch(before)
        rest = [row for row in rows if after is None or _place(row) > after]
        room = window.limit - len(items)
        items += rest[:room]
        if len(rest) > room:
            return items, [start, items[-1]["score"], items[-1]["id"]]
        before, after = older, None
        if older is None or len(items) == window.limit:
            break
    return items, None if before is None else [before, None, None]


def _start(cursor: list[Any] | None) -> tuple[int | None, tuple[int, int] | None]:
    if cursor is None:
        return None, None
    before, *after = cursor
    if len(cursor) != 3 or type(before) is not int or {type(one) for one in after} not in ({int}, {type(None)}):
        raise UnknownCursor(errors=[fault("cursor", "unknown", "This is not a cursor of this list.")])
    return before, None if after[0] is None else (-after[0], -after[1])


def _place(row: View) -> tuple[int, int]:
    return -row["score"], -row["id"]


def _shown(row: View, sight: Sight) -> View:
    title, body = row["title"], row["body"]
    marks = sight.marks(body)
    return {name: row[name] for name in ("kind", "object_id", "claim_id", "language", "title")} | {
        "highlights": {
            "title": highlights.as_html(title, sight.marks(title)),
            "snippet": highlights.as_html(body, marks, highlights.excerpt(body, marks)),
        },
        "claim": {name: row[name] for name in OF_CLAIM} | {"id": row["claim_id"]} if row["claim_id"] else None,
    }


def _counted(rows: Sequence[View], name: str) -> list[View]:
    counts = Counter(value for row in rows for value in FACETS[name](row) if value)
    names = {row["claimant_id"]: row["claimant"] for row in rows} if name == "claimant" else {}
    common = sorted(counts.items(), key=lambda found: (-found[1], found[0]))[:MOST_VALUES]
    return [{"value": value, "name": names.get(value), "count": count} for value, count in common]


@lru_cache(256)
def _rows(given: Sequence[str]) -> Prepared:
    document = SearchDocument
    columns = (
        document.id, document.kind, document.object_id, document.claim_id, document.language, document.title,
        func.substr(document.body, 1, highlights.READ).label("body"), *(getattr(Claim, name) for name in OF_CLAIM),
        Claim.topics, Claimant.name.label("claimant"),
    )  # fmt: skip
    statement = (
        select(*columns)
        .outerjoin(Claim, Claim.id == document.claim_id)
        .outerjoin(Claimant, Claimant.id == Claim.claimant_id)
        .where(Among(document.id, "ids"))
    )
    return Prepared(statement.where(*(NARROWING[name] for name in given)))


def _one(name: str) -> Any:  # a function of a row
    return lambda row: iter((row[name],))


def _topics(row: View) -> Iterator[str]:
    return iter(row["topics"] or ())


OF_CLAIM = ("state", "publication_status", "published_label", "published_class", "claimant_id", "merged_into_id")
FACETS: Mapping[str, Any] = {
    "kind": _one("kind"),
    "state": _one("state"),
    "class": _one("published_class"),
    "topic": _topics,
    "language": _one("language"),
    "claimant": _one("claimant_id"),
}
NARROWING: Mapping[str, Any] = {
    "state": Among(Claim.state, "state"),
    "publication_status": Among(Claim.publication_status, "publication_status"),
    "class_": Among(Claim.published_class, "class_"),
    "label": Among(Claim.published_label, "label"),
    "topic": Claim.id.in_(select(ClaimTopic.claim_id).where(Among(ClaimTopic.topic, "topic"))),
    "language": Among(SearchDocument.language, "language"),
    "claimant_id": Among(Claim.claimant_id, "claimant_id"),
}
