"""ClaimReviews wherever they stand in JSON: in a list, a graph, a feed, nested as microdata, or as the Fact Check Tools
API tells them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]
TYPE, DELETED = "ClaimReview", "dateDeleted"
VOCABULARIES = ("http://schema.org/", "https://schema.org/", "schema:")
# Members of a Fact Check Tools rating → properties of schema.org's Rating.
RATING: Mapping[str, str] = {
    "textualRating": "alternateName", "ratingValue": "ratingValue", "bestRating": "bestRating",
    "worstRating": "worstRating", "ratingExplanation": "ratingExplanation",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A ClaimReview, or a tombstone of one, and where it stands as a JSON Pointer."""

    pointer: str
    document: Document


def find(value: object) -> Iterator[Found]:
    """Yield the reviews in a JSON value, in their order; one without a language has that of what stands beside it."""
    language = _language(value)
    for pointer, document in _reviews(value, ""):
        known = {"inLanguage": language} if language else {}
        yield Found(pointer=pointer, document=completed(document, known))


def completed(document: Document, known: Document) -> Document:
    """Return a document with what is known of it besides, where it does not say that itself."""
    return document | {name: value for name, value in known.items() if name not in document}


def _reviews(value: object, pointer: str) -> Iterator[tuple[str, Document]]:
    node = _flat(value) if isinstance(value, dict) else {}
    told = _told_by(node)
    if told is not None:
        yield from ((pointer + place, document) for place, document in told)
        return
    inside = enumerate(value) if isinstance(value, list) else node.items()
    for name, inner in inside:
        yield from _reviews(inner, f"{pointer}/{_escaped(str(name))}")


def _told_by(node: Document) -> list[tuple[str, Document]] | None:
    """Return the reviews that an object tells by itself, or None for one that may hold some."""
    if is_a(node, TYPE) or ("@type" not in node and "claimReviewed" in node and "reviewRating" in node):
        return [("", node)]
    if isinstance(node.get("claimReviewMarkups"), list):
        return _of_page(node)
    if isinstance(node.get("claimReview"), list) and not is_a(node, "Claim"):
        return _of_claim(node)
    if is_a(node, "DataFeedItem"):
        return _of_element(node)
    return None


def is_a(node: Document, name: str) -> bool:
    """Tell whether an object is of a type of schema.org."""
    types = node.get("@type")
    return any(_bare(given) == name for given in (types if isinstance(types, list) else [types]))


def _bare(name: object) -> object:
    if not isinstance(name, str):
        return None
    return next((name.removeprefix(start) for start in VOCABULARIES if name.startswith(start)), name)


def _flat(node: Document) -> Document:
    # What programs make of microdata: the type beside an object of properties, each of them a list.
    inner = node.get("properties")
    if not isinstance(inner, dict):
        return node
    return {"@type": node.get("@type", node.get("type"))} | {name: _flat_value(given) for name, given in inner.items()}


def _flat_value(value: object) -> object:
    if isinstance(value, list):
        flat = [_flat_value(item) for item in value]
        return flat[0] if len(flat) == 1 else flat
    return _flat(value) if isinstance(value, dict) else value


def _of_element(node: Document) -> list[tuple[str, Document]]:
    if node.get(DELETED):
        return [("", node)]
    known = {"url": node.get("url"), "datePublished": node.get("dateCreated")}
    told = {name: value for name, value in known.items() if value}
    return [(f"/item{place}", completed(document, told)) for place, document in _reviews(node.get("item"), "")]


def _of_claim(node: Document) -> list[tuple[str, Document]]:
    reviews = [(n, review) for n, review in enumerate(node["claimReview"]) if isinstance(review, dict)]
    return [(f"/claimReview/{n}", _from_search(node, review)) for n, review in reviews]


def _from_search(claim: Document, review: Document) -> Document:
    publisher = review.get("publisher")
    known: Document = publisher if isinstance(publisher, dict) else {}
    site = known.get("site")
    return {
        "@type": TYPE,
        "claimReviewed": claim.get("text"),
        "url": review.get("url"),
        "headline": review.get("title"),
        "datePublished": review.get("reviewDate"),
        "inLanguage": review.get("languageCode"),
        "author": {
            "@type": "Organization",
            "name": known.get("name") or site,
            "url": f"https://{site}/" if site else None,
        },
        "itemReviewed": {
            "@type": "Claim",
            "datePublished": claim.get("claimDate"),
            "author": {"@type": "Person", "name": claim.get("claimant")},
        },
        "reviewRating": {name: review.get(given) for given, name in RATING.items()},
    }


def _of_page(page: Document) -> list[tuple[str, Document]]:
    markups = [(n, markup) for n, markup in enumerate(page["claimReviewMarkups"]) if isinstance(markup, dict)]
    return [(f"/claimReviewMarkups/{n}", _from_markup(page, markup)) for n, markup in markups]


def _from_markup(page: Document, markup: Document) -> Document:
    rating, others = markup.get("rating"), markup.get("claimAppearances")
    given: Document = rating if isinstance(rating, dict) else {}
    return {
        "@type": TYPE,
        "claimReviewed": markup.get("claimReviewed"),
        "url": markup.get("url") or page.get("pageUrl"),
        "datePublished": page.get("publishDate"),
        "author": page.get("claimReviewAuthor"),
        "itemReviewed": {
            "@type": "Claim",
            "name": markup.get("claimLocation"),
            "datePublished": markup.get("claimDate"),
            "author": markup.get("claimAuthor"),
            "firstAppearance": markup.get("claimFirstAppearance"),
            "appearance": others if isinstance(others, list) else [],
        },
        "reviewRating": {name: given.get(member) for member, name in RATING.items()},
    }


def _language(value: object) -> str | None:
    """Return the first language that something beside the reviews says it is in."""
    if isinstance(value, list):
        return next((found for inner in value if (found := _language(inner))), None)
    if not isinstance(value, dict) or is_a(value, TYPE):
        return None
    own = value.get("inLanguage")
    return own if isinstance(own, str) else _language(value.get("@graph"))


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
