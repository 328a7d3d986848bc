"""Units as they are said in English: percent, money, measures, what is counted, and what it is counted per."""

from dataclasses import dataclass
from decimal import Decimal

from tracker.lib import spoken_currencies
from tracker.lib.spoken_numbers import DASHES, Words

PERCENT = {("percentage", "point"): "percentage points", ("percentage", "points"): "percentage points",
           ("percent", "points"): "percentage points", ("basis", "points"): "basis points", ("per", "cent"): "percent",
           ("%", "points"): "percentage points", ("percent",): "percent", ("%",): "percent", ("pct",): "percent",
           ("points",): "points"}  # fmt: skip
TIMES = {"second": "seconds", "minute": "minutes", "hour": "hours", "day": "days", "week": "weeks", "month": "months",
         "year": "years", "decade": "decades", "quarter": "quarters", "century": "centuries"}  # fmt: skip
DURATIONS = {**TIMES, **{plural: plural for plural in TIMES.values()}}
MEASURES = frozenset(
    "mile miles km kilometer kilometers kilometre kilometres foot feet inch inches meter meters metre metres yard "
    "yards cm mm mg ml kph "
    "centimeters centimetres acre acres hectare hectares ton tons tonne tonnes pound pounds lb lbs kg "
    "kilogram kilograms kilo kilos gram grams ounce ounces gallon gallons liter liters litre litres barrel "
    "barrels watt watts kilowatt kilowatts megawatt megawatts gigawatt gigawatts terawatt terawatts mw gw kwh mwh "
    "gwh twh megatons megatonnes gigaton gigatons gigatonnes mph bytes gigabytes joules volts calories".split()
)
PREFIXES = {"square": "square", "sq": "square", "cubic": "cubic", "metric": "metric", "nautical": "nautical"}
DEGREES = frozenset({"degree", "degrees", "°", "º"})
SCALES_OF_HEAT = {"celsius": "Celsius", "c": "Celsius", "fahrenheit": "Fahrenheit", "f": "Fahrenheit"}
ADVERBS = {"annually": "year", "yearly": "year", "monthly": "month", "weekly": "week", "daily": "day", "hourly": "hour"}
PERSONS = frozenset({"capita", "head", "person", "inhabitant", "resident"})
# "300-odd ships", "a 5,000-strong crowd".
LOOSE = frozenset({"odd", "plus", "strong"})
SOLD = PERSONS | set(
    "ticket night piece share unit dose copy bottle pack packet box bag can seat student pupil child family household "
    "worker employee vote trip ride call bushel plate course game episode".split()
)
EACH = frozenset({"a", "an", "per", "each", "every"})
# Words at which the counted thing has to have come.
STOPS = frozenset(
    "in on at by for from with without of to into onto as than that which who whom whose and or but nor if when "
    "while because since until after before during under over about above below between through per is are was "
    "were be been being has have had do does did will would can could should may might must shall not no it its "
    "he she they we you i his her their our your my this there here what where how a an every each went came fled "
    "left got made said says within across against among around out up down off so then just only".split()
)
PLURALS = frozenset(
    "people men women children troops police staff personnel cattle feet teeth mice geese livestock fish sheep deer "
    "aircraft spacecraft bacteria criteria alumni offspring lice oxen".split()
)
NO_MEN = frozenset("specimen regimen abdomen omen semen acumen yemen".split())
NOT_PLURAL = frozenset(
    "texas kansas arkansas massachusetts illinois dallas angeles paris less yes always perhaps towards news "
    "politics economics mathematics thus plus us overseas besides sometimes afterwards whereas gas".split()
)
NOT_PLURAL_ENDINGS = ("ous", "ss", "us", "is", "less", "'s", "’s")
MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, what a number said with it is worth of it, what is counted, and the first token behind it."""

    name: str | None
    end: int
    sort: str = "none"
    factor: Decimal = Decimal(1)
    subject: str | None = None


def behind(words: Words, place: int, currency: str | None = None) -> Unit:
    """Return the unit that stands behind a number, with what it is per."""
    found = Unit(currency, place, "money") if currency else _plain(words, place)
    return _per(words, found)


def is_plural(word: str) -> bool:
    """Tell whether a word looks like the plural of a noun."""
    small = word.lower()
    if small in PLURALS or (small.endswith(("people", "men", "children")) and small not in NO_MEN):
        return True
    looks = len(small) > 3 and small.endswith("s") and not small.endswith(NOT_PLURAL_ENDINGS)
    return looks and small not in NOT_PLURAL and small not in STOPS


def _plain(words: Words, place: int) -> Unit:
    here = place + 1 if words.at(place) in DASHES and words.is_glued(place) else place
    for read in (_percent, _money, _measure):
        found = read(words, here)
        if found is not None:
            return found
    if here > place and words.at(here) in LOOSE:
        return _counted(words, here + 1)
    return _joined_noun(words, here) if here > place else _counted(words, place)


def _percent(words: Words, place: int) -> Unit | None:
    for length in (2, 1):
        name = PERCENT.get(words.phrase(place, length))
        if name is not None:
            return Unit(name, place + length, "percent")
    return None


def _money(words: Words, place: int) -> Unit | None:
    found = spoken_currencies.behind(words, place)
    return Unit(found.code, found.end, "money", found.factor) if found else None


def _measure(words: Words, place: int) -> Unit | None:
    word = words.at(place)
    if word in DURATIONS:
        return Unit(DURATIONS[word], _past_age(words, place + 1), "time")
    if word in DEGREES:
        kind = SCALES_OF_HEAT.get(words.at(place + 1), "")
        return Unit(f"degrees {kind}".strip(), place + (2 if kind else 1), "measure")
    if word == "m" and words.is_glued(place):
        return Unit("metres", place + 1, "measure")
    if word in PREFIXES and words.at(place + 1) in MEASURES:
        return Unit(f"{PREFIXES[word]} {words.at(place + 1)}", place + 2, "measure")
    return Unit(word, place + 1, "measure") if word in MEASURES else None


def _past_age(words: Words, place: int) -> int:
    here = place + 1 if words.at(place) in DASHES else place
    return here + 1 if words.at(here) in {"old", "olds"} else place


def _joined_noun(words: Words, place: int) -> Unit:
    # "A 100-round magazine": what is joined by a dash is the unit, if it is a word.
    word = words.spelled(place)
    return Unit(word, place + 1, "count") if word.isalpha() else Unit(None, place)


def _counted(words: Words, place: int) -> Unit:
    here = place + 2 if words.at(place) == "of" and words.at(place + 1) in {"the", "its", "our", "those"} else place
    for behind_it in range(here, min(here + MOST_WORDS, len(words))):
        word = words.spelled(behind_it)
        if word.lower() in STOPS or not (word[:1].isalpha() or word in DASHES):
            break
        if is_plural(word) and not (word == "States" and words.at(behind_it - 1) == "united"):
            return _headed(words, here, behind_it)
    return Unit(None, place)


def _headed(words: Words, start: int, place: int) -> Unit:
    # "Police officers", "women doctors": of plurals in a row the last is what is counted.
    while is_plural(words.spelled(place + 1)) and place < start + MOST_WORDS:
        place += 1
    word, subject = words.spelled(place), words.text[words[start].start : words[place].end]
    return Unit(word if word[0].isupper() else word.lower(), place + 1, "count", subject=subject)


def _per(words: Words, unit: Unit) -> Unit:
    if unit.name is None and words.at(unit.end) != "per":
        return unit
    found = _denominator(words, unit.end) or _per_measure(words, unit)
    if found is None and (unit.sort in {"money", "count"} or (unit.sort == "measure" and words.at(unit.end) == "of")):
        found = _later(words, unit.end)
        if found is not None:
            found = (found[0], unit.end)
    if found is None or (unit.sort == "time" and found[0] in TIMES):
        return unit
    name = f"{unit.name} per {found[0]}" if unit.name else f"per {found[0]}"
    return Unit(name, found[1], unit.sort if unit.name else "rate", unit.factor, unit.subject)


def _per_measure(words: Words, unit: Unit) -> tuple[str, int] | None:
    # "$4 a gallon", "40 miles a litre", "$20 a ticket"; "a pound" of money would be another sum.
    noun = words.at(unit.end + 1)
    is_sold = noun in SOLD and unit.sort == "money"
    is_measured = noun in MEASURES and not noun.endswith("s") and unit.sort in {"money", "measure"}
    return (noun, unit.end + 2) if words.at(unit.end) in {"a", "an"} and (is_sold or is_measured) else None


def _denominator(words: Words, place: int) -> tuple[str, int] | None:
    first, second = words.at(place), words.at(place + 1)
    if first in ADVERBS:
        return ADVERBS[first], place + 1
    if first in DASHES and second in {"a", "an"} and words.at(place + 2) in DASHES and words.at(place + 3) in TIMES:
        return words.at(place + 3), place + 4
    if first in EACH and second in TIMES:
        return second, place + 2
    if first == "/" and words.is_glued(place) and second.isalpha():
        return second, place + 2
    if first == "per":
        return _per_thing(words, place + 1)
    return (
        (second if second != "single" else words.at(place + 2), place + 2)
        if first == "each" and second in PERSONS
        else None
    )


def _per_thing(words: Words, place: int) -> tuple[str, int] | None:
    if words.is_number(place):
        return _per_many(words, place)
    if words.at(place) in PERSONS:
        return "person", place + 1
    return (words.at(place), place + 1) if words.at(place).isalpha() else None


def _per_many(words: Words, place: int) -> tuple[str, int]:
    # "Per 100,000 people", "per 1,000 births", "per 100 million".
    count = words.at(place).replace(",", "")
    noun = words.at(place + 1)
    return (f"{count} {noun}", place + 2) if noun.isalpha() and noun not in STOPS else (count, place + 1)


def _later(words: Words, place: int) -> tuple[str, int] | None:
    # "$140 billion in extra costs every year": in the same breath, before any other number.
    for here in range(place, min(place + 9, len(words))):
        word = words.at(here)
        is_pause = word in ",;:!?—–" or (word == "." and "." not in {words.at(here + 1), words.at(here - 1)})
        if is_pause or word in {"and", "but", "while", "$"} or words.is_number(here):
            return None
        is_told = word in ADVERBS or word in EACH - {"per"} or (word == "per" and words.at(here + 1) in TIMES)
        found = _denominator(words, here) if is_told else None
        if found is not None:
            return found
    return None
