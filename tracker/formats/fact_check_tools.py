"""Checks in the words of the Fact Check Tools API: markup of a page, and claims that are found by a search.

Field names are those of the API's discovery document (v1alpha1, revision 20240929). Empty members are left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from tracker.domain import snapshots
from tracker.domain.snapshots import Part, Snapshot
from tracker.lib import urls

MEDIA_TYPE = "application/json"
Document = dict[str, Any]
# In the place of what a partial date leaves out.
UNTOLD = "0001-01-01"


def markup(
    snapshot: Snapshot, *, url: str, is_first_known: bool, images: Mapping[str, str | None], label: str | None
) -> Document:
    """Return a publication as the ClaimReviewMarkup of a page.

    `url` is where on the page it stands; `images` has `claimant` and `rating`, which publications do not show, and
    `label` is how the page spells it, as long as it is still that one.
    """
    claim, text = snapshot["claim"], snapshots.text_in(snapshot, snapshots.default_language(snapshot))
    seen = [place["source"]["url"] for place in claim["appearances"] if place["source"]["url"]]
    first, others = (seen[0], seen[1:]) if seen and is_first_known else (None, seen)
    return _without_gaps(
        {
            "url": url,
            "claimReviewed": text["claim_reviewed"],
            "claimDate": claim["made_on"],
            "claimLocation": claim["place"],
            "claimAuthor": _author(claim, images["claimant"]),
            "claimFirstAppearance": first,
            "claimAppearances": others,
            "rating": _rating(snapshot, text["summary"], images["rating"], label=label),
        }
    )


def claims(reviews: Iterable[Document]) -> Document:
    """Return ClaimReviews of one claim as a Claim with its reviews.

    Beyond the API's members a review has `id`, `rating` with its numbers, `corrections` and, where it is not simply
    published, `status`: a strict client ignores them. A retraction is told by title and textual rating as well.
    """
    told: Sequence[Document] = list(reviews)
    item = told[0]["itemReviewed"]
    return _without_gaps(
        {
            "text": told[0]["claimReviewed"],
            "claimant": (item.get("author") or {}).get("name"),
            "claimDate": _moment(item.get("datePublished")),
            "claimReview": [_review(review) for review in told],
        }
    )


def site_of(url: str) -> str:
    """Return the host of an address as the API names sites: without `www.`."""
    return urls.host(url).removeprefix("www.")


def sites_of(url: str) -> Sequence[str]:
    """Return the site of an address and those that it is below; names of one word are no sites above others."""
    names = site_of(url).split(".")
    # An address in numbers is below nothing.
    above = 1 if names[-1].isdecimal() else max(1, len(names) - 1)
    return [".".join(names[place:]) for place in range(above)]


def _author(claim: Part, image: str | None) -> Document | None:
    claimant = claim["claimant"]
    if claimant is None:
        return None
    same_as = next(iter(claimant["same_as"]), None)
    return _without_gaps(
        {"name": claimant["name"], "sameAs": same_as, "jobTitle": claim["job_title"], "imageUrl": image}
    )


def _rating(snapshot: Snapshot, explanation: str, image: str | None, *, label: str | None) -> Document:
    value, worst, best = (_whole(number) for number in snapshots.measures(snapshot["verdict"]) or (None, None, None))
    name = snapshots.label_name(snapshot["verdict"]["label"], snapshots.default_language(snapshot))
    numbers = {"ratingValue": value, "worstRating": worst, "bestRating": best}
    shown = label if label and label.casefold() == name.casefold() else name
    return _without_gaps(numbers | {"textualRating": shown, "ratingExplanation": explanation, "imageUrl": image})


def _whole(number: str | None) -> int | None:
    exact = None if number is None else Decimal(number)
    return int(exact) if exact is not None and exact == exact.to_integral_value() else None


def _review(review: Document) -> Document:
    rating, status = review["reviewRating"], review.get("creativeWorkStatus")
    numbers = {name: rating.get(name) for name in ("ratingValue", "worstRating", "bestRating")}
    return _without_gaps(
        {
            "publisher": {"name": review["author"]["name"], "site": site_of(review["url"])},
            "url": review["url"],
            "title": review.get("headline"),
            "reviewDate": _moment(review["datePublished"]),
            "textualRating": rating["alternateName"],
            "languageCode": review["inLanguage"],
            "id": _check_id(review),
            "rating": _without_gaps(numbers),
            "status": None if status == "Published" else status,
            "corrections": [_correction(entry) for entry in review.get("correction", [])],
        }
    )


def _check_id(review: Document) -> str:
    return str(review["@id"]).rpartition("/fact-checks/")[2].partition("/")[0]


def _correction(entry: Document) -> Document:
    return _without_gaps({"kind": entry["name"], "text": entry.get("text"), "date": _moment(entry["datePublished"])})


def _moment(told: str | None) -> str | None:
    # A year or a month is told by its first day: there is no shorter time in this API.
    if told is None or "T" in told:
        return told
    return f"{told}{UNTOLD[len(told) :]}T00:00:00Z"


def _without_gaps(properties: Mapping[str, Any]) -> Document:
    return {name: value for name, value in properties.items() if value not in (None, "", [], {})}
