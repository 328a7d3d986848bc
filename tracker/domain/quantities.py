"""Claimed against measured: whether two figures can be compared, how far apart they are, and whether a verdict fits.

A comparison never sets a verdict. It stands beside it, and says where the two do not go together.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, localcontext
from typing import Any

from tracker.lib import partial_dates, units
from tracker.lib.spoken_numbers import plain

# A quantity or an observation, by the names of its fields.
Figure = Mapping[str, Any]
# How far a claimed number may lie from the measured one: relative to it.
TIGHT, LOOSE, HEDGED = Decimal("0.01"), Decimal("0.05"), Decimal("0.1")
# From this factor on a number is far off.
FAR = Decimal(2)
QUOTIENT_DIGITS = 12
# More digits than any two numbers have that the API takes.
EXACT = Context(prec=400)
ONE_SIDED: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    ">": lambda measured, claimed: measured > claimed,
    "≥": lambda measured, claimed: measured >= claimed,
    "<": lambda measured, claimed: measured < claimed,
    "≤": lambda measured, claimed: measured <= claimed,
}
AFFIRMED, DENIED = frozenset({"true", "mostly_true"}), frozenset({"false", "mostly_false"})
WORD = re.compile(r"\w+")
IDLE_WORDS = frozenset({"rate", "level", "number", "total", "the", "of", "in", "a"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """How far a claimed number lies from a measured one, in the unit of that."""

    unit: str | None
    absolute: Decimal
    relative: Decimal | None
    factor: Decimal | None
    direction: str
    sign_flip: bool
    holds: bool
    tolerance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Whether a claimed number can be set against a measured one, why not, what either leaves open, and how far off."""

    reasons: tuple[tuple[str, str], ...]
    unstated: tuple[str, ...]
    deviation: Deviation | None

    @property
    def comparable(self) -> bool:
        """Whether the two can be compared."""
        return not self.reasons


def compare(claimed: Figure, measured: Figure) -> Comparison:
    """Return how a claimed number compares with a measured one."""
    with localcontext(EXACT):
        reasons = tuple(_reasons(claimed, measured))
        unstated = tuple(name for name in ("definition", "period", "place", "population")
                         if bool(claimed.get(name)) != bool(measured.get(name)))  # fmt: skip
        deviation = None if reasons else _deviation(claimed, measured)
    return Comparison(reasons=reasons, unstated=unstated, deviation=deviation)


def conflict(comparison: Comparison, class_: str | None) -> str | None:
    """Return a sentence where a verdict's class and the deviation do not go together, else None."""
    found = comparison.deviation
    if found is None or class_ is None:
        return None
    if found.holds and class_ in DENIED:
        within = {"tight": "within 1 %", "loose": "within 5 %", "hedged": "within 10 %"}.get(
            found.tolerance, "as claimed"
        )
        return f"The measured number is {within}, but the verdict is {class_.replace('_', ' ')}."
    is_far = found.sign_flip or found.factor is None or found.factor >= FAR
    if not found.holds and is_far and class_ in AFFIRMED:
        size = "of another sign" if found.sign_flip else f"off by a factor of {_short(found.factor)}"
        return f"The claimed number is {size}, but the verdict is {class_.replace('_', ' ')}."
    return None


def metric_key(metric: str) -> str:
    """Return what a metric is found by: "Inflation rate" and "the rate of inflation" are one."""
    return " ".join(word for word in WORD.findall(metric.casefold()) if word not in IDLE_WORDS) or metric.casefold()


def _reasons(claimed: Figure, measured: Figure) -> Iterator[tuple[str, str]]:
    if metric_key(claimed["metric"]) != metric_key(measured["metric"]):
        yield "metric", f"One is {claimed['metric']}, the other {measured['metric']}."
    for name in ("definition", "place", "population"):
        if claimed.get(name) and measured.get(name) and _folded(claimed[name]) != _folded(measured[name]):
            yield name, f"One is for {claimed[name]}, the other for {measured[name]}."
    if _kind(claimed) != _kind(measured):
        yield "kind", f"One is a {claimed['kind']}, the other a {measured['kind']}."
    unit = _unit_reason(claimed.get("unit"), measured.get("unit"))
    if unit:
        yield "unit", unit
    if not _is_same_period(claimed.get("period"), measured.get("period")):
        yield "period", "They are of different periods."


