"""How near an earlier check is to a text: what the two share, measured and weighed into one score."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

# How much a stem tells, by how rare it is.
Weight = Callable[[str], float]
Bigrams = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """A text to be matched, read into stems: what it says, who signed it, and in which month."""

    terms: tuple[str, ...]
    author: frozenset[str] = frozenset()
    month: frozenset[str] = frozenset()

    @property
    def all(self) -> tuple[str, ...]:
        """Every stem worth looking for, each once."""
        return tuple(dict.fromkeys([*self.terms, *sorted(self.author), *sorted(self.month)]))


@dataclass(frozen=True)
class Candidate:
    """An earlier check, read into the stems of its claim, title and summary, and how the first stage ranked it.

    Its claim and title may be compared by their letters and, with an encoder, by what they mean: the cosines of either.
    """

    claim: tuple[str, ...]
    title: tuple[str, ...]
    summary: tuple[str, ...]
    bm25: float
    letters: tuple[float, float] = (0.0, 0.0)
    cosines: tuple[float, float] | None = None


@dataclass(frozen=True)
class Field:
    """A part of a candidate, ready to be compared."""

    terms: frozenset[str]
    bigrams: Bigrams


# Fitted on the train and dev queries of CLEF2020 (docs/matching.md says how), and on nothing else.
LEXICAL_WEIGHTS: dict[str, float] = {
    "bm25_of_best": 4.19, "bm25": 4.71, "rank": 0.81, "claim": 0.64, "title": -0.62, "claim_covered": 0.78,
    "title_covered": -3.06, "author": 1.79, "month": 1.04, "shared": 0.02, "claim_letters": 4.59,
    "title_letters": 6.83, "letters_of_best": 1.78, "length": 5.33, "other_numbers": -1.51,
}  # fmt: skip
HYBRID_WEIGHTS: dict[str, float] = {
    "bm25_of_best": 1.19, "bm25": 3.06, "rank": 1.27, "claim": 6.44, "claim_covered": -0.4,
    "title_covered": -1.93, "pairs": 0.32, "author": 3.77, "month": 1.96, "shared": -0.4, "claim_cosine": 8.75,
    "title_cosine": 5.22, "cosine": 6.68, "length": 4.5, "other_numbers": -1.58,
}  # fmt: skip


def scores(asked: Asked, candidates: Sequence[Candidate], weight: Weight) -> list[float]:
    """Return the score of each candidate, higher for nearer; with cosines where all have one."""
    is_hybrid = all(candidate.cosines is not None for candidate in candidates)
    weights = HYBRID_WEIGHTS if is_hybrid else LEXICAL_WEIGHTS
    rows = measures(asked, candidates, weight)
    return [sum(weights[name] * row[name] for name in weights) for row in rows]


def measures(asked: Asked, candidates: Sequence[Candidate], weight: Weight) -> list[dict[str, float]]:
    """Return what each candidate shares with the text, by name, each about between 0 and 1."""
    return _Measuring(asked, weight).measure(candidates)


class _Measuring:
    """Measures candidates against one text."""

    def __init__(self, asked: Asked, weight: Weight) -> None:
        self._weights: dict[str, float] = {}
        self._weigh = weight
        self._terms = frozenset(asked.terms)
        self._pairs = frozenset(
            [*zip(asked.terms, asked.terms[1:], strict=False), *zip(asked.terms, asked.terms[2:], strict=False)]
        )
        self._author = asked.author - self._terms
        self._month = asked.month
        self._norm = self._norm_of(self._terms)

    def _weight(self, term: str) -> float:
        found = self._weights.get(term)
        if found is None:
            found = self._weights[term] = self._weigh(term)
        return found

    def _sum(self, terms: Iterable[str]) -> float:
        return sum(map(self._weight, terms))

    def _norm_of(self, terms: Iterable[str]) -> float:
        return math.sqrt(sum(self._weight(term) ** 2 for term in terms)) or 1.0

    def measure(self, candidates: Sequence[Candidate]) -> list[dict[str, float]]:
        best = max((candidate.bm25 for candidate in candidates), default=0.0) or 1.0
        ranked = sorted(range(len(candidates)), key=lambda at: -candidates[at].bm25)
        ranks = {at: rank for rank, at in enumerate(ranked)}
        most_alike = max((max(candidate.letters) for candidate in candidates), default=0.0) or 1.0
        return [
            {
                "bm25_of_best": candidate.bm25 / best,
                "bm25": candidate.bm25 / 40,
                "rank": 1 / (1 + ranks[at]),
                "letters_of_best": max(candidate.letters) / most_alike,
                **_of_pairs(candidate),
                **self._shared(candidate),
            }
            for at, candidate in enumerate(candidates)
        ]

    def _shared(self, candidate: Candidate) -> dict[str, float]:
        claim, title = _field(candidate.claim), _field(candidate.title)
        either = claim.terms | title.terms
        numbers = [term for term in either if term[0].isdigit()]
        shared = either & self._terms
        return {
            "claim": self._likeness(claim.terms),
            "title": self._likeness(title.terms),
            "claim_covered": self._covered(claim.terms, self._terms),
            "title_covered": self._covered(title.terms, self._terms),
            "pairs": self._pairs_of(claim.bigrams | title.bigrams),
            "author": self._covered(self._author, either),
            "month": len(self._month & either) / 2,
            "shared": math.log1p(len(shared)) / 3,
            "rarest": max(map(self._weight, shared), default=0.0) / 10,
            "length": math.log1p(len(either)) / 3,
            "other_numbers": sum(number not in self._terms for number in numbers) / 3,
        }

    def _likeness(self, terms: frozenset[str]) -> float:
        both = sum(self._weight(term) ** 2 for term in terms & self._terms)
        return both / (self._norm * self._norm_of(terms)) if both else 0.0

    def _covered(self, terms: frozenset[str], by: frozenset[str]) -> float:
        return self._sum(terms & by) / self._sum(terms) if terms else 0.0

    def _pairs_of(self, bigrams: Bigrams) -> float:
        return math.log1p(len(bigrams & self._pairs)) / 3


def _of_pairs(candidate: Candidate) -> dict[str, float]:
    claim, title = candidate.cosines or (0.0, 0.0)
    return {
        "claim_letters": candidate.letters[0],
        "title_letters": candidate.letters[1],
        "claim_cosine": claim,
        "title_cosine": title,
        "cosine": max(claim, title),
    }


def _field(terms: tuple[str, ...]) -> Field:
    return Field(frozenset(terms), frozenset(pairwise(terms)))
