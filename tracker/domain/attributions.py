"""Who is said to have said something: the speaker of a sentence, by the words around the verb of saying.

`Reader` goes through a text sentence by sentence, since a pronoun, or a surname, means whoever was named before.
"""

import re
from dataclasses import dataclass, field

SAYINGS = frozenset(
    "said says say saying stated states stating added adds adding told tells claimed claims claiming argued "
    "argues arguing noted notes noting warned warns warning announced announces announcing emphasized emphasizes "
    "emphasised concluded concludes reported reports declared declares insisted insists wrote writes tweeted "
    "posted proclaimed proclaims believes believed calls called asserted asserts alleged alleges estimated "
    "estimates predicted predicts explained explains replied testified boasted acknowledged admitted suggested "
    "promised vowed pledged complained recalled remarked stressed contends contended maintains denied confirmed "
    "accused".split()
)
PARTICIPLES = frozenset("saying stating adding claiming arguing noting warning announcing".split())
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
GROUPS = frozenset({"Officials", "Experts", "Critics", "Witnesses", "Reports", "Scientists", "Researchers", "Police"})
WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?|[“”\",:;()–—]|\S")
QUOTATION = re.compile(r"“([^“”]{1,4000})(?:”|$)|(?<!\w)\"([^\"]{1,4000})(?:\"|$)")
FEWEST_QUOTED = 5
REACH = 4


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands in quotation marks, and where in the sentence."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said a sentence, and the words that say so: a name, or a description where nobody is named."""

    speaker: str
    is_named: bool
    verb: str
    quotation: Quotation | None


@dataclass(slots=True)
class Reader:
    """Reads a text's sentences in order, and remembers who was named."""

    full_names: dict[str, str] = field(default_factory=dict)
    last_person: str | None = None

    def read(self, sentence: str) -> Attribution | None:
        """Return who said a sentence, None where nobody is said to have."""
        quotation = quoted(sentence)
        outside = sentence if quotation is None else _without(sentence, quotation)
        words = [word.removesuffix(".") or word for word in WORD.findall(outside)]
        self._remember(words)
        found = _according(words) or self._by_verb(words)
        if found is None:
            return None
        name, verb = found
        speaker = self._resolved(name)
        if speaker is None:
            return None
        is_named = all(_is_name(word) or word in PARTICLES for word in speaker.split()) and speaker not in GROUPS
        return Attribution(speaker=speaker, is_named=is_named, verb=verb, quotation=quotation)

    def _remember(self, words: list[str]) -> None:
        place = 0
        while place < len(words):
            name, end = _name_from(words, place)
            if len(name) > 1:
                self.full_names[_bare(name[-1])] = " ".join(name)
            place = max(end, place + 1)

    def _by_verb(self, words: list[str]) -> tuple[list[str], str] | None:
        for place, word in enumerate(words):
            found = _subject(words, place) if word.lower() in SAYINGS else None
            if found:
                return found, word.lower()
        return None

    def _resolved(self, name: list[str]) -> str | None:
        if name[-1].lower() in PRONOUNS:
            return self.last_person if name[-1].lower() in PERSONAL else None
        told = " ".join(name)
        if _is_name(name[-1]) and len(name) == 1:
            told = self.full_names.get(_bare(name[0]), told)
        if " " in told and all(_is_name(word) or word.lower() in PARTICLES for word in name):
            self.last_person = told
        is_called_the = name[0].lower() == "the" and all(map(_is_name, name[1:]))
        return " ".join(name[1:]) if is_called_the and len(name) > 1 else told


def quoted(sentence: str) -> Quotation | None:
    """Return the longest quotation of a sentence, None where all are of a few words."""
    found = max(QUOTATION.finditer(sentence), key=lambda match: len(match[0]), default=None)
    text = (found[1] or found[2] or "").strip() if found else ""
    if found is None or len(text.split()) < FEWEST_QUOTED:
        return None
    return Quotation(text, found.start(), found.end())


