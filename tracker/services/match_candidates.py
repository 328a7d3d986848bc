"""Earlier checks that a text may repeat: found in the index by its telling words, and measured against it."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from tracker.domain import matching, ranking
from tracker.domain.contradictions import Contradiction, contradictions
from tracker.domain.figures import read_figures
from tracker.domain.ranking import Asked, Candidate
from tracker.lib.posts import Post, read_post
from tracker.lib.search_terms import Query, Term
from tracker.lib.stems import stem, stems
from tracker.lib.stop_words import STOP_WORDS
from tracker.lib.words import words
from tracker.models import Claim, Claimant, ExternalCheck, SearchDocument, db
from tracker.models.prepared import Among, Prepared
from tracker.services import claim_vectors
from tracker.services.search import index
from tracker.services.search.wanted import Wanted

View = dict[str, Any]
# A word in more texts than this is not counted further, and asked for only where there is no rarer one.
COMMON = 2_000
MOST_TERMS = 12
MOST_WORDS = 60
CANDIDATES = 30
# Rarity is told as if there were at least so many texts: among ten, no word would seem rare.
SUPPOSED = 10_000
LONGEST = 4_000
SHOWN_TERMS = 8
K1 = 1.2
# Of what was published of a check: its claim in short, the summary, and the claim as it was spoken.
MOST_LINES, FEWEST_WORDS = 3, 3
CHECKS, CLAIMS = ("check",), ("claim",)

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
_LAST = Prepared(select(func.max(SearchDocument.id).label("last")))


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


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An earlier check that may be of the same claim, how likely, why, and what speaks against it."""

    wording: Wording
    score: float
    band: str
    why: View
    against: Sequence[Contradiction]

    @property
    def method(self) -> str:
        """What it was made by: words alone, or meaning as well."""
        return matching.LEXICAL if self.why["cosine"] is None else matching.HYBRID


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What is looked for: a text, who says it, and of whom it is not to be a match."""

    text: str
    claimant: str | None = None
    excluded: frozenset[str] = frozenset()


def suggestions(text: Text, *, organization_id: str | None, public_only: bool = False) -> list[Suggestion]:
    """Return the earlier checks that are related at least, the likeliest first."""
    asking = _Asking(text, most=MOST_TERMS if public_only else MOST_WORDS)
    ids = asking.found(organization_id, public_only=public_only)
    # Intake is to be quick, and asks for words alone.
    asking.cosines = {} if public_only else asking.near(organization_id, beside=ids)
    found = asking.wordings([*ids, *(asking.cosines.keys() - set(ids))], organization_id, public_only=public_only)
    compared = asking.compared([wording for wording in found if wording.key not in text.excluded])
    return sorted((one for one in compared if one.band != "none"), key=lambda one: -one.score)


def compare(text: Text, wordings: Sequence[Wording], *, organization_id: str | None) -> Suggestion:
    """Return what an earlier check, in its wordings, would be suggested as, whatever its band."""
    asking = _Asking(text)
    ids = [wording.document_id for wording in wordings if wording.document_id is not None]
    asking.cosines = asking.near(organization_id, beside=ids, nearest=0) if ids else {}
    return asking.compared(wordings)[0]


class _Asking:
    """A text on its way to its suggestions."""

    def __init__(self, text: Text, *, most: int = MOST_WORDS) -> None:
        self._text = text
        self._post: Post = read_post(text.text[:LONGEST])
        told = [word for word in dict.fromkeys(words(self._post.text)) if word not in STOP_WORDS]
        if len(told) > most:
            # Long words are rare ones more often than not, and nobody has to count them all to know.
            told = sorted(told, key=len, reverse=True)[:most]
        self._counts = {word: index.count(_wanted([word], CHECKS + CLAIMS), most=COMMON) for word in told}
        self._size = max(SUPPOSED, *(row["last"] or 0 for row in _LAST.records()))
        self._rarity = {stem(word): count for word, count in self._counts.items()}
        known = sorted((word for word, count in self._counts.items() if count), key=self._counts.__getitem__)
        self._telling = [word for word in known if self._counts[word] < COMMON][:MOST_TERMS] or known[:2]
        self.cosines: Mapping[int, float] = {}

    def found(self, organization_id: str | None, *, public_only: bool) -> list[int]:
        """Return what has some of the text's rarest words: published checks of all, and an organization's own."""
        if not self._telling:
            return []
        ids = index.nearest(_wanted(self._telling, CHECKS), limit=CANDIDATES)
        if not public_only:
            ids += index.nearest(_wanted(self._telling, CLAIMS, organization_id), limit=CANDIDATES)
        return ids

    def near(
        self, organization_id: str | None, *, beside: Sequence[int], nearest: int = CANDIDATES
    ) -> Mapping[int, float]:
        """Return the cosines of the documents that are nearest in meaning, and of those beside, where they have one."""
        text = self._post.text or self._text.text
        return claim_vectors.cosines(text, organization_id=organization_id, beside=beside, nearest=nearest)

    def wordings(self, ids: list[int], organization_id: str | None, *, public_only: bool) -> list[Wording]:
        """Return documents, and other outlets' checks of which these are no part, as they are compared."""
        rows = _DOCUMENTS.records(ids=ids) if ids else []
        found = [wording for row in rows for wording in _of_document(row, organization_id)]
        return found if public_only else [*found, *_external(self._telling, organization_id)]

    def weight(self, term: str) -> float:
        """Return how much a stem tells; one that the text does not have is taken for a rare one."""
        return math.log(1 + (self._size + 1) / (self._rarity.get(term, 50) + 0.5))

    def compared(self, wordings: Sequence[Wording]) -> list[Suggestion]:
        """Return suggestions of the wordings, one for each key: the likeliest."""
        asked = Asked(tuple(self._rarity), frozenset(stems(self._post.author)), frozenset(stems(self._post.month)))
        candidates = [self._candidate(wording) for wording in wordings]
        best: dict[str, Suggestion] = {}
        for wording, measured in zip(wordings, ranking.measures(asked, candidates, self.weight), strict=True):
            one = self._suggestion(wording, matching.likelihood(measured, self._cosine(wording)))
            if wording.key not in best or best[wording.key].score < one.score:
                best[wording.key] = one
        return list(best.values())

    def _cosine(self, wording: Wording) -> float | None:
        return None if wording.document_id is None else self.cosines.get(wording.document_id)

    def _candidate(self, wording: Wording) -> Candidate:
        fields = [tuple(stems(part)) for part in (wording.claim, wording.title, wording.rest)]
        found = {term for field in fields for term in field}
        bm25 = sum(self.weight(term) * (K1 + 1) / (K1 + 1) for term in self._rarity if term in found)
        return Candidate(fields[0], fields[1], fields[2], bm25)

    def _suggestion(self, wording: Wording, likely: float) -> Suggestion:
        against = contradictions(self._post.text, wording.claim)
        return Suggestion(wording, round(likely, 3), matching.band(likely, against), self._why(wording), against)

    def _why(self, wording: Wording) -> View:
        theirs = {stem(word) for text in (wording.claim, wording.title) for word in words(text)}
        shared = [word for word in self._counts if stem(word) in theirs]
        ours, others = (read_figures(text).numbers for text in (self._post.text, wording.claim))
        same = [figure.value for figure in ours if any(figure.says_the_same_as(other) for other in others)]
        cosine = self._cosine(wording)
        return {
            "shared_terms": sorted(shared, key=self._counts.__getitem__)[:SHOWN_TERMS],
            "cosine": None if cosine is None else round(cosine, 3),
            "same_claimant": _is_same(self._text.claimant, wording.claimant),
            "same_numbers": [f"{value:g}" for value in dict.fromkeys(same)],
        }


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
    return [wording for row in _DOCUMENTS.records(ids=ids) for wording in _of_document(row, None)] if ids else []


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
    .limit(CANDIDATES)
)


def _external(telling: Sequence[str], organization_id: str | None) -> Iterator[Wording]:
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


def _wanted(told: Iterable[str], kinds: Sequence[str], organization_id: str | None = None) -> Wanted:
    query = Query(tuple(Term((word,)) for word in told))
    return Wanted(query=query, kinds=kinds, organization_id=organization_id, any_of=True)


def _is_same(one: str | None, other: str | None) -> bool:
    return bool(one and other and words(one) == words(other))
