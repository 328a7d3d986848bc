"""Quantities in English sentences: "over 30 bases", "from 3.5 to 9.5 percent", "$1.2 trillion a year", "one in five".

Rules over the words of a text, in one pass from left to right; each looks a few words around itself and no further.
Years, dates, times of day, numbers in names and stretches of time that say when ("the last 20 years") are none.
"""

from collections.abc import Callable

from tracker.lib import spoken_amounts, spoken_currencies, spoken_orders
from tracker.lib.spoken_numbers import DASHES, GROUPS, ORDINALS, PARTS, SMALL, TENS, Words
from tracker.lib.spoken_readings import Reading, Spoken
from tracker.lib.spoken_units import DURATIONS, MEASURES

__all__ = ["Spoken", "read", "read_words"]

READERS: tuple[Callable[[Words, int], Reading | None], ...] = (
    spoken_orders.rank,
    spoken_amounts.name,
    spoken_orders.multiple,
    spoken_amounts.part_of_unit,
    spoken_orders.share,
    spoken_amounts.plain_one,
    spoken_amounts.half_more,
    spoken_amounts.span,
    spoken_amounts.amount,
)
# All other words begin no quantity, so that most of a text is passed over at once.
BEGINNINGS = frozenset(
    {*SMALL, *TENS, *ORDINALS, *DASHES, *spoken_currencies.BEGINNINGS,
     *spoken_orders.VERBS, *spoken_orders.ADVERBS, "a", "an", "every", "half", "halved", "no", "number", "#", "top"}
)  # fmt: skip
AFTER_ARTICLES = frozenset({*GROUPS, *PARTS, *MEASURES, *DURATIONS, *spoken_currencies.SIGNS})
MOST = 2000


def read(text: str) -> list[Spoken]:
    """Return the quantities of an English text in order, none within another: at most 2,000."""
    return read_words(Words(text))


def read_words(words: Words) -> list[Spoken]:
    """Return the quantities among words that are parted already."""
    found: list[Spoken] = []
    place = 0
    while place < len(words) and len(found) < MOST:
        reading = _at(words, place) if _may_begin(words, place) else None
        found.extend(reading.found if reading else ())
        place = max(reading.end, place + 1) if reading else place + 1
    return found


def _may_begin(words: Words, place: int) -> bool:
    word = words.at(place)
    if word in {"a", "an"}:
        return words.at(place + 1) in AFTER_ARTICLES
    return words.is_number(place) or word in BEGINNINGS or word.endswith("fold")


def _at(words: Words, place: int) -> Reading | None:
    return next((reading for read_one in READERS if (reading := read_one(words, place)) is not None), None)
