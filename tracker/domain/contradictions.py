"""What speaks against two sentences being one claim: another number, year or place, a denial, the other direction."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from tracker.domain import datings, places, polarity
from tracker.domain.datings import Dating, read_datings
from tracker.domain.figures import Figure, Figures, read_figures
from tracker.domain.places import Place, read_places
from tracker.domain.polarity import Polarity, read_polarity


@dataclass(frozen=True)
class Contradiction:
    """One thing that differs, and how each sentence says it."""

    kind: str
    first: str
    second: str


@dataclass(frozen=True)
class Reading:
    """A sentence read for what could contradict another."""

    figures: Figures
    datings: frozenset[Dating]
    polarity: Polarity
    places: frozenset[Place]


@lru_cache(maxsize=1024)
def read(text: str) -> Reading:
    """Read a sentence for what could contradict another."""
    return Reading(read_figures(text), read_datings(text), read_polarity(text), read_places(text))


def contradictions(first: str, second: str, *, in_english: bool = True) -> list[Contradiction]:
    """Return what speaks against two sentences being the same claim; an empty list for a paraphrase.

    Each rule asks for a difference on both sides: a sentence that says more than the other contradicts nothing. Of
    sentences that are not both in English only the years are compared: the other rules read words, and numbers as
    English writes them, of which "30.000" is thirty.
    """
    one, other = read(first), read(second)
    found = [(kind, rule(one, other)) for kind, rule in RULES if in_english or kind in ALIKE_EVERYWHERE]
    return [Contradiction(kind, *difference) for kind, difference in found if difference]


def _number(one: Reading, other: Reading) -> tuple[str, str] | None:
    only_one = _unmatched(one.figures.numbers, other.figures)
    only_other = _unmatched(other.figures.numbers, one.figures)
    apart = [(figure, another) for figure in only_one for another in only_other if figure.kind == another.kind]
    if apart:
        return f"{apart[0][0].value:g}", f"{apart[0][1].value:g}"
    ours, theirs = one.figures.ranks, other.figures.ranks
    return (f"place {min(ours)}", f"place {min(theirs)}") if ours and theirs and not ours & theirs else None


def _unmatched(figures: tuple[Figure, ...], others: Figures) -> list[Figure]:
    years = {float(year) for year in others.years}
    return [
        figure
        for figure in figures
        if figure.value not in years and not any(figure.says_the_same_as(other) for other in others.numbers)
    ]


def _negation(one: Reading, other: Reading) -> tuple[str, str] | None:
    if not polarity.is_denied(one.polarity, other.polarity):
        return polarity.prefixed(one.polarity, other.polarity)
    return ("denies", "affirms") if one.polarity.denies else ("affirms", "denies")


def _direction(one: Reading, other: Reading) -> tuple[str, str] | None:
    if one.polarity.denies != other.polarity.denies:
        return None
    found = polarity.against(one.polarity, other.polarity) or polarity.opposites(one.polarity, other.polarity)
    if not polarity.is_swapped(one.polarity, other.polarity):
        return found
    # "A has more than B" and "B has less than A" are one claim, "B has more than A" is another.
    return None if found else ("than", "than")


def _year(one: Reading, other: Reading) -> tuple[str, str] | None:
    only_ours, only_theirs = _other_times(one.figures, other.figures), _other_times(other.figures, one.figures)
    if only_ours and only_theirs:
        return str(only_ours[0]), str(only_theirs[0])
    ours, theirs = one.figures.months, other.figures.months
    if ours and theirs and not ours & theirs:
        return min(ours), min(theirs)
    return datings.differ(one.datings, other.datings)


def _other_times(ours: Figures, theirs: Figures) -> list[int]:
    """Return the years and decades that the others neither name nor lie in."""
    named = theirs.years | theirs.decades | {year // 10 * 10 for year in theirs.years if ours.decades}
    years = {year for year in ours.years if year not in named and year // 10 * 10 not in theirs.decades}
    return sorted(years | (ours.decades - named))


def _place(one: Reading, other: Reading) -> tuple[str, str] | None:
    return places.differ(one.places, other.places)


ALIKE_EVERYWHERE = frozenset({"year"})
RULES: list[tuple[str, Callable[[Reading, Reading], tuple[str, str] | None]]] = [
    ("number", _number),
    ("negation", _negation),
    ("direction", _direction),
    ("year", _year),
    ("place", _place),
]
