"""Claims as they were, with all that they showed of others, and what changed of them between two moments.

The log alone says what was shown. Tables tell no more than which objects belong to a claim, which never changes.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, literal, literal_column, select, union_all

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import Inconsistent, NotFound, fault
from tracker.models import Claim, Evidence, LogEntry, LogField, Publication, Verdict, db, table
from tracker.models.verdicts import AT_HAND
from tracker.services import claim_documents, claim_views, history, past, source_views
from tracker.services.claim_views import Surroundings
from tracker.services.paging import AnySelect
from tracker.services.past import Given, Past, State

View = dict[str, Any]
States = Mapping[str, State]
COLUMNS = tuple(column.key for column in table(Claim).c)
OF_CHILDREN = ("/withdrawn_at", "/status", "/contributors/%", "/number", "/kind")
OF_OTHERS = ("/name", "/same_as/%", "/identity/%", *(f"/{name}" for name in claim_views.SOURCE_COLUMNS))
PREFIX = "claim/"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moment:
    """A claim as it was, with the objects that it showed: merged claims, what belongs to it, and what it named."""

    claim: State
    claims: States
    children: States
    others: States
    hidden: frozenset[str]

    def of(self, noun: str) -> list[State]:
        """Return what belonged to the claim, of one kind."""
        return [state for state in self.children.values() if state.noun == noun]

    def other(self, noun: str, object_id: str | None) -> State:
        """Return what the claim named, which is nameless where it was not recorded yet."""
        return self.others.get(f"{noun}/{object_id}") or State(f"{noun}/{object_id}", "")


def find(actor: Actor, claim_id: str, *, given: Given) -> Past:
    """Return a claim as it was, with the steps that the actor could have taken; NotFound where it was not made yet."""
    permit(actor, "claim.read")
    seq = past.place(given)
    return Past(value=claim_documents.anew(actor, _view(_moment(actor, claim_id, seq))), seq=seq)


def differences(actor: Actor, claim_id: str, *, since: Given, until: Given | None) -> Past:
    """Return what differs between a claim at two moments, by field, each with the entry that changed it last.

    Before it was made a claim has no fields. Without `until`, the later moment is now. Raises Inconsistent where
    the earlier one is later, NotFound where the claim is not made by the later one.
    """
    permit(actor, "history.read")
    first = past.place(since, parameter="from")
    last = past.newest() if until is None else past.place(until, parameter="to")
    if first > last:
        raise Inconsistent(errors=[fault("from", "order", "This is later than 'to'.")])
    before, after = (past.fields([f"{PREFIX}{claim_id}"], seq) for seq in (first, last))
    if not after or after[0].organization_id != actor.organization_id:
        raise NotFound(kind="claim")
    found = {"from": None if first < 0 else first, "to": last, "items": list(_changed(before, after))}
    return Past(value=found, seq=last)


def _changed(before: Sequence[Row[Any]], after: Sequence[Row[Any]]) -> Iterable[View]:
    # A claim's fields name sources by their ids alone: nothing here tells who a protected one is.
    old = {row.name: _parsed(row.value) for row in before}
    for row in after:
        shown = {"pointer": row.name, "before": old.get(row.name), "after": _parsed(row.value)}
        is_told = row.name.startswith("/") and row.name not in history.UNSHOWN
        if is_told and shown["before"] != shown["after"]:
            yield shown | {"seq": row.seq, "kind": row.kind}


def _parsed(value: str | None) -> Any:
    return None if value is None else json.loads(value)


def _moment(actor: Actor, claim_id: str, seq: int) -> _Moment:
    name = f"{PREFIX}{claim_id}"
    claims = past.states([name, *db.session().execute(_merged(name, seq)).scalars()], seq)
    claim = past.mine(actor, "claim", claims.get(name))
    children = past.states(db.session().execute(_children(claim_id)).scalars().all(), seq, names=OF_CHILDREN)
    others = past.states(_named(claim, claims), seq, names=OF_OTHERS)
    sources = [state.id for state in others.values() if state.noun == "source"]
    hidden = source_views.hidden_from(actor, sources)
    return _Moment(claim=claim, claims=claims, children=children, others=others, hidden=hidden)


def _named(claim: State, claims: States) -> set[str]:
    appearances = [part for state in claims.values() for part in state.parts("appearances").values()]
    claimants = {claim.get("claimant_id"), *(part["claimant_id"] for part in appearances)} - {None}
    return (
        {f"source/{part['source_id']}" for part in appearances}
        | {f"claimant/{claimant_id}" for claimant_id in claimants}
        | {f"account/{account_id}" for account_id in claim.parts("assignees")}
    )


def _view(moment: _Moment) -> View:
    claim, claim_id = moment.claim, moment.claim.id
    claimant = moment.other("claimant", claim.get("claimant_id"))
    verdict = next((state for state in moment.of("verdict") if state.get("status") in AT_HAND), None)
    row = claim.shown(COLUMNS) | {
        "claimant_name": claimant.get("name"),
        "claimant_kind": claimant.get("kind"),
        "evidence_count": sum(state.get("withdrawn_at") is None for state in moment.of("evidence")),
        "published_kind": _published_kind(moment),
        "verdict_id": verdict.id if verdict else None,
    }
    around = Surroundings(
        appearances=_appearances(moment),
        quantities={claim_id: _parts(claim, "quantities")},
        assignees={claim_id: _assignees(moment)},
        links={claimant.id: _links(claimant)},
        contributors={verdict.id: [{"account_id": i} for i in verdict.parts("contributors")]} if verdict else {},
    )
    return claim_views.view(row, around)


def _published_kind(moment: _Moment) -> str | None:
    number = moment.claim.get("published_number")
    return next((state.get("kind") for state in moment.of("publication") if state.get("number") == number), None)


def _assignees(moment: _Moment) -> list[View]:
    ids = moment.claim.parts("assignees")
    return claim_views.by_name([{"id": i, "name": moment.other("account", i).get("name") or ""} for i in ids])


def _links(claimant: State) -> list[View]:
    return [link for _, link in sorted(claimant.parts("same_as").items(), key=lambda found: int(found[0]))]


def _parts(claim: State, collection: str) -> list[View]:
    return [part | {"id": key, "claim_id": claim.id} for key, part in claim.parts(collection).items()]


def _appearances(moment: _Moment) -> claim_views.Groups:
    rows = [row for state in moment.claims.values() for row in _parts(state, "appearances")]
    shown = [_appearance(moment, row) for row in sorted(rows, key=lambda row: (not row["first"], row["id"]))]
    merged = {state.id: into for state in moment.claims.values() if (into := state.get("merged_into_id"))}
    return claim_views.gathered(shown, merged)


def _appearance(moment: _Moment, row: View) -> tuple[View, View]:
    source = moment.other("source", row["source_id"])
    names = {"claimant_name": moment.other("claimant", row["claimant_id"]).get("name")}
    columns = {f"source_{name}": source.get(name) for name in claim_views.SOURCE_COLUMNS}
    identity = source.parts("identity").get(source.id)
    if source.id in moment.hidden:
        identity = dict.fromkeys(claim_views.IDENTITY_COLUMNS)
    return row, claim_views.appearance_view(row | names | columns, identity)


def _merged(name: str, seq: int) -> AnySelect:
    # All that were ever merged into it by then, and into those: what stood so at the moment, their states tell.
    found = select(literal(name).label("object")).cte("found", recursive=True)
    into = literal('"') + literal_column(f"substr(found.object, {len(PREFIX) + 1})") + literal('"')
    further = (
        select(LogEntry.object)
        .join(LogField, LogField.seq == LogEntry.seq)
        .join(found, LogField.value == into)
        .where(LogField.name == literal_column("'/merged_into_id'"), LogField.seq <= seq)
    )
    found = found.union(further)
    return select(found.c.object).where(found.c.object != name)


def _children(claim_id: str) -> Any:
    models = (Evidence, Verdict, Publication)
    return union_all(
        *(select(literal(f"{model.logged_as}/") + model.id).where(model.claim_id == claim_id) for model in models)
    )
