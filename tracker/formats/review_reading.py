"""A ClaimReview, whoever wrote it, as the check that a person reads in it.

What its publisher did not say is left out and never made up; a number is never read as a verdict.
"""

from collections.abc import Mapping
from datetime import tzinfo
from decimal import Decimal
from typing import Any

import orjson

from tracker.domain.imports import Rating, ReadCheck
from tracker.errors import Fault, fault
from tracker.formats.review_finding import DELETED, Found, is_a
from tracker.formats.review_values import address, addresses, decimal, objects, prose, text, texts
from tracker.lib import found_dates, languages, slugs, urls
from tracker.lib.shortening import shorten

Document = Mapping[str, Any]
NUMBERS: Mapping[str, str] = {"value": "ratingValue", "best": "bestRating", "worst": "worstRating"}
# By which a document is known for one that a tracker like this one published: its text is exact.
OURS = frozenset({"@id", "creativeWorkStatus", "version", "sdPublisher"})
RETRACTED = "Retracted"
LONGEST_NOTICE = 2_000
MOST_TOPICS, MOST_APPEARANCES, LONGEST_SLUG = 20, 100, 100


def read(found: Found, *, place: str, zone: tzinfo) -> ReadCheck:
    """Return what a review tells; times without an offset are of the zone."""
    document, where = found.document, f"{place} {found.pointer}".strip()
    block = orjson.dumps(document).decode()
    if document.get(DELETED) or document.get("creativeWorkStatus") == RETRACTED:
        return ReadCheck(place=where, block=block, fields=_of_tombstone(document), is_retracted=True)
    publisher = _publisher(document)
    told = {name: value for name, value in _fields(document, zone).items() if value not in (None, [], "")}
    return ReadCheck(
        place=where,
        block=block,
        fields=told,
        publisher_name=text(publisher.get("name")),
        publisher_url=address(publisher.get("url")),
        faults=_faults(told),
        remarks=_remarks(document, told),
    )


def _of_tombstone(document: Document) -> dict[str, Any]:
    rating = _first(document.get("reviewRating"))
    reason = text(document.get("description")) or text(rating.get("ratingExplanation"))
    return {"page_url": address(document.get("url")), "notice": reason and shorten(reason, LONGEST_NOTICE)}


def _fields(document: Document, zone: tzinfo) -> dict[str, Any]:
    exact = document.keys() >= OURS
    claim, rating = _first(document.get("itemReviewed")), _first(document.get("reviewRating"))
    reviewed = text(document.get("claimReviewed"), exact=exact)
    claimant, job_title = _claimant(claim, exact=exact)
    title = text(document.get("headline") or document.get("name"), exact=exact)
    return {
        "claim_text": text(claim.get("text"), exact=exact) or reviewed or text(claim.get("name")),
        "claim_reviewed": reviewed,
        "language": _language(document) or _language(claim),
        "label": _label(document, exact=exact),
        "published_at": found_dates.moment(text(document.get("datePublished")) or "", zone),
        "claimant": claimant,
        "job_title": job_title,
        "made_on": found_dates.day(text(claim.get("datePublished")) or ""),
        "place": _place(claim, reviewed, exact=exact),
        "topics": _topics(document.get("keywords")),
        "appearances": _appearances(claim, exact=exact),
        "rating": _rating(rating),
        "title": title if title != reviewed or exact else None,
        "summary": _summary(document, rating, exact=exact),
        "page_url": address([document.get("url"), document.get("mainEntityOfPage")]),
        "original": orjson.dumps(document).decode() if exact else None,
    }


def _faults(told: Mapping[str, Any]) -> list[Fault]:
    wanted = {"claim_text": "claimReviewed", "label": "reviewRating/alternateName"}
    what = {"claim_text": "There is no claim in it.", "label": "There is no label in it, and a number is none."}
    return [fault(f"/{wanted[name]}", "required", what[name]) for name in wanted if name not in told]


def _remarks(document: Document, told: Mapping[str, Any]) -> list[Fault]:
    claimants = objects(_first(document.get("itemReviewed")).get("author"))
    rating = _first(document.get("reviewRating"))
    has_number = decimal(rating.get("ratingValue")) is not None
    found = (
        ("published_at" not in told, "/datePublished", "no-date", "It does not tell when it was published."),
        ("page_url" not in told, "/url", "no-address", "It does not tell where it was published."),
        ("language" not in told, "/inLanguage", "no-language", "It does not tell in which language it is."),
        (len(claimants) > 1, "/itemReviewed/author", "several-claimants", "Only the first of its claimants is kept."),
        (has_number and "rating" not in told, "/reviewRating", "numbers-left-out",
         "Its numbers do not make a rating within bounds, so that only the label is published."),
    )  # fmt: skip
    return [fault(pointer, code, detail) for is_so, pointer, code, detail in found if is_so]


