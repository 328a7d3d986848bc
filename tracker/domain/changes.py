"""Changes of what the public sees: their kinds, and which entries of the log tell of one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

Label = Mapping[str, str]
KINDS = (
    "published", "corrected", "updated", "translated", "under_review", "review_closed", "retracted", "reinstated",
    "redacted",
)  # fmt: skip
# An entry on a new publication, by the publication's kind.
OF_PUBLICATIONS: Mapping[str, str] = {
    "original": "published",
    "imported": "published",
    "correction": "corrected",
    "update": "updated",
    "retraction": "retracted",
    "reinstatement": "reinstated",
}
# What an archive has otherwise than before is imported again.
AGAIN: Mapping[str, str] = {"published": "updated"}
# What only tells the same in further languages.
TRANSLATING: Mapping[str, str] = {"updated": "translated"}
ISSUING = frozenset({"publication.issued", "publication.retracted"})


@dataclass(frozen=True, slots=True)
class Rule:
    """An event of a published claim tells of a change of this kind where the entry has a member of that name.

    A name that ends in a slash stands for all members that begin with it.
    """

    kind: str
    member: str

    def holds(self, members: Collection[str]) -> bool:
        """Tell whether the entry has such a member."""
        return any(name.startswith(self.member) for name in members)


OF_CLAIMS: Mapping[str, Rule] = {
    "claim.reopened": Rule("under_review", "/publication_status"),
    "claim.concluded": Rule("review_closed", "/publication_status"),
    "claim.pages_replaced": Rule("updated", "/pages/"),
    "claim.redacted": Rule("redacted", "/public_changed_at"),
    "claim.restricted": Rule("redacted", "/public_changed_at"),
    "claim.unrestricted": Rule("redacted", "/public_changed_at"),
}
# How a check stands after a change, where it does not stand as before.
STATUSES: Mapping[str, str] = {"under_review": "under_review", "retracted": "retracted"}


@dataclass(frozen=True, slots=True)
class PublicChange:
    """A change of a check, and the number of the publication that stands from then on.

    `labels` are those before and after it, each with key and name, where a publication at hand tells them.
    """

    kind: str
    claim_id: str
    number: int
    labels: tuple[Label | None, Label] | None = None


def of_publication(kind: str, number: int, *, translates: bool) -> str:
    """Return the kind of change that a publication of some kind and number is, which may only translate."""
    told = OF_PUBLICATIONS[kind]
    if translates:
        return TRANSLATING.get(told, told)
    return told if number == 1 else AGAIN.get(told, told)


def of_claim(event: str, members: Collection[str]) -> str | None:
    """Return the kind of change that an entry on a published claim tells of, by its members, or None."""
    rule = OF_CLAIMS.get(event)
    return rule.kind if rule is not None and rule.holds(members) else None


def status_after(kind: str, event: str) -> str | None:
    """Return how a check stands after a change that an event told of, or None where it stands as before."""
    rule = OF_CLAIMS.get(event)
    if rule is not None and rule.member != "/publication_status":
        return None
    return STATUSES.get(kind, "live")
