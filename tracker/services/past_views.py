"""Evidence, verdicts and sources as they were: put together from the log alone, shown as they would have been."""

from typing import Any

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.services import accounts, past, source_views
from tracker.services import evidence as evidence_now
from tracker.services import verdicts as verdicts_now
from tracker.services.past import Given, Past, State

View = dict[str, Any]
NAMES = ("/name",)


def evidence(actor: Actor, evidence_id: str, *, given: Given) -> Past:
    """Return a piece of evidence as it was, with its source as that was; raises NotFound where it was not made yet."""
    permit(actor, "evidence.read")
    seq = past.place(given)
    state = past.one(actor, "evidence", evidence_id, seq=seq)
    source_id, author = state.get("source_id"), state.get("account_id")
    near = past.states([f"source/{source_id}"], seq)
    shown = {
        "observations": [
            part | {"id": key, "evidence_id": state.id} for key, part in state.parts("observations").items()
        ],
        "source": _source(actor, near[f"source/{source_id}"]) if near else None,
        "created_by": accounts.person(author, names([author], seq)),
    }
    return Past(value=state.shown(evidence_now.SHOWN) | shown, seq=seq)


def verdict(actor: Actor, verdict_id: str, *, given: Given) -> Past:
    """Return a verdict as it was; raises NotFound where it was not made yet."""
    permit(actor, "verdict.read")
    seq = past.place(given)
    state = past.one(actor, "verdict", verdict_id, seq=seq)
    contributors, approver = list(state.parts("contributors")), state.get("approved_by_id")
    people = names([*contributors, approver], seq)
    shown = {
        "texts": [part | {"language": key} for key, part in _placed(state, "texts")],
        "evidence_ids": [key for key, _ in _placed(state, "evidence")],
        "waivers": [part | {"id": key, "verdict_id": state.id} for key, part in state.parts("waivers").items()],
        "contributors": [accounts.person(account_id, people) for account_id in contributors],
        "approved_by": accounts.person(approver, people),
    }
    return Past(value=state.shown(verdicts_now.SHOWN) | shown, seq=seq)


def source(actor: Actor, source_id: str, *, given: Given) -> Past:
    """Return a source as it was: who a protected one is, to those who are its custodians now."""
    permit(actor, "source.read")
    seq = past.place(given)
    return Past(value=_source(actor, past.one(actor, "source", source_id, seq=seq)), seq=seq)


def names(account_ids: list[str | None], seq: int) -> dict[str, str]:
    """Return the names that accounts had, by their ids."""
    people = past.states([f"account/{account_id}" for account_id in account_ids if account_id], seq, names=NAMES)
    return {state.id: state.get("name") for state in people.values()}


def _source(actor: Actor, state: State) -> View:
    told = (*source_views.TELLING, *source_views.IDENTITY_FIELDS)
    shown = state.shown((*source_views.SHOWN, *told)) | {"custodian_ids": list(state.parts("custodians"))}
    if state.id in source_views.hidden_from(actor, [state.id]):
        return shown | dict.fromkeys(told) | {"custodian_ids": []}
    return shown | state.parts("identity").get(state.id, {})


def _placed(state: State, collection: str) -> list[tuple[str, View]]:
    return sorted(state.parts(collection).items(), key=lambda found: found[1]["position"])
