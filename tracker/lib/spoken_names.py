"""Numbers in English that measure nothing: years, dates, times of day, names, scores."""

from tracker.lib.spoken_numbers import DASHES, SCALES, Words
from tracker.lib.spoken_units import DURATIONS

MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun "
    "jul aug sep sept oct nov dec".split()
)
NAMERS = frozenset(
    "proposition propositions prop amendment amendments section sections title level route highway interstate "
    "flight article articles chapter type phase rule act resolution measure question channel precinct room page "
    "pages covid fortune boeing airbus apollo world class grade tier category area step figure table form formula "
    "ftse cac dax nikkei nasdaq forbes omega error postcode zip playstation xbox galaxy pixel macbook "
    "version unit season episode windows psalm verse paragraph clause item stage zone gate platform bus exit "
    "pier".split()
)
# These name what stands behind them where they begin with a capital: "Senate Bill 8", "Line 3".
TITLES = frozenset(
    "bill district part group block line camp model division brigade battalion regiment squadron ward hall building "
    "apartment flat suite order directive regulation law decree convention protocol agenda".split()
)
CALLS = frozenset("call dial phone telephone tel hotline helpline text whatsapp".split())
BEFORE_CALLS = frozenset({"on", "at", "number", ":", "."})
STREETS = frozenset("street road avenue lane drive boulevard square row terrace parkway".split())
CLOCK = frozenset({"a.m", "p.m", "am", "pm", "o'clock", "o’clock"})
ENDINGS = frozenset({"st", "nd", "rd", "th"})
BEFORE_YEARS = frozenset(
    "in since by from until till before after during of the year fiscal early late mid through between and to "
    "election spring summer autumn fall winter circa back around".split()
)
OPENERS = frozenset(".!?:\"“”‘'(;—–")
FIRST_YEAR, LAST_YEAR = 1500, 2099
MODERN = 1900


def name(words: Words, place: int) -> int | None:
    """Return the place behind a number that is a date, a time, a year or part of a name, None for one that measures."""
    for read in (_date, _clock, _chain, _phone, _year, _glued, _named, _address):
        end = read(words, place)
        if end is not None:
            return end
    return None


def is_year(words: Words, place: int) -> bool:
    """Tell whether a token has the looks of a year."""
    text = words.at(place)
    return len(text) == 4 and text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR


def _date(words: Words, place: int) -> int | None:
    back = place - 2 if words.at(place - 1) == "." else place - 1
    is_after = words.at(back) in MONTHS and words.spelled(back)[:1].isupper()
    if is_after and words.is_number(place) and len(words.at(place)) <= 2:
        return place + 2 if words.at(place + 1) in ENDINGS else place + 1
    ahead = place + 2 if words.at(place + 1) in ENDINGS | {"of"} else place + 1
    ahead += words.at(ahead) == "of"
    is_before = words.at(ahead) in MONTHS and words.spelled(ahead)[:1].isupper()
    return ahead + 1 if is_before and words.is_number(place) and len(words.at(place)) <= 2 else None


def _clock(words: Words, place: int) -> int | None:
    if words.at(place + 1) == ":" and words.is_glued(place + 1) and words.is_number(place + 2):
        return place + 3
    if words.at(place + 1) in CLOCK:
        return place + 2
    is_dotted = words.at(place + 1) in {"a", "p"} and words.phrase(place + 2, 2) == (".", "m")
    return place + 4 if is_dotted else None


def _chain(words: Words, place: int) -> int | None:
    # "9/11", "8/3/2014", "555-01-23", "24/7".
    here = place
    while here < place + 10 and _is_link(words, here + 1):
        here += 2
    is_slashed = words.at(place + 1) == "/" and here > place
    return here + 1 if is_slashed or here > place + 2 else None


def _is_link(words: Words, place: int) -> bool:
    is_sign = words.at(place) == "/" or words.at(place) in DASHES
    return is_sign and words.is_glued(place) and words.is_glued(place + 1) and words.is_number(place + 1)


def _phone(words: Words, place: int) -> int | None:
    # "0800 555 1234", "+44 20 7946 0958", "call 911".
    number, back = words.at(place), words.at(place - 1)
    caller = words.at(place - 2) if back in BEFORE_CALLS else back
    end = place + 1
    while words.at(end).isdecimal():
        end += 1
    is_called = caller in CALLS and len(number) > 2 and not words.at(end).isalpha()
    is_dialled = (number[0] == "0" and len(number) > 1) or (back == "+" and words.is_glued(place) and end > place + 1)
    return end if number.isdecimal() and (is_called or is_dialled) else None


def _year(words: Words, place: int) -> int | None:
    if words.at(place + 1) == "s" and words.is_glued(place + 1):
        return place + 2
    if not is_year(words, place) or _measures(words, place + 1):
        return None
    is_modern = int(words.at(place)) >= MODERN
    is_led = words.at(place - 1) in BEFORE_YEARS
    return place + 1 if is_modern or is_led or not words.at(place + 1).isalpha() else None


def _measures(words: Words, place: int) -> bool:
    return words.at(place) in {"percent", "%", "per", "times", "people", "dollars", "euros"} | SCALES.keys() or (
        words.at(place) in DURATIONS and words.at(place) not in {"second", "day", "quarter", "year"}
    )


def _glued(words: Words, place: int) -> int | None:
    # "AR-15", "COVID-19", "F-35", "5G", "2A": letters that are joined to the number make it a name.
    is_joined = words.at(place - 1) in DASHES and words.is_glued(place - 1) and words.is_glued(place)
    if is_joined and words.at(place - 2).isalpha():
        return place + 1
    return place + 1 if words.is_glued(place) and words.at(place - 1).isalpha() else None


def _named(words: Words, place: int) -> int | None:
    before = words.at(place - 1).removesuffix("'s").removesuffix("’s")
    spelled = words.spelled(place - 1)
    is_titled = before in TITLES and spelled[0].isupper()
    # "iPhone 12"
    is_brand = spelled[:1].islower() and not spelled.islower()
    is_index = words.phrase(place - 3, 3) == ("s", "&", "p")
    if (before in NAMERS or is_titled or is_brand or is_index) and not _measures(words, place + 1):
        return place + 1
    is_title = spelled[:1].isupper() and spelled[1:].islower() and len(spelled) > 1
    is_first = place < 2 or words.at(place - 2) in OPENERS
    ends = not (words.at(place + 1).isalpha() or words.at(place + 1) in DASHES | {"%", "+"})
    return place + 1 if is_title and not is_first and ends and before not in KNOWN else None


def _address(words: Words, place: int) -> int | None:
    # "10 Downing Street": the name behind the number ends as those of streets do.
    for here in range(place + 1, place + 4):
        if not words.spelled(here)[:1].isupper():
            return None
        if words.at(here) in STREETS and here > place + 1:
            return here + 1
    return None


# Words that begin with a capital in headlines, and make no name of the number behind them.
KNOWN = frozenset(
    "about over nearly almost around some only just than to from by at of in with least most until under below "
    "above and or for up near age aged all total cost costs has have had is are was were".split()
)
