"""Units as people write them, put into what they measure and by how much: `1.5 million tons per year`, `USD 2015`.

Conversion is pint's, exact in decimals. Only listed names reach it: free text would be read as an expression, and
"cats" as centi-atmospheres. Any other word is a thing that is counted, and is the same only as itself.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from functools import lru_cache
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from tracker.lib import spoken_currencies
from tracker.lib.spoken_numbers import GLUED_SCALES, SCALES
from tracker.lib.unit_names import (
    CELSIUS,
    FAHRENHEIT,
    KELVIN,
    NAMES,
    OTHERWISE,
    PREFIXES,
    SYMBOLS,
    WITHOUT_DIMENSION,
)

if TYPE_CHECKING:
    from pint import UnitRegistry

NUMBER = r"\d[\d,]*(?:\.\d+)?(?: \d{3}(?!\d))*"
WORD = re.compile(rf"[^\W\d_]+[23](?!\w)|[^\W\d_]+(?:['’.-][^\W\d_]+)*|{NUMBER}|%|‰|°[CFK]?|/|[$€£¥₹₽₪₩₺₴₦₫¢]")
PER_CENT = re.compile(r"\bper (cent|mille)\b", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d\d")
CURRENCY = re.compile(r"[A-Z]{3}")
MOST_WORDS = 12
# Factors are worked out to more digits than they are used with, so that twelve months are a year and no more.
WORKING, SHOWN = Context(prec=60), Context(prec=30)
IRREGULAR = {"men": "man", "women": "woman", "children": "child"}
SCALE_WORDS = {**SCALES, **{f"{word}s": size for word, size in SCALES.items()}, "bn": 10**9, "mn": 10**6, "tn": 10**12}


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured, as sorted names of bases with their powers, and what one of the unit is of it."""

    bases: tuple[str, ...]
    factor: Decimal
    offset: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Side:
    powers: Mapping[str, int]
    factor: Decimal
    offset: Decimal = Decimal(0)


@lru_cache(1024)
def measure(unit: str | None) -> Measure:
    """Return what a unit measures; no unit is a plain number."""
    with localcontext(WORKING):
        return _measure(unit)


def _measure(unit: str | None) -> Measure:
    words = WORD.findall(_plain(unit or ""))[:MOST_WORDS]
    above, below = _parted(words)
    top, parts = _side(above), [_side(words) for words in below]
    if not parts:
        return Measure(tuple(_told(top.powers, {})), top.factor, top.offset)
    under: Counter[str] = Counter()
    for part in parts:
        under.update(part.powers)
    return Measure(tuple(_told(top.powers, under)), top.factor / prod(part.factor for part in parts))


def _plain(unit: str) -> str:
    # The ordinal indicator is typed for a degree. The form makes one character of what looks the same, "m²" "m2".
    same = unicodedata.normalize("NFKC", unit.replace("º", "°")).replace("^", "")
    return PER_CENT.sub(r"per\1", same)


def _told(above: Mapping[str, int], below: Mapping[str, int]) -> list[str]:
    """Return the bases of a quotient, sorted; what is per the same, such as hours per day, is not a plain number."""
    names = sorted({*above, *below})
    return sorted(_power(name, above.get(name, 0) - below.get(name, 0)) for name in names)


def _power(name: str, power: int) -> str:
    if power == 0:
        return f"{name} per {name}"
    return f"{'per ' if power < 0 else ''}{name}{f' {abs(power)}' if abs(power) > 1 else ''}"


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


def _side(words: list[str]) -> _Side:
    return _money(words) or _sized(words)


def _sized(words: Sequence[str]) -> _Side:
    factor = prod((_size(word) for word in words), start=Decimal(1))
    found = _named(" ".join(word for word in words if _size(word) == 1))
    return _Side(found.powers, found.factor * factor, found.offset)


def _money(words: list[str]) -> _Side | None:
    code = next((word for word in words if CURRENCY.fullmatch(word) and not _is_unit(word)), None)
    if code:
        return _sum(code, [word for word in words if word != code])
    for place, length in product(range(len(words)), (3, 2, 1)):
        found = _currency(words[place : place + length])
        rest = [*words[:place], *words[place + length :]]
        # "Rand notes" are no money, and "international dollars" not those of the United States.
        if found and all(YEAR.fullmatch(word) or _money_size(word) != 1 for word in rest):
            return _sum(found[0], rest, found[1])
    return None