def _unit_reason(one: str | None, other: str | None) -> str | None:
    if units.measure(one).bases == units.measure(other).bases:
        return None
    if units.is_money(one) and units.is_money(other):
        return f"{one} and {other} are not of one currency and price year, or not per the same."
    return f"{one or 'A plain number'} does not convert into {other or 'a plain number'}."


def _kind(figure: Figure) -> str:
    # What is counted has a level; a part of a whole is a level of it, and may be told as a ratio.
    kind = str(figure["kind"])
    return "level" if kind == "count" or (kind == "ratio" and units.is_part(figure.get("unit"))) else kind


def _folded(text: str) -> str:
    return " ".join(WORD.findall(text.casefold()))


def _is_same_period(one: Figure | None, other: Figure | None) -> bool:
    if not one or not other:
        return True
    bounds = _bounds(one), _bounds(other)
    if None not in bounds:
        return bounds[0] == bounds[1]
    return _folded(one.get("label") or "") == _folded(other.get("label") or "")


def _bounds(period: Figure) -> tuple[date, date] | None:
    first = _partial(period.get("from")) or _partial(period.get("label"))
    last = _partial(period.get("to")) or first
    return (first.start, last.end) if first and last else None


def _partial(text: str | None) -> partial_dates.PartialDate | None:
    try:
        return partial_dates.parse(text) if text else None
    except ValueError:
        return None


def _deviation(claimed: Figure, measured: Figure) -> Deviation:
    there = _ends(measured)
    here = tuple(_in_unit(end, claimed, measured) for end in _ends(claimed))
    said, found = _nearest((here[0], here[1]), there)
    margin = Decimal(measured.get("margin") or 0).copy_abs()
    absolute = said - found
    relative = _quotient(absolute, abs(found))
    tolerance = "tight" if abs(absolute) <= margin else _tolerance(claimed, relative)
    one_sided = ONE_SIDED.get(claimed["comparator"])
    return Deviation(
        unit=measured.get("unit"), absolute=plain(absolute), relative=relative, factor=factor(said, found),
        direction="equal" if absolute == 0 else "higher" if absolute > 0 else "lower", sign_flip=said * found < 0,
        holds=tolerance != "outside" if one_sided is None else any(one_sided(end, said) for end in there),
        tolerance=tolerance,
    )  # fmt: skip


def factor(one: Decimal, other: Decimal) -> Decimal | None:
    """Return how many times the greater of two numbers is the smaller, whichever is which; None across zero."""
    if one == other:
        return Decimal(1)
    if one * other <= 0:
        return None
    small, great = sorted((abs(one), abs(other)))
    return _quotient(great, small)


def _ends(figure: Figure) -> tuple[Decimal, Decimal]:
    if figure.get("value") is not None:
        return Decimal(figure["value"]), Decimal(figure["value"])
    low, high = sorted((Decimal(figure["lower"]), Decimal(figure["upper"])))
    return low, high


def _in_unit(value: Decimal, claimed: Figure, measured: Figure) -> Decimal:
    is_difference = claimed["kind"] == "change"
    found = units.converted(value, claimed.get("unit"), measured.get("unit"), is_difference=is_difference)
    assert found is not None  # noqa: S101  # narrows the type: what does not convert is not compared
    return found


def _nearest(here: tuple[Decimal, Decimal], there: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    # Of two ranges, the ends that face each other; the same number where they meet.
    if here[0] > there[1]:
        return here[0], there[1]
    if here[1] < there[0]:
        return here[1], there[0]
    shared = max(here[0], there[0])
    return shared, shared


def _tolerance(claimed: Figure, relative: Decimal | None) -> str:
    if claimed["kind"] == "rank" or relative is None:
        return "outside"
    is_hedged = claimed.get("hedge") or claimed["comparator"] == "≈"
    bands = (("tight", TIGHT), ("loose", LOOSE), *([("hedged", HEDGED)] if is_hedged else []))
    return next((name for name, band in bands if abs(relative) <= band), "outside")


def _quotient(part: Decimal, whole: Decimal) -> Decimal | None:
    if whole == 0:
        return None
    return plain(Context(prec=QUOTIENT_DIGITS).divide(part, whole))


def _short(number: Decimal | None) -> str:
    return "any size" if number is None else f"{plain(Context(prec=3).plus(number)):f}"
