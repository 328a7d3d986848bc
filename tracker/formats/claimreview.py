"""ClaimReview: a check as JSON-LD of schema.org, in the profile that Google's documentation describes."""

from collections.abc import Mapping
from decimal import Decimal

import orjson

from tracker.domain import snapshots
from tracker.domain.publication import Standing
from tracker.domain.snapshots import Part, Snapshot
from tracker.formats import media_review
from tracker.lib import plain_text

MEDIA_TYPE = "application/ld+json"

Document = dict[str, object]

# Our names of an organization's policies → properties of schema.org's Organization and NewsMediaOrganization.
POLICIES: Mapping[str, str] = {
    "corrections": "correctionsPolicy",
    "methodology": "verificationFactCheckingPolicy",
    "principles": "publishingPrinciples",
    "unnamed_sources": "unnamedSourcesPolicy",
    "coverage": "missionCoveragePrioritiesPolicy",
    "feedback": "actionableFeedbackPolicy",
    "funding": "ownershipFundingInfo",
}
KINDS_OF_WORK: Mapping[str, str] = {
    "document": "DigitalDocument",
    "page": "WebPage",
    "dataset": "Dataset",
    "post": "SocialMediaPosting",
    "recording": "MediaObject",
}
STATUSES: Mapping[str, str] = {"under_review": "Under review", "retracted": "Retracted"}


def document(snapshot: Snapshot, standing: Standing, *, language: str, public_url: str) -> Document:
    """Return a check as ClaimReview in one language; one that was imported as it was, but for its addresses.

    A retraction keeps its claim and page, says `Retracted` in its status, headline and label, and has no number.
    Protected sources appear by their public description alone. A check of media by a scale of media has its MediaReview
    in it.
    """
    original = _original(snapshot, standing, language=language)
    if original is not None:
        return original | _addresses(snapshot, standing, language=language, public_url=public_url)
    text = snapshots.text_in(snapshot, language)
    review = _without_gaps(
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            **_addresses(snapshot, standing, language=language, public_url=public_url),
            "headline": _headline(snapshot, standing, title=text["title"]),
            "claimReviewed": text["claim_reviewed"],
            "datePublished": _seconds(snapshot["first_published_at"]),
            "dateModified": _seconds(snapshot["published_at"]),
            "inLanguage": language,
            "version": snapshot["number"],
            "creativeWorkStatus": _status(snapshot, standing),
            "author": _organization(snapshot["organization"]),
            "itemReviewed": _claim(snapshot["claim"]),
            "reviewRating": _rating(snapshot, standing, language=language),
            "correction": [_correction(entry) for entry in snapshots.corrections(snapshot, standing)],
            "citation": [_cited(source) for source in snapshots.sources(snapshot)],
            "sdPublisher": _publisher(snapshot["organization"]),
            "sdDatePublished": _seconds(snapshot["published_at"]),
        }
    )
    # What was retracted says nothing of the media any more.
    media = None if snapshots.is_retracted(snapshot, standing) else media_review.beside(review, snapshot)
    return review if media is None else review | {"associatedMediaReview": media}


def render(snapshot: Snapshot, standing: Standing, *, language: str, public_url: str) -> bytes:
    """Return a check's ClaimReview as JSON that may also stand in a page's script element as it is."""
    return plain_text.json_for_html(document(snapshot, standing, language=language, public_url=public_url))


def _original(snapshot: Snapshot, standing: Standing, *, language: str) -> Document | None:
    kept = snapshot.get(snapshots.ORIGINAL)
    stands = standing.status == "live" and snapshots.is_latest(snapshot, standing)
    if kept is None or not stands or language != snapshots.default_language(snapshot):
        return None
    document: Document = orjson.loads(kept)
    return document


def _addresses(snapshot: Snapshot, standing: Standing, *, language: str, public_url: str) -> Document:
    return {
        "@id": _identity(snapshot, language=language, public_url=public_url),
        "url": snapshots.page_url(snapshot, standing, language=language, public_url=public_url),
    }


def _identity(snapshot: Snapshot, *, language: str, public_url: str) -> str:
    address = public_url.rstrip("/") + snapshots.path(snapshot, number=snapshot["number"])
    return address if language == snapshots.default_language(snapshot) else f"{address}#{language}"


def _headline(snapshot: Snapshot, standing: Standing, *, title: str) -> str:
    return f"Retracted: {title}" if snapshots.is_retracted(snapshot, standing) else title


