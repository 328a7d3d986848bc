"""What stands around a number in English: how sure it is, in which direction it is open, whether something changed."""

from typing import NamedTuple

from tracker.lib.spoken_numbers import Words


class Hedge(NamedTuple):
    """How a number is meant, whether loosely, and where the words that say so begin or end."""

    comparator: str
    is_loose: bool
    place: int


_LEFT = {
    "=": "exactly|precisely|just|only|merely|a total of|a record|as high as|as low as|fully|all|another",
    ">": "more than|over|above|in excess of|upwards of|upward of|north of|somewhere north of|exceeding|greater than|"
         "higher than|well over|well above|far more than|better than|beyond|longer than|older than",
    "≥": "at least|no fewer than|no less than|not less than|a minimum of|as little as|as few as|as young as|minimum of",
    "<": "fewer than|less than|under|below|lower than|short of|well under|younger than",
    "≤": "at most|no more than|not more than|up to|as many as|as much as|a maximum of|maximum of|as long as",
}  # fmt: skip
_LOOSE_LEFT = {
    "≈": "about|around|roughly|approximately|some|nearly|almost|close to|estimated|an estimated|circa|near|virtually|"
         "approx|probably|perhaps|maybe|something like|or so|pretty much|practically|~|≈|approaching|in the region of",
    ">": "just over|just above|slightly over|slightly more than|a little over|a little more than|a bit over",
    "<": "just under|just below|slightly under|slightly less than|a little under|a little less than|not quite",
}  # fmt: skip
_RIGHT = {
    "≥": "or more|or higher|or older|or greater|or above|or over|and over|and older|and above|and up|& over|"
         "& older|& up|+|plus",
    "≤": "or less|or fewer|or lower|or younger|or under|or below|and under|and younger|& under",
}  # fmt: skip
_LOOSE_RIGHT = {"≈": "or so|or thereabouts|est|estimated|approximately"}
LONGEST = 4


def _table(*groups: tuple[dict[str, str], bool]) -> dict[tuple[str, ...], tuple[str, bool]]:
    return {
        tuple(phrase.split()): (comparator, is_loose)
        for table, is_loose in groups
        for comparator, phrases in table.items()
        for phrase in phrases.split("|")
    }


LEFT = _table((_LEFT, False), (_LOOSE_LEFT, True))
RIGHT = _table((_RIGHT, False), (_LOOSE_RIGHT, True))
CHANGES = frozenset(
    "rose rise rises risen rising fell fall falls fallen falling grew grow grows grown growing growth increase "
    "increases increased increasing decrease decreased decreasing drop drops dropped dropping decline declined "
    "declining cut cuts cutting raise raises raised raising reduce reduces reduced reducing shrank shrink shrunk "
    "gained gain lost lose went jumped jump climbed soared plunged slid slipped doubled swung up down added won "
    "expanded slumped surged bring".split()
)
MOVES = CHANGES - set(
    "growth increase decrease cut cuts rise fall decline drop gain raise bring added won lost lose".split()
)
BOUNDS = frozenset(".;!?")


def left(words: Words, place: int) -> Hedge:
    """Return what the words before a number make of it."""
    for length in range(LONGEST, 0, -1):
        found = LEFT.get(words.phrase(place - length, length)) if place >= length else None
        if found is not None:
            return _further(words, Hedge(*found, place - length))
    return Hedge("=", False, place)


def right(words: Words, place: int) -> Hedge | None:
    """Return what the words behind a number make of it."""
    for length in (2, 1):
        found = RIGHT.get(words.phrase(place, length))
        if found is not None:
            return Hedge(*found, place + length)
    return None


def is_change(words: Words, start: int, end: int) -> bool:
    """Tell whether words near a number say that something grew or shrank by it, or to it."""
    if words.at(start - 1) in {"at", "of"} and words.at(end) not in CHANGES:
        return False
    return words.at(end) in CHANGES | {"more", "less", "fewer", "higher", "lower"} or has_moved(
        words, start, of=CHANGES
    )


def has_moved(words: Words, start: int, *, of: frozenset[str] = MOVES, reach: int = 6) -> bool:
    """Tell whether words shortly before a number, in the same sentence, say that something grew or shrank."""
    for place in range(start - 1, max(start - 1 - reach, -1), -1):
        if words.at(place) in BOUNDS or words.is_number(place):
            return False
        if words.at(place) in of:
            return True
    return False


def _further(words: Words, hedge: Hedge) -> Hedge:
    # "Just over 30" and "an estimated": a word that says nothing by itself, before one that does.
    is_weak = words.at(hedge.place - 1) in {"just", "only", "well", "far"} and hedge.place > 0
    return hedge._replace(place=hedge.place - 1) if is_weak else hedge
