"""Who is said to have said something: the speaker of a sentence, by the words around the verb of saying.

`Reader` goes through a text sentence by sentence, since a pronoun, or a surname, means whoever was named before.
"""

import re
from dataclasses import dataclass, field

from tracker.domain import speakers
from tracker.domain.place_names import PLACES
from tracker.domain.speakers import DETERMINERS, PARTICLES, PERSONAL, PRONOUNS, is_name

SAYINGS = frozenset(
    "said says say saying stated states stating added adds adding told tells claimed claims claiming argued "
    "argues arguing noted notes noting warned warns warning announced announces announcing emphasized emphasizes "
    "emphasised concluded concludes reported reports declared declares insisted insists wrote writes tweeted "
    "posted proclaimed proclaims believes believed calls called asserted asserts alleged alleges estimated "
    "estimates predicted predicts explained explains replied replies testified boasted acknowledged admitted admits "
    "suggested promised vowed pledged complained recalled remarked stressed contends contended maintains denied denies "
    "confirmed confirms accused accuses responded countered counters cautioned reiterated repeated conceded concedes "
    "telling insisting disclosed shouted joked quipped lamented swore commented maintained urged fears feared".split()
)
# Police find and figures show something, too, but only papers and offices say by it what is so.
FINDINGS = frozenset("found finds shows showed suggests reveals revealed indicates indicated concluded".split())
# Behind one of these stands no speaker: "accused Haas".
TRANSITIVE = frozenset("told tells called calls accused accuses urged".split())
PARTICIPLES = frozenset("saying stating adding claiming arguing noting warning announcing telling insisting".split())
GROUPS = frozenset({"Officials", "Experts", "Critics", "Witnesses", "Reports", "Scientists", "Researchers", "Police"})
WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’.-][^\W\d_]+)*(?:(?<=s)['’](?=\s\w)|\.)?|[“”\",:;()–—]|\S")
QUOTATION = re.compile(r"“([^“”]{1,4000})(?:”|$)|(?<!\w)\"([^\"]{1,4000})(?:\"|$)")
OPENINGS = frozenset({"But", "And", "Yet", "So"})
FEWEST_QUOTED = 5
# How many of the people who were named last a pronoun may mean.
REMEMBERED = 8


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
    """Reads a text's sentences in order, and remembers who was named, and who was quoted in the sentence before."""

    full_names: dict[str, str] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)
    pronouns: dict[str, str] = field(default_factory=dict)
    quoted_last: tuple[str, str] | None = None

    def read(self, sentence: str) -> Attribution | None:
        """Return who said a sentence, None where nobody is said to have."""
        quotation = quoted(sentence)
        outside = sentence if quotation is None else _without(sentence, quotation)
        words = [word.removesuffix(".") or word for word in WORD.findall(outside)]
        self._remember(words)
        found = self._said(words) if any(word[0].isalnum() for word in words) else self.quoted_last
        self.quoted_last = found if QUOTATION.search(sentence) else None
        if found is None:
            return None
        speaker, verb = found
        is_named = (
            all(is_name(word) or word in {*PARTICLES, "of"} for word in speaker.split()) and speaker not in GROUPS
        )
        return Attribution(speaker=speaker, is_named=is_named, verb=verb, quotation=quotation)

    def _said(self, words: list[str]) -> tuple[str, str] | None:
        found = _according(words) or _by_verb(words)
        speaker = self._resolved(found[0]) if found else None
        return (speaker, found[1]) if found and speaker else None

    def _remember(self, words: list[str]) -> None:
        place = 0
        while place < len(words):
            name, end = speakers.name_from(words, place)
            if len(name) > 1:
                self.full_names[speakers.bare(name[-1])] = " ".join(name)
            if name and (place == 0 or (place == 1 and words[0] in OPENINGS)):
                self._meet(self.full_names.get(speakers.bare(name[0]), " ".join(name)))
            place = max(end, place + 1)

    def _meet(self, person: str) -> None:
        is_whole = " " in person and person.lower() not in PLACES
        if is_whole and speakers.BODIES.isdisjoint(person.lower().split()):
            self.people = [*(one for one in self.people if one != person), person][-REMEMBERED:]

    def _resolved(self, name: list[str]) -> str | None:
        if name[-1].lower() in PRONOUNS:
            return self._meant(name[-1].lower()) if name[-1].lower() in PERSONAL else None
        told = " ".join(name)
        if is_name(name[-1]) and len(name) == 1:
            told = self.full_names.get(speakers.bare(name[0]), told)
        if all(is_name(word) or word.lower() in PARTICLES for word in name) or speakers.is_person(name):
            self._meet(told)
        is_called_the = name[0].lower() == "the" and all(map(is_name, name[1:]))
        return " ".join(name[1:]) if is_called_the and len(name) > 1 else told

    def _meant(self, pronoun: str) -> str | None:
        # Whom "she" has meant once, "he" does not mean.
        person = next((one for one in reversed(self.people) if self.pronouns.get(one, pronoun) == pronoun), None)
        if person is not None:
            self.pronouns[person] = pronoun
        return person


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
            name = speakers.behind(words, place + 2)
            return (name, "according to") if name else None
    return None


def _by_verb(words: list[str]) -> tuple[list[str], str] | None:
    for place, word in enumerate(words):
        small = word.lower()
        # "Three states", "the reports": after an article it is a noun.
        is_verb = small in SAYINGS | FINDINGS and (place == 0 or words[place - 1].lower() not in DETERMINERS)
        found = _speaker(words, place) if is_verb else []
        if found and (small in SAYINGS or speakers.is_document(found)):
            return found, small
    return None


def _speaker(words: list[str], verb: int) -> list[str]:
    if words[verb].lower() in PARTICIPLES:
        return _earlier_name(words, verb)
    found = speakers.subject(words, verb)
    if found or words[verb].lower() in TRANSITIVE:
        return found
    name = speakers.name_from(words, verb + 1)[0] if verb + 1 < len(words) else []
    return name or (speakers.behind(words, verb + 1) if _is_after_quote(words, verb) else [])


def _is_after_quote(words: list[str], verb: int) -> bool:
    return verb > 0 and words[verb - 1] in {"“", ","} and words[verb + 1 : verb + 2] != [":"]


def _earlier_name(words: list[str], verb: int) -> list[str]:
    # "Pompeo emphasized this reality, stating": whoever did what stands before.
    for place in range(verb - 1, -1, -1):
        is_done = place + 1 < len(words) and words[place + 1].lower() not in {"’s", ",", "and", "of"}
        if is_name(words[place]) and is_done and words[place + 1][:1].islower():
            return speakers.before(words, place)
        if words[place].lower() in PERSONAL:
            return [words[place]]
    return speakers.opening_person(words, verb)
