"""A check as it was published elsewhere or before: what an import knows of it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from tracker.errors import Fault
from tracker.lib import jcs, urls

Rating = Mapping[str, str | None]
NO_RATING: Rating = {"value": None, "best": None, "worst": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedCheck:
    """A published check; what its publisher did not say is None or empty, and never made up.

    `claimant` has `name`, `kind` and `same_as`; `made_on` is a partial date; `appearances` have `url` and may have
    `title` and `published_on`, the first one first. `label` is the rating in the publisher's words; `rating` its number
    with the bounds, kept as published and never read as a verdict. `page_url` is where the publisher has the check.
    `original` is its ClaimReview, as JSON, where that can be published again as it was.
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
    original: str | None = None


KNOWN = frozenset(known.name for known in fields(ImportedCheck))
# As whose an import's checks come in: the organization's own publications, or checks of other outlets.
OWN, EXTERNAL = "own", "external"
PURPOSES = (OWN, EXTERNAL)
STATES = ("waiting", "done", "failed")
# Skipped is what was retracted where it comes from and is not here: there is nothing wrong with it, nor to bring in.
OUTCOMES = ("created", "updated", "unchanged", "skipped", "refused")
COUNTED = ("created", "updated", "unchanged", "refused")
FORMATS = ("html", "json", "jsonl", "csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCheck:
    """One check as a file tells it: `place` is where in the file, `block` what stands there, as JSON.

    `fields` are members of ImportedCheck, as far as they are told; `faults` say why it cannot be imported, `remarks`
    what was left out or is doubtful. One that was retracted where it comes from tells at most its `page_url` and, as
    `notice`, why.
    """

    place: str
    block: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    publisher_name: str | None = None
    publisher_url: str | None = None
    faults: Sequence[Fault] = ()
    remarks: Sequence[Fault] = ()
    is_retracted: bool = False

    def check(self, *, language: str, published_at: datetime) -> ImportedCheck:
        """Return the check, with a language and a moment of publication where it tells none."""
        told: dict[str, Any] = {"language": language, "published_at": published_at} | dict(self.fields)
        return ImportedCheck(**told)


def label_key(label: str) -> str:
    """Return a key for a label in anybody's words: of lower-case letters, digits and underscores."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    words = re.sub("[^a-z0-9]+", "_", plain).strip("_")
    return (words if words[:1].isalpha() else f"label_{words}".rstrip("_"))[:64].rstrip("_")


def folded(words: str) -> str:
    """Return the form that names and labels share which differ in capitals, spacing or ways of encoding alone."""
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())


def identity(*, publisher: str, url: str | None, claim: str) -> str:
    """Return what a check is known by, wherever it comes from: its publisher, its address and the claim it checks."""
    return jcs.digest([folded(publisher), urls.normalize(url) if url else None, folded(claim)]).hex()
