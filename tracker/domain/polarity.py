"""Whether a sentence affirms or denies, and whether it speaks of more or of less."""

import re
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
    OPPOSITES,
    REFUSALS,
    TACIT,
    UP,
    UP_AND_DOWN,
    lemma,
)
from tracker.lib.stems import words
from tracker.lib.stop_words import STOP_WORDS

# These deny by themselves, so that they are not counted as the opposite of a word once more.
DENIALS = NEGATORS | REFUSALS
BOTH_WAYS = [*OPPOSITES, *((right, left) for left, right in OPPOSITES)]
# "Did not fail", "not without": a negator takes back a refusal that it stands this close before.
REACH = 3
# A denial is about the words that follow it, the first above all.
SCOPE = 3
PREFIX = re.compile(r"^(?:un|in|im|il|ir|dis)(?=[a-z]{3})")
FILLERS = STOP_WORDS | frozenset(("ever", "yet", "actually", "really", "single", "longer", "even", "will", "been"))


@dataclass(frozen=True)
class Polarity:
    """How a sentence stands to what it speaks of: its lemmas, what it denies, and its words for more and for less."""

    words: frozenset[str]
    denied: tuple[tuple[str, ...], ...]
    up: frozenset[str]
    down: frozenset[str]

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
    spoken = words(NO_DENIAL.sub(" ", plain))
    moving = BOUNDS.sub(" ", plain)
    ways = {match["way"] or match["by"] for match in UP_AND_DOWN.finditer(moving)}
    compared = frozenset(lemma(word) for word in words(moving))
    return Polarity(
        words=frozenset(lemma(word) for word in spoken),
        denied=tuple(_denied(spoken)),
        up=(compared & (UP | MORE)) | ({"up"} & ways),
        down=(compared & (DOWN | LESS)) | ({"down"} & ways),
    )


def _denied(spoken: list[str]) -> list[tuple[str, ...]]:
    """Return for each denial of a sentence the lemmas that it is about, nearest first."""
    said = [lemma(word) for word in spoken]
    taken_back = set()
    for at, word in enumerate(said):
        before = {place for place in range(max(0, at - REACH), at) if said[place] in NEGATORS}
        if word in REFUSALS or spoken[at] == "without":
            taken_back |= before | ({at} if before else set())
    return [_scope(spoken, at) for at, word in enumerate(said) if word in DENIALS and at not in taken_back]


def _scope(spoken: list[str], at: int) -> tuple[str, ...]:
    bare = PREFIX.sub("", spoken[at])
    own = [lemma(bare)] if bare != spoken[at] else []
    content = [lemma(word) for word in spoken[at + 1 :] if word not in FILLERS]
    return tuple([*own, *content][:SCOPE])


def is_denied(one: Polarity, other: Polarity) -> bool:
    """Tell whether one sentence denies what the other affirms.

    It does not where the other says the same without a "not" ("never opened" beside "stayed closed"), nor where it
    denies something that the other does not speak of.
    """
    if one.denies == other.denies:
        return False
    affirming, denying = (other, one) if one.denies else (one, other)
    says_it_tacitly = bool((affirming.words - denying.words) & TACIT)
    if says_it_tacitly or opposites(one, other) or _moves_against(one, other):
        return False
    return any(_speaks_of(affirming.words, about) for about in denying.denied)


def _speaks_of(spoken: frozenset[str], about: tuple[str, ...]) -> bool:
    if not about or about[0] in spoken:
        return True
    shared = sum(lemma in spoken for lemma in about)
    return 3 * shared >= 2 * len(about)


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
