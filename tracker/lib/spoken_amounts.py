"""Plain amounts and spans of them in English: "$1.2 trillion", "350 opposition fighters", "from 3.5 to 9.5 percent"."""

from dataclasses import dataclass
from decimal import Decimal

from tracker.lib import spoken_currencies, spoken_hedges, spoken_names, spoken_units
from tracker.lib.spoken_numbers import DASHES, HALF, Numeral, Words, fraction, numeral
from tracker.lib.spoken_readings import Part, Reading, reading, spoken_of
from tracker.lib.spoken_units import DURATIONS, MEASURES, Unit

SCORES = frozenset("vote votes decision ruling margin win victory split loss defeat score game".split())
WHEN = frozenset("last past next first previous coming recent final following within in opening these those".split())
AGO = frozenset("ago later earlier before after hence from".split())
LASTING = frozenset("for of is was has lasted lasting spent been took takes served lived be".split())
WHOLES = {("of", "the"), ("of", "its"), ("of", "our"), ("of", "all")}
AGES = frozenset("age aged ages turn turned turns become became".split())
ONLY = frozenset("only just exactly single".split())
OLDEST = Decimal(130)
OTHER_HALVES = frozenset("first second other latter better top bottom third final last".split())
# Behind one of these "last" is a verb: "built to last 40 years".
BEFORE_VERBS = frozenset("to can could will would should may might must".split())


@dataclass(frozen=True, slots=True)
class _Number:
    """A number with the currency that stands before it, and where it begins."""

    start: int
    numeral: Numeral
    currency: str | None

    @property
    def end(self) -> int:
        return self.numeral.end

    @property
    def value(self) -> Decimal:
        return self.numeral.value


def name(words: Words, place: int) -> Reading | None:
    """Pass over numbers that measure nothing: years, dates, times, names, plain ordinals."""
    if not words.is_number(place):
        return None
    end = spoken_names.name(words, place)
    if end is None and words.is_glued(place + 1) and _is_foreign(words, place + 1):
        end = place + 2
    return None if end is None else Reading((), end)


def plain_one(words: Words, place: int) -> Reading | None:
    """Pass over a "one" that counts nothing."""
    return Reading((), place + 1) if words.at(place) == "one" and not _is_counted_one(words, place) else None


def span(words: Words, place: int) -> Reading | None:
    """Read two numbers that belong together: a range, or what something went from and to."""
    first = _number(words, place)
    joint = _joint(words, first) if first else None
    if first is None or joint is None:
        return None
    word, second = joint
    unit = spoken_units.behind(words, second.end, second.currency or first.currency)
    if unit.name is None and words.at(first.start - 1) in AGES:
        unit = Unit("years", unit.end, "age")
    low = _lifted(first, second)
    if word in DASHES and (low >= second.value or words.at(second.end) in SCORES):
        return Reading((), second.end)
    if word == "to" and _is_move(words, first, (low, second.value)):
        return _moved(words, (first, second), unit)
    if word == "to" and low >= second.value:
        return Reading((), second.end) if unit.name is None else None
    start = place - 1 if words.at(place - 1) in {"between", "from"} else place
    ends = (min(low, second.value), max(low, second.value))
    kind = _kind(words, (start, unit.end), unit)
    return reading(words, Part(start=start, end=unit.end, unit=unit, kind=kind, ends=ends, comparator="between"))


def amount(words: Words, place: int) -> Reading | None:
    """Read one number with its unit."""
    found = _number(words, place)
    if found is None:
        return None
    unit = _unit(words, found)
    if unit.sort == "time" and _is_when(words, found.start, unit.end):
        return Reading((), unit.end)
    kind = _kind(words, (place, unit.end), unit)
    return reading(words, Part(start=place, end=unit.end, unit=unit, kind=kind, value=found.value))


def half_more(words: Words, place: int) -> Reading | None:
    """Read "an hour and a half"."""
    unit = spoken_units.behind(words, place + 1) if words.at(place) in {"a", "an"} else Unit(None, place)
    end = place + (5 if words.phrase(place + 2, 3) == ("and", "a", "half") else 4)
    is_half = words.phrase(place + 2, end - place - 2) in {("and", "a", "half"), ("and", "half")}
    if unit.sort not in {"time", "measure"} or not is_half:
        return None
    whole = Unit(unit.name, end, unit.sort)
    return reading(words, Part(start=place, end=end, unit=whole, kind="level", value=1 + HALF))


def part_of_unit(words: Words, place: int) -> Reading | None:
    """Read "half an hour", "a quarter of a percentage point", "three quarters of a mile"."""
    found = fraction(words, place)
    unit = _parted(words, found.end) if found and words.at(place - 1) not in OTHER_HALVES else None
    if found is None or unit is None or unit.sort not in {"percent", "measure", "time"}:
        return None
    if unit.sort == "time" and _is_when(words, place, unit.end):
        return Reading((), unit.end)
    kind = _kind(words, (place, unit.end), unit)
    return reading(words, Part(start=place, end=unit.end, unit=unit, kind=kind, value=found.value))


def _parted(words: Words, place: int) -> Unit | None:
    # "Half [of] an hour", "a quarter [percentage] point".
    if words.phrase(place, 2) == ("percentage", "point"):
        return Unit("percentage points", place + 2, "percent")
    if words.at(place) == "point":
        return Unit("points", place + 1, "percent")
    article = place + (words.at(place) == "of")
    return spoken_units.behind(words, article + 1) if words.at(article) in {"a", "an"} else None


