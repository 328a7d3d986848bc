"""When something is said to have happened, apart from years and months: days, seasons, centuries, "last week"."""

import re

from tracker.domain.figure_words import MONTH, NTH

# What kind of time is told, and which.
Dating = tuple[str, str]

ORDINALS = {
    word: str(number)
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first".split(),
        1,
    )
}
SAME = {
    "fall": "autumn", "night": "evening", "tonight": "today", "1st": "first", "2nd": "second", "3rd": "third",
    "4th": "fourth", "q1": "first", "q2": "second", "q3": "third", "q4": "fourth",
}  # fmt: skip
SPANS = "day|week|weekend|month|quarter|year|decade|century|season|spring|summer|autumn|fall|winter"
# "The last year" is the time up to now, of which "this year" may be a part: only "last year" points at one.
POINTING = re.compile(rf"(?<!the )(?<!of )\b(last|this|next) ({SPANS})\b")
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("day", re.compile(rf"\b{MONTH}\.? (\d{{1,2}}){NTH}\b(?![:.,]\d)")),
    ("day", re.compile(rf"\b(\d{{1,2}}){NTH}(?: of)? {MONTH}\b")),
    ("weekday", re.compile(r"\b((?:mon|tues|wednes|thurs|fri|satur|sun)day)\b")),
    ("season", re.compile(r"\b(?<!hot )(spring|summer|autumn|winter|(?<=in the )fall|fall(?= (?:of )?\d{4}))\b")),
    ("quarter", re.compile(r"\b(first|second|third|fourth|[1-4](?:st|nd|rd|th)) quarters?\b|\b(q[1-4])\b")),
    ("half of the year", re.compile(r"\b(first|second|1st|2nd) half\b")),
    ("century", re.compile(rf"\b(\d{{1,2}}|{'|'.join(ORDINALS)})(?:st|nd|rd|th)?[ -]century\b")),
    ("nearest day", re.compile(r"\b(yesterday|today|tonight|tomorrow)\b")),
    ("time of day", re.compile(r"\b(morning|afternoon|evening|night)\b")),
)


def read_datings(text: str) -> frozenset[Dating]:
    """Return what an English sentence says of when something happened."""
    plain = text.casefold()
    found = {(f"{span} from now", f"{turn} {span}") for turn, span in POINTING.findall(plain)}
    for kind, pattern in PATTERNS:
        found |= {(kind, _told(match)) for match in pattern.finditer(plain)}
    return frozenset(found)


def _told(match: re.Match[str]) -> str:
    word = next(group for group in match.groups() if group)
    word = SAME.get(word, word)
    return ORDINALS[word] if "century" in match[0] and word in ORDINALS else word.lstrip("0")


def differ(one: frozenset[Dating], other: frozenset[Dating]) -> tuple[str, str] | None:
    """Return how each sentence tells one kind of time, where both tell it and have nothing of it in common."""
    for kind in sorted({kind for kind, _ in one} & {kind for kind, _ in other}):
        ours, theirs = _of(kind, one), _of(kind, other)
        if not ours & theirs:
            return min(ours), min(theirs)
    return None


def _of(kind: str, datings: frozenset[Dating]) -> set[str]:
    return {told for of, told in datings if of == kind}
