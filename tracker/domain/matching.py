"""How likely an earlier check is of the same claim, in words that people can act on: a band, and its reasons."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.contradictions import Contradiction

BANDS = ("same", "likely", "related", "none")
DECISIONS = ("confirmed", "rejected")
# What a suggestion was made by, kept with the decision on it; the version is to be raised with the weights and bounds.
LEXICAL, HYBRID, VERSION = "lexical", "hybrid", 2
# A logistic regression on the train and dev queries of CLEF2020, against the eight nearest other claims of each.
LIKELIHOOD = {"near": 6.13, "covered": -0.53, "shared": 9.25, "author": 2.49, "rarest": 5.8}
BIAS = -11.94
# Likewise, with the cosine of the vectors of MultilingualEncoder, and the eight that are nearest by it as well.
WITH_COSINE = {"near": 4.66, "covered": 1.08, "shared": 2.87, "author": 3.24, "rarest": 5.1, "cosine": 4.53}
BIAS_WITH_COSINE = -10.55
# By the cosine alone: what texts have that share no word, since each is in a language of its own.
OF_COSINE, BIAS_OF_COSINE = 10.89, -7.64
# A text whose words are those of the other, rare and common alike, says the same whatever the regression makes of it.
ALIKE, NEARLY_ALIKE, LIKELY = 0.85, 0.6, 0.4


@dataclass(frozen=True, slots=True)
class Bounds:
    """From which likelihood on a suggestion is in a band."""

    same: float = 0.8
    likely: float = 0.4
    related: float = 0.1


# The usual ones, by what a suggestion was made by; an organization may have its own in their place.
BOUNDS: Mapping[str, Bounds] = {LEXICAL: Bounds(), HYBRID: Bounds(related=0.2)}


def bounds_of(kept: Mapping[str, Mapping[str, str]] | None) -> Mapping[str, Bounds]:
    """Return the bounds that an organization keeps, and the usual ones where it keeps none."""
    own = {way: Bounds(*(float(told[name]) for name in BANDS[:-1])) for way, told in (kept or {}).items()}
    return {**BOUNDS, **own}


def method(cosine: float | None) -> str:
    """Return what a suggestion was made by: words alone, or meaning as well."""
    return LEXICAL if cosine is None else HYBRID


def likelihood(measured: Mapping[str, float], cosine: float | None = None) -> float:
    """Return how likely two texts are the same claim, by what they share (the measures of `ranking`) and mean."""
    near = max(measured["claim"], measured["title"])
    covered = max(measured["claim_covered"], measured["title_covered"])
    values = {**measured, "near": near, "covered": covered}
    if cosine is None:
        found = _weighed(LIKELIHOOD, values, BIAS)
    else:
        by_all = _weighed(WITH_COSINE, {**values, "cosine": cosine}, BIAS_WITH_COSINE)
        found = max(by_all, _weighed({"cosine": OF_COSINE}, {"cosine": cosine}, BIAS_OF_COSINE))
    if near >= ALIKE:
        return max(found, near)
    return max(found, LIKELY) if near >= NEARLY_ALIKE else found


def _weighed(weights: Mapping[str, float], values: Mapping[str, float], bias: float) -> float:
    return 1 / (1 + math.exp(-bias - sum(weight * values[name] for name, weight in weights.items())))


def band(likely: float, against: Sequence[Contradiction], bounds: Bounds) -> str:
    """Return the band of a suggestion; one that something speaks against is related at most."""
    if likely < bounds.related:
        return "none"
    if against or likely < bounds.likely:
        return "related"
    return "same" if likely >= bounds.same else "likely"
