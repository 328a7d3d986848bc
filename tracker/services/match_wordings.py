"""The wordings in which there are earlier checks: claims, what was published of them, and other outlets' checks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, or_, select

from tracker.models import Claim, Claimant, ExternalCheck, SearchDocument, db
from tracker.models.prepared import Among, Prepared

View = dict[str, Any]
# Of what was published of a check: its claim in short, the summary, and the claim as it was spoken.
MOST_LINES, FEWEST_WORDS = 3, 3
MOST_EXTERNAL = 30

_DOCUMENTS = Prepared(
    select(
        SearchDocument.id, SearchDocument.kind, SearchDocument.object_id, SearchDocument.organization_id,
        SearchDocument.language, SearchDocument.title, SearchDocument.body, Claim.text, Claim.state,
        Claim.publication_status, Claim.published_label, Claim.published_class, Claimant.name.label("claimant"),
    )
    .join(Claim, Claim.id == SearchDocument.object_id)
    .outerjoin(Claimant, Claimant.id == Claim.claimant_id)
    .where(Among(SearchDocument.id, "ids"))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """An earlier check as it is compared: what it is, how it is shown, and the texts that it is found by."""

    key: str
    shown: View
    claim: str
    title: str
    rest: str
    claimant: str | None
    document_id: int | None = None


def of_documents(ids: Sequence[int], organization_id: str | None) -> list[Wording]:
    """Return documents of the index as they are compared, for readers of an organization."""
    rows = _DOCUMENTS.records(ids=ids) if ids else []
    return [wording for row in rows for wording in _of_document(row, organization_id)]


def of_claim(claim: Claim, claimant: str | None) -> Wording:
    """Return a claim of the organization's own as it is compared."""
    shown = {"kind": "claim", "claim_id": claim.id, "text": claim.text, "title": claim.text, "language": claim.language}
    standing = {"publication_status": claim.publication_status, "label": claim.published_label, "url": None}
    document = select(SearchDocument.id).where(SearchDocument.object_id == claim.id, SearchDocument.kind == "claim")
    document_id = db.session().execute(document).scalars().first()
    return Wording(claim.id, {**shown, **standing}, claim.text, claim.text, "", claimant, document_id)


def of_check(claim_id: str) -> list[Wording]:
    """Return the wordings of a published check; there are none where it was never published."""
    document = select(SearchDocument.id).where(SearchDocument.object_id == claim_id, SearchDocument.kind == "check")
    ids = list(db.session().execute(document).scalars())
    return of_documents(ids, None)


def of_external(row: Mapping[str, Any]) -> Wording:
    """Return another outlet's check as it is compared."""
    shown = {"kind": "external_check", "claim_id": None, "text": row["claim_text"], "title": row["claim_text"],
             "language": row["language"], "publication_status": None,
             "label": row["label"], "url": row["url"]}  # fmt: skip
    return Wording(row["id"], shown, row["claim_text"], row["claim_text"], "", row["claimant"])


def external_columns() -> list[Any]:
    """Return the columns that `of_external` reads."""
    names = ("id", "claim_text", "language", "label", "url", "claimant")
    return [getattr(ExternalCheck, name) for name in names]


_EXTERNAL = (
    select(*external_columns())
    .where(ExternalCheck.organization_id == bindparam("organization_id"), ExternalCheck.claim_text.is_not(None))
    .order_by(ExternalCheck.created_at.desc(), ExternalCheck.id)
    .limit(MOST_EXTERNAL)
)


def of_words(telling: Sequence[str], organization_id: str | None) -> Iterator[Wording]:
    """Yield the other outlets' checks that have one of the words."""
    # Other outlets' checks are in no index of words yet: those with one of the rarest words are read.
    if not telling:
        return
    some = or_(*(ExternalCheck.claim_text.icontains(word, autoescape=True) for word in telling[:3]))
    rows = db.session().execute(_EXTERNAL.where(some), {"organization_id": organization_id}).mappings()
    yield from (of_external(dict(row)) for row in rows)


def _of_document(row: Mapping[str, Any], organization_id: str | None) -> Iterator[Wording]:
    """Yield what a document says the claim is: the text, or each line of what was published that says as much."""
    # What an organization has not published of a claim is nobody else's: a check is read as it was published.
    is_own = row["organization_id"] == organization_id
    lines = [line for line in row["body"].split("\n") if len(line.split()) >= FEWEST_WORDS][:MOST_LINES]
    texts = [row["text"]] if row["kind"] == "claim" else lines or [row["title"]]
    shown = {
        "kind": "claim" if row["publication_status"] == "none" else "check",
        "claim_id": row["object_id"],
        "text": texts[0],
        "title": row["title"],
        "language": row["language"],
        "publication_status": row["publication_status"],
        "label": row["published_label"],
        "url": None,
    }
    for text in texts:
        rest = "" if row["kind"] == "claim" else row["body"]
        claimant = row["claimant"] if is_own else None
        yield Wording(row["object_id"], shown, text, row["title"], rest, claimant, row["id"])
