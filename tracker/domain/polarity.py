"""Whether a sentence affirms or denies, and whether it speaks of more or of less."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.polar_words import (
    BOUNDS,
    CONTRACTED,
    DOWN,
    IDIOMS,
    LESS,
    MORE,
    NEGATORS,
    NO_DENIAL,
    NOT_SO,
    OPPOSITES,
    REFUSALS,
    STAYING,
    TACIT,
    UP,
    UP_AND_DOWN,
    lemma,
)
from tracker.lib import sentences
from tracker.lib.stems import words
from tracker.lib.stop_words import STOP_WORDS

# These deny by themselves, so that they are not counted as the opposite of a word once more.
DENIALS = NEGATORS | REFUSALS
BOTH_WAYS = [*OPPOSITES, *((right, left) for left, right in OPPOSITES)]
# "Did not fail", "not without": a negator takes back a refusal that it stands this close before.
REACH = 3
# "Cannot search a phone without a warrant": what "without" takes back stands further before it.
FAR_REACH = 8
# "Declined by a fifth" refuses nothing, "declined to sign" and "declined the offer" do; nor does "lest we forget".
GO_ON = {
    lemma("decline"): frozenset(("to", "the", "a", "an", "any", "all", "his", "her", "their", "its", "our", "comment")),
    lemma("forget"): frozenset(("to",)),
}
# What is denied on one side of these is not denied on the other: "he won't like it, but", "no surprise:".
TURN = re.compile(r"[;:]\s|\s[–—-]\s|\bbut\b")
PREFIX = re.compile(r"^(?:un|in|im|il|ir|dis)(?=[a-z]{3})")
FILLERS = STOP_WORDS | frozenset(("ever", "yet", "actually", "really", "single", "longer", "even", "will", "been"))


@dataclass(frozen=True)
class Denial:
    """What a denial is about, in the lemmas next to it, and all that is said with it."""

    about: tuple[str, ...]
    said: frozenset[str]


@dataclass(frozen=True)
class Polarity:
    """How a sentence stands to what it speaks of.

    Its lemmas, what it denies, its words for more and for less, the words that it says with a prefix that denies them
    ("solvent" of "insolvent"), and what stands on either side of its "than".
    """

    words: frozenset[str]
    denied: tuple[Denial, ...]
    up: frozenset[str]
    down: frozenset[str]
    not_so: frozenset[str]
    compared: tuple[frozenset[str], frozenset[str]] | None

    @property
    def denies(self) -> bool:
        """Whether the sentence denies anything."""
        return bool(self.denied)


def read_polarity(text: str) -> Polarity:
    """Return how a sentence stands to what it speaks of."""
    folded = text.casefold().replace("’", "'").replace("can't", "can not").replace("won't", "will not")
    plain = CONTRACTED.sub(r"\1 not", folded.replace("cannot", "can not"))
    for idiom, word in IDIOMS.items():
        plain = plain.replace(idiom, word)
    clauses = list(_clauses(NO_DENIAL.sub(" ", plain)))
    spoken = [word for clause in clauses for word in clause]
    moving = BOUNDS.sub(" ", plain)
    ways = {match["way"] or match["by"] for match in UP_AND_DOWN.finditer(moving)}
    compared = frozenset(lemma(word) for word in words(moving))
    return Polarity(
        words=frozenset(lemma(word) for word in spoken),
        denied=tuple(denial for clause in clauses for denial in _denied(clause)),
        up=(compared & (UP | MORE)) | ({"up"} & ways),
        down=(compared & (DOWN | LESS)) | ({"down"} & ways),
        not_so=frozenset(_bare(word) for word in spoken if NOT_SO.match(word) and lemma(word) not in REFUSALS),
        compared=_sides(words(moving)),
    )


def _clauses(text: str) -> Iterator[list[str]]:
    for sentence in sentences.split(text):
        yield from map(words, TURN.split(sentence.text))


def _bare(word: str) -> str:
    return lemma(NOT_SO.sub("", word, count=1))


def _sides(spoken: list[str]) -> tuple[frozenset[str], frozenset[str]] | None:
    if spoken.count("than") != 1:
        return None
    than = spoken.index("than")
    left, right = (
        frozenset(lemma(word) for word in side if word not in STOP_WORDS)
        for side in (spoken[:than], spoken[than + 1 :])
    )
    return left, right


def _denied(spoken: list[str]) -> list[Denial]:
    """Return the denials of a clause."""
    said = [lemma(word) for word in spoken]
    taken_back = set()
    for at, word in enumerate(said):
        reach = FAR_REACH if spoken[at] == "without" else REACH
        before = {place for place in range(max(0, at - reach), at) if said[place] in NEGATORS}
        if (word in REFUSALS and _is_denial(spoken, at)) or spoken[at] == "without":
            taken_back |= before | ({at} if before else set())
    content = frozenset(lemma(word) for word in spoken if word not in FILLERS) - DENIALS
    return [
        Denial(_about(spoken, at), content)
        for at in range(len(said))
        if _is_denial(spoken, at) and at not in taken_back
    ]


def _is_denial(spoken: list[str], at: int) -> bool:
    word = lemma(spoken[at])
    goes_on = word not in GO_ON or not GO_ON[word].isdisjoint(spoken[at + 1 : at + 2])
    return word in DENIALS and goes_on


def _about(spoken: list[str], at: int) -> tuple[str, ...]:
    # "Illegal logging" is logging all the same, "unable to pay" does not pay.
    bare = PREFIX.sub("", spoken[at])
    if bare != spoken[at] and spoken[at + 1 : at + 2] != ["to"]:
        return (lemma(bare),)
    content = [word for word in spoken[at + 1 :] if word not in FILLERS][:2]
    is_adverb = bool(content) and content[0].endswith("ly")
    return tuple(lemma(word) for word in content[: 2 if is_adverb else 1])


def is_denied(one: Polarity, other: Polarity) -> bool:
    """Tell whether one sentence denies what the other affirms.

    It does not where the other says the same without a "not" ("never opened" beside "stayed closed"), nor where it
    denies something that the other does not speak of.
    """
    if one.denies == other.denies:
        return False
    affirming, denying = (other, one) if one.denies else (one, other)
    tacitly = (affirming.words - denying.words) & TACIT
    if any(not affirming.words.isdisjoint(denial.about) for denial in denying.denied):
        tacitly -= STAYING
    if tacitly or opposites(one, other) or _moves_against(one, other):
        return False
    return any(_speaks_of(affirming, denial) for denial in denying.denied)


def _speaks_of(affirming: Polarity, denial: Denial) -> bool:
    """Tell whether one says what the other denies, and most of what is said with it, or the reverse."""
    if denial.about and affirming.words.isdisjoint(denial.about):
        return False
    # One word that both say is too little, where both say more.
    least = min(max(len(denial.said), 2), len(affirming.words - FILLERS - DENIALS))
    return 2 * len(denial.said & affirming.words) > least


def prefixed(one: Polarity, other: Polarity) -> tuple[str, str] | None:
    """Return a word of one sentence and its negative of the other, where both affirm or both deny: "solvent"."""
    if one.denies != other.denies:
        return None
    denied_by_one, denied_by_other = one.not_so & (other.words - one.words), other.not_so & (one.words - other.words)
    if denied_by_one - other.not_so:
        return f"not {min(denied_by_one)}", min(denied_by_one)
    return (min(denied_by_other), f"not {min(denied_by_other)}") if denied_by_other - one.not_so else None


def is_swapped(one: Polarity, other: Polarity) -> bool:
    """Tell whether what stands before the "than" of one sentence stands behind that of the other, and the reverse."""
    if one.compared is None or other.compared is None:
        return False
    (left, right), (others_left, others_right) = one.compared, other.compared
    return bool(right & others_left and others_right & left and not right & others_right)


def opposites(one: Polarity, other: Polarity) -> tuple[str, str] | None:
    """Return a word of each sentence that are each other's opposite, where neither sentence says both."""
    ours, theirs = one.words - DENIALS, other.words - DENIALS
    for left, right in BOTH_WAYS:
        if ours & left and theirs & right and not (ours & right or theirs & left):
            return min(ours & left), min(theirs & right)
    return None


def _moves_against(one: Polarity, other: Polarity) -> bool:
    rises, falls = bool(one.up and not one.down), bool(one.down and not one.up)
    return bool((rises and other.down and not other.up) or (falls and other.up and not other.down))


def against(one: Polarity, other: Polarity) -> tuple[str, str] | None:
    """Return a word of each sentence that point in opposite directions, where both affirm or both deny."""
    if one.denies != other.denies or not _moves_against(one, other):
        return None
    return min(one.up | one.down), min(other.up | other.down)
