"""Earlier checks that a text may repeat: found in the index by its telling words, and measured against it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, bindparam, func, select

from tracker.domain import matching, ranking
from tracker.domain.contradictions import Contradiction, contradictions
from tracker.domain.figures import Figure, read_figures
from tracker.domain.ranking import Asked, Candidate
from tracker.lib.posts import Post, read_post
from tracker.lib.search_terms import Query, Term
from tracker.lib.stems import stem, stems
from tracker.lib.stop_words import STOP_WORDS
from tracker.lib.words import words
from tracker.models import Organization, SearchDocument, db
from tracker.models.prepared import Prepared
from tracker.services import claim_vectors, match_wordings
from tracker.services.match_wordings import View, Wording
from tracker.services.search import index
from tracker.services.search.wanted import Wanted

# A word in more texts than this is not counted further, and asked for only where there is no rarer one.
COMMON = 2_000
MOST_TERMS = 12
# Of the common ones so many must come together.
FEW_TERMS = 3
MOST_WORDS = 60
CANDIDATES = 30
# Where a few checks are told of beside something else, as at intake, fewer are measured.
FEW_CANDIDATES = 10
# Rarity is told as if there were at least so many texts: among ten, no word would seem rare.
SUPPOSED = 10_000
LONGEST = 4_000
SHOWN_TERMS = 8
K1 = 1.2
CHECKS, OWN = ("check",), ("claim", "external_check")

# How many documents there are at most, and the bands that an organization has for itself.
_BOUNDS = select(Organization.match_bounds).where(Organization.id == bindparam("organization_id")).scalar_subquery()
_STANDING = Prepared(select(func.max(SearchDocument.id).label("last"), _BOUNDS.label("bounds")))

# Words that were found to be common, which takes the longest to find out: they stay so, but for what is erased.
MOST_KNOWN = 20_000
_common: WeakKeyDictionary[Engine, set[str]] = WeakKeyDictionary()


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
        return matching.method(self.why["cosine"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What is looked for: a text, its language where it is known, who says it, and what is not to be a match."""

    text: str
    language: str | None = None
    claimant: str | None = None
    excluded: frozenset[str] = frozenset()


def suggestions(
    text: Text, *, organization_id: str | None, most: int, public_only: bool = False, by_meaning: bool = True
) -> list[Suggestion]:
    """Return the earlier checks that are related at least, the likeliest first, no more than `most`."""
    asking = _Asking(text, organization_id, most=MOST_TERMS if public_only else MOST_WORDS)
    ids = asking.found(public_only=public_only)
    asking.cosines = asking.near(beside=ids) if by_meaning else {}
    found = match_wordings.of_documents([*ids, *(asking.cosines.keys() - set(ids))], organization_id)
    likely = asking.likely([one for one in found if text.excluded.isdisjoint((one.key, one.said_by))])
    related = [one for one in likely if asking.band(*one) != "none"]
    # What speaks for one and against it is read of those that are shown, which costs more than all else.
    return [asking.suggestion(*one) for one in sorted(related, key=lambda one: -round(one[1], 3))[:most]]


def compare(text: Text, wordings: Sequence[Wording], *, organization_id: str | None) -> Suggestion:
    """Return what an earlier check, in its wordings, would be suggested as, whatever its band."""
    asking = _Asking(text, organization_id)
    asking.cosines = asking.near(beside=[wording.document_id for wording in wordings], nearest=0)
    return asking.suggestion(*asking.likely(wordings)[0])


