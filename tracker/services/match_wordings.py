"""The wordings in which there are earlier checks: claims, what was published of them, and other outlets' checks.

A claim is found by the wordings of its appearances as well, and one that was merged into another stands for that one.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from tracker.models import Appearance, Claim, Claimant, ExternalCheck, SearchDocument, db
from tracker.models.prepared import Among, Prepared, words
from tracker.services import claim_views

View = dict[str, Any]
# Of what was published of a check: its claim in short, the summary, and the claim as it was spoken.
MOST_LINES, FEWEST_WORDS = 3, 3
# Of where a claim was seen, the first ones.
MOST_APPEARANCES = 10
MERGED = "merged"

_DOCUMENTS = Prepared(
    select(
        SearchDocument.id, SearchDocument.kind, SearchDocument.object_id, SearchDocument.organization_id,
        SearchDocument.language, SearchDocument.title, SearchDocument.body, Claim.text, Claim.state,
        Claim.publication_status, Claim.published_label, Claimant.name.label("claimant"), ExternalCheck.label,
        ExternalCheck.url, ExternalCheck.claimant.label("named"),
    )
    .outerjoin(Claim, Claim.id == SearchDocument.object_id)
    .outerjoin(Claimant, Claimant.id == Claim.claimant_id)
    .outerjoin(ExternalCheck, ExternalCheck.id == SearchDocument.object_id)
    .where(Among(SearchDocument.id, "ids"), or_(Claim.id.is_not(None), ExternalCheck.id.is_not(None)))
)  # fmt: skip
_WORDINGS = Prepared(
    select(
        Appearance.claim_id, Appearance.wording, func.coalesce(Appearance.language, Claim.language).label("language")
    )
    .join(Claim, Claim.id == Appearance.claim_id)
    .where(Among(Appearance.claim_id, "ids"), Appearance.wording.is_not(None))
    .order_by(Appearance.claim_id, Appearance.first.desc(), Appearance.id)
)


def _going_on() -> Prepared:
    is_merged = Claim.state.in_(words([MERGED]))
    step = select(Claim.id.label("merged_id"), Claim.merged_into_id.label("place"))
    way = step.where(Among(Claim.id, "ids"), is_merged).cte("way", recursive=True)
    further = select(way.c.merged_id, Claim.merged_into_id).where(Claim.id == way.c.place, is_merged)
    way, last = way.union(further), aliased(Claim)
    shown = (last.text, last.language, last.publication_status, last.published_label)
    found = select(way.c.merged_id, last.id.label("object_id"), *shown).join(last, last.id == way.c.place)
    return Prepared(found.where(last.state.not_in(words([MERGED]))))


_GOING_ON = _going_on()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """An earlier check as it is compared: what it is, how it is shown, and the texts that it is found by.

    `said_by` is whose text it is, and `key` what that stands for: the same, but for a claim that was merged.
    """

    key: str
    said_by: str
    document_id: int
    shown: View
    claim: str
    language: str | None
    title: str
    rest: str = ""
    claimant: str | None


def of_documents(ids: Sequence[int], organization_id: str | None) -> list[Wording]:
    """Return documents of the index as they are compared, for readers of an organization."""
    rows = _DOCUMENTS.records(ids=ids) if ids else []
    claims = [row for row in rows if row["kind"] == "claim"]
    seen, places = _seen(claims), _places(claims)
    wordings: list[Wording] = []
    for row in rows:
        if row["kind"] == "claim":
            wordings += _of_claim(row, places.get(row["object_id"], row), seen[row["object_id"]])
        elif row["kind"] == "check":
            wordings += _of_check(row, is_own=row["organization_id"] == organization_id)
        else:
            wordings.append(_of_external(row))
    return wordings


def of_object(kind: str, object_id: str, organization_id: str | None) -> list[Wording]:
    """Return the wordings of anybody's `check`, or of a `claim` or an `external_check` of an organization's own.

    Those of a claim are of all that were merged into it as well, and of one that was merged what it stands for.
    """
    home, ids = SearchDocument, [object_id]
    if kind == "claim":
        ids += claim_views.merged([object_id])
    statement = select(home.id).where(home.object_id.in_(ids), home.kind == kind).order_by(home.id)
    if kind != "check":
        statement = statement.where(home.organization_id == organization_id)
    return of_documents(list(db.session().execute(statement).scalars()), organization_id)


def _seen(claims: Sequence[Mapping[str, Any]]) -> Mapping[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in _WORDINGS.records(ids=[claim["object_id"] for claim in claims]) if claims else ():
        found[row["claim_id"]].append(row)
    return found


def _places(claims: Sequence[Mapping[str, Any]]) -> Mapping[str, Mapping[str, Any]]:
    """Return what claims that were merged go on in, by their ids."""
    merged = [claim["object_id"] for claim in claims if claim["state"] == MERGED]
    return {row["merged_id"]: row for row in _GOING_ON.records(ids=merged)} if merged else {}


def _of_claim(row: Mapping[str, Any], place: Mapping[str, Any], seen: Sequence[Mapping[str, Any]]) -> Iterator[Wording]:
    """Yield what a claim says, and in which words it was seen; it is shown as what it goes on in."""
    shown = _shown(place, text=place["text"], title=place["text"])
    said = [(row["text"], row["language"]), *((one["wording"], one["language"]) for one in seen[:MOST_APPEARANCES])]
    for text, language in dict.fromkeys(said):
        yield Wording(
            key=place["object_id"], said_by=row["object_id"], document_id=row["id"], shown=shown, claim=text,
            language=language, title=text, claimant=row["claimant"],
        )  # fmt: skip


def _of_check(row: Mapping[str, Any], *, is_own: bool) -> Iterator[Wording]:
    """Yield each line of what was published that says what the claim is."""
    # What an organization has not published of a claim is nobody else's: a check is read as it was published.
    first, *others = row["body"].split("\n")
    long = [line for line in others if len(line.split()) >= FEWEST_WORDS]
    texts = [first or row["title"], *long][:MOST_LINES]
    shown, claimant = _shown(row, text=texts[0], title=row["title"]), row["claimant"] if is_own else None
    for text in texts:
        yield Wording(
            key=row["object_id"], said_by=row["object_id"], document_id=row["id"], shown=shown, claim=text,
            language=row["language"], title=row["title"], rest=row["body"], claimant=claimant,
        )  # fmt: skip


def _of_external(row: Mapping[str, Any]) -> Wording:
    text, language = row["title"], row["language"] or None
    shown = {
        "kind": "external_check", "claim_id": None, "text": text, "title": text, "language": language,
        "publication_status": None, "label": row["label"], "url": row["url"],
    }  # fmt: skip
    return Wording(
        key=row["object_id"], said_by=row["object_id"], document_id=row["id"], shown=shown, claim=text,
        language=language, title=text, claimant=row["named"],
    )  # fmt: skip


def _shown(row: Mapping[str, Any], *, text: str, title: str) -> View:
    return {
        "kind": "claim" if row["publication_status"] == "none" else "check",
        "claim_id": row["object_id"], "text": text, "title": title, "language": row["language"],
        "publication_status": row["publication_status"], "label": row["published_label"], "url": None,
    }  # fmt: skip