def _first(value: object) -> Document:
    return next(iter(objects(value)), {})


def _publisher(document: Document) -> Document:
    """Return who published the check: the outlet where one is named, else its author."""
    authors = objects(document.get("author"))
    outlets = [*objects(document.get("publisher")), *(author for author in authors if not is_a(dict(author), "Person"))]
    own = [author for author in authors if is_a(dict(author), "Organization")]
    return next((named for named in (*own, *outlets, *authors) if text(named.get("name"))), {})


def _claimant(claim: Document, *, exact: bool) -> tuple[dict[str, Any] | None, str | None]:
    author = _first(claim.get("author") or claim.get("creator"))
    # Some put what the claimant is called and what they are into one list.
    name, *others = [text(each, exact=exact) for each in texts(author.get("name"))] or [None]
    if not name:
        return None, None
    links = [*addresses(author.get("sameAs")), *([] if exact else addresses(author.get("url")))]
    kind = "organization" if any(is_a(dict(author), f"{k}Organization") for k in ("", "NewsMedia")) else "person"
    unique = {urls.digest(url): url for url in reversed(links)}
    claimant = {"name": name, "kind": kind, "same_as": list(reversed(unique.values()))}
    return claimant, text(author.get("jobTitle"), exact=exact) or next(iter(others), None)


def _language(document: Document) -> str | None:
    given = text(document.get("inLanguage"))
    try:
        return languages.canonical(given) if given else None
    except ValueError:
        return None


def _label(document: Document, *, exact: bool) -> str | None:
    ratings = objects(document.get("reviewRating"))
    named = (text(rating.get(name), exact=exact) for rating in ratings for name in ("alternateName", "name"))
    # Some write the label where the number belongs.
    words = (text(rating.get("ratingValue")) for rating in ratings if decimal(rating.get("ratingValue")) is None)
    return next((found for found in (*named, *words) if found), None)


def _rating(rating: Document) -> Rating | None:
    numbers = {member: decimal(rating.get(name)) for member, name in NUMBERS.items()}
    value, best, worst = (Decimal(numbers[name] or "NaN") for name in ("value", "best", "worst"))
    # What the rules for ClaimReview refuse would be refused of us as well: the source keeps it.
    return numbers if all(map(Decimal.is_finite, (value, best, worst))) and 1 <= worst < best and (
        worst <= value <= best) else None  # fmt: skip


def _place(claim: Document, reviewed: str | None, *, exact: bool) -> str | None:
    # Google's markup tool writes the place of a claim as its name; of another work a name is its title.
    place = text(claim.get("name"), exact=exact) if is_a(dict(claim), "Claim") else None
    return place if place != reviewed else None


def _summary(document: Document, rating: Document, *, exact: bool) -> str | None:
    given = (rating.get("ratingExplanation"), document.get("description"), document.get("reviewBody"))
    return next((found for value in given if (found := prose(value, exact=exact))), None)


def _topics(value: object) -> list[str]:
    words = [word for given in texts(value) for word in given.split(",")]
    found = [slug for word in words if (slug := slugs.of(word)[:LONGEST_SLUG].strip("-"))]
    return list(dict.fromkeys(found))[:MOST_TOPICS]


def _appearances(claim: Document, *, exact: bool) -> list[dict[str, Any]]:
    works = [*objects(claim.get("firstAppearance")), *objects(claim.get("appearance"))]
    if not is_a(dict(claim), "Claim"):
        # Before there were claims, the work that makes one stood in its place.
        urls_of_work = addresses([claim.get("url"), claim.get("sameAs")])
        works += [{"url": url, "headline": claim.get("name")} for url in urls_of_work]
    found = {urls.digest(seen["url"]): seen for work in reversed(works) if (seen := _appearance(work, exact=exact))}
    return list(reversed(found.values()))[:MOST_APPEARANCES]


def _appearance(work: Document, *, exact: bool) -> dict[str, Any] | None:
    url, title = address(work), text(work.get("headline") or work.get("name"), exact=exact)
    if url is None:
        return None
    told = {
        "url": url,
        "title": title if title != work.get("url") else None,
        "publisher": text(work.get("publisher"), exact=exact),
        "published_on": found_dates.day(text(work.get("datePublished")) or ""),
        "language": _language(work),
    }
    return {name: value for name, value in told.items() if value}