def _sum(code: str, others: Sequence[str], each: Decimal = Decimal(1)) -> _Side:
    year = next((word for word in others if YEAR.fullmatch(word)), None)
    factor = prod((_money_size(word) for word in others if word != year), start=each)
    return _Side({" ".join(filter(None, ("money", code, year))): 1}, factor)


def _currency(spoken: Sequence[str]) -> tuple[str, Decimal] | None:
    names = tuple(word.lower() for word in spoken)
    if len(names) > 1:
        lettered = spoken_currencies.LETTERED.get(names[0]) if names[1:] == ("$",) else None
        code = lettered or spoken_currencies.OF_A_COUNTRY.get(names)
        return (code, Decimal(1)) if code else None
    if names[0] in spoken_currencies.HUNDREDTHS:
        return spoken_currencies.HUNDREDTHS[names[0]], Decimal("0.01")
    code = spoken_currencies.SIGNS.get(names[0]) or spoken_currencies.WORDS.get(names[0])
    return (code, Decimal(1)) if code else None


def _money_size(word: str) -> Decimal:
    # "€m" are millions: beside a currency there is no metre.
    return Decimal(GLUED_SCALES.get(word.lower(), 1)) if word[0].isalpha() and _size(word) == 1 else _size(word)


def _size(word: str) -> Decimal:
    if word[0].isdecimal():
        return Decimal(word.replace(",", "").replace(" ", "")) or Decimal(1)
    return Decimal(SCALE_WORDS.get(word.lower(), 1))


def _named(name: str) -> _Side:
    small = name.lower()
    for base, names in WITHOUT_DIMENSION.items():
        if small in names:
            return _Side({base: 1}, Decimal(names[small]))
    found = _temperature(small) or _physical(name)
    if found:
        return found
    first, _, rest = name.partition(" of ") if " of " in name else name.partition(" ")
    amount = _physical(first) if rest else None
    if amount:
        return _Side({**amount.powers, f"of {_singular(rest.lower())}": 1}, amount.factor)
    return _Side({_singular(small): 1} if name else {}, Decimal(1))


def _temperature(name: str) -> _Side | None:
    if name in KELVIN:
        return _Side({"temperature": 1}, Decimal(1))
    if name in CELSIUS:
        return _Side({"temperature": 1}, Decimal(1), Decimal("273.15"))
    if name in FAHRENHEIT:
        return _Side({"temperature": 1}, Decimal(5) / 9, Decimal("459.67") * 5 / 9)
    return None


def _is_unit(word: str) -> bool:
    return word.lower() in OTHERWISE or any(word.lower() in names for names in WITHOUT_DIMENSION.values())


def _physical(name: str) -> _Side | None:
    first, _, second = name.partition(" ")
    power = PREFIXES.get(first.lower(), 1)
    word = second if power > 1 else name
    if power == 1 and word[-1:] in {"2", "3"}:
        word, power = word[:-1], int(word[-1])
    known = _known(word)
    if known is None:
        return None
    found = (1 * _registry().Unit(known) ** power).to_base_units()
    return _Side({str(unit): int(degree) for unit, degree in found.unit_items()}, Decimal(found.magnitude))


def _known(word: str) -> str | None:
    small = word.lower()
    plain = next((name for name in (small, small[:-1]) if name in NAMES), None)
    return SYMBOLS.get(word) or OTHERWISE.get(small) or plain


def _singular(name: str) -> str:
    last = name.rsplit(" ", 1)[-1]
    if last in IRREGULAR:
        return name.removesuffix(last) + IRREGULAR[last]
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name[:-1] if len(name) > 1 and name.endswith("s") and not name.endswith("ss") else name


@lru_cache(1)
def _registry() -> "UnitRegistry[Decimal]":
    # Reading pint's definitions takes half a second, and most processes never convert.
    import pint  # noqa: PLC0415  # late, for that reason

    registry: UnitRegistry[Decimal] = pint.UnitRegistry(non_int_type=Decimal)
    # Its own decade is one of logarithms.
    registry.define("ten_years = 10 * year")
    return registry
