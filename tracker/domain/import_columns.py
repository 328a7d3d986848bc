"""Which column of a table tells what of a check: by a mapping, or by the names that columns commonly have."""

import re
from collections.abc import Iterable, Mapping

FIELDS = (
    "claim_text", "claim_reviewed", "label", "published_on", "page_url", "title", "summary", "rationale", "language",
    "claimant", "claimant_kind", "claimant_url", "job_title", "made_on", "place", "topics", "appearances", "publisher",
    "publisher_url", "rating_value", "rating_best", "rating_worst", "deleted_on",
)  # fmt: skip
NEEDED = ("claim_text", "label")
# The columns of our own export first.
COMMON: Mapping[str, tuple[str, ...]] = {
    "claim_text": ("claim", "claim_text", "statement", "claim text", "vclaim"),
    "claim_reviewed": ("claimreviewed", "claim_reviewed"),
    "label": ("label", "rating", "verdict", "textualrating", "truth_label", "alternatename", "conclusion"),
    "published_on": (
        "datepublished", "published_on", "date_published", "reviewdate", "review_date", "published", "date",
    ),
    "page_url": ("url", "page_url", "link", "review_url"),
    "title": ("title", "headline"),
    "summary": ("summary", "explanation", "ratingexplanation"),
    "rationale": ("rationale", "body", "text"),
    "language": ("language", "languagecode", "inlanguage", "lang"),
    "claimant": ("claimant", "speaker", "claimed_by", "claim_author"),
    "claimant_kind": ("claimant_kind",),
    "claimant_url": ("claimant_url",),
    "job_title": ("job_title", "jobtitle", "speaker_title"),
    "made_on": ("claimdate", "made_on", "claim_date"),
    "place": ("claimplace", "place", "claimlocation"),
    "topics": ("topics", "tags", "keywords"),
    "appearances": ("appearances", "appearance", "claim_url", "claimfirstappearance"),
    "publisher": ("publisher", "outlet", "organization_name"),
    "publisher_url": ("publisher_url", "publisher_site", "site"),
    "rating_value": ("ratingvalue", "rating_value"),
    "rating_best": ("bestrating", "rating_best"),
    "rating_worst": ("worstrating", "rating_worst"),
    "deleted_on": ("datedeleted", "deleted_on"),
}  # fmt: skip
_HOLE = re.compile(r"\{([^{}]+)\}")


def guessed(columns: Iterable[str]) -> dict[str, str]:
    """Return the mapping that the names of a table's columns speak for."""
    by_name = {" ".join(column.casefold().split()): column for column in reversed(list(columns))}
    found = {field: next((by_name[name] for name in names if name in by_name), None) for field, names in COMMON.items()}
    return {field: column for field, column in found.items() if column is not None}


def value(row: Mapping[str, object], column: str) -> object:
    """Return what a row has in a column; `https://site.example{path}` is text around what columns have.

    Where a column that is named in it has nothing, neither has the whole.
    """
    if column in row or not _HOLE.search(column):
        return row.get(column)
    parts = {name: row.get(name) for name in _HOLE.findall(column)}
    if any(part is None or not str(part).strip() for part in parts.values()):
        return None
    return _HOLE.sub(lambda hole: str(parts[hole[1]]).strip(), column)


def missing(mapping: Mapping[str, str]) -> list[str]:
    """Return what has to be mapped and is not."""
    return [field for field in NEEDED if field not in mapping]
