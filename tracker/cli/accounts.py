"""Commands on accounts."""

from collections.abc import Sequence

import click

from tracker.api.plumbing import parsing
from tracker.cli import terminal
from tracker.domain.actors import OPERATOR
from tracker.domain.permissions import ROLES
from tracker.schemas.accounts import KINDS, AccountIn, AccountOut
from tracker.services import accounts, organizations


@click.group()
def account() -> None:
    """Add and list accounts: the people and machines of an organization."""


@account.command("add")
@click.argument("name")
@terminal.in_organization
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="Repeatable.")
@click.option("--email", help="Where to reach them.")
@click.option("--kind", type=click.Choice(KINDS), default="person", show_default=True)
@terminal.as_json
@terminal.on_the_database
def add_account(
    name: str, *, slug: str | None, roles: Sequence[str], email: str | None, kind: str, as_json: bool
) -> None:
    """Add an account; `tracker key add` gives it a key."""
    fields = parsing.load(AccountIn(), {"name": name, "roles": list(roles), "email": email, "kind": kind})
    made = accounts.add(OPERATOR, organizations.chosen(OPERATOR, slug).id, fields)
    if as_json:
        terminal.document(AccountOut().dump(made))
        return
    terminal.facts({"account": made.id, "name": made.name, "roles": ", ".join(made.roles)})


@account.command("list")
@terminal.in_organization
@terminal.as_json
@terminal.on_the_database
def list_accounts(*, slug: str | None, as_json: bool) -> None:
    """List the accounts of an organization."""
    found = accounts.list_of(OPERATOR, organizations.chosen(OPERATOR, slug).id)
    if as_json:
        terminal.document({"items": AccountOut().dump(found, many=True)})
        return
    rows = [(row.id, row.name, row.kind, ", ".join(row.roles), "yes" if row.active else "no") for row in found]
    terminal.table(("id", "name", "kind", "roles", "active"), rows)
