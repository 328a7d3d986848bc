"""Publications: their kinds, which kind may follow which, and how a check stands with the public."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

KINDS = ("original", "correction", "update", "reinstatement", "retraction", "imported")
SEVERITIES = ("minor", "major")
STATUSES = ("none", "live", "under_review", "retracted")

# The kinds that `publish` may make, by what stands before it.
FOLLOWING: Mapping[str, tuple[str, ...]] = {
    "none": ("original",),
    "live": ("correction", "update"),
    "under_review": ("correction", "update"),
    "retracted": ("reinstatement",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What may change about a check after it was frozen: its status, its own pages, its later publications.

    `pages` are URLs by language; `changed_at` is RFC 3339 text; `publications` are all of the check, oldest first,
    each with `number`, `kind`, `published_at`, `severity`, `notice` and `label` (`key`, `name`).
    """

    status: str
    pages: Mapping[str, str]
    changed_at: str
    publications: Sequence[Mapping[str, Any]]
