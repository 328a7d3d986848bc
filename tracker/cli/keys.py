"""Commands on keys."""

from collections.abc import Sequence
from datetime import timedelta

import click

from tracker.cli import terminal
from tracker.domain.actors import OPERATOR
from tracker.domain.permissions import SCOPES
from tracker.lib import clock
from tracker.schemas.accounts import KeyOut
from tracker.services import finding, keys, organizations


@click.group()
def key() -> None:
    """Mint, list and revoke keys: the bearer tokens of accounts."""


@key.command("add")
@click.argument("account_id")
@click.option("--name", help="What it is for.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(SCOPES),
    help="Repeatable. [default: all that the roles allow]",
)
@click.option("--days", type=click.IntRange(1, 36_500), help="How long it is good. [default: until it is revoked]")
@terminal.as_json
@terminal.on_the_database
def add_key(account_id: str, *, name: str | None, scopes: Sequence[str], days: int | None, as_json: bool) -> None:
    """Mint a key for an account; its secret is shown this once."""
    expires_at = clock.now() + timedelta(days=days) if days else None
    minted = keys.add(OPERATOR, account_id, name=name, scopes=list(scopes) or None, expires_at=expires_at)
    if as_json:
        terminal.document(KeyOut().dump(minted.key) | {"secret": minted.secret})
        return
    terminal.facts({"id": minted.key.id, "scopes": ", ".join(minted.key.scopes), "key": minted.secret})


@key.command("revoke")
@click.argument("key_id")
@terminal.as_json
@terminal.on_the_database
def revoke_key(key_id: str, *, as_json: bool) -> None:
    """Make a key useless from now on."""
    revoked = keys.revoke(OPERATOR, key_id, expected=finding.ANY)
    if as_json:
        terminal.document(KeyOut().dump(revoked))
        return
    terminal.facts({"revoked": revoked.id})


@key.command("list")
@terminal.in_organization
@terminal.as_json
@terminal.on_the_database
def list_keys(*, slug: str | None, as_json: bool) -> None:
    """List the keys of an organization, without their secrets."""
    found = keys.list_of(OPERATOR, organizations.chosen(OPERATOR, slug).id)
    if as_json:
        terminal.document({"items": KeyOut().dump(found, many=True)})
        return
    columns = ("id", "account_id", "name", "hint", "scopes", "expires_at", "revoked_at")
    shown = KeyOut().dump(found, many=True)
    terminal.table(columns, [[", ".join(v) if isinstance(v := row[c], list) else v for c in columns] for row in shown])
