"""How claims are shown: a fixed number of queries for any number of them, from columns and not from objects."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, literal_column, select

from tracker.domain.actors import Actor
from tracker.models import (
    Account,
    Appearance,
    Claim,
    Claimant,
    ClaimantLink,
    ClaimAssignee,
    Evidence,
    Publication,
    Quantity,
    Source,
    SourceCustodian,
    SourceIdentity,
    Verdict,
    VerdictContributor,
    table,
)  # fmt: skip
from tracker.models.prepared import Among, Prepared, words
from tracker.models.verdicts import AT_HAND

View = dict[str, Any]
Groups = Mapping[str, list[View]]
SOURCE_COLUMNS = ("kind", "level", "url", "title", "publisher", "published_on", "protected", "public_description")
APPEARANCE_COLUMNS = ("id", "version", "claim_id", "role", "first", "wording", "language", "locator", "made_on")
IDENTITY_COLUMNS = ("url", "title", "publisher", "published_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is shown with a number of claims: by their ids, those of their claimants, and of the verdicts at hand."""

    appearances: Groups
    quantities: Groups
    assignees: Groups
    links: Groups
    contributors: Groups


def of(ids: Sequence[str], *, account_id: str | None = None) -> dict[str, View]:
    """Return claims by id as an account sees them, or as everybody does, of whatever organization.

    What depends on the caller beside protected sources is `allowed_steps`: see `claim_documents`.
    """
    rows = {row["id"]: row for row in _found(_CLAIMS, ids=list(ids))}
    if not rows:
        return {}
    claimants = list({row["claimant_id"] for row in rows.values() if row["claimant_id"]})
    verdicts = [row["verdict_id"] for row in rows.values() if row["verdict_id"]]
    around = Surroundings(
        appearances=_appearances(account_id, rows),
        quantities=_grouped(_found(_QUANTITIES, ids=list(rows)), "claim_id"),
        assignees=_grouped(by_name(_found(_ASSIGNEES, ids=list(rows))), "claim_id"),
        links=_grouped(_found(_LINKS, ids=claimants), "claimant_id") if claimants else {},
        contributors=_grouped(_found(_CONTRIBUTORS, ids=verdicts), "verdict_id") if verdicts else {},
    )
    return {claim_id: view(row, around) for claim_id, row in rows.items()}


def situation(view: View) -> View:
    """Return what decides which of the steps a caller may take on a claim."""
    return {name: view[name] for name in ("state", "publication_status", "published_number")} | {
        "contributors": view["contributors"], "assignees": [person["id"] for person in view["assignees"]],
    }  # fmt: skip


def by_name(people: Sequence[View]) -> list[View]:
    """Return people in the order in which they are shown, which is the same whatever a database collates by."""
    return sorted(people, key=lambda person: (person["name"], person["id"]))


def appearance(actor: Actor, appearance_id: str) -> View:
    """Return one appearance as the actor sees it."""
    return _shown_appearances(actor.account_id, _found(_APPEARANCE, id=appearance_id))[0][1]


def view(row: View, around: Surroundings) -> View:
    """Return a claim from its columns, those of its claimant and of its publication, and what is shown with it."""
    return row | {
        "claimant": _claimant(row, around.links),
        "appearances": around.appearances.get(row["id"], []),
        "quantities": around.quantities.get(row["id"], []),
        "assignees": around.assignees.get(row["id"], []),
        "contributors": [found["account_id"] for found in around.contributors.get(row["verdict_id"], [])],
        "publication": _publication(row),
    }


def _claimant(row: View, links: Groups) -> View | None:
    if row["claimant_id"] is None:
        return None
    same_as = [link["url"] for link in links.get(row["claimant_id"], [])]
    return {"id": row["claimant_id"], "name": row["claimant_name"], "kind": row["claimant_kind"], "same_as": same_as}


def _publication(row: View) -> View:
    if not row["published_number"]:
        return {"status": "none"}
    return {
        "status": row["publication_status"],
        "check_id": row["id"],
        "number": row["published_number"],
        "label": row["published_label"],
        "class": row["published_class"],
        "kind": row["published_kind"],
        "first_published_at": row["first_published_at"],
        "changed_at": row["public_changed_at"],
    }


def merged(ids: Sequence[str]) -> dict[str, str]:
    """Return all claims that were merged into some, and into those, each with the one that it was merged into."""
    return {row["id"]: row["merged_into_id"] for row in _found(_MERGED, ids=list(ids))}


def _appearances(account_id: str | None, claims: Mapping[str, View]) -> Groups:
    into = merged(list(claims))
    return gathered(
        _shown_appearances(account_id, _found(_APPEARANCES, ids=[*claims, *(into.keys() - claims.keys())])), into
    )


def gathered(shown: Sequence[tuple[View, View]], into: Mapping[str, str]) -> Groups:
    """Return appearances by the claims that show them: a claim's own, then those of the claims merged into it.

    `shown` are their columns and how each is shown, in order; `into` says for merged claims into which others.
    """
    groups: dict[str, list[View]] = defaultdict(list)
    for row, found in shown:
        groups[row["claim_id"]].append(found)
    for row, found in shown:
        for place in _onward(row["claim_id"], into):
            groups[place].append(found | {"first": False})
    return groups


