"""Search over all that an organization has."""

from dataclasses import asdict
from typing import Any

from tracker.api.plumbing.answers import Answer
from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import next_page, window
from tracker.domain.actors import Actor
from tracker.domain.ratings import LABEL_CLASSES
from tracker.domain.workflow import PUBLICATION_STATUSES, STATES
from tracker.schemas.fields import KEY_PATTERN, Choices, Language, choice, identifier, matching, slug, words
from tracker.schemas.paging import PageQuery
from tracker.schemas.search import KINDS, LONGEST_QUERY, SEARCH, FoundOut
from tracker.services.search import results
from tracker.services.search.results import Filters

door = Door("search", __name__, description="Finding claims, claimants, sources, evidence and verdicts by their words.")


class SearchQuery(PageQuery):
    """What is looked for, and where; a filter given twice means any of."""

    q = words(LONGEST_QUERY, required=True, metadata={"description": SEARCH})
    kind = Choices(choice(KINDS), load_default=list(KINDS))
    state = Choices(choice(STATES))
    publication_status = Choices(choice(PUBLICATION_STATUSES))
    class_ = Choices(choice(LABEL_CLASSES), data_key="class")
    label = Choices(matching(KEY_PATTERN, "a label's key", 64))
    topic = Choices(slug())
    language = Choices(Language())
    claimant_id = Choices(identifier())


@door.get("/search", query=SearchQuery, answer=FoundOut, paged=True)
def search(actor: Actor, *, query: dict[str, Any]) -> Any:
    """Find what holds all of the words, the best first; counts tell what it can be narrowed down to."""
    names = ("kind", "state", "publication_status", "class_", "label", "topic", "language", "claimant_id")
    filters = Filters(**{name: query[name] for name in names if name in query})
    found = results.page(actor, query["q"], window(query), filters=filters)
    cursor, links = next_page(found.next)
    return Answer(value=asdict(found) | {"next": cursor}, links=links)
