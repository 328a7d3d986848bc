"""What makes a ClaimReview wrong (E1 to E5) or doubtful (W1 to W8), whoever wrote it.

Every JSON object is taken: a property of an unexpected type counts as absent.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import TypedDict

from tracker.lib import partial_dates, plain_text, urls

LONGEST_CLAIM = 75
NUMBERS = ("bestRating", "worstRating", "ratingValue")
# What schema.org takes for a Rating that does not tell its bounds.
DEFAULT_BEST, DEFAULT_WORST = Decimal(5), Decimal(1)

Document = Mapping[str, object]


class Remark(TypedDict):
    """One thing about a document: a code, a sentence, and the JSON Pointer it is about."""

    code: str
    detail: str
    pointer: str


def errors(document: Document, *, site_hosts: Collection[str] | None) -> list[Remark]:
    """Return what makes a ClaimReview invalid; a site's host covers its subdomains.

    Where the site is not known, which None says, any web address of a page will do.
    """
    rating = _object(document, "reviewRating")
    return [
        *_missing(document),
        *_foreign_page(document, site_hosts),
        *_out_of_bounds(rating),
        *_blank_label(rating),
        *_nameless_authors(document),
    ]


def warnings(
    document: Document,
    *,
    site_hosts: Collection[str] = (),
    has_published_scale: bool = True,
    others: Collection[tuple[str, str]] = (),
) -> list[Remark]:
    """Return what is doubtful about a ClaimReview; `others` are pairs of url and claim published elsewhere already."""
    return [
        *_about_words(document),
        *_about_origin(document, site_hosts),
        *_about_rating(document, has_published_scale),
        *_about_dates(document),
        *_about_others(document, others),
    ]


def _missing(document: Document) -> Iterable[Remark]:
    rating = _object(document, "reviewRating")
    given = {
        "/claimReviewed": bool(_text(document, "claimReviewed").strip()),
        "/url": bool(_text(document, "url").strip()),
        "/reviewRating": bool(rating),
        "/reviewRating/alternateName": not rating or rating.get("alternateName") is not None,
    }
    for pointer, is_given in given.items():
        if not is_given:
            yield _remark("E1", f"The required property {pointer.rpartition('/')[2]} is missing.", pointer)


def _foreign_page(document: Document, site_hosts: Collection[str] | None) -> Iterable[Remark]:
    url = document.get("url")
    if site_hosts is None:
        if url is not None and not (isinstance(url, str) and urls.is_web_url(url)):
            yield _remark("E2", "The page's address is not a web address.", "/url")
    elif url is not None and not _is_on(url, site_hosts):
        sites = ", ".join(sorted(site_hosts))
        yield _remark("E2", f"The page's address is not a web address on the site ({sites}).", "/url")


def _out_of_bounds(rating: Document) -> Iterable[Remark]:
    given = {name: _decimal(rating[name]) for name in NUMBERS if rating.get(name) is not None}
    numbers = {name: number for name, number in given.items() if number is not None}
    best, worst = numbers.get("bestRating", DEFAULT_BEST), numbers.get("worstRating", DEFAULT_WORST)
    value = numbers.get("ratingValue", worst)
    for name in sorted(given.keys() - numbers.keys()):
        yield _remark("E3", f"{name} is not a number.", f"/reviewRating/{name}")
    if given and not 1 <= worst < best:
        yield _remark("E3", f"The bounds {worst} to {best} do not rise from 1 or more.", "/reviewRating/worstRating")
    elif not worst <= value <= best:
        yield _remark("E3", f"The rating {value} is not between {worst} and {best}.", "/reviewRating/ratingValue")


def _blank_label(rating: Document) -> Iterable[Remark]:
    name = rating.get("alternateName")
    if name is not None and not (isinstance(name, str) and plain_text.one_line(name)):
        yield _remark("E4", "The rating's alternateName is blank.", "/reviewRating/alternateName")


def _nameless_authors(document: Document) -> Iterable[Remark]:
    claim = _object(document, "itemReviewed")
    for author, place in _each(claim.get("author"), "/itemReviewed/author"):
        name = author.get("name") if isinstance(author, Mapping) else None
        if not (isinstance(name, str) and name.strip()):
            yield _remark("E5", "Who made the claim is given without a name.", f"{place}/name")


def _about_words(document: Document) -> Iterable[Remark]:
    claim, label = _text(document, "claimReviewed"), _text(_object(document, "reviewRating"), "alternateName")
    if len(claim) > LONGEST_CLAIM:
        yield _remark("W1", f"The claim is longer than {LONGEST_CLAIM} characters.", "/claimReviewed")
    if label and re.search(rf"(?<!\w){re.escape(label.casefold())}(?!\w)", claim.casefold()):
        yield _remark("W2", f"The claim contains the rating, {label}.", "/claimReviewed")


def _about_origin(document: Document, site_hosts: Collection[str]) -> Iterable[Remark]:
    claim = _object(document, "itemReviewed")
    seen = [
        (address, place)
        for name in ("firstAppearance", "appearance")
        for work, place in _each(claim.get(name), f"/itemReviewed/{name}")
        if (address := work.get("url") if isinstance(work, Mapping) else work)
    ]
    if not seen:
        yield _remark("W3", "No page is named on which the claim appeared.", "/itemReviewed/appearance")
    if not claim.get("author"):
        yield _remark("W4", "It is not said who made the claim.", "/itemReviewed/author")
    for address, place in seen:
        if _is_on(address, site_hosts):
            yield _remark("W8", "The claim appeared on the site that checks it.", place)


def _about_rating(document: Document, has_published_scale: bool) -> Iterable[Remark]:
    if not has_published_scale and _object(document, "reviewRating").get("ratingValue") is not None:
        yield _remark("W5", "The rating is a number, and no scale is published.", "/reviewRating/ratingValue")


def _about_dates(document: Document) -> Iterable[Remark]:
    claimed = _first_day(_text(_object(document, "itemReviewed"), "datePublished"))
    reviewed = _first_day(_text(document, "datePublished"))
    if claimed and reviewed and claimed > reviewed:
        yield _remark("W6", "The claim is dated later than its review.", "/itemReviewed/datePublished")


def _about_others(document: Document, others: Collection[tuple[str, str]]) -> Iterable[Remark]:
    if (_text(document, "url"), _text(document, "claimReviewed")) in others:
        yield _remark("W7", "A review of the same claim on the same page exists already.", "/url")


def _remark(code: str, detail: str, pointer: str) -> Remark:
    return Remark(code=code, detail=detail, pointer=pointer)


def _is_on(address: object, site_hosts: Collection[str]) -> bool:
    if not (isinstance(address, str) and urls.is_web_url(address)):
        return False
    host = urls.host(address)
    return any(urls.is_within(host, site_host) for site_host in site_hosts)


def _object(document: Document, name: str) -> Document:
    value = document.get(name)
    return value if isinstance(value, Mapping) else {}


def _text(document: Document, name: str) -> str:
    value = document.get(name)
    return value if isinstance(value, str) else ""


def _each(value: object, pointer: str) -> Iterable[tuple[object, str]]:
    if isinstance(value, list):
        return [(item, f"{pointer}/{index}") for index, item in enumerate(value)]
    return [] if value is None else [(value, pointer)]


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _first_day(text: str) -> str:
    try:
        return partial_dates.parse(text.partition("T")[0]).start.isoformat()
    except ValueError:
        return ""
