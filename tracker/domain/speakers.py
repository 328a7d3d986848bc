"""The words of a sentence that name a speaker: a name, or a description such as "a spokesman for the union"."""

PRONOUNS = frozenset("he she they it i we".split())
PERSONAL = frozenset({"he", "she"})
DETERMINERS = frozenset("a an the one another his her their its our some many several two three".split())
TITLES = frozenset(
    "former president vice prime minister secretary state senator sen rep representative governor gov mayor mr "
    "mrs ms dr general gen colonel col leader supreme dictator chancellor king queen judge justice chief "
    "professor prof sir lord ambassador commissioner director chairman chairwoman spokesman spokeswoman "
    "spokesperson commander ayatollah".split()
)
PARTICLES = frozenset("al bin ibn de da del della van von der den la le el".split())
NO_NAMES = frozenset(
    "the a an in on at as if for and but or yet so now rather however when while after before this that these "
    "those there he she they it we i you his her their its our my your not noting under at even more despite "
    "according last next january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday what who how why where is are was were ultimately "
    "accordingly instead also".split()
)
PREPOSITIONS = frozenset(
    "of for at from in on by with to about after before under into over than near against during since until".split()
)
# At one of these another clause begins, or the words before it belong to something else.
BARS = frozenset(
    "that as but and while because which who when if although though where since whether said says".split()
)
RELATIVES = frozenset("who which whose now then also formerly".split())
DOCUMENTS = frozenset(
    "report study survey poll review inquiry audit investigation analysis figures data statistics research census "
    "agency office bureau institute".split()
)
# "The Ministry", "the World Bank": words by which an organization is known from a person.
BODIES = frozenset(
    "bank ministry department council party government agency office university institute organization "
    "organisation committee commission association company corporation group union league news times post nations "
    "court police".split()
)
OFFICES = frozenset("president minister secretary senator governor mayor leader chancellor king queen judge".split())
PEOPLE = TITLES | frozenset(
    "economist analyst researcher scientist lawyer doctor expert officer official activist farmer teacher resident "
    "witness sheriff aide adviser advisor author editor executive deputy candidate lawmaker head woman man mother "
    "father owner founder historian toxicologist".split()
)
SKIPPED = frozenset("likewise also has had have then later earlier once again".split())
MOST_BACK = 14
REACH = 4


def subject(words: list[str], verb: int) -> list[str]:
    """Return who does what a verb says, by the words before it; an empty list where they name nobody."""
    place = verb - 1
    while place >= 0 and (words[place].endswith("ly") or words[place].lower() in SKIPPED):
        place -= 1
    if place > 0 and words[place] == ",":
        return _apposed(words, place)
    return before(words, place)


def _apposed(words: list[str], end: int) -> list[str]:
    # "The mayor, Ana Sample, said", "Ana Sample, who leads the union, said", "The report, published in May, said".
    start = next((at for at in range(end - 1, max(end - MOST_BACK, 0), -1) if words[at] == ","), None)
    inner = words[start + 1 : end] if start else []
    if start is None or not inner or not inner[0][0].isalnum():
        return []
    head = before(words, start - 1)
    if len(inner) > 1 and all(is_name(word) or word.lower() in PARTICLES for word in inner) and not _is_named(head):
        return untitled(inner)
    first = inner[0].lower()
    adds = first in DETERMINERS | RELATIVES | TITLES or first.endswith("ed") or first.isdecimal() or is_name(inner[0])
    return head if adds else []


def _is_named(words: list[str]) -> bool:
    return bool(words) and all(map(is_name, words))


def before(words: list[str], place: int) -> list[str]:
    """Return the name or the description that ends at a place."""
    if place < 0 or not words[place][0].isalpha() or words[place].lower() in NO_NAMES - PRONOUNS:
        return []
    if words[place].lower() in PRONOUNS:
        return [words[place]]
    first = _first_of_clause(words, place)
    starts = [at for at in range(first, place + 1) if _may_start(words, at, first)]
    if starts and words[starts[-1]].lower() in DETERMINERS:
        return _described(words[starts[-1] : place + 1])
    if is_name(words[place]):
        return _name_back(words, place)
    begin = starts[-1] if starts else first
    is_short = begin < place and place - begin <= REACH and words[begin].lower() not in PREPOSITIONS | BARS
    return words[begin : place + 1] if is_short else []


def _first_of_clause(words: list[str], place: int) -> int:
    first = place
    while first > max(place - MOST_BACK, 0) and words[first - 1][0].isalnum() and words[first - 1].lower() not in BARS:
        first -= 1
    return first