def _status(snapshot: Snapshot, standing: Standing) -> str:
    if snapshots.is_retracted(snapshot, standing):
        return "Retracted"
    if not snapshots.is_latest(snapshot, standing):
        return "Superseded"
    return STATUSES.get(standing.status, "Published")


def _organization(organization: Part) -> Document:
    policies = {term: organization["policies"].get(name) for name, term in POLICIES.items()}
    logo = organization["logo_url"]
    return _without_gaps(_publisher(organization) | {"logo": logo, "image": logo} | policies)


def _publisher(organization: Part) -> Document:
    return _without_gaps({"@type": "Organization", "name": organization["name"], "url": organization["url"]})


def _claim(claim: Part) -> Document:
    first = next((seen for seen in claim["appearances"] if seen["first"]), None)
    others = [_appearance(seen) for seen in claim["appearances"] if seen is not first]
    return _without_gaps(
        {
            "@type": "Claim",
            "text": claim["text"],
            "inLanguage": claim["language"],
            # Readers of Google's markup tool take the claim's name for the place where it was made.
            "name": claim["place"],
            "datePublished": claim["made_on"],
            "author": _claimant(claim["claimant"], job_title=claim["job_title"]),
            "firstAppearance": _appearance(first) if first else None,
            "appearance": others,
        }
    )


def _claimant(claimant: Part | None, *, job_title: str | None = None) -> Document | None:
    if claimant is None:
        return None
    kind = "Organization" if claimant["kind"] == "organization" else "Person"
    title = job_title if kind == "Person" else None
    same_as = claimant["same_as"]
    return _without_gaps(
        {
            "@type": kind,
            "name": claimant["name"],
            "jobTitle": title,
            "sameAs": same_as[0] if len(same_as) == 1 else list(same_as),
        }
    )


def _appearance(seen: Part) -> Document:
    source = seen["source"]
    if source["protected"]:
        return _protected(source)
    return _without_gaps(
        {
            "@type": "CreativeWork",
            "url": source["url"],
            "headline": source["title"],
            "datePublished": source["published_on"] or seen["made_on"],
            "author": _claimant(seen["claimant"]),
            "publisher": _named(source["publisher"]),
            "inLanguage": seen["language"] or source["language"],
            "text": seen["wording"],
        }
    )


def _cited(source: Part) -> Document:
    if source["protected"]:
        return _protected(source)
    return _without_gaps(
        {
            "@type": KINDS_OF_WORK.get(source["kind"], "CreativeWork"),
            "url": source["url"],
            "name": source["title"] or source["public_description"],
            "datePublished": source["published_on"],
            "publisher": _named(source["publisher"]),
            "inLanguage": source["language"],
        }
    )


def _protected(source: Part) -> Document:
    return {"@type": "CreativeWork", "description": source["public_description"] or "A protected source"}


def _named(name: str | None) -> Document | None:
    return {"@type": "Organization", "name": name} if name else None


def _rating(snapshot: Snapshot, standing: Standing, *, language: str) -> Document:
    label = snapshot["verdict"]["label"]
    name = snapshots.label_name(label, language)
    if snapshots.is_retracted(snapshot, standing):
        return _without_gaps(
            {
                "@type": "Rating",
                "alternateName": f"Retracted (was: {name})",
                "ratingExplanation": _reason_of_retraction(snapshot, standing),
            }
        )
    explanation = snapshots.text_in(snapshot, language)["summary"]
    numbers = _numbers(snapshots.measures(snapshot["verdict"]))
    return _without_gaps({"@type": "Rating", "alternateName": name, "ratingExplanation": explanation} | numbers)


def _reason_of_retraction(snapshot: Snapshot, standing: Standing) -> object:
    retractions = [entry for entry in snapshots.corrections(snapshot, standing) if entry["kind"] == "retraction"]
    return retractions[-1]["notice"] if retractions else None


def _numbers(measures: tuple[str, str, str] | None) -> Document:
    if measures is None:
        return {}
    value, worst, best = (_number(measure) for measure in measures)
    return {"ratingValue": value, "worstRating": worst, "bestRating": best}


def _number(text: str) -> int | float:
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else float(number)


def _correction(entry: Part) -> Document:
    return _without_gaps(
        {
            "@type": "CorrectionComment",
            "name": entry["kind"].capitalize(),
            "text": entry["notice"],
            "datePublished": _seconds(entry["published_at"]),
        }
    )


def _seconds(moment: str) -> str:
    # Some readers of structured data stumble over decimals of a second.
    return f"{moment[:19]}Z"


def _without_gaps(properties: Mapping[str, object]) -> Document:
    return {name: value for name, value in properties.items() if value not in (None, "", [])}
