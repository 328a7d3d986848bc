"""Figures as a sentence says them, for comparing two: numbers, shares, sums, spans of time, years."""

import re
from dataclasses import dataclass

from tracker.domain.figure_words import (
    COUNTABLE,
    CURRENCY_SIGNS,
    DAY_BESIDE_MONTH,
    DECADES,
    DOUBLE,
    EVERY,
    HALVES,
    IN,
    LETTERED,
    MEASURE_OF,
    MONTH_NAMED,
    MULTIPLES,
    ORDINAL,
    PARTS,
    RANKED,
    RANKS,
    SCALES,
    THOUSAND,
    TOKEN,
    UNITS,
    YEAR_BEFORE,
)


@dataclass(frozen=True)
class Figure:
    """A number with what it measures ("" for a count), and its value in the measure's smallest unit."""

    value: float
    kind: str = ""
    scaled: float = 0.0

    def says_the_same_as(self, other: "Figure") -> bool:
        """Tell whether two figures are the same number, however written."""
        if self.kind == other.kind or not (self.kind and other.kind):
            return _near(self.value, other.value) or _near(self.scaled, other.scaled)
        return False


@dataclass(frozen=True)
class Figures:
    """The figures of a sentence: numbers apart from the years and months that it dates something to, and ranks."""

    numbers: tuple[Figure, ...]
    years: frozenset[int]
    decades: frozenset[int]
    months: frozenset[str]
    ranks: frozenset[int]


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= 0.011 * max(abs(one), abs(other))


def read_figures(text: str) -> Figures:
    """Return the figures of a sentence."""
    plain = text.casefold().replace("-", " ").replace("–", " ").replace("per cent", "percent")
    months = {match[:3] for found in DAY_BESIDE_MONTH.findall(plain) for match in found if match}
    months |= {match[:3] for found in MONTH_NAMED.findall(plain) for match in found if match}
    undated = DAY_BESIDE_MONTH.sub(lambda match: match["month"] or match["other"], plain)
    ranks = frozenset(_rank(match) for match in RANKED.finditer(undated))
    return _Reader(TOKEN.findall(ORDINAL.sub(" ", undated))).read(frozenset(months), ranks)


def _rank(match: re.Match[str]) -> int:
    if match["first"]:
        return 1
    return RANKS.get(match["word"]) or int(match["digits"])