def _may_start(words: list[str], at: int, first: int) -> bool:
    # A description begins at an article that no preposition has brought, else at a name.
    earlier = words[at - 1] if at > first else ""
    if earlier.lower() in PREPOSITIONS:
        return False
    return words[at].lower() in DETERMINERS or (is_name(words[at]) and not (earlier and is_name(earlier)))


def _described(phrase: list[str]) -> list[str]:
    """Return a description up to where it goes into what was done with it: "a post [shared by thousands]"."""
    last = [at for at, word in enumerate(phrase) if is_name(word)]
    if last and len(phrase) - last[0] > 1 and phrase[last[0] - 1].lower() not in PREPOSITIONS | DETERMINERS | {"of"}:
        named = untitled(phrase[last[0] :])
        if all(is_name(word) or word.lower() in PARTICLES for word in named) and _is_role(phrase[: last[0]]):
            return named
    end = next(
        (at for at, word in enumerate(phrase) if at > 1 and (word.endswith("ed") or not word[0].isalpha())), len(phrase)
    )
    return phrase[:end]


def _is_role(words: list[str]) -> bool:
    return bool(words) and words[-1].lower() in PEOPLE


def _name_back(words: list[str], place: int) -> list[str]:
    begin = place
    while begin > 0 and place - begin < REACH and (is_name(words[begin - 1]) or _links(words, begin - 1)):
        begin -= 1
    return untitled(words[begin : place + 1])


def _links(words: list[str], place: int) -> bool:
    # "Bank of England", "Ursula von der Leyen".
    small = words[place].lower()
    return small in PARTICLES or (small == "of" and place > 0 and is_name(words[place - 1]))


def behind(words: list[str], place: int) -> list[str]:
    """Return the name or the description that begins at a place."""
    name, end = name_from(words, place)
    if name and words[end : end + 1] != ["of"]:
        return name
    limit = min(place + MOST_BACK, len(words))
    shortest = min(place + REACH + 1, len(words))
    reach = next((at for at in range(place, limit) if words[at] in {",", ";", "“", '"', "–", "—"}), shortest)
    return _until(words[place:reach])


def opening_person(words: list[str], until: int) -> list[str]:
    """Return the person with whom a sentence begins: "The finance minister on Tuesday defended the budget"."""
    is_described = bool(words) and words[0].lower() in DETERMINERS
    person = next((at for at in range(1, min(REACH + 1, until)) if words[at].lower() in PEOPLE - TITLES | OFFICES), 0)
    return words[: person + 1] if is_described and person else []


def _until(phrase: list[str]) -> list[str]:
    if phrase and phrase[0].lower() in PREPOSITIONS | {"that"}:
        return []
    end = next((at for at, word in enumerate(phrase) if word.lower() in {"in", "that"} or not word[0].isalpha()), None)
    return phrase[:end]


def is_person(phrase: list[str]) -> bool:
    """Tell whether a description is of a person: "the finance minister", "a spokeswoman for the union"."""
    head = next((at for at, word in enumerate(phrase) if word.lower() in PREPOSITIONS), len(phrase))
    return head > 0 and phrase[head - 1].lower() in PEOPLE


def is_document(phrase: list[str]) -> bool:
    """Tell whether a description is of something that is said to find and to show, and of no person."""
    return not DOCUMENTS.isdisjoint(word.lower() for word in phrase)


def name_from(words: list[str], place: int) -> tuple[list[str], int]:
    """Return the name that begins at a place, without its titles, and the place behind it."""
    end = place
    while end < len(words) and end - place <= REACH + 2 and (is_name(words[end]) or _joins(words, place, end)):
        end += 1
    return untitled(words[place:end]), end


def _joins(words: list[str], place: int, end: int) -> bool:
    return place < end < len(words) - 1 and words[end].lower() in PARTICLES and is_name(words[end + 1])


def untitled(name: list[str]) -> list[str]:
    """Return a name without what stands before it."""
    # "Former Harbour Minister Jane Example": the name begins behind the last title.
    begin = max((place + 1 for place, word in enumerate(name[:-1]) if bare(word) in TITLES), default=0)
    return [possessed(word) for word in name[begin:]]


def is_name(word: str) -> bool:
    """Tell whether a word may be part of a name."""
    return word[0].isupper() and word.lower() not in NO_NAMES


def bare(word: str) -> str:
    """Return a word as it is known by."""
    return possessed(word).rstrip(".").lower()


def possessed(word: str) -> str:
    """Return whose something is."""
    return word.removesuffix("’s").removesuffix("'s")
