"""What was read of a quantity in a text, and how a reading is put together."""

from dataclasses import dataclass
from decimal import Decimal

from tracker.lib import spoken_hedges, spoken_units
from tracker.lib.spoken_numbers import Words, plain
from tracker.lib.spoken_units import Unit

WORDS_BEFORE = 12
# What is measured is often named before the number: "unemployment stands at 5%".
METRICS = frozenset(
    "inflation unemployment growth debt deficit poverty gdp turnout population emissions taxes tax spending "
    "budget wages wage income salary price prices rent rents exports imports crime murder deaths cases output "
    "economy trade revenue revenues investment cost costs funding support approval mortality fertility literacy "
    "interest".split()
)
NO_METRICS = spoken_units.STOPS | set(
    "of more less fewer the per each today now overall either do does chance did".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A quantity and where it stands in the text; a value, or both ends of a range, never both."""

    start: int
    end: int
    wording: str
    kind: str
    comparator: str
    value: Decimal | None
    lower: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None
    hedge: bool
    metric: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What begins at a place, and the first token behind it; nothing where the words measure nothing."""

    found: tuple[Spoken, ...]
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Where a quantity stands among the words, and what it is."""

    start: int
    end: int
    unit: Unit
    kind: str
    value: Decimal | None = None
    ends: tuple[Decimal, Decimal] | None = None
    comparator: str | None = None


def reading(words: Words, part: Part) -> Reading:
    """Return the reading of one quantity, with what the words around it make of it."""
    spoken = spoken_of(words, part)
    return Reading((spoken,), part.end)


def spoken_of(words: Words, part: Part) -> Spoken:
    """Return a quantity with its hedges on either side."""
    left, right = spoken_hedges.left(words, part.start), spoken_hedges.right(words, part.end)
    start, end = words[left.place].start, words[(right.place if right else part.end) - 1].end
    comparator = part.comparator or (right.comparator if right and left.comparator == "=" else left.comparator)
    lower, upper = part.ends or (None, None)
    factor = part.unit.factor
    return Spoken(
        start=start, end=end, wording=words.text[start:end], kind=part.kind, comparator=comparator,
        value=_times(part.value, factor), lower=_times(lower, factor), upper=_times(upper, factor), unit=part.unit.name,
        hedge=left.is_loose or bool(right and right.is_loose), metric=metric(words, part),
    )  # fmt: skip


def metric(words: Words, part: Part) -> str | None:
    """Return what seems to be measured: what is counted, the words behind a percentage, or a measure named before."""
    if part.unit.subject is not None:
        return part.unit.subject
    behind = words.at(part.end)
    if part.unit.sort == "percent" and behind.isalpha() and behind not in NO_METRICS | spoken_hedges.CHANGES:
        return behind
    if behind in METRICS:
        return behind
    return next(
        (words.at(i) for i in range(part.start - 1, _sentence(words, part.start), -1) if words.at(i) in METRICS), None
    )


def _sentence(words: Words, place: int) -> int:
    for here in range(place - 1, max(place - WORDS_BEFORE, -1), -1):
        if words.at(here) in spoken_hedges.BOUNDS:
            return here
    return max(place - WORDS_BEFORE, -1)


def _times(value: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if value is None else plain(value * factor)
