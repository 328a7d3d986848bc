"""Words and patterns by which `domain.figures` reads numbers, measures, ranks and dates."""

import re

UNITS = {
    "zero": 0, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "one": 1,
}  # fmt: skip
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0, "score": 20.0,
    "lakh": 1e5, "crore": 1e7, "k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12,
}  # fmt: skip
COUNTABLE = frozenset(("hundred", "thousand", "million", "billion", "trillion", "dozen", "lakh", "crore"))
THOUSAND = 1000
LETTERED = frozenset(("k", "m", "mn", "bn", "b", "tn"))
PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "sixth": 6,
    "sixths": 6, "seventh": 7, "eighth": 8, "eighths": 8, "ninth": 9, "tenth": 10, "tenths": 10,
}  # fmt: skip
MULTIPLES = {"twice": 2, "thrice": 3, "doubled": 2, "doubles": 2, "doubling": 2, "tripled": 3, "triples": 3,
             "tripling": 3, "trebled": 3, "trebles": 3, "quadrupled": 4, "quadruples": 4, "quadrupling": 4,
             "quintupled": 5, "twofold": 2, "threefold": 3, "fourfold": 4, "fivefold": 5, "tenfold": 10}  # fmt: skip
DOUBLE = frozenset((("double", "the"), ("double", "what")))
HALVES = frozenset(("halved", "halves", "halving"))
DECADES = {
    "twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970,
    "eighties": 1980, "nineties": 1990,
}  # fmt: skip
# What a unit measures, and how many of the first named go into it.
MEASURES: dict[str, dict[str, float]] = {
    "time": {
        "second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2629746, "year": 31556952,
        "decade": 315569520, "century": 3155695200,
    },
    "length": {"metre": 1, "meter": 1, "m": 1, "km": 1000, "kilometre": 1000, "kilometer": 1000, "mile": 1609.344,
               "foot": 0.3048, "feet": 0.3048, "inch": 0.0254, "cm": 0.01, "centimetre": 0.01, "centimeter": 0.01},
    "weight": {"gram": 1, "kg": 1000, "kilo": 1000, "kilogram": 1000, "ton": 1e6, "tonne": 1e6},
    "money": {"dollar": 1, "euro": 1, "pound": 1, "yen": 1, "franc": 1, "peso": 1, "rupee": 1, "rouble": 1, "ruble": 1,
              "yuan": 1, "usd": 1, "eur": 1, "gbp": 1, "cent": 0.01},
    "share": {"percent": 1, "per cent": 1, "%": 1, "pct": 1},
    "points": {"percentage point": 1, "percentage points": 1},
    "times": {"times": 1},
}  # fmt: skip
MEASURE_OF = {unit: (kind, factor) for kind, units in MEASURES.items() for unit, factor in units.items()}
MONTHS = "january february march april may june july august september october november december".split()
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
NTH = r"(?:st|nd|rd|th)?"
DAY_BESIDE_MONTH = re.compile(
    rf"\b(?:(?P<month>{MONTH})\.? \d{{1,2}}{NTH}|\d{{1,2}}{NTH}(?: of)? (?P<other>{MONTH}))\b(?!\d)"
)
MONTH_NAMED = re.compile(
    rf"\b(?:in|of|on|since|until|by|last|early|late|from|and|to) ({MONTH})\b|\b({MONTH}),? (?=(?:of )?\d{{4}}\b)"
)
ORDINAL = re.compile(
    r"\b(?:first|\d+(?:st|nd|rd|th))\b"
    r"|\b(?:second|third|fourth) (?=quarters?\b|half\b|time\b|place\b|term\b|world\b)"
)
# "The third largest", "the largest" (which is the first, but for "one of the largest"), "14th".
RANKS = {
    word: place for place, word in enumerate("second third fourth fifth sixth seventh eighth ninth tenth".split(), 2)
}
SUPERLATIVE = r"(?:most|least|worst|best|(?:larg|bigg|high|low|small|long|tall|rich|poor|old|fast|strong)est)\b"
RANKED = re.compile(
    rf"\b(?P<word>{'|'.join(RANKS)}) {SUPERLATIVE}"
    r"|\b(?P<digits>\d{1,9})(?:st|nd|rd|th)\b(?! (?:century|quarter|half|of)\b)"
    rf"|(?<!one of )(?<!among )\bthe (?:\w+'s |world )?(?P<first>{SUPERLATIVE})"
)
NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
TOKEN = re.compile(rf"[$€£¥]|(?:{NUMBER})(?:(?=(?:k|m|mn|bn|b|tn)\b)|s\b)?|%|[^\W\d_]+")
YEAR_BEFORE = frozenset(
    "in since by of from between until till before after during late early mid year and to through around summer "
    "winter autumn spring fall".split()
) | frozenset(MONTHS)
CURRENCY_SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen"}
IN = frozenset(("in", "of"))
EVERY = frozenset(("every", "each"))
