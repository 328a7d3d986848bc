"""A check as it was published elsewhere or before: what an import knows of it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tracker.lib import jcs, urls

Rating = Mapping[str, str | None]
NO_RATING: Rating = {"value": None, "best": None, "worst": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedCheck:
    """A published check; what its publisher did not say is None or empty, and never made up.

    `claimant` has `name`, `kind` and `same_as`; `made_on` is a partial date; `appearances` have `url` and may have
    `title` and `published_on`, the first one first. `label` is the rating in the publisher's words; `rating` its number
    with the bounds, kept as published and never read as a verdict. `page_url` is where the publisher has the check.
    """

    claim_text: str
    language: str
    label: str
    published_at: datetime
    claim_reviewed: str | None = None
    kind: str = "statement"
    claimant: Mapping[str, Any] | None = None
    job_title: str | None = None
    made_on: str | None = None
    place: str | None = None
    topics: Sequence[str] = ()
    appearances: Sequence[Mapping[str, Any]] = ()
    rating: Rating = field(default_factory=lambda: NO_RATING)
    title: str | None = None
    summary: str | None = None
    rationale: str | None = None
    page_url: str | None = None


def label_key(label: str) -> str:
    """Return a key for a label in anybody's words: of lower-case letters, digits and underscores."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    words = re.sub("[^a-z0-9]+", "_", plain).strip("_")
    return (words if words[:1].isalpha() else f"label_{words}".rstrip("_"))[:64].rstrip("_")


def folded(words: str) -> str:
    """Return the form that names and labels share which differ in capitals, spacing or ways of encoding alone."""
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())


def identity(*, publisher: str, url: str, claim: str) -> str:
    """Return what another outlet's check is known by: its publisher, its address and the claim that it checks."""
    return jcs.digest([folded(publisher), urls.normalize(url), folded(claim)]).hex()