def _onward(claim_id: str, into: Mapping[str, str]) -> Iterator[str]:
    # What was merged into a claim shows its appearances there as well, and wherever that one was merged into.
    place = into.get(claim_id)
    while place:
        yield place
        place = into.get(place)


def _shown_appearances(account_id: str | None, rows: Sequence[View]) -> list[tuple[View, View]]:
    protected = [row["source_id"] for row in rows if row["source_protected"]] if account_id else []
    known = _found(_IDENTITIES, ids=protected, account_id=account_id) if protected else []
    identities = {row["source_id"]: row for row in known}
    return [(row, appearance_view(row, identities.get(row["source_id"]))) for row in rows]


def appearance_view(row: View, identity: View | None) -> View:
    """Return an appearance from its columns and its source's; `identity` is who a protected source is."""
    source = {"id": row["source_id"]} | {name: row[f"source_{name}"] for name in SOURCE_COLUMNS}
    if identity is not None:
        source |= {name: identity[name] for name in IDENTITY_COLUMNS}
    claimant = None if row["claimant_id"] is None else {"id": row["claimant_id"], "name": row["claimant_name"]}
    return {name: row[name] for name in APPEARANCE_COLUMNS} | {"source": source, "claimant": claimant}


def _found(prepared: Prepared, **parameters: Any) -> list[View]:
    return prepared.records(**parameters)


def _grouped(rows: Sequence[View], by: str) -> Groups:
    groups: dict[str, list[View]] = defaultdict(list)
    for row in rows:
        groups[row[by]].append(row)
    return groups


def _claims() -> Select[*tuple[Any, ...]]:
    counted = select(func.count()).where(Evidence.claim_id == Claim.id, Evidence.withdrawn_at.is_(None))
    last = (Publication.claim_id == Claim.id, Publication.number == Claim.published_number)
    return (
        select(
            *table(Claim).c,
            Claimant.name.label("claimant_name"),
            Claimant.kind.label("claimant_kind"),
            counted.scalar_subquery().label("evidence_count"),
            select(Publication.kind).where(*last).scalar_subquery().label("published_kind"),
            Verdict.id.label("verdict_id"),
        )
        .outerjoin(Claimant, Claimant.id == Claim.claimant_id)
        .outerjoin(Verdict, and_(Verdict.claim_id == Claim.id, Verdict.status.in_(words(AT_HAND))))
        .where(Among(Claim.id, "ids"))
    )


def _appearance_select() -> Select[*tuple[Any, ...]]:
    source = [getattr(Source, name).label(f"source_{name}") for name in SOURCE_COLUMNS]
    return (
        select(*table(Appearance).c, Claimant.name.label("claimant_name"), *source)
        .join(Source, Source.id == Appearance.source_id)
        .outerjoin(Claimant, Claimant.id == Appearance.claimant_id)
        .order_by(Appearance.first.desc(), Appearance.id)
    )


def _merged() -> Select[*tuple[Any, ...]]:
    claim, is_merged = (Claim.id, Claim.merged_into_id), Claim.state == literal_column("'merged'")
    found = select(*claim).where(Among(Claim.merged_into_id, "ids"), is_merged).cte("found", recursive=True)
    found = found.union(select(*claim).where(Claim.merged_into_id == found.c.id, is_merged))
    return select(found.c.id, found.c.merged_into_id)


_CLAIMS = Prepared(_claims())
_APPEARANCE = Prepared(_appearance_select().where(Appearance.id == bindparam("id")))
_APPEARANCES = Prepared(_appearance_select().where(Among(Appearance.claim_id, "ids")))
_MERGED = Prepared(_merged())
_QUANTITIES = Prepared(select(*table(Quantity).c).where(Among(Quantity.claim_id, "ids")).order_by(Quantity.id))
_ASSIGNEES = Prepared(
    select(ClaimAssignee.claim_id, Account.id, Account.name)
    .join(Account, Account.id == ClaimAssignee.account_id)
    .where(Among(ClaimAssignee.claim_id, "ids"))
)
_CONTRIBUTORS = Prepared(
    select(VerdictContributor.verdict_id, VerdictContributor.account_id)
    .where(Among(VerdictContributor.verdict_id, "ids"))
    .order_by(VerdictContributor.account_id)
)
_LINKS = Prepared(
    select(ClaimantLink.claimant_id, ClaimantLink.url)
    .where(Among(ClaimantLink.claimant_id, "ids"))
    .order_by(ClaimantLink.position)
)
_IDENTITIES = Prepared(
    select(*table(SourceIdentity).c)
    .join(SourceCustodian, SourceCustodian.source_id == SourceIdentity.source_id)
    .where(Among(SourceIdentity.source_id, "ids"), SourceCustodian.account_id == bindparam("account_id"))
)
