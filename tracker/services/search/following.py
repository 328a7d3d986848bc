"""Keeping the index as the rows are: with each deed, for what was never indexed, and altogether anew."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select

from tracker.models import (
    Appearance,
    Base,
    Claim,
    Claimant,
    ClaimVector,
    Evidence,
    ExternalCheck,
    Publication,
    SearchDocument,
    Source,
    Verdict,
    VerdictText,
    db,
    table,
)  # fmt: skip
from tracker.models.search import SEARCHED
from tracker.services.search import documents, index

# The columns of which documents are made; of what was born all count.
READ: Mapping[type[Base], frozenset[str]] = {
    Claim: frozenset({"text", "language", "job_title", "place", "context", "topics", "claimant_id"}),
    Appearance: frozenset({"wording"}),
    Claimant: frozenset({"name", "description"}),
    Source: frozenset({"language", "title", "public_description", "publisher", "url", "protected"}),
    Evidence: frozenset({"excerpt", "note"}),
    VerdictText: frozenset({"title", "claim_reviewed", "summary", "rationale"}),
    Publication: frozenset({"snapshot"}),
    ExternalCheck: frozenset({"claim_text", "language"}),
}
# By each of these models: the kind of the document, the column that names its object, and the model of that.
SHOWN: Mapping[type[Base], tuple[str, str]] = {
    Claim: ("claim", "id"),
    Appearance: ("claim", "claim_id"),
    Claimant: ("claimant", "id"),
    Source: ("source", "id"),
    Evidence: ("evidence", "id"),
    VerdictText: ("verdict", "verdict_id"),
    Publication: ("check", "claim_id"),
    ExternalCheck: ("external_check", "id"),
}


@dataclass(slots=True)
class _Touched:
    """The objects of which a deed changed the words, by kind; those that are `new` have no documents yet."""

    ids: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    new: set[tuple[str, str]] = field(default_factory=set)

    def of(self, kind: str, *, is_new: bool) -> list[str]:
        """Return the objects of a kind that have documents already, or those that have none."""
        return [one for one in self.ids[kind] if ((kind, one) in self.new) == is_new]


def follow(changes: Mapping[Base, set[str]], *, born: set[object], gone: set[object]) -> None:
    """Let what a deed changed be found by its words as they are now."""
    touched = _touched(changes, born, gone)
    index.add(document for kind in SEARCHED for document in documents.made(kind, touched.of(kind, is_new=True)))
    for kind in SEARCHED:
        old = touched.of(kind, is_new=False)
        if old:
            index.replace([(kind, one) for one in old], documents.made(kind, old))


def unindexed(kind: str) -> Sequence[str]:
    """Return the objects of a kind without a document of today's layout."""
    home = table(SearchDocument)
    known = select(home.c.object_id).where(home.c.kind == kind, home.c.layout == documents.layout(kind))
    wanted = documents.objects(kind).subquery()
    statement = select(wanted.c[0]).where(wanted.c[0].not_in(known)).order_by(wanted.c[0])
    return db.session().execute(statement).scalars().all()


def renew(kind: str, ids: Sequence[str]) -> None:
    """Make the documents of some objects anew, inside a deed."""
    index.replace([(kind, one) for one in ids], documents.made(kind, ids))


def forget_all() -> None:
    """Take everything out of the index, inside a deed."""
    index.empty()
    db.session().execute(delete(table(SearchDocument)))
    db.session().execute(delete(table(ClaimVector)))


def _touched(changes: Mapping[Base, set[str]], born: set[object], gone: set[object]) -> _Touched:
    found = _Touched()
    for row, changed in changes.items():
        columns = READ.get(type(row))
        if columns is None or not (row in born or row in gone or _is_read(changed, columns)):
            continue
        kind, name = SHOWN[type(row)]
        object_id = getattr(row, name)
        found.ids[kind][object_id] = None
        if row in born and _NEW.get(type(row), _never)(row):
            found.new.add((kind, object_id))
    # Of a verdict that is new, all texts are.
    found.new |= {("verdict", row.id) for row in changes if isinstance(row, Verdict) and row in born}
    for claimant in [row for row in changes if isinstance(row, Claimant) and row not in born]:
        found.ids["claim"] |= dict.fromkeys(_claims_of(claimant))
    return found


def _is_read(changed: set[str], columns: frozenset[str]) -> bool:
    # Members of a snapshot are named by their paths.
    return any(name.partition("/")[0] in columns for name in changed)


def _claims_of(claimant: Claimant) -> Iterator[str]:
    yield from db.session().execute(select(Claim.id).where(Claim.claimant_id == claimant.id)).scalars()


def _never(_row: Any) -> bool:
    return False


_NEW: Mapping[type[Base], Callable[[Any], bool]] = {
    Claim: lambda _row: True,
    Claimant: lambda _row: True,
    Source: lambda _row: True,
    Evidence: lambda _row: True,
    Publication: lambda row: row.number == 1,
    ExternalCheck: lambda _row: True,
}
