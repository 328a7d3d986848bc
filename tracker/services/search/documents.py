"""What each object is found by: its own words, and those of what it is shown with.

Of a check it is what its newest publication froze, so that the public finds what it reads, and nothing newer. Who a
protected source is stands in none of them: of it there is what may be told.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Select, and_, select

from tracker.models import (
    Appearance,
    Claim,
    Claimant,
    Evidence,
    ExternalCheck,
    Publication,
    Source,
    Verdict,
    VerdictText,
)  # fmt: skip
from tracker.models.prepared import Among, Prepared, Record
from tracker.services.search.wanted import Document

# To be raised where documents of a kind say something else than before: `tracker db upgrade` then makes them anew.
LAYOUTS: Mapping[str, int] = {"check": 2}
FIRST_LAYOUT = 1
BATCH = 500
Ids = Sequence[str]
Texts = Iterable[str | None]


def made(kind: str, ids: Ids) -> list[Document]:
    """Return the documents of some objects of a kind as they are made now."""
    return [
        document for start in range(0, len(ids), BATCH) for document in _MAKERS[kind](ids[start : start + BATCH])
    ]  # fmt: skip


def layout(kind: str) -> int:
    """Return how documents of a kind are made today."""
    return LAYOUTS.get(kind, FIRST_LAYOUT)


def objects(kind: str) -> Select[Any]:
    """Return a select of the ids of all objects that have documents of a kind."""
    return _OBJECTS[kind]


def _claims(ids: Ids) -> Iterator[Document]:
    wordings = {
        claim_id: [row["wording"] for row in rows]
        for claim_id, rows in groupby(_WORDINGS.records(ids=list(ids)), key=lambda row: row["claim_id"])
    }
    for row in _CLAIMS.records(ids=list(ids)):
        own = (row["name"], row["job_title"], row["place"], row["context"])
        texts = (*wordings.get(row["object_id"], ()), *own, *map(_spaced, row["topics"]))
        yield _document("claim", row, title=row["text"], texts=texts)


def _claimants(ids: Ids) -> Iterator[Document]:
    for row in _CLAIMANTS.records(ids=list(ids)):
        yield _document("claimant", row, title=row["name"], texts=(row["description"],))


def _sources(ids: Ids) -> Iterator[Document]:
    for row in _SOURCES.records(ids=list(ids)):
        title, *texts = [
            text for text in (row["title"], row["public_description"], row["publisher"], row["url"]) if text
        ]
        yield _document("source", row, title=title, texts=texts)


def _evidence(ids: Ids) -> Iterator[Document]:
    for row in _EVIDENCE.records(ids=list(ids)):
        yield _document("evidence", row, title="", texts=(row["excerpt"], row["note"]))


def _verdicts(ids: Ids) -> Iterator[Document]:
    for row in _VERDICTS.records(ids=list(ids)):
        texts = (row["claim_reviewed"], row["summary"], row["rationale"])
        yield _document("verdict", row, title=row["title"] or "", texts=texts)


def _checks(ids: Ids) -> Iterator[Document]:
    for row in _CHECKS.records(ids=list(ids)):
        claim = row["snapshot"]["claim"]
        claimant = (claim["claimant"] or {}).get("name")
        shared = (claim["text"], claimant, claim["place"], *map(_spaced, claim["topics"]))
        for text in row["snapshot"]["verdict"]["texts"]:
            own = {**row, "language": text["language"]}
            # What the claim is stands first, even where the title says it: matches and vectors are of that line.
            texts = (text["claim_reviewed"], text["summary"], *shared)
            yield _document("check", own, title=text["title"], texts=texts, keeps_title=True)


def _external_checks(ids: Ids) -> Iterator[Document]:
    for row in _EXTERNAL_CHECKS.records(ids=list(ids)):
        yield _document("external_check", row, title=row["claim_text"], texts=())


def _document(kind: str, row: Record, *, title: str, texts: Texts, keeps_title: bool = False) -> Document:
    named = {name: row.get(name) for name in ("object_id", "organization_id", "claim_id")}
    body = "\n".join(dict.fromkeys(text for text in texts if text and (keeps_title or text != title)))
    language = row.get("language") or ""
    return Document({**named, "kind": kind, "language": language, "layout": layout(kind), "title": title, "body": body})


def _spaced(topic: str) -> str:
    return topic.replace("-", " ")


def _of(model: Any, *columns: Any) -> Select[Any]:
    return select(model.id.label("object_id"), model.organization_id, *columns).where(Among(model.id, "ids"))


_CLAIMS = Prepared(
    _of(Claim, Claim.id.label("claim_id"), Claim.language, Claim.text, Claim.job_title, Claim.place, Claim.context,
        Claim.topics, Claimant.name)
    .outerjoin(Claimant, Claimant.id == Claim.claimant_id)
)  # fmt: skip
_WORDINGS = Prepared(
    select(Appearance.claim_id, Appearance.wording)
    .where(Among(Appearance.claim_id, "ids"), Appearance.wording.is_not(None))
    .order_by(Appearance.claim_id, Appearance.id)
)
_CLAIMANTS = Prepared(_of(Claimant, Claimant.name, Claimant.description))
_SOURCES = Prepared(_of(Source, Source.language, Source.title, Source.public_description, Source.publisher, Source.url))
_EVIDENCE = Prepared(
    _of(Evidence, Evidence.claim_id, Claim.language, Evidence.excerpt, Evidence.note)
    .join(Claim, Claim.id == Evidence.claim_id)
)  # fmt: skip
_VERDICTS = Prepared(
    _of(Verdict, Verdict.claim_id, VerdictText.language, VerdictText.title, VerdictText.claim_reviewed,
        VerdictText.summary, VerdictText.rationale)
    .join(VerdictText, VerdictText.verdict_id == Verdict.id)
)  # fmt: skip
_CHECKS = Prepared(
    _of(Claim, Claim.id.label("claim_id"), Publication.snapshot)
    .join(Publication, and_(Publication.claim_id == Claim.id, Publication.number == Claim.published_number))
)  # fmt: skip
_EXTERNAL_CHECKS = Prepared(
    _of(ExternalCheck, ExternalCheck.language, ExternalCheck.claim_text).where(ExternalCheck.claim_text.is_not(None))
)
_MAKERS: Mapping[str, Callable[[Ids], Iterator[Document]]] = {
    "claim": _claims,
    "claimant": _claimants,
    "source": _sources,
    "evidence": _evidence,
    "verdict": _verdicts,
    "check": _checks,
    "external_check": _external_checks,
}
_OBJECTS: Mapping[str, Select[Any]] = {
    "claim": select(Claim.id),
    "claimant": select(Claimant.id),
    "source": select(Source.id),
    "evidence": select(Evidence.id),
    "verdict": select(VerdictText.verdict_id.label("id")).distinct(),
    "check": select(Claim.id).where(Claim.published_number > 0),
    "external_check": select(ExternalCheck.id).where(ExternalCheck.claim_text.is_not(None)),
}
