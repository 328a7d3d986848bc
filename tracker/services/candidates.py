"""Candidates: check-worthy sentences of a text, each as a claim that only has to be confirmed; logging those picked."""

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.domain import candidates
from tracker.domain.actors import Actor
from tracker.domain.attributions import Attribution
from tracker.domain.candidates import Candidate
from tracker.domain.permissions import permit
from tracker.domain.speakers import BODIES
from tracker.services import claims, matches
from tracker.services.match_candidates import Text
from tracker.services.recording import holding
from tracker.services.suggestions import suggested

View = dict[str, Any]
ENGLISH = "en"
# For how many candidates earlier checks are looked up, so that a long text is answered soon, and how many are told.
MATCHED, MATCHES = 20, 3


def find(actor: Actor, text: str, *, language: str, limit: int) -> list[View]:
    """Return the check-worthy sentences of a text, the worthiest first; of another language than English none.

    The first MATCHED of them have `matches`, their likely earlier checks; the others have None.
    """
    permit(actor, "candidate.find")
    found = listed(text, language=language, limit=limit)
    return [one | {"matches": _matches(actor, one) if place < MATCHED else None} for place, one in enumerate(found)]


def listed(text: str, *, language: str, limit: int) -> list[View]:
    """Return the candidates of a text, for whoever asks."""
    if language.partition("-")[0] != ENGLISH:
        return []
    return [_shown(candidate, language) for candidate in candidates.find(text)[:limit]]


def log(actor: Actor, picked: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Log the claims that a person picked, all of them or none."""
    permit(actor, "claim.open")
    with holding():
        return [claims.open_claim(actor, fields) for fields in picked]


def _matches(actor: Actor, candidate: View) -> list[View]:
    asked = Text(text=candidate["claim"]["text"], language=ENGLISH, claimant=candidate["speaker"])
    return matches.of_sentence(actor, asked, limit=MATCHES)


def _shown(candidate: Candidate, language: str) -> View:
    seen = candidate.seen
    attribution = seen.attribution
    quotation = attribution.quotation if attribution else None
    return {
        "text": seen.sentence.text,
        "span": {"start": seen.sentence.start, "end": seen.sentence.end},
        "quotation": quotation.text if quotation else None,
        "speaker": attribution.speaker if attribution else None,
        "score": f"{candidate.score:f}",
        "reasons": [
            {"rule": rule.name, "points": f"{rule.points:f}", "detail": rule.detail} for rule in candidate.reasons
        ],
        "quantities": [suggested(spoken, moved=seen.sentence.start) for spoken in seen.quantities],
        "claim": _claim(candidate, language),
    }


def _claim(candidate: Candidate, language: str) -> View:
    # What POST /claims takes; numbers of which nobody can say what they measure are left to the person.
    seen = candidate.seen
    quantities = [_given(suggested(spoken)["quantity"]) for spoken in seen.quantities if spoken.metric]
    kind = "quote" if seen.attribution and seen.attribution.quotation else "statement"
    return {"text": seen.said, "language": language, "kind": kind, "quantities": quantities} | _who(seen.attribution)


def _given(quantity: View) -> View:
    return {name: value for name, value in quantity.items() if value is not None}


def _who(attribution: Attribution | None) -> View:
    if attribution is None:
        return {"attribution": "none"}
    if not attribution.is_named:
        return {"attribution": "unnamed", "attribution_note": attribution.speaker}
    words = set(attribution.speaker.lower().split())
    kind = "organization" if words & BODIES or len(words) == 1 else "person"
    return {"attribution": "named", "claimant": {"name": attribution.speaker, "kind": kind}}
