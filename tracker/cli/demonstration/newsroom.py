"""The demonstration's newsroom: its organization, the people in it, their rating scale and their keys."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tracker.api.plumbing import parsing
from tracker.cli.demonstration import scripts
from tracker.domain.actors import OPERATOR, Actor
from tracker.domain.permissions import scopes_of
from tracker.errors import NotFound, UsageError
from tracker.schemas.organizations import OrganizationPatch
from tracker.schemas.scales import ScaleIn
from tracker.services import accounts, audit, keys, organizations, scales
from tracker.services.audit import EntryFilters
from tracker.services.paging import Window

SLUG, NAME = "demo", "Demonstration newsroom"
SETTINGS = {"languages": ["en", "fr"], "time_zone": "UTC", "policy": "ifcn"}
PEOPLE: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "checker": ("Demo checker", ("checker",)),
    "editor": ("Demo editor", ("editor",)),
    "second_editor": ("Second demo editor", ("editor",)),
    "auditor": ("Demo auditor", ("auditor",)),
    "admin": ("Demo admin", ("admin",)),
}
KEY_NAME = "demonstration"
OUR_KEYS = frozenset({KEY_NAME, "first key"})
WHOLE = Window(limit=200)


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The organization, its people by the names of PEOPLE, and the scale they rate by."""

    organization: Any
    people: Mapping[str, Actor]
    scale_id: str


def open_newsroom() -> Newsroom:
    """Return the newsroom, making whatever of it is not there yet."""
    organization = _organization()
    people = _people(organization.id)
    return Newsroom(organization, people, _scale(people["editor"], people["auditor"]))


def hand_out_keys(people: Mapping[str, Actor], *, anew: bool) -> Mapping[str, str | None]:
    """Return a new key for each person, the old ones revoked; without `anew` only where somebody never had one.

    Where no keys are made, there is None for each: their secrets were shown once.
    """
    if not anew and all(_has_key(people["admin"], actor) for actor in people.values()):
        return dict.fromkeys(people)
    return {who: _new_key(people["admin"], actor) for who, actor in people.items()}


def known_as(actor: Actor, *, kind: str, field: str, names: Collection[str]) -> dict[str, str]:
    """Return the ids of objects by what the log says they were called when they were made, whatever they are now.

    `kind` is the event that made them, and `field` what names them.
    """
    found: dict[str, str] = {}
    page = audit.page(actor, EntryFilters(kind=[kind]), WHOLE)
    while True:
        made = {entry["changes"].get(field, {}).get("after"): entry["object"] for entry in reversed(page.items)}
        found = {name: made[name].partition("/")[2] for name in names if name in made} | found
        if page.next is None or len(found) == len(names):
            return found
        page = audit.page(actor, EntryFilters(kind=[kind]), replace(WHOLE, cursor=page.next))


def _organization() -> Any:
    try:
        return organizations.by_slug(SLUG)
    except NotFound:
        settings = parsing.load(OrganizationPatch(), SETTINGS)
        return organizations.add(SLUG, NAME, admin=PEOPLE["admin"][0], settings=settings)[0]


def _people(organization_id: str) -> Mapping[str, Actor]:
    names = [name for name, _ in PEOPLE.values()]
    operator = replace(OPERATOR, organization_id=organization_id)
    known = known_as(operator, kind="account.added", field="name", names=names)
    if PEOPLE["admin"][0] not in known:
        raise UsageError(f"An organization has the slug {SLUG} and is not the demonstration; nothing was changed.")
    admin = _actor("admin", known[PEOPLE["admin"][0]], organization_id)
    ids = {who: known.get(name) or _account(admin, who) for who, (name, _) in PEOPLE.items()}
    return {who: _actor(who, account_id, organization_id) for who, account_id in ids.items()}


def _actor(who: str, account_id: str, organization_id: str) -> Actor:
    name, roles = PEOPLE[who]
    return Actor(
        account_id=account_id, name=name, organization_id=organization_id, roles=frozenset(roles),
        scopes=scopes_of(roles),
    )  # fmt: skip


def _account(admin: Actor, who: str) -> str:
    name, roles = PEOPLE[who]
    fields = {"name": name, "kind": "person", "roles": list(roles)}
    account_id: str = accounts.add(admin, str(admin.organization_id), fields).id
    return account_id


def _scale(editor: Actor, auditor: Actor) -> str:
    wanted = scripts.scale()
    known = known_as(auditor, kind="scale.added", field="name", names=[wanted["name"]])
    return known.get(wanted["name"]) or scales.add(editor, parsing.load(ScaleIn(), wanted)).id


def _has_key(admin: Actor, actor: Actor) -> bool:
    return any(key.name == KEY_NAME for key in keys.page(admin, str(actor.account_id), WHOLE).items)


def _new_key(admin: Actor, actor: Actor) -> str:
    account_id = str(actor.account_id)
    for key in keys.page(admin, account_id, WHOLE).items:
        if key.name in OUR_KEYS and key.revoked_at is None:
            keys.revoke(admin, key.id, expected="*")
    return keys.add(admin, account_id, name=KEY_NAME, scopes=None, expires_at=None).secret
