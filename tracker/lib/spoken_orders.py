"""Places in an order, multiples and shares in English: "third largest", "No. 1", "tripled", "one in five"."""

from decimal import Decimal

from tracker.lib import spoken_hedges
from tracker.lib.spoken_amounts import OTHER_HALVES
from tracker.lib.spoken_numbers import DASHES, HALF, ORDINALS, SMALL, Numeral, Words, fraction, numeral, quotient
from tracker.lib.spoken_readings import Part, Reading, reading
from tracker.lib.spoken_units import DURATIONS, Unit, behind

VERBS = {"doubled": 2, "doubling": 2, "tripled": 3, "tripling": 3, "trebled": 3, "trebling": 3, "quadrupled": 4,
         "quadrupling": 4, "quintupled": 5}  # fmt: skip
ADVERBS = {"twice": 2, "thrice": 3, "double": 2, "triple": 3, "quadruple": 4}
NEED_MORE = {"double": "the our your their its his in what", "triple": "the our your their its his in what",
             "quadruple": "the our your their its his in what"}  # fmt: skip
COMPARED = frozenset(
    "as more greater bigger higher larger the what less faster likelier worse better longer lower national".split()
)
RANKING = frozenset("rank ranks ranked ranking came placed finished".split())
SUPERLATIVES = frozenset("most least worst best largest".split())
ENDINGS = frozenset({"st", "nd", "rd", "th"})
WHERE = frozenset(
    "nation country world state states union region league continent us u europe america africa asia eu south "
    "north east west".split()
)
NOT_SHARES = frozenset(
    "party person time term quarter world grade floor year hour place degree baseman generation".split()
)
CUTS = frozenset("cut cuts slashed reduced split".split())


def rank(words: Words, place: int) -> Reading | None:
    """Read "No. 1", "number one", "top five", "48th in the nation", "third largest"."""
    found = _numbered(words, place) or _ordinal(words, place) or _top(words, place)
    if found is None:
        return None
    value, end, comparator = found
    unit = Unit("rank", end, "rank")
    return reading(
        words, Part(start=place, end=end, unit=unit, kind="rank", value=Decimal(value), comparator=comparator)
    )


def multiple(words: Words, place: int) -> Reading | None:
    """Read "doubled", "twice as many", "tenfold", "165 times bigger", "visited 40 times"."""
    word = words.at(place)
    if word in VERBS or word == "halved":
        return _times(words, (place, place + 1), (Decimal(VERBS[word]) if word in VERBS else HALF, "change"))
    if word in ADVERBS and _needs_met(words, place):
        kind = "ratio" if words.at(place + 1) in COMPARED or word != "twice" else "count"
        return _times(words, (place, place + 1), (Decimal(ADVERBS[word]), kind))
    return _folded(words, place) or _counted_times(words, place)


def share(words: Words, place: int) -> Reading | None:
    """Read "half", "a third of", "two-thirds", "one in five", "nine out of ten"."""
    found = _every(words, place) or _out_of(words, place) or _part(words, place)
    if found is None:
        return None
    kind = "change" if words.at(place - 1) == "by" or words.at(place - 2) in CUTS else "ratio"
    unit = Unit("share", found.end, "share")
    return reading(words, Part(start=place, end=found.end, unit=unit, kind=kind, value=found.value))


def _numbered(words: Words, place: int) -> tuple[int, int, str | None] | None:
    word = words.at(place)
    if word == "no" and words.spelled(place)[0] == "N" and words.at(place + 1) == "." and _is_small(words, place + 2):
        return int(words.at(place + 2)), place + 3, None
    if word == "#" and words.is_glued(place + 1) and _is_small(words, place + 1):
        return int(words.at(place + 1)), place + 2, None
    if word == "number" and words.at(place + 1) in {"one", "two", "three", "1", "2", "3"}:
        found = numeral(words, place + 1)
        return (int(found.value), found.end, None) if found else None
    return None


def _top(words: Words, place: int) -> tuple[int, int, str | None] | None:
    found = numeral(words, place + 1) if words.at(place) == "top" else None
    if found is None or found.value > 1000 or found.value % 1 or behind(words, found.end).sort in {"percent", "money"}:
        return None
    return int(found.value), found.end, "≤"


def _ordinal(words: Words, place: int) -> tuple[int, int, str | None] | None:
    found = _spelled_ordinal(words, place)
    if found is None:
        return None
    value, end = found
    best = end + 1 if words.at(end) in DASHES else end
    if _is_superlative(words.at(best)):
        return value, best + 1, None
    is_ranked = any(words.at(place - back) in RANKING for back in (1, 2, 3))
    is_placed = words.at(end) == "in" and (
        words.at(end + 2) in WHERE or (words.is_number(place) and _names(words, end))
    )
    return (value, end, None) if is_ranked or is_placed else None


