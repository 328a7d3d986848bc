"""Published checks as the Fact Check Tools API finds them: by words, by the site that published them, or by an image.

What is found is told from the stored ClaimReviews, so that it is what all other documents say. Candidates come from an
index, those that were published last or changed last first; what else is asked of them is looked at one by one, and a
page that looked far enough ends early and goes on with its token.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import and_, select

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.formats import fact_check_tools
from tracker.lib import clock, languages, search_terms, urls
from tracker.models import Appearance, Claim, Listing, Organization, Rendering, SearchDocument, Source, db
from tracker.services import paging, renderings
from tracker.services.search import index
from tracker.services.search.wanted import Wanted

Document = dict[str, Any]
Place = list[Any]
STORED = "claimreview"
# A page looks at so many candidates before it ends early.
BATCH, MOST_BATCHES, SPARE = 250, 12, 5
BY_CHANGE = paging.Order(column=Listing.changed_at, tie=Listing.claim_id)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A check that may be found, where it stands among the others, and in which language where that is known."""

    place: Place
    check_id: str
    language: str | None = None


Next = Callable[[Place | None, int], Sequence[Candidate]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for: words or a site or an image, and what else must hold."""

    query: str | None = None
    site: str | None = None
    image: str | None = None
    language: str | None = None
    max_age_days: int | None = None

    @property
    def is_of_candidates(self) -> bool:
        """Whether all candidates are found, so that some can be passed by without looking at them."""
        is_of_words = self.query is not None and self.site is None
        is_of_site = self.query is None and self.image is None and self.language is None
        return self.max_age_days is None and (is_of_words or is_of_site)


def search(actor: Actor, asked: Asked, window: paging.Window, *, offset: int, public_url: str) -> paging.Page:
    """Return a page of claims with their reviews, after `offset` of them on the first page."""
    permit(actor, "publication.read")
    # A place has two members, and what is still to be passed by.
    place, left = (window.cursor[:2], window.cursor[2]) if window.cursor else (None, offset)
    found: list[tuple[Place, Document]] = []
    following = _next_of(asked)
    for batch in [_first_batch(asked, window.limit + left), *[BATCH] * MOST_BATCHES]:
        candidates = following(place, batch)
        likely = [one for one in candidates if one.language is None or _is_in(one.language, asked.language)]
        if asked.is_of_candidates:
            likely, left = likely[left:], max(0, left - len(likely))
        found += _matching(likely, asked, public_url=public_url)
        if len(found) > left + window.limit or len(candidates) < batch:
            return _page(found, left, window.limit)
        place = candidates[-1].place
    shown = found[left : left + window.limit]
    return paging.Page([document for _, document in shown], [*(place or []), max(0, left - len(found))])


def _first_batch(asked: Asked, wanted: int) -> int:
    return wanted + SPARE if asked.is_of_candidates else min(BATCH, wanted + SPARE)


def _page(found: Sequence[tuple[Place, Document]], left: int, limit: int) -> paging.Page:
    shown = found[left : left + limit]
    has_more = len(found) > left + limit
    return paging.Page([document for _, document in shown], [*shown[-1][0], 0] if has_more else None)


def _next_of(asked: Asked) -> Next:
    if asked.image is not None:
        return lambda place, limit: _by_image(asked.image or "", place, limit)
    if asked.query is None:
        return lambda place, limit: _by_site(asked.site or "", place, limit)
    wanted = Wanted(query=search_terms.parse(asked.query), kinds=("check",))
    return lambda place, limit: _by_words(wanted, place, limit)


def _by_words(wanted: Wanted, place: Place | None, limit: int) -> list[Candidate]:
    ids = index.find(wanted, before=place[0] if place else None, limit=limit)
    columns = (SearchDocument.id, SearchDocument.object_id, SearchDocument.language)
    statement = select(*columns).where(SearchDocument.id.in_(ids)).order_by(SearchDocument.id.desc())
    rows = db.session().execute(statement)
    return [Candidate([row.id, ""], row.object_id, row.language) for row in rows]


def _by_site(site: str, place: Place | None, limit: int) -> list[Candidate]:
    statement = select(Listing.changed_at, Listing.claim_id).where(Listing.kind == "site", Listing.key == site)
    if place is not None:
        statement = statement.where(paging.beyond(BY_CHANGE, *paging.key(BY_CHANGE, place)))
    rows = db.session().execute(statement.order_by(*paging.ordering(BY_CHANGE)).limit(limit))
    return [Candidate([paging.text(row.changed_at), row.claim_id], row.claim_id) for row in rows]


def _by_image(url: str, place: Place | None, limit: int) -> list[Candidate]:
    # All organizations are named, since the index of addresses begins with them.
    seen = and_(Source.url_digest == urls.digest(url), Source.organization_id.in_(select(Organization.id)))
    statement = (
        select(Appearance.claim_id)
        .join(Source, Source.id == Appearance.source_id)
        .join(Claim, Claim.id == Appearance.claim_id)
        .where(seen, Claim.published_number > 0)
        .distinct()
    )
    if place is not None:
        statement = statement.where(Appearance.claim_id < place[1])
    rows = db.session().execute(statement.order_by(Appearance.claim_id.desc()).limit(limit)).scalars()
    return [Candidate(["", claim_id], claim_id) for claim_id in rows]


def _matching(candidates: Sequence[Candidate], asked: Asked, *, public_url: str) -> Iterator[tuple[Place, Document]]:
    reviews = _reviews([one.check_id for one in candidates], public_url=public_url)
    for one in candidates:
        told = [review for review in reviews.get(one.check_id, ())
                if one.language in {None, review["inLanguage"]} and _is_asked_for(review, asked)]  # fmt: skip
        if told:
            yield one.place, fact_check_tools.claims(told)


def _reviews(check_ids: Sequence[str], *, public_url: str) -> Mapping[str, list[Document]]:
    columns = (Rendering.claim_id, Rendering.language, Rendering.renderer, Rendering.body)
    statement = select(*columns).where(Rendering.claim_id.in_(check_ids), Rendering.format == STORED)
    found: dict[str, list[Document]] = {}
    rows = db.session().execute(statement.order_by(Rendering.is_default.desc(), Rendering.language)).mappings()
    for row in rows:
        review = orjson.loads(renderings.body(dict(row), STORED, public_url))
        found.setdefault(row["claim_id"], []).append(review)
    return found


def _is_asked_for(review: Document, asked: Asked) -> bool:
    return (
        _is_in(review["inLanguage"], asked.language)
        and (asked.site is None or asked.site in fact_check_tools.sites_of(review["url"]))
        and (asked.max_age_days is None or _newest(review) >= _oldest(asked.max_age_days))
        and (asked.image is None or urls.normalize(asked.image) in _appearances(review))
    )


def _is_in(language: str, wanted: str | None) -> bool:
    return wanted is None or languages.without_region(language) == wanted


def _newest(review: Document) -> str:
    claimed = review["itemReviewed"].get("datePublished") or ""
    return max(str(review["datePublished"])[:10], str(claimed)[:10])


def _oldest(days: int) -> str:
    now = clock.now()
    # A number of days may lead back beyond what a date can tell.
    return "" if days >= now.toordinal() else (now - timedelta(days=days)).date().isoformat()


def _appearances(review: Document) -> set[str]:
    item = review["itemReviewed"]
    seen = [item.get("firstAppearance") or {}, *item.get("appearance", [])]
    return {urls.normalize(place["url"]) for place in seen if place.get("url")}