class _Reader:
    """Reads a sentence's tokens from left to right."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._numbers: list[Figure] = []
        self._years: set[int] = set()
        self._decades: set[int] = set()

    def _token(self, at: int) -> str:
        return self._tokens[at] if 0 <= at < len(self._tokens) else ""

    def read(self, months: frozenset[str], ranks: frozenset[int]) -> Figures:
        at = 0
        while at < len(self._tokens):
            at = self._step(at)
        return Figures(tuple(self._numbers), frozenset(self._years), frozenset(self._decades), months, ranks)

    def _step(self, at: int) -> int:
        """Read what begins here and return where to go on."""
        if self._dated(at):
            return at + 1
        for way in (self._multiple, self._half_a, self._share_of_parts, self._one_in_many, self._lone_part):
            end = way(at)
            if end:
                return end
        value, end = self._value(at)
        if value is None or (end == at + 1 and self._token(at) == "one"):
            return at + 1
        self._keep(value, at, end)
        return end

    def _dated(self, at: int) -> bool:
        token = self._token(at)
        decade = DECADES.get(token) or (_decade(token) if token.endswith("s") else 0)
        if decade:
            self._decades.add(decade)
        elif self._is_year(at):
            self._years.add(int(token))
        return bool(decade) or self._is_year(at)

    def _is_year(self, at: int) -> bool:
        token = self._token(at)
        if not (token.isdecimal() and len(token) == 4 and 1000 <= int(token) <= 2100):
            return False
        after = self._token(at + 1)
        if self._token(at - 1) in CURRENCY_SIGNS or after in SCALES or after == "%" or _measure(after)[0]:
            return False
        if self._token(at - 1) in YEAR_BEFORE:
            return True
        return int(token) >= 1800 and not (
            after == "people" or (after.endswith("s") and after not in {"is", "was", "has"})
        )

    def _value(self, at: int) -> tuple[float | None, int]:
        """Return the number that begins here in digits or words, and where it ends."""
        if self._token(at) in {"a", "an"}:
            return self._words(at + 1, 1.0, is_digits=True) if self._token(at + 1) in COUNTABLE else (None, at)
        number = _digits(self._token(at))
        if number is None and self._token(at) not in UNITS:
            return None, at
        if number is None:
            return self._words(at, 0.0, is_digits=False)
        return self._words(at + 1, number, is_digits=True)

    def _words(self, at: int, current: float, *, is_digits: bool) -> tuple[float, int]:
        """Return a number that goes on with words: "two hundred and five thousand", "5 million"."""
        total = 0.0
        while self._goes_on(at, is_digits=is_digits):
            word = self._token(at)
            if word == "and" and self._token(at + 1) == "a":
                current, at = current + 0.5, at + 3
                continue
            scale = SCALES.get(word)
            current = current * scale if scale else current + UNITS.get(word, 0)
            if scale and scale >= THOUSAND:
                total, current = total + current, 0.0
            at += 1
        return total + current, at

    def _goes_on(self, at: int, *, is_digits: bool) -> bool:
        word, before, after = self._token(at), self._token(at - 1), self._token(at + 1)
        if word == "and":
            return (before in SCALES and after in UNITS) or (after == "a" and self._token(at + 2) == "half")
        if word in SCALES:
            return word not in LETTERED or before not in UNITS
        return word in UNITS and not (is_digits and before not in SCALES)

    def _keep(self, value: float, at: int, end: int) -> None:
        sign = CURRENCY_SIGNS.get(self._token(at - 1), "")
        pair = f"{self._token(end)} {self._token(end + 1)}"
        kind, factor = MEASURE_OF.get(pair) or _measure(sign or self._token(end))
        self._numbers.append(Figure(value, kind, value * factor))

    def _share(self, value: float) -> None:
        self._numbers.append(Figure(value * 100, "share", value * 100))

    def _multiple(self, at: int) -> int:
        """Read "doubled", "twice", "threefold", "double the", and "halved"."""
        token = self._token(at)
        if token in HALVES:
            self._share(0.5)
        times = 2 if (token, self._token(at + 1)) in DOUBLE else MULTIPLES.get(token, 0)
        if times:
            self._numbers.append(Figure(times, "times", times))
        return at + 1 if times or token in HALVES else 0

    def _half_a(self, at: int) -> int:
        """Read "half a million", "half an hour", "half a percentage point"."""
        if self._token(at) != "half" or self._token(at + 1) not in {"a", "an"}:
            return 0
        unit = self._token(at + 2)
        if unit in COUNTABLE:
            value, end = self._words(at + 2, 0.5, is_digits=True)
            self._keep(value, at, end)
            return end
        if not _measure(unit)[0] and f"{unit} {self._token(at + 3)}" not in MEASURE_OF:
            return 0
        self._keep(0.5, at, at + 2)
        return at + 3

    def _share_of_parts(self, at: int) -> int:
        """Read "two thirds", "three quarters", "nine tenths", "a quarter of", "a tenth of"."""
        whole = PARTS.get(self._token(at + 1), 0)
        parts = 1 if self._token(at) in {"a", "one", "every"} else UNITS.get(self._token(at), 0)
        if not whole or not parts or parts >= whole:
            return 0
        if parts == 1 and self._token(at) == "a" and self._token(at + 2) not in {"of", "all", "the"}:
            return 0
        self._share(parts / whole)
        return at + 2

    def _one_in_many(self, at: int) -> int:
        """Read "one in five", "three out of four", "9 of 10", "every third"."""
        if self._token(at) in EVERY and self._token(at + 1) in PARTS and self._token(at + 1) not in {"half", "quarter"}:
            self._share(1 / PARTS[self._token(at + 1)])
            return at + 2
        some, end = self._value(at)
        end += self._token(end) == "out"
        if some is None or self._token(end) not in IN or (self._token(end) == "of" and self._token(end - 1) != "out"):
            return 0
        all_, last = self._value(end + 1)
        if not all_ or some >= all_ or last > end + 2 or self._is_year(end + 1) or _measure(self._token(last))[0]:
            return 0
        self._share(some / all_)
        return last

    def _lone_part(self, at: int) -> int:
        """Read "half of", "half the"."""
        if (
            self._token(at) == "half"
            and self._token(at + 1) in {"of", "the", "all", "a"}
            and self._token(at - 1) not in {"first", "second"}
        ):
            self._share(0.5)
            return at + 1
        return 0


def _digits(token: str) -> float | None:
    cleaned = token.replace(",", "").removesuffix("s") if token[:1].isdecimal() else ""
    return float(cleaned) if cleaned else None


def _decade(token: str) -> int:
    digits = token[:-1]
    if not digits.isdecimal() or not digits.endswith("0"):
        return 0
    return int(digits) if len(digits) == 4 else 1900 + int(digits) if len(digits) == 2 else 0


def _measure(unit: str) -> tuple[str, float]:
    singular = unit.removesuffix("s") if len(unit) > 3 else unit
    return MEASURE_OF.get(unit) or MEASURE_OF.get(singular) or ("", 1.0)
