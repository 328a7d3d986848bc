"""Check-worthy sentences of a text: rules that each give or take points, and say so; a person decides.

A sentence with a number or a quotation comes first, opinions, questions and calls last; plain narration is left out.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tracker.domain.attributions import Attribution, Reader
from tracker.lib import sentences, spoken_quantities
from tracker.lib.sentences import Sentence
from tracker.lib.spoken_quantities import Spoken

# From these points on a sentence is a candidate.
WORTHY = Decimal(2)
# A text has no more sentences that are looked at, and no more candidates than a person could go through.
MOST_SENTENCES, MOST = 5_000, 200
FEWEST_WORDS = 5
COMPARISONS = re.compile(
    r"\b(?:more|less|fewer|most|least|highest|lowest|largest|biggest|worst|best|record|first|only|never|always|every|none|"
    r"rose|risen|fell|fallen|grew|grown|doubled|tripled|halved|increased?|decreased?|dropped|declined|collapsed)\b",
    re.IGNORECASE,
)
CAUSES = re.compile(
    r"\b(?:because of|caused by|causes|leads? to|led to|due to|responsible for|thanks to)\b", re.IGNORECASE
)
OPINIONS = re.compile(
    r"\b(?:i (?:think|believe|hope|am confident|feel)|confident that|in my (?:view|opinion)|probably|perhaps|maybe|"
    r"hopefully|will (?:resume|be|have|continue)|going to|might|could|would)\b",
    re.IGNORECASE,
)
CALLS = re.compile(
    r"^(?:recognize|recognise|keep|let us|let's|stop|join|support|vote|please|remember|help|give|make|take|call)\b"
    r"|\b(?:must|should|ought to|has to|have to|need to)\b",
    re.IGNORECASE,
)
DATES = re.compile(r"\b(?:1[89]|20)\d\d\b")
NAMES = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")
ENDINGS = frozenset(".!?…\"”’')")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A sentence with all that was read of it."""

    sentence: Sentence
    attribution: Attribution | None
    quantities: Sequence[Spoken]

    @property
    def said(self) -> str:
        """The words that were said, else the sentence."""
        quotation = self.attribution.quotation if self.attribution else None
        return quotation.text if quotation else self.sentence.text


@dataclass(frozen=True, slots=True)
class Rule:
    """What speaks for or against a sentence, by how much, and the sentence that says so."""

    name: str
    points: Decimal
    detail: str
    applies: Callable[[Seen], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that may be worth checking, its points and the rules that gave them."""

    seen: Seen
    score: Decimal
    reasons: Sequence[Rule]


def _numbers_of(seen: Seen) -> list[Spoken]:
    # "Only one solution" tells no number.
    return [spoken for spoken in seen.quantities if spoken.kind != "count" or spoken.value != 1]


RULES = (
    Rule("number", Decimal(4), "It has a number.", _numbers_of),
    Rule("numbers", Decimal(1), "It has several numbers.", lambda seen: len(_numbers_of(seen)) > 1),
    Rule("quotation", Decimal(3), "Somebody is quoted.", lambda seen: seen.attribution and seen.attribution.quotation),
    Rule("reported", Decimal(2), "It says what somebody said.",
         lambda seen: seen.attribution and not seen.attribution.quotation),
    Rule("comparison", Decimal(1), "It compares, or tells of a change.", lambda seen: COMPARISONS.search(seen.said)),
    Rule("cause", Decimal(1), "It names a cause.", lambda seen: CAUSES.search(seen.said)),
    Rule("date", Decimal("0.5"), "It names a year.", lambda seen: DATES.search(seen.said)),
    Rule("name", Decimal("0.5"), "It names somebody or some place.", lambda seen: NAMES.search(seen.said)),
    Rule("opinion", Decimal(-1), "It is an opinion, or of what is to come.", lambda seen: OPINIONS.search(seen.said)),
    Rule("call", Decimal(-1), "It calls for something.", lambda seen: CALLS.search(seen.said)),
    Rule("question", Decimal(-3), "It asks.", lambda seen: seen.said.endswith("?")),
    Rule("short", Decimal(-3), "It has few words.", lambda seen: len(seen.sentence.text.split()) < FEWEST_WORDS),
    Rule("heading", Decimal(-3), "It does not end as a sentence does.",
         lambda seen: seen.sentence.text[-1] not in ENDINGS),
)  # fmt: skip


def find(text: str) -> list[Candidate]:
    """Return the check-worthy sentences of an English text, the worthiest first, and as they stand where equal."""
    reader = Reader()
    found = []
    for number, sentence in enumerate(sentences.split(text)):
        if number >= MOST_SENTENCES:
            break
        candidate = _judged(sentence, reader)
        if candidate.score >= WORTHY:
            found.append(candidate)
    return sorted(found, key=lambda candidate: -candidate.score)[:MOST]


def _judged(sentence: Sentence, reader: Reader) -> Candidate:
    quantities = spoken_quantities.read(sentence.text)
    seen = Seen(sentence=sentence, attribution=reader.read(sentence.text), quantities=quantities)
    reasons = [rule for rule in RULES if rule.applies(seen)]
    return Candidate(seen=seen, score=sum((rule.points for rule in reasons), start=Decimal(0)), reasons=reasons)
