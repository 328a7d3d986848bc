"""MediaReview of schema.org: what a check of media says of its authenticity, beside its ClaimReview.

https://schema.org/MediaReview. Only what a scale of kind `media` says in so many words is passed on.
"""

from collections.abc import Mapping, Sequence

from tracker.domain.snapshots import Part, Snapshot

Document = dict[str, object]

# schema.org's categories, and the keys or classes of labels that mean one; any other label has none.
MEANINGS: Mapping[str, Sequence[str]] = {
    "OriginalMediaContent": (
        "original", "original_media", "original_media_content", "authentic", "genuine", "unaltered",
    ),
    "DecontextualizedContent": (
        "decontextualized", "decontextualised", "decontextualized_content", "out_of_context", "missing_context",
        "wrong_context", "false_context", "miscaptioned",
    ),
    "EditedOrCroppedContent": ("edited", "cropped", "edited_or_cropped", "edited_or_cropped_content"),
    "TransformedContent": ("transformed", "transformed_content", "altered", "manipulated", "doctored", "deepfake"),
    "StagedContent": ("staged", "staged_content"),
    "SatireOrParodyContent": ("satire", "parody", "satire_or_parody", "satire_or_parody_content"),
}  # fmt: skip
CATEGORIES: Mapping[str, str] = {word: category for category, words in MEANINGS.items() for word in words}
# What it shares with the ClaimReview that it stands beside.
SHARED = ("url", "author", "datePublished", "dateModified", "inLanguage")


def beside(review: Mapping[str, object], snapshot: Snapshot) -> Document | None:
    """Return the MediaReview that belongs to a check's ClaimReview, or None where the check does not tell one."""
    category = _category(snapshot)
    if category is None:
        return None
    return {
        "@type": "MediaReview",
        "@id": _identity(str(review["@id"])),
        **{name: review[name] for name in SHARED if name in review},
        "mediaAuthenticityCategory": category,
        "itemReviewed": _item(snapshot["claim"]),
        "associatedClaimReview": {"@id": review["@id"]},
    }


def _identity(review: str) -> str:
    # In another language than the first, the review's own id has a fragment already.
    return f"{review}-media" if "#" in review else f"{review}#media"


def _category(snapshot: Snapshot) -> str | None:
    label, scale = snapshot["verdict"]["label"], snapshot["verdict"]["scale"]
    if snapshot["claim"]["kind"] != "media" or scale["kind"] != "media":
        return None
    return CATEGORIES.get(label["key"]) or CATEGORIES.get(label["class"])


def _item(claim: Part) -> Document:
    # What only reports on it does not show it.
    sources = [seen["source"] for seen in claim["appearances"] if seen["role"] != "reports"]
    shown = [source for source in sources if source["url"] and not source["protected"]]
    item: Document = {"@type": "MediaReviewItem"}
    return item | ({"mediaItemAppearance": [_appearance(source) for source in shown]} if shown else {})


def _appearance(source: Part) -> Document:
    told = {"url": source["url"], "name": source["title"], "datePublished": source["published_on"]}
    return {"@type": "MediaObject", **{name: value for name, value in told.items() if value}}