def _unit(words: Words, found: _Number) -> Unit:
    if _is_age(words, found):
        return Unit(
            "years", spoken_units.behind(words, found.end).end if words.at(found.end) in DURATIONS else found.end, "age"
        )
    if words.at(found.end) in DASHES and _is_joined_later(words, found.end):
        later = spoken_units.behind(words, found.end + 3)
        return Unit(later.name, found.end + 1, later.sort)
    unit = spoken_units.behind(words, found.end, found.currency)
    return unit if unit.name else _of_the(words, found)


def _is_age(words: Words, found: _Number) -> bool:
    is_led = words.at(found.start - 1) in AGES or words.phrase(found.start - 2, 2) == ("age", "of")
    return (
        (is_led or _is_between_commas(words, found))
        and found.value < OLDEST
        and spoken_units.behind(words, found.end).sort in {"none", "time"}
    )


def _is_between_commas(words: Words, found: _Number) -> bool:
    # "The singer, 63, was taken to hospital."
    is_whole = found.currency is None and found.end == found.start + 1 and words.at(found.start).isdecimal()
    is_apart = words.at(found.start - 1) == words.at(found.end) == ","
    return is_whole and is_apart and words.at(found.start - 2).isalpha() and not words.is_number(found.end + 1)


def _of_the(words: Words, found: _Number) -> Unit:
    # "44 of the 50 states": the first number counts what the second does.
    whole = numeral(words, found.end + 2) if words.phrase(found.end, 2) in WHOLES else None
    later = spoken_units.behind(words, whole.end) if whole else None
    return Unit(later.name, found.end, later.sort) if later and later.sort == "count" else Unit(None, found.end)


def _is_joined_later(words: Words, place: int) -> bool:
    # "15- and 30-year mortgages": the first number has the unit of the second.
    return words.at(place + 1) in {"and", "or", "to"} and words.is_number(place + 2)


def _number(words: Words, place: int) -> _Number | None:
    money = spoken_currencies.before(words, place)
    currency, start = money or (None, place)
    found = numeral(words, start)
    return None if found is None else _Number(place, found, currency)


def _joint(words: Words, first: _Number) -> tuple[str, _Number] | None:
    here = first.end
    if words.at(here) in {"%", "percent", "people", "percentage"}:
        here += 1
    word = words.at(here)
    is_joint = word in {"to", "or"} or word in DASHES or (word == "and" and words.at(first.start - 1) == "between")
    if not is_joint:
        return None
    hedge = 1 if words.at(here + 1) in {"about", "around", "nearly", "almost", "over", "roughly"} else 0
    second = _number(words, here + 1 + hedge)
    return None if second is None or _is_year(words, second) else (word, second)


def _is_year(words: Words, found: _Number) -> bool:
    return found.currency is None and spoken_names.is_year(words, found.start)


def _lifted(first: _Number, second: _Number) -> Decimal:
    # "Between 2 and 3 million": the scale word belongs to both.
    scale = second.numeral.scale
    is_short = first.numeral.scale == 1 and scale > 1 and first.value * scale <= second.value * 2
    return first.value * scale if is_short and first.value < 1000 else first.value


def _is_move(words: Words, first: _Number, ends: tuple[Decimal, Decimal]) -> bool:
    is_from = words.at(first.start - 1) == "from"
    return is_from and (ends[0] >= ends[1] or spoken_hedges.has_moved(words, first.start - 1))


def _moved(words: Words, numbers: tuple[_Number, _Number], unit: Unit) -> Reading:
    first, second = numbers
    before = Part(start=first.start, end=first.end, unit=unit, kind="level", value=_lifted(first, second))
    after = Part(start=second.start, end=unit.end, unit=unit, kind="level", value=second.value)
    return Reading((spoken_of(words, before), spoken_of(words, after)), unit.end)


def _kind(words: Words, ends: tuple[int, int], unit: Unit) -> str:
    if unit.sort == "rate":
        return "ratio"
    if unit.sort == "count":
        return "count"
    is_to = words.at(ends[0] - 1) == "to"
    return (
        "change"
        if unit.sort in {"percent", "money"} and not is_to and spoken_hedges.is_change(words, *ends)
        else "level"
    )


def _is_when(words: Words, start: int, end: int) -> bool:
    hedge = spoken_hedges.left(words, start)
    before = words.at(hedge.place - 1)
    if before == "last" and words.at(hedge.place - 2) in BEFORE_VERBS:
        return False
    if words.at(end) in AGO or before in WHEN:
        return True
    return words.at(hedge.place) == "over" and hedge.place < start and before not in LASTING


def _is_counted_one(words: Words, place: int) -> bool:
    found = numeral(words, place)
    behind = words.at(found.end) if found else ""
    is_more = found is not None and found.end > place + 1
    is_only = words.at(place - 1) in ONLY and behind.isalpha() and behind not in {"of", "day", "year"}
    return is_more or is_only or behind in {"percent", "percentage", "dollar"} or behind in MEASURES


def _is_foreign(words: Words, place: int) -> bool:
    # "2A", "5G", "25th": letters behind a number that are neither unit nor scale.
    word = words.at(place)
    known = (
        word in MEASURES
        or word in DURATIONS
        or spoken_units.behind(words, place).sort in {"percent", "money", "measure"}
    )
    return word.isalpha() and not known and numeral(words, place - 1) is not None and _ends_at(words, place)


def _ends_at(words: Words, place: int) -> bool:
    found = numeral(words, place - 1)
    return found is not None and found.end == place
