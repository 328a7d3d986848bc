"""Units as people write them, put into what they measure and by how much: `1.5 million tons per year`, `USD 2015`.

Conversion is pint's, exact in decimals. Only listed names reach it: free text would be read as an expression, and
"cats" as centi-atmospheres. Any other word is a thing that is counted, and is the same only as itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING

from tracker.lib.spoken_numbers import SCALES

if TYPE_CHECKING:
    from pint import UnitRegistry

WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*|\d[\d,]*|%|‰|°[CF]?|/")
YEAR = re.compile(r"(?:19|20)\d\d")
CURRENCY = re.compile(r"[A-Z]{3}")
MOST_WORDS = 12
# Factors are worked out to more digits than they are used with, so that twelve months are a year and no more.
WORKING, SHOWN = Context(prec=60), Context(prec=30)
# What pint has no dimension for, each with what one of it is of the first.
WITHOUT_DIMENSION: Mapping[str, Mapping[str, str]] = {
    "part": {"share": "1", "fraction": "1", "percent": "0.01", "%": "0.01", "pct": "0.01", "‰": "0.001"},
    "percentage point": {
        "percentage points": "1",
        "percentage point": "1",
        "basis points": "0.01",
        "basis point": "0.01",
    },
    "times": dict.fromkeys(("times", "fold", "x"), "1"),
    "person": dict.fromkeys("person persons people capita head inhabitant inhabitants".split(), "1"),
}
IRREGULAR = {"men": "man", "women": "woman", "children": "child"}
SCALE_WORDS = {**SCALES, **{f"{word}s": size for word, size in SCALES.items()}}
# Names that pint knows by themselves, and those that it calls otherwise.
NAMES = frozenset(
    "second minute hour day week month year decade century meter metre kilometer kilometre centimeter centimetre "
    "millimeter millimetre mile yard foot inch km cm mm hectare acre kilogram gram kg tonne pound ounce lb liter litre "
    "gallon watt kilowatt megawatt gigawatt terawatt joule kilojoule megajoule kilowatt_hour byte kilobyte megabyte "
    "gigabyte terabyte volt kelvin megatonne gigatonne kilotonne milligram microgram hertz calorie kilocalorie".split()
)
OTHERWISE = {
    "barrels": "oil_barrel", "barrel": "oil_barrel", "feet": "foot", "inches": "inch", "tons": "tonne", "ton": "tonne",
    "kilo": "kilogram", "kilos": "kilogram", "lbs": "pound", "kwh": "kilowatt_hour", "mwh": "megawatt_hour",
    "gwh": "gigawatt_hour", "twh": "terawatt_hour", "mw": "megawatt", "gw": "gigawatt", "kw": "kilowatt",
    "mph": "mile_per_hour", "centuries": "century", "yr": "year", "hr": "hour", "megatons": "megatonne",
    "gigatons": "gigatonne",
}  # fmt: skip
PREFIXES = {"square": 2, "cubic": 3}


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured, as sorted names of bases with their powers, and what one of the unit is of it."""

    bases: tuple[str, ...]
    factor: Decimal
    offset: Decimal = Decimal(0)


@lru_cache(1024)
def measure(unit: str | None) -> Measure:
    """Return what a unit measures; no unit is a plain number."""
    with localcontext(WORKING):
        return _measure(unit)


def _measure(unit: str | None) -> Measure:
    words = WORD.findall((unit or "").replace("per cent", "percent"))[:MOST_WORDS]
    above, below = _parted(words)
    top = _side(above)
    if top.offset:
        return top
    parts = [_side(words) for words in below]
    factor, bases = top.factor, list(top.bases)
    for part in parts:
        factor /= part.factor
        bases.extend(f"per {base}" for base in part.bases)
    return Measure(tuple(sorted(bases)), factor)


def converted(value: Decimal, unit: str | None, to: str | None, *, is_difference: bool = False) -> Decimal | None:
    """Return a value in another unit, None where the two do not measure the same."""
    if unit == to:
        return value
    here, there = measure(unit), measure(to)
    if here.bases != there.bases:
        return None
    with localcontext(WORKING):
        ratio = SHOWN.plus(here.factor / there.factor)
        offset = Decimal(0) if is_difference else SHOWN.plus((here.offset - there.offset) / there.factor)
    return value * ratio + offset


def is_money(unit: str | None) -> bool:
    """Tell whether a unit is a currency, or one per something."""
    return any(base.startswith("money ") for base in measure(unit).bases)


def is_part(unit: str | None) -> bool:
    """Tell whether a unit is a part of a whole, such as percent."""
    return measure(unit).bases == ("part",)


def _parted(words: list[str]) -> tuple[list[str], list[list[str]]]:
    sides: list[list[str]] = [[]]
    for word in words:
        if word.lower() == "per" or word == "/":
            sides.append([])
        else:
            sides[-1].append(word)
    return sides[0], [side for side in sides[1:] if side]


def _side(words: list[str]) -> Measure:
    currency = next((word for word in words if CURRENCY.fullmatch(word)), None)
    year = next((word for word in words if YEAR.fullmatch(word)), None) if currency else None
    others = [word for word in words if word not in {currency, year}]
    factor = prod((_size(word) for word in others), start=Decimal(1))
    if currency:
        return Measure((" ".join(filter(None, ("money", currency, year))),), factor)
    found = _named(" ".join(word for word in others if _size(word) == 1).lower())
    return Measure(found.bases, found.factor * factor, found.offset)


def _size(word: str) -> Decimal:
    if word[0].isdecimal():
        return Decimal(word.replace(",", "")) or Decimal(1)
    return Decimal(SCALE_WORDS.get(word.lower(), 1))


def _named(name: str) -> Measure:
    for base, names in WITHOUT_DIMENSION.items():
        if name in names:
            return Measure((base,), Decimal(names[name]))
    return _temperature(name) or _physical(name) or Measure((_singular(name),) if name else (), Decimal(1))


def _temperature(name: str) -> Measure | None:
    if name in {"degrees celsius", "degree celsius", "°c", "celsius"}:
        return Measure(("temperature",), Decimal(1), Decimal("273.15"))
    if name in {"degrees fahrenheit", "degree fahrenheit", "°f", "fahrenheit"}:
        return Measure(("temperature",), Decimal(5) / 9, Decimal("459.67") * 5 / 9)
    return None


def _physical(name: str) -> Measure | None:
    first, _, second = name.partition(" ")
    power = PREFIXES.get(first, 1)
    word = second if power > 1 else name
    known = OTHERWISE.get(word) or (word if word in NAMES else None) or (word[:-1] if word[:-1] in NAMES else None)
    if known is None:
        return None
    found = (1 * _registry().Unit(known) ** power).to_base_units()
    dimensions = ",".join(f"{unit} {degree}" for unit, degree in sorted(found.unit_items()))
    return Measure((dimensions,), Decimal(found.magnitude))


def _singular(name: str) -> str:
    last = name.rsplit(" ", 1)[-1]
    if last in IRREGULAR:
        return name.removesuffix(last) + IRREGULAR[last]
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


@lru_cache(1)
def _registry() -> "UnitRegistry[Decimal]":
    # Reading pint's definitions takes half a second, and most processes never convert.
    import pint  # noqa: PLC0415  # late, for that reason

    return pint.UnitRegistry(non_int_type=Decimal)
