"""Currencies as English texts name them, by sign, by code and in words, and which of them stands beside a number."""

from decimal import Decimal
from typing import NamedTuple

from tracker.lib.spoken_numbers import Words

SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₪": "ILS", "₩": "KRW",
         "₺": "TRY", "₴": "UAH", "₦": "NGN", "₫": "VND"}  # fmt: skip
# Letters that stand before a dollar sign: "US$", "R$".
LETTERED = {"us": "USD", "a": "AUD", "au": "AUD", "c": "CAD", "ca": "CAD", "hk": "HKD", "nz": "NZD", "s": "SGD",
            "nt": "TWD", "r": "BRL", "mx": "MXN"}  # fmt: skip
WORDS = {
    "dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR", "yen": "JPY", "rupee": "INR", "rupees": "INR",
    "rouble": "RUB", "roubles": "RUB", "ruble": "RUB", "rubles": "RUB", "rials": "IRR", "tomans": "IRT",
    "francs": "CHF", "pesos": "MXN", "zloty": "PLN", "zlotys": "PLN", "yuan": "CNY", "renminbi": "CNY",
    "shekel": "ILS", "shekels": "ILS", "lira": "TRY", "liras": "TRY", "naira": "NGN", "rand": "ZAR", "ringgit": "MYR",
    "baht": "THB", "reais": "BRL", "hryvnia": "UAH", "hryvnias": "UAH", "dirhams": "AED", "riyals": "SAR",
    "cedi": "GHS", "cedis": "GHS", "birr": "ETB", "taka": "BDT", "forint": "HUF", "forints": "HUF", "sterling": "GBP",
    "lari": "GEL", "tenge": "KZT", "kwacha": "ZMW", "rupiah": "IDR", "leva": "BGN",
}  # fmt: skip
# What is called alike in several countries has theirs before it: "Swedish kronor", "Canadian dollars".
OF_A_COUNTRY = {
    ("us", "dollars"): "USD", ("american", "dollars"): "USD", ("canadian", "dollars"): "CAD",
    ("australian", "dollars"): "AUD", ("singapore", "dollars"): "SGD",
    ("taiwan", "dollars"): "TWD", ("british", "pounds"): "GBP",
    ("pounds", "sterling"): "GBP", ("egyptian", "pounds"): "EGP", ("swiss", "francs"): "CHF", ("cfa", "francs"): "XOF",
    ("mexican", "pesos"): "MXN", ("argentine", "pesos"): "ARS", ("philippine", "pesos"): "PHP",
    ("chilean", "pesos"): "CLP", ("colombian", "pesos"): "COP", ("swedish", "kronor"): "SEK",
    ("swedish", "crowns"): "SEK", ("norwegian", "kroner"): "NOK", ("norwegian", "crowns"): "NOK",
    ("danish", "kroner"): "DKK", ("danish", "crowns"): "DKK", ("czech", "crowns"): "CZK", ("czech", "koruna"): "CZK",
    ("indian", "rupees"): "INR", ("pakistani", "rupees"): "PKR", ("sri", "lankan", "rupees"): "LKR",
    ("turkish", "lira"): "TRY", ("japanese", "yen"): "JPY", ("chinese", "yuan"): "CNY", ("russian", "roubles"): "RUB",
    ("russian", "rubles"): "RUB", ("kenyan", "shillings"): "KES", ("kenya", "shillings"): "KES",
    ("ugandan", "shillings"): "UGX", ("south", "african", "rand"): "ZAR", ("new", "zealand", "dollars"): "NZD",
    ("hong", "kong", "dollars"): "HKD",
}  # fmt: skip
CODES = frozenset(
    {*SIGNS.values(), *LETTERED.values(), *WORDS.values(), *OF_A_COUNTRY.values(), "SEK", "NOK", "DKK", "PKR"}
)
HUNDREDTHS = {"cent": "USD", "cents": "USD", "¢": "USD", "pence": "GBP"}
BEGINNINGS = frozenset({*SIGNS, *LETTERED, "rs", *(code.lower() for code in CODES)})


class Money(NamedTuple):
    """A currency, the first token behind it, and what one of the unit that was said is worth of it."""

    code: str
    end: int
    factor: Decimal = Decimal(1)


def before(words: Words, place: int) -> tuple[str, int] | None:
    """Return the currency whose sign or code stands before a number, and where the number begins."""
    if words.spelled(place) in SIGNS:
        return SIGNS[words.spelled(place)], place + 1
    if words.spelled(place) in CODES:
        return words.spelled(place), place + 1
    if words.at(place) in LETTERED and words.spelled(place + 1) == "$" and words.is_glued(place + 1):
        return LETTERED[words.at(place)], place + 2
    if words.spelled(place) == "Rs":
        return "INR", place + 2 if words.at(place + 1) == "." else place + 1
    return None


def behind(words: Words, place: int) -> Money | None:
    """Return the currency that stands behind a number."""
    word, spelled = words.at(place), words.spelled(place)
    if spelled in {"US", "U"} and words.at(place + 1) in {"dollars", "dollar"}:
        return Money("USD", place + 2)
    for length in (3, 2):
        code = OF_A_COUNTRY.get(words.phrase(place, length))
        if code:
            return Money(code, place + length)
    if word in HUNDREDTHS:
        return Money(HUNDREDTHS[word], place + 1, Decimal("0.01"))
    if word == "p" and words.is_glued(place) and words.at(place + 1) != ".":
        return Money("GBP", place + 1, Decimal("0.01"))
    sign = SIGNS.get(spelled) if words.is_glued(place) or spelled == "€" else None
    found = WORDS.get(word) or sign or (spelled if spelled in CODES else None)
    return Money(found, place + 1) if found else None
