"""Claimants: who makes claims, each known once within an organization."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import Conflict
from tracker.lib import urls
from tracker.lib.ids import new_id
from tracker.models import Claimant, ClaimantLink, db
from tracker.models.insertions import apart
from tracker.models.prepared import Among, Prepared
from tracker.models.session import insert_apart, insert_new
from tracker.services import finding, paging
from tracker.services.finding import Expected
from tracker.services.recording import Record, recording

View = Mapping[str, Any]
FIELDS = ("name", "kind", "description")
_LINKED = Prepared(
    select(ClaimantLink.claimant_id.label("id"))
    .where(ClaimantLink.organization_id == bindparam("organization_id"), Among(ClaimantLink.url_digest, "digests"))
    .order_by(ClaimantLink.claimant_id)
)
_NAMED = (
    select(Claimant.id)
    .where(
        Claimant.organization_id == bindparam("organization_id"),
        Claimant.name == bindparam("name"),
        Claimant.kind == bindparam("kind"),
    )
    .order_by(Claimant.id)
    .limit(1)
)
_NAMESAKES = Prepared(_NAMED)
_UNLINKED = Prepared(_NAMED.where(~Claimant.links.any()))
_OF_THESE_NAMES = Prepared(
    select(Claimant.id, Claimant.version, Claimant.name, Claimant.kind)
    .where(Claimant.organization_id == bindparam("organization_id"), Among(Claimant.name, "names"))
    .order_by(Claimant.id)
)
_LINKS = Prepared(
    select(ClaimantLink.claimant_id, ClaimantLink.url)
    .where(Among(ClaimantLink.claimant_id, "ids"))
    .order_by(ClaimantLink.position)
)


def add(actor: Actor, fields: Mapping[str, Any]) -> Claimant:
    """Add a claimant; raises Conflict when one of its links names another already."""
    permit(actor, "claimant.add")
    with recording(actor) as record:
        finding.in_turn(actor)
        known = _by_links(actor, fields.get("same_as") or [])
        if known is not None:
            raise Conflict(reason=f"Another claimant has one of these links: {known}")
        return _made(actor, record, fields)


def find(actor: Actor, claimant_id: str) -> Claimant:
    """Return a claimant of the caller's organization."""
    permit(actor, "claimant.read")
    return finding.find(Claimant, actor, claimant_id)


def page(actor: Actor, window: paging.Window, *, name: str | None = None) -> paging.Page:
    """Return a page of the organization's claimants, newest first."""
    permit(actor, "claimant.read")
    statement = select(Claimant).where(Claimant.organization_id == actor.organization_id)
    if name is not None:
        statement = statement.where(Claimant.name == name)
    return paging.page(statement, paging.Order(column=Claimant.created_at, tie=Claimant.id), window)


def update(actor: Actor, claimant_id: str, changes: Mapping[str, Any], *, expected: Expected) -> Claimant:
    """Change a claimant by a merge patch; what was published stays as it was."""
    permit(actor, "claimant.update")
    with recording(actor) as record:
        claimant = finding.at(Claimant, actor, claimant_id, expected=expected)
        finding.assign(claimant, changes, FIELDS)
        if "same_as" in changes:
            _relink(actor, claimant, changes["same_as"] or [])
        record("claimant.updated", claimant)
    return claimant


def chosen(actor: Actor, record: Record, fields: Mapping[str, Any], *, pointer: str = "") -> str | None:
    """Return the id of the claimant that a body names by `claimant_id` or inline `claimant`, made where it is new."""
    if fields.get("claimant_id"):
        return finding.referred(Claimant, actor, fields["claimant_id"], pointer=f"{pointer}/claimant_id").id
    inline = fields.get("claimant")
    if inline is None:
        return None
    return _known(actor, inline) or _made(actor, record, inline).id


def named(actor: Actor, record: Record, wanted: Sequence[tuple[str, str]]) -> list[View]:
    """Return whoever `chosen` finds by name and kind alone, or makes, as publications show them.

    It looks once for all of them: the deed has the organization's turn.
    """
    names = list(dict.fromkeys(name for name, _ in wanted))
    found = _OF_THESE_NAMES.records(organization_id=actor.organization_id, names=names) if names else []
    first = {(row["name"], row["kind"]): row for row in reversed(found)}
    known = {pair: first[pair] for pair in wanted if pair in first}
    ids = [row["id"] for row in known.values()]
    links = _LINKS.records(ids=ids) if ids else []
    shown = [_shown(row, [link["url"] for link in links if link["claimant_id"] == row["id"]]) for row in known.values()]
    return shown + _made_of(actor, record, [pair for pair in wanted if pair not in known])


def _made_of(actor: Actor, record: Record, pairs: Sequence[tuple[str, str]]) -> list[View]:
    rows = [apart(Claimant, id=new_id(), organization_id=actor.organization_id, name=name, kind=kind)
            for name, kind in pairs]  # fmt: skip
    insert_apart(db.session(), rows)
    for row in rows:
        record("claimant.added", row)
    return [_shown(vars(row), []) for row in rows]


def _shown(row: View, links: Sequence[str]) -> View:
    return {
        "id": row["id"], "revision": row["version"], "name": row["name"], "kind": row["kind"], "same_as": list(links),
    }  # fmt: skip


def _made(actor: Actor, record: Record, fields: Mapping[str, Any]) -> Claimant:
    claimant = Claimant(id=new_id(), organization_id=actor.organization_id, **{n: fields.get(n) for n in FIELDS})
    claimant.links = _links(claimant, fields.get("same_as") or [])
    insert_new(db.session(), claimant, *claimant.links)
    record("claimant.added", claimant)
    return claimant


def _known(actor: Actor, inline: Mapping[str, Any]) -> str | None:
    found = _named(actor, inline)
    # Who is new to one deed may just have been added by another.
    return _named(actor, inline) if found is None and finding.in_turn(actor) else found


def _named(actor: Actor, inline: Mapping[str, Any]) -> str | None:
    return _by_links(actor, inline.get("same_as") or []) or _by_name(actor, inline)


def _by_links(actor: Actor, links: Sequence[str]) -> str | None:
    if not links:
        return None
    digests = [urls.digest(url) for url in links]
    return _first(_LINKED.records(organization_id=actor.organization_id, digests=digests))


def _by_name(actor: Actor, inline: Mapping[str, Any]) -> str | None:
    # Two people may share a name: links that differ say that they are two.
    alike = _UNLINKED if inline.get("same_as") else _NAMESAKES
    return _first(alike.records(organization_id=actor.organization_id, name=inline["name"], kind=inline["kind"]))


def _first(found: Sequence[Mapping[str, str]]) -> str | None:
    return found[0]["id"] if found else None


def _relink(actor: Actor, claimant: Claimant, links: Sequence[str]) -> None:
    finding.in_turn(actor)
    other = _by_links(actor, [url for url in links if url not in claimant.same_as])
    if other is not None and other != claimant.id:
        raise Conflict(reason=f"Another claimant has one of these links: {other}")
    if list(links) != claimant.same_as:
        # The old rows have to be gone before: a link may change its place.
        claimant.links = []
        db.session().flush()
        claimant.links = _links(claimant, links)


def _links(claimant: Claimant, links: Sequence[str]) -> list[ClaimantLink]:
    # Two spellings of one address are one link.
    unique = {urls.digest(url): url for url in reversed(links)}
    return [
        ClaimantLink(
            claimant_id=claimant.id,
            organization_id=claimant.organization_id,
            url=url,
            url_digest=digest,
            position=position,
        )
        for position, (digest, url) in enumerate(reversed(unique.items()))
    ]
