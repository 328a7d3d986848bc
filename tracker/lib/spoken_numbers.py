"""Numbers as they are written and said in English: "1,500", "3.5 million", "two hundred and fifty"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

# Each repetition has its end, so that no text makes the reader go over it again and again.
TOKEN = re.compile(
    r"\d{1,3}(?:,\d{3}){1,9}(?!\d|,\d)(?:\.\d{1,20})?|\d+(?:\.\d{1,20})?|(?<!\w)\.\d{1,20}|[^\W\d_]+(?:['’][^\W\d_]{1,3})?|\S"
)
MOST_DIGITS = 24
_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
SMALL = {word: number for number, word in enumerate([*_UNITS.split(), *"seventeen eighteen nineteen".split()])}
TENS = {
    word: 10 * number for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
          "lakh": 10**5, "crore": 10**7}  # fmt: skip
GLUED_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "b": 10**9, "bn": 10**9, "tn": 10**12}
GROUPS = {**SCALES, "dozen": 12}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
ORDINALS = {word: number for number, word in enumerate(_ORDINALS.split(), 1)}
PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
         "eighth": 8, "ninth": 9, "tenth": 10}  # fmt: skip
PARTS |= {f"{word}s": number for word, number in PARTS.items() if word not in {"half", "halves"}}
HALF = Decimal("0.5")
AND_A_HALF = (("and", "a", "half"), ("-", "and", "-", "a", "-", "half"))
# "400m long" measures metres, "400m people" counts millions.
LENGTHS = frozenset("long high tall wide deep away above below sprint race freestyle hurdles relay butterfly".split())
DASHES = frozenset("-‐‑‒–—−")
MOST_WORDS = 12


class Token(NamedTuple):
    """A word, a number or a sign, and where it stands."""

    text: str
    lower: str
    start: int
    end: int


class Words(Sequence[Token]):
    """The tokens of a text, which answer for what stands before their beginning and behind their end, too."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.numerals: dict[int, Numeral | None] = {}
        self.tokens = [Token(m[0], m[0].lower(), m.start(), m.end()) for m in TOKEN.finditer(text)]

    def __len__(self) -> int:
        return len(self.tokens)

    def __getitem__(self, place: int) -> Token:  # type: ignore[override] # no slices are asked for
        return self.tokens[place]

    def at(self, place: int) -> str:
        """Return a token in small letters, the empty word beyond either end."""
        return self.tokens[place].lower if 0 <= place < len(self.tokens) else ""

    def spelled(self, place: int) -> str:
        """Return a token as it is written, the empty word beyond either end."""
        return self.tokens[place].text if 0 <= place < len(self.tokens) else ""

    def is_glued(self, place: int) -> bool:
        """Tell whether nothing stands between a token and the one before it."""
        return 0 < place < len(self.tokens) and self.tokens[place].start == self.tokens[place - 1].end

    def is_number(self, place: int) -> bool:
        """Tell whether a token is written in digits."""
        return self.at(place).lstrip(".")[:1].isdecimal()

    def phrase(self, place: int, length: int) -> tuple[str, ...]:
        """Return so many tokens in small letters, none where there are not that many."""
        found = self.tokens[place : place + length] if place >= 0 else []
        return tuple(token.lower for token in found) if len(found) == length else ()


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number, the scale word that it was said with, and the place of the first token behind it."""

    value: Decimal
    end: int
    scale: Decimal = Decimal(1)


def numeral(words: Words, place: int) -> Numeral | None:
    """Return the number that begins at a place, None where none does; each place is looked at once."""
    if place not in words.numerals:
        words.numerals[place] = _numeral(words, place)
    return words.numerals[place]


def _numeral(words: Words, place: int) -> Numeral | None:
    if words.is_number(place):
        return _in_digits(words, place)
    if words.at(place) in DASHES and words.is_glued(place + 1) and not words.is_glued(place):
        found = _in_digits(words, place + 1) if words.is_number(place + 1) else None
        return found and Numeral(-found.value, found.end, found.scale)
    return _of_groups(words, place) or _in_words(words, place)


def fraction(words: Words, place: int) -> Numeral | None:
    """Return the part of a whole that begins at a place ("half", "a third", "two-thirds"), to six places."""
    if words.at(place) == "half":
        return Numeral(HALF, place + 1)
    count = 1 if words.at(place) in {"a", "an"} else SMALL.get(words.at(place))
    behind = place + 2 if words.at(place + 1) in DASHES else place + 1
    part = PARTS.get(words.at(behind))
    if not count or part is None or count >= part:
        return None
    return Numeral(quotient(count, part), behind + 1)


def quotient(part: int | Decimal, whole: int | Decimal) -> Decimal:
    """Return a share to six places, without the noughts behind it."""
    return plain(round(Decimal(part) / Decimal(whole), 6))


def plain(number: Decimal) -> Decimal:
    """Return the same number with no more digits than it needs, and never with an exponent."""
    short = number.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() and short.adjusted() < 28 else short


def _in_digits(words: Words, place: int) -> Numeral | None:
    digits = words.at(place).replace(",", "")
    if len(digits) > MOST_DIGITS:
        return None
    value, behind, scale = Decimal(digits), place + 1, Decimal(1)
    is_length = words.at(behind) == "m" and words.at(behind + 1) in LENGTHS
    if words.is_glued(behind) and words.at(behind) in GLUED_SCALES and not is_length:
        scale, behind = Decimal(GLUED_SCALES[words.at(behind)]), behind + 1
    return _scaled(words, Numeral(value, behind, scale))


def _scaled(words: Words, found: Numeral) -> Numeral:
    value, place, scale = found.value, found.end, found.scale
    for and_a_half in AND_A_HALF:
        if words.phrase(place, len(and_a_half)) == and_a_half:
            value, place = value + HALF, place + len(and_a_half)
    behind = place + 1 if words.at(place) in DASHES and words.at(place + 1) in SCALES else place
    while words.at(behind) in GROUPS and scale < 10**12:
        scale, place = scale * GROUPS[words.at(behind)], behind + 1
        behind = place
    return Numeral(plain(value * scale), place, scale)


def _of_groups(words: Words, place: int) -> Numeral | None:
    # "A million", "a half million", "half a million", "a few" being none.
    first, second, third = words.at(place), words.at(place + 1), words.at(place + 2)
    if first in {"a", "an"} and second in GROUPS:
        return _scaled(words, Numeral(Decimal(1), place + 1))
    part = fraction(words, place)
    if part and words.phrase(part.end, 2) == ("of", "a") and words.at(part.end + 2) in SCALES:
        return _scaled(words, Numeral(part.value, part.end + 2))
    if {first, second} in ({"half", "a"}, {"half", "an"}) and third in GROUPS:
        return _scaled(words, Numeral(HALF, place + 2))
    return None


def _in_words(words: Words, place: int) -> Numeral | None:
    total, group, here = 0, 0, place
    while here < place + MOST_WORDS:
        word = words.at(here)
        behind = _joined(words, here, group) if here > place else here
        word = words.at(behind)
        if word in SCALES and (group or total):
            total, group = _grown(total, group, SCALES[word])
        elif _fits(word, group, is_first=here == place):
            group += SMALL.get(word, 0) + TENS.get(word, 0)
        else:
            break
        here = behind + 1
    if here == place:
        return None
    last = SCALES.get(words.at(here - 1), 1)
    found = Numeral(Decimal(total + group), here, Decimal(last))
    return found if last > 1 else _scaled(words, found)


def _grown(total: int, group: int, scale: int) -> tuple[int, int]:
    return (total, group * scale) if scale == SCALES["hundred"] else (total + (group or 1) * scale, 0)


def _joined(words: Words, place: int, group: int) -> int:
    # "Twenty-five", "two hundred and fifty": the dash and the "and" belong to the number.
    follows = words.at(place + 1) in SMALL or words.at(place + 1) in TENS
    is_dash = words.at(place) in DASHES and words.at(place - 1) in TENS
    is_and = words.at(place) == "and" and group >= 100 and group % 100 == 0
    return place + 1 if follows and (is_dash or is_and) else place


def _fits(word: str, group: int, *, is_first: bool) -> bool:
    if is_first:
        return word in SMALL or word in TENS
    if word in TENS:
        return group % 100 == 0
    small = SMALL.get(word, 0)
    return small > 0 and (group % 100 == 0 or (small < 10 and group % 100 >= 20 and group % 10 == 0))
