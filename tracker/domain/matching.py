"""How likely an earlier check is of the same claim, in words that people can act on: a band, and its reasons."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.contradictions import Contradiction

BANDS = ("same", "likely", "related", "none")
DECISIONS = ("confirmed", "rejected")
# What a suggestion was made by, kept with the decision on it: to be raised with the weights and bounds below.
METHOD, VERSION = "lexical", 1
# A logistic regression on the train and dev queries of CLEF2020, against the eight nearest other claims of each.
LIKELIHOOD = {"near": 6.13, "covered": -0.53, "shared": 9.25, "author": 2.49, "rarest": 5.8}
BIAS = -11.94
# A text whose words are those of the other, rare and common alike, says the same whatever the regression makes of it.
ALIKE, NEARLY_ALIKE = 0.85, 0.6


@dataclass(frozen=True, slots=True)
class Bounds:
    """From which likelihood on a suggestion is in a band."""

    same: float = 0.8
    likely: float = 0.4
    related: float = 0.1


BOUNDS = Bounds()


def likelihood(measured: Mapping[str, float]) -> float:
    """Return how likely two texts are the same claim, by what they share (the measures of `ranking`)."""
    near = max(measured["claim"], measured["title"])
    covered = max(measured["claim_covered"], measured["title_covered"])
    values = {**measured, "near": near, "covered": covered}
    found = 1 / (1 + math.exp(-BIAS - sum(weight * values[name] for name, weight in LIKELIHOOD.items())))
    if near >= ALIKE:
        return max(found, near)
    return max(found, BOUNDS.likely) if near >= NEARLY_ALIKE else found


def band(likely: float, against: Sequence[Contradiction], bounds: Bounds = BOUNDS) -> str:
    """Return the band of a suggestion; one that something speaks against is related at most."""
    if likely < bounds.related:
        return "none"
    if against or likely < bounds.likely:
        return "related"
    return "same" if likely >= bounds.same else "likely"
