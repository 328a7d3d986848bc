"""Commands on organizations."""

from typing import Any

import click

from tracker.api.plumbing import parsing
from tracker.cli import terminal
from tracker.domain.actors import OPERATOR
from tracker.domain.gates import GATES
from tracker.errors import UsageError
from tracker.lib import slugs
from tracker.schemas.accounts import AccountOut, KeyOut
from tracker.schemas.organizations import OrganizationOut, OrganizationPatch
from tracker.services import organizations


@click.group()
def organization() -> None:
    """Make and list organizations: the outlets that check and publish."""


@organization.command("add")
@click.argument("name")
@click.option("--slug", help="How addresses name it; made from the name unless given.")
@click.option("--admin", default="Administrator", show_default=True, help="The first admin's name.")
@click.option("--url", help="The outlet's own site.")
@click.option("--logo-url", help="Its logo.")
@click.option("--language", "languages", multiple=True, help="A language it publishes in; repeatable. [default: en]")
@click.option("--time-zone", help="Such as Europe/Paris. [default: UTC]")
@click.option(
    "--policy", type=click.Choice(list(GATES)), help="The gate that publications must pass. [default: minimal]"
)
@terminal.as_json
@terminal.on_the_database
def add_organization(name: str, *, slug: str | None, admin: str, as_json: bool, **settings: Any) -> None:
    """Make an organization with its first admin and a key for them."""
    given = {key: list(value) if key == "languages" else value for key, value in settings.items() if value}
    wanted = parsing.load(OrganizationPatch(), given | {"name": name, "slug": slug or _slug(name)})
    made, account, minted = organizations.add(wanted.pop("slug"), wanted.pop("name"), admin=admin, settings=wanted)
    if as_json:
        key = KeyOut().dump(minted.key) | {"secret": minted.secret}
        terminal.document(
            {"organization": OrganizationOut().dump(made), "account": AccountOut().dump(account), "key": key}
        )
        return
    terminal.facts({"organization": made.id, "slug": made.slug, "admin": account.id, "key": minted.secret})
    terminal.remark(
        "The key is shown this once. It administers; `tracker account add` makes people who check and edit."
    )


def _slug(name: str) -> str:
    made = slugs.of(name)
    if not made:
        raise UsageError("No slug can be made of a name without Latin letters: pass one, such as --slug example-checks")
    return made


@organization.command("list")
@terminal.as_json
@terminal.on_the_database
def list_organizations(*, as_json: bool) -> None:
    """List all organizations."""
    found = organizations.list_all(OPERATOR)
    if as_json:
        terminal.document({"items": OrganizationOut().dump(found, many=True)})
        return
    terminal.table(("id", "slug", "name"), [(row.id, row.slug, row.name) for row in found])