def _without(sentence: str, quotation: Quotation) -> str:
    return f"{sentence[: quotation.start]} “ {sentence[quotation.end :]}"


def _according(words: list[str]) -> tuple[list[str], str] | None:
    small = [word.lower() for word in words]
    for place in range(len(words) - 2):
        if small[place : place + 2] == ["according", "to"]:
            name = _phrase_from(words, place + 2)
            return (name, "according to") if name else None
    return None


def _subject(words: list[str], verb: int) -> list[str]:
    if words[verb].lower() in PARTICIPLES:
        return _earlier_name(words, verb)
    place = verb - 1
    while place >= 0 and (
        words[place].endswith("ly") or words[place].lower() in {"likewise", "also", "has", "had", "then"}
    ):
        place -= 1
    found = _phrase_back(words, place)
    if found:
        return found
    behind = _name_from(words, verb + 1)[0] if verb + 1 < len(words) else []
    return behind or (_phrase_from(words, verb + 1) if _is_after_quote(words, verb) else [])


def _is_after_quote(words: list[str], verb: int) -> bool:
    return verb > 0 and words[verb - 1] in {"“", ","} and words[verb + 1 : verb + 2] != [":"]


def _earlier_name(words: list[str], verb: int) -> list[str]:
    # "Pompeo emphasized this reality, stating": whoever did what stands before.
    for place in range(verb - 1, -1, -1):
        is_done = place + 1 < len(words) and words[place + 1].lower() not in {"’s", ",", "and", "of"}
        if _is_name(words[place]) and is_done and words[place + 1][:1].islower():
            return _phrase_back(words, place)
        if words[place].lower() in PERSONAL:
            return [words[place]]
    return []


def _phrase_back(words: list[str], place: int) -> list[str]:
    if place < 0 or not words[place][0].isalpha() or words[place].lower() in NO_NAMES - PRONOUNS:
        return []
    if words[place].lower() in PRONOUNS:
        return [words[place]]
    begin = place
    if _is_name(words[place]):
        while (
            begin > 0
            and place - begin < REACH
            and (_is_name(words[begin - 1]) or words[begin - 1].lower() in PARTICLES)
        ):
            begin -= 1
        return _untitled(words[begin : place + 1])
    while begin > 0 and place - begin < REACH and words[begin][0].isalpha():
        if words[begin].lower() in DETERMINERS or not words[begin - 1][0].isalpha() or words[begin - 1].lower() == "as":
            break
        begin -= 1
    is_whole = begin < place or words[begin].isupper()
    return words[begin : place + 1] if is_whole and words[begin].lower() not in {"to", "of", "that", "and"} else []


def _phrase_from(words: list[str], place: int) -> list[str]:
    name, _ = _name_from(words, place)
    if name:
        return name
    end = place
    while (
        end < min(place + REACH + 1, len(words))
        and words[end][0].isalpha()
        and words[end].lower() not in {"in", "that"}
    ):
        end += 1
    return words[place:end]


def _name_from(words: list[str], place: int) -> tuple[list[str], int]:
    end = place
    while end < len(words) and end - place <= REACH + 2 and (_is_name(words[end]) or _joins(words, place, end)):
        end += 1
    return _untitled(words[place:end]), end


def _joins(words: list[str], place: int, end: int) -> bool:
    return place < end < len(words) - 1 and words[end].lower() in PARTICLES and _is_name(words[end + 1])


def _untitled(name: list[str]) -> list[str]:
    # "Former Harbour Minister Jane Example": the name begins behind the last title.
    begin = max((place + 1 for place, word in enumerate(name[:-1]) if _bare(word) in TITLES), default=0)
    return [_possessed(word) for word in name[begin:]]


def _is_name(word: str) -> bool:
    return word[0].isupper() and word.lower() not in NO_NAMES


def _bare(word: str) -> str:
    return _possessed(word).rstrip(".").lower()


def _possessed(word: str) -> str:
    return word.removesuffix("’s").removesuffix("'s")
