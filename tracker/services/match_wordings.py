"""The wordings in which there are earlier checks: claims, what was published of them, and other outlets' checks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from tracker.models import Claim, Claimant, ExternalCheck, SearchDocument, db
from tracker.models.prepared import Among, Prepared

View = dict[str, Any]
# Of what was published of a check: its claim in short, the summary, and the claim as it was spoken.
MOST_LINES, FEWEST_WORDS = 3, 3

_DOCUMENTS = Prepared(
    select(
        SearchDocument.id, SearchDocument.kind, SearchDocument.object_id, SearchDocument.organization_id,
        SearchDocument.language, SearchDocument.title, SearchDocument.body, Claim.text, Claim.publication_status,
        Claim.published_label, Claimant.name.label("claimant"), ExternalCheck.label, ExternalCheck.url,
        ExternalCheck.claimant.label("named"),
    )
    .outerjoin(Claim, Claim.id == SearchDocument.object_id)
    .outerjoin(Claimant, Claimant.id == Claim.claimant_id)
    .outerjoin(ExternalCheck, ExternalCheck.id == SearchDocument.object_id)
    .where(Among(SearchDocument.id, "ids"), or_(Claim.id.is_not(None), ExternalCheck.id.is_not(None)))
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
    document_id: int


def of_documents(ids: Sequence[int], organization_id: str | None) -> list[Wording]:
    """Return documents of the index as they are compared, for readers of an organization."""
    rows = _DOCUMENTS.records(ids=ids) if ids else []
    return [wording for row in rows for wording in _of_document(row, organization_id)]


def of_object(kind: str, object_id: str, organization_id: str | None) -> list[Wording]:
    """Return the wordings of anybody's `check`, or of a `claim` or an `external_check` of an organization's own."""
    home = SearchDocument
    statement = select(home.id).where(home.object_id == object_id, home.kind == kind)
    if kind != "check":
        statement = statement.where(home.organization_id == organization_id)
    return of_documents(list(db.session().execute(statement).scalars()), organization_id)


def _of_document(row: Mapping[str, Any], organization_id: str | None) -> Iterator[Wording]:
    """Yield what a document says the claim is: the text, or each line of what was published that says as much."""
    if row["kind"] == "external_check":
        yield _of_external(row)
        return
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


def _of_external(row: Mapping[str, Any]) -> Wording:
    text = row["title"]
    shown = {
        "kind": "external_check", "claim_id": None, "text": text, "title": text, "language": row["language"] or None,
        "publication_status": None, "label": row["label"], "url": row["url"],
    }  # fmt: skip
    return Wording(row["object_id"], shown, text, text, "", row["named"], row["id"])
