"""The places that a sentence names, and whether two sentences speak of different ones."""

import re
from dataclasses import dataclass

from tracker.domain.place_names import LANDS, LONGEST_NAME, PEOPLES, PLACES, WHOLES

# How a place is named: where something is, whose it is ("Danish", "U.S. President": "whose president"), or by a name
# that no list knows.
WHERE, WHOSE, UNLISTED, LAND_OR_WATER = "where", "whose", "unlisted", "land or water"


@dataclass(frozen=True, order=True)
class Place:
    """A country, or a place within one, and how it is named; of one that no list knows the country is ""."""

    land: str
    name: str
    how: str


WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+\.?)*(?:'[^\W\d_]+)?")
# A name that no list knows is a place where it follows one of these.
AFTER_PREPOSITION = re.compile(
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
    """Return the places that a sentence names."""
    spoken = list(WORD.finditer(text.replace("-", " ").replace("’", "'")))
    found: set[Place] = set()
    at = 0
    while at < len(spoken):
        place, length = _place_at(spoken, at)
        if place:
            found.add(place)
        at += length
    features = {match["name"].casefold() for match in FEATURE.finditer(text)} - PLACES.keys()
    unlisted = {match["name"].casefold() for match in AFTER_PREPOSITION.finditer(text)} - features
    named = {name for name in unlisted if name not in PLACES and not NO_PLACES.intersection(name.split())}
    unknown = {Place("", name, UNLISTED) for name in named if not any(part in PLACES for part in name.split())}
    return frozenset(_outside(features, found) | unknown | {Place("", name, LAND_OR_WATER) for name in features})


def _outside(features: set[str], found: set[Place]) -> set[Place]:
    # The Panama Canal is no Panama, and the Gulf of Mexico no Mexico.
    return {place for place in found if not any(_name(place) in name for name in features)}


def _place_at(spoken: list[re.Match[str]], at: int) -> tuple[Place | None, int]:
    for length in range(LONGEST_NAME, 0, -1):
        said = spoken[at : at + length]
        name = " ".join(word[0].removesuffix("'s") for word in said)
        known = PLACES.get(name.casefold())
        if known and _is_meant(name):
            return Place(*known, _how(name, said[-1], spoken[at + length : at + length + 1])), length
    return None, 1


def _how(name: str, last: re.Match[str], following: list[re.Match[str]]) -> str:
    """Return how a place is named: where something is, or whose and what is its."""
    is_one_with = following and last.string[last.end() : following[0].start()] == " "
    what = following[0][0] if is_one_with else ""
    is_titled = name.casefold() in LANDS and what[:1].isupper() and what.casefold() not in NO_PLACES
    return f"{WHOSE} {what.casefold()}" if is_titled or name.casefold() in PEOPLES else WHERE


def _is_meant(name: str) -> bool:
    folded = name.casefold()
    if folded == "us":
        return name == "US"
    return name[0].isupper() or folded not in AMBIGUOUS


def differ(one: frozenset[Place], other: frozenset[Place]) -> tuple[str, str] | None:
    """Return a place of each that the other does not name, or nothing: a place and the land it lies in go together.

    Only what is named in the same way is held against each other. Nobody knows here in which country a lake or a name
    that no list has lies, and a president of one land may speak in another.
    """
    only_one = sorted(place for place in one if not any(_agree(place, its) for its in other))
    only_other = sorted(place for place in other if not any(_agree(place, its) for its in one))
    apart = ((place, its) for place in only_one for its in only_other if place.how == its.how)
    return next(((_name(place), _name(its)) for place, its in apart), None)


def _agree(one: Place, other: Place) -> bool:
    if one.how == other.how == UNLISTED:
        return not set(one.name.split()).isdisjoint(other.name.split())
    if one.land == other.land and (one.name == other.name or (one.land and "" in {one.name, other.name})):
        return True
    return _lies_in(one, other) or _lies_in(other, one)


def _lies_in(one: Place, other: Place) -> bool:
    return not WHOLES.get(_name(other), frozenset()).isdisjoint((one.land, one.name))


def _name(place: Place) -> str:
    return place.name or place.land