class _Asking:
    """A text on its way to its suggestions."""

    def __init__(self, text: Text, organization_id: str | None, *, most: int = MOST_WORDS) -> None:
        self._text, self._organization_id = text, organization_id
        self._post: Post = read_post(text.text[:LONGEST])
        told = [word for word in dict.fromkeys(words(self._post.text)) if word not in STOP_WORDS]
        if len(told) > most:
            # Long words are rare ones more often than not, and nobody has to count them all to know.
            told = sorted(told, key=len, reverse=True)[:most]
        self._counts = _counted(told)
        (standing,) = _STANDING.records(organization_id=organization_id)
        self._size = max(SUPPOSED, standing["last"] or 0)
        self._bounds = matching.bounds_of(standing["bounds"])
        self._rarity = {stem(word): count for word, count in self._counts.items()}
        known = sorted((word for word, count in self._counts.items() if count), key=self._counts.__getitem__)
        self._telling = [word for word in known if self._counts[word] < COMMON][:MOST_TERMS]
        self._common = sorted(known, key=len, reverse=True)[:FEW_TERMS]
        self.cosines: Mapping[int, float] = {}
        self._stems: dict[str, tuple[str, ...]] = {}

    @cached_property
    def _figures(self) -> Sequence[Figure]:
        return read_figures(self._post.text).numbers

    def found(self, *, public_only: bool) -> list[int]:
        """Return what has some of the text's rarest words: published checks of all, and what is an organization's own.

        Of a text without a rare word it is what has several of the common ones together.
        """
        asked = self._telling or self._common
        if not asked:
            return []
        query, any_of = Query(tuple(Term((word,)) for word in asked)), bool(self._telling)
        scopes = [Wanted(query=query, kinds=CHECKS, any_of=any_of)]
        if not public_only:
            scopes.append(Wanted(query=query, kinds=OWN, organization_id=self._organization_id, any_of=any_of))
        limit = FEW_CANDIDATES if public_only else CANDIDATES
        return [document_id for ids in index.nearest(scopes, limit=limit) for document_id in ids]

    def near(self, *, beside: Sequence[int], nearest: int = CANDIDATES) -> Mapping[int, float]:
        """Return the cosines of the documents that are nearest in meaning, and of those beside, where they have one."""
        text = self._post.text or self._text.text
        return claim_vectors.cosines(text, organization_id=self._organization_id, beside=beside, nearest=nearest)

    def weight(self, term: str) -> float:
        """Return how much a stem tells; one that the text does not have is taken for a rare one."""
        return math.log(1 + (self._size + 1) / (self._rarity.get(term, 50) + 0.5))

    def likely(self, wordings: Sequence[Wording]) -> list[tuple[Wording, float]]:
        """Return of the wordings the likeliest one for each key, with how likely it is."""
        asked = Asked(tuple(self._rarity), frozenset(stems(self._post.author)), frozenset(stems(self._post.month)))
        candidates = [self._candidate(wording) for wording in wordings]
        best: dict[str, tuple[Wording, float]] = {}
        for wording, measured in zip(wordings, ranking.measures(asked, candidates, self.weight), strict=True):
            likely = matching.likelihood(measured, self._cosine(wording))
            if wording.key not in best or best[wording.key][1] < likely:
                best[wording.key] = (wording, likely)
        return list(best.values())

    def suggestion(self, wording: Wording, likely: float) -> Suggestion:
        """Return a suggestion of a wording, with what speaks for it and against it."""
        in_english = _is_english(self._text.language) and _is_english(wording.language)
        against = contradictions(self._post.text, wording.claim, in_english=in_english)
        band = self.band(wording, likely, against)
        return Suggestion(wording, round(likely, 3), band, self._why(wording), against)

    def band(self, wording: Wording, likely: float, against: Sequence[Contradiction] = ()) -> str:
        """Return the band of a wording that is so likely, by the bounds of the organization."""
        return matching.band(likely, against, self._bounds[matching.method(self._cosine(wording))])

    def _cosine(self, wording: Wording) -> float | None:
        return self.cosines.get(wording.document_id)

    def _stems_of(self, text: str) -> tuple[str, ...]:
        # The wordings of a check have its title and the rest in common.
        if text not in self._stems:
            self._stems[text] = tuple(stems(text))
        return self._stems[text]

    def _candidate(self, wording: Wording) -> Candidate:
        fields = [self._stems_of(part) for part in (wording.claim, wording.title, wording.rest)]
        found = {term for field in fields for term in field}
        bm25 = sum(self.weight(term) * (K1 + 1) / (K1 + 1) for term in self._rarity if term in found)
        return Candidate(fields[0], fields[1], fields[2], bm25)

    def _why(self, wording: Wording) -> View:
        theirs = {stem(word) for text in (wording.claim, wording.title) for word in words(text)}
        shared = [word for word in self._counts if stem(word) in theirs]
        others = read_figures(wording.claim).numbers if self._figures else ()
        same = [figure.value for figure in self._figures if any(figure.says_the_same_as(other) for other in others)]
        cosine = self._cosine(wording)
        return {
            "shared_terms": sorted(shared, key=self._counts.__getitem__)[:SHOWN_TERMS],
            "cosine": None if cosine is None else round(cosine, 3),
            "same_claimant": _is_same(self._text.claimant, wording.claimant),
            "same_numbers": [f"{value:g}" for value in dict.fromkeys(same)],
        }


def _counted(told: Sequence[str]) -> dict[str, int]:
    known = _common.setdefault(db.engine, set())
    asked = [word for word in told if word not in known]
    counts = dict(zip(asked, index.counts([Term((word,)) for word in asked], CHECKS + OWN, most=COMMON), strict=True))
    if len(known) < MOST_KNOWN:
        known.update(word for word, count in counts.items() if count == COMMON)
    return {word: counts.get(word, COMMON) for word in told}


def _is_same(one: str | None, other: str | None) -> bool:
    return bool(one and other and words(one) == words(other))


def _is_english(language: str | None) -> bool:
    # A text of which nothing is known is read as if it were.
    return language is None or language.partition("-")[0] == "en"
