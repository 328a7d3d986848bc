"""The places that a sentence names, and whether two sentences speak of different ones."""

import re

from tracker.domain.place_names import LONGEST_NAME, PLACES, WHOLES

Place = tuple[str, str]

WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+\.?)*(?:'[^\W\d_]+)?")
# A name that no list knows is a place where it follows one of these.
UNLISTED = re.compile(
    r"\b(?:in|near|outside|around|across|throughout|at)\s"
    r"(?:the\s(?:city|town|village|port|state|province|region|district) of\s)?"
    r"(?P<name>[A-Z][^\W\d_]+(?:[ -][A-Z][^\W\d_]+)*)"
)
# A name that ends as names of land and water do is one anywhere: "the Suez Canal", "Lake Victoria".
FEATURES = (
    "Canal|Sea|Ocean|River|Lake|Gulf|Strait|Valley|Desert|Islands?|Peninsula|Bay|Mountains|Airport|County|Province"
)
FEATURE = re.compile(
    r"\b(?P<name>(?!(?:The|In|At|Near|On|Off|From|Across|Of|Along)\b)"
    rf"[A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+)? (?:{FEATURES})|(?:Lake|Mount|Cape) [A-Z][^\W\d_]+)\b"
)
LAND_OR_WATER = "land or water"
NO_PLACES = frozenset(
    """
    january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday spring summer autumn winter congress parliament senate easter
    christmas ramadan english spanish french german arabic chinese
    """.split()
)
AMBIGUOUS = frozenset(
    ("us", "nice", "split", "turkey", "reading", "java", "jordan", "chad", "polish", "cork", "kent", "guinea", "bath")
)


def read_places(text: str) -> frozenset[Place]:
    """Return the places that a sentence names, as a country and, where it is one within it, a place."""
    spoken = [
        word.removesuffix("'s").removesuffix("’s") for word in WORD.findall(text.replace("-", " ").replace("’", "'"))
    ]
    found: set[Place] = set()
    at = 0
    while at < len(spoken):
        place, length = _place_at(spoken, at)
        if place:
            found.add(place)
        at += length
    features = {match["name"].casefold() for match in FEATURE.finditer(text)} - PLACES.keys()
    unlisted = {match["name"].casefold() for match in UNLISTED.finditer(text)} - features
    named = {name for name in unlisted if name not in PLACES and not NO_PLACES.intersection(name.split())}
    unknown = {("", name) for name in named if not any(part in PLACES for part in name.split())}
    return frozenset(_outside(features, found) | unknown | {(LAND_OR_WATER, name) for name in features})


def _outside(features: set[str], found: set[Place]) -> set[Place]:
    # The Panama Canal is no Panama, and the Gulf of Mexico no Mexico.
    return {place for place in found if not any(_name(place) in name for name in features)}


def _place_at(spoken: list[str], at: int) -> tuple[Place | None, int]:
    for length in range(LONGEST_NAME, 0, -1):
        name = " ".join(spoken[at : at + length])
        known = PLACES.get(name.casefold())
        if known and _is_meant(name):
            return known, length
    return None, 1


def _is_meant(name: str) -> bool:
    folded = name.casefold()
    if folded == "us":
        return name == "US"
    return name[0].isupper() or folded not in AMBIGUOUS


def differ(one: frozenset[Place], other: frozenset[Place]) -> tuple[str, str] | None:
    """Return a place of each that the other does not name, or nothing: a place and the land it lies in go together."""
    only_one = sorted(place for place in one if not any(_agree(place, its) for its in other))
    only_other = sorted(place for place in other if not any(_agree(place, its) for its in one))
    apart = (
        (place, its) for place in only_one for its in only_other if _is_land_or_water(place) == _is_land_or_water(its)
    )
    return next(((_name(place), _name(its)) for place, its in apart), None)


def _is_land_or_water(place: Place) -> bool:
    # Of a lake or a county nobody knows here which country it lies in.
    return place[0] == LAND_OR_WATER


def _agree(one: Place, other: Place) -> bool:
    if one == other:
        return True
    lands = {one[0], other[0]}
    if len(lands) == 1:
        return "" in {one[1], other[1]} and bool(one[0])
    return any(part in WHOLES.get(whole, ()) for part in lands for whole in lands)


def _name(place: Place) -> str:
    return place[1] or place[0]