def _names(words: Words, place: int) -> bool:
    return words.at(place + 1).isalpha() and words.at(place + 1) not in {"a", "the", "his", "her", "their", "its"}


def _spelled_ordinal(words: Words, place: int) -> tuple[int, int] | None:
    if words.at(place) in ORDINALS:
        return ORDINALS[words.at(place)], place + 1
    if _is_small(words, place) and words.is_glued(place + 1) and words.at(place + 1) in ENDINGS:
        return int(words.at(place)), place + 2
    return None


def _is_superlative(word: str) -> bool:
    return word in SUPERLATIVES or (
        word.endswith("est") and len(word) > 5 and word not in {"request", "interest", "forest"}
    )


def _is_small(words: Words, place: int) -> bool:
    return words.at(place).isdecimal() and len(words.at(place)) <= 4


def _is_group(words: Words, place: int) -> bool:
    # "Half a million" and "a quarter of a million" are numbers, "the last two quarters" are a time.
    number, part = numeral(words, place), fraction(words, place)
    is_number = number is not None and part is not None and number.end > part.end
    return is_number or words.at(place - 1) in OTHER_HALVES


def _times(words: Words, ends: tuple[int, int], meant: tuple[Decimal, str]) -> Reading:
    unit = Unit("times", ends[1], "times")
    return reading(words, Part(start=ends[0], end=ends[1], unit=unit, kind=meant[1], value=meant[0]))


def _needs_met(words: Words, place: int) -> bool:
    needed = NEED_MORE.get(words.at(place))
    return needed is None or words.at(place + 1) in needed.split()


def _folded(words: Words, place: int) -> Reading | None:
    word = words.at(place)
    if word.endswith("fold") and word[:-4] in SMALL:
        return _times(words, (place, place + 1), (Decimal(SMALL[word[:-4]]), "change"))
    found = numeral(words, place)
    if found is None:
        return None
    here = found.end + 1 if words.at(found.end) in DASHES else found.end
    return _times(words, (place, here + 1), (found.value, "change")) if words.at(here) == "fold" else None


def _counted_times(words: Words, place: int) -> Reading | None:
    found = numeral(words, place)
    if found is None or words.at(found.end) != "times":
        return None
    is_ratio = words.at(found.end + 1) in COMPARED or words.at(found.end + 1).endswith("er")
    return _times(words, (place, found.end + 1), (found.value, "ratio" if is_ratio else "count"))


def _every(words: Words, place: int) -> Numeral | None:
    # "Every second child", but neither "every second week" nor "every second counts".
    whole, noun = ORDINALS.get(words.at(place + 1), 0), words.at(place + 2)
    is_noun = noun.isalpha() and noun not in DURATIONS | dict.fromkeys(NOT_SHARES) and not noun.endswith("s")
    return Numeral(quotient(1, whole), place + 2) if words.at(place) == "every" and whole > 1 and is_noun else None


def _out_of(words: Words, place: int) -> Numeral | None:
    part = numeral(words, place)
    if part is None or part.scale > 1 or part.value < 0 or part.value % 1:
        return None
    here = _past_of(words, part.end)
    whole = numeral(words, here) if here else None
    if whole is None or not 0 < part.value < whole.value or whole.value % 1:
        return None
    unit = behind(words, whole.end)
    is_when = unit.name in DURATIONS.values() or unit.sort in {"percent", "money", "measure"}
    is_year = words.at(part.end) == "in" and (whole.value >= 1900 or part.value > 20)
    if is_when or is_year:
        return None
    end = unit.end if words.at(part.end) != "in" and unit.sort == "count" else whole.end
    return Numeral(quotient(part.value, whole.value), end)


def _past_of(words: Words, place: int) -> int | None:
    first, second = words.at(place), words.at(place + 1)
    if first in {"in", "of"} and second == "every":
        return place + 2
    if first == "out" and second == "of":
        return place + 3 if words.at(place + 2) in {"every", "the"} else place + 2
    return place + 1 if first == "in" else None


def _part(words: Words, place: int) -> Numeral | None:
    found = fraction(words, place)
    if found is None or _is_group(words, place):
        return None
    if words.at(found.end) in NOT_SHARES or (words.at(found.end) in DASHES and words.is_glued(found.end)):
        return None
    if words.at(place) == "half":
        is_other = words.at(place - 1) in OTHER_HALVES or words.at(found.end) in DURATIONS
        return None if is_other or words.at(place - 1) in {"a", "and"} else found
    is_part = words.at(found.end) in {"of", ".", ",", ";", "", "are", "is", "were", "have", "has", "more", "less", "in"}
    is_hedged = spoken_hedges.left(words, place).is_loose or words.at(place - 1) in {"by", "over", "than"}
    return found if is_part or is_hedged or words.at(place) not in {"a", "an"} else None
