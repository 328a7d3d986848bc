"""The command that sets up the demonstration, and says where to look."""

from collections.abc import Mapping, Sequence
from typing import Any

import click
from flask import current_app

from tracker.cli import terminal
from tracker.cli.demonstration import newsroom, player
from tracker.cli.signing import begin_signing
from tracker.domain.workflow import CLOSED_STATES
from tracker.schemas.organizations import OrganizationOut
from tracker.services import claims

Claims = Sequence[Mapping[str, Any]]
SHOWN = 3
KEYS_WERE_SHOWN = "The keys were shown when they were made; `tracker demo --new-keys` makes new ones in their place."


@click.command()
@click.option("--new-keys", is_flag=True, help="Make new keys for the demonstration's people, and revoke the old ones.")
@terminal.as_json
@terminal.on_the_database
def demo(*, new_keys: bool, as_json: bool) -> None:
    """Set up a demonstration: a newsroom and its checks of an article, in every state, with invented evidence.

    What is there already is left as it is; a demonstration that was interrupted is completed.
    """
    settings = current_app.config["TRACKER"]
    room = newsroom.open_newsroom()
    with terminal.progress() as show:
        ids = player.play(room, settings, show)
    begin_signing(current_app.extensions["signer"], settings)
    current_app.extensions["signer"].sign()
    keys = newsroom.hand_out_keys(room.people, anew=new_keys)
    found = [claims.find(room.people["auditor"], claim_id) for claim_id in ids.values()]
    published = [claim for claim in found if claim["publication"]["status"] == "live"]
    if as_json:
        terminal.document(
            {
                "public_url": settings.public_url,
                "organization": OrganizationOut().dump(room.organization),
                "keys": keys,
                "claims": {"published": _ids(published), "open": _ids(claim for claim in found if _is_open(claim))},
            }
        )
    else:
        _tell(settings.public_url, published, keys)
    if None in keys.values():
        terminal.remark(KEYS_WERE_SHOWN)


def _tell(public_url: str, published: Claims, keys: Mapping[str, str | None]) -> None:
    for claim in published[:SHOWN]:
        click.echo(f"{public_url}/fact-checks/{claim['id']}\n  {claim['text']}")
    click.echo()
    terminal.facts({"feed": f"{public_url}/feeds/verdicts.json", "API": f"{public_url}/api/v1/docs"})
    if None in keys.values():
        return
    click.echo("\nKeys, to be sent as `Authorization: Bearer …`:")
    terminal.facts(keys)


def _is_open(claim: Mapping[str, Any]) -> bool:
    return claim["state"] not in CLOSED_STATES | {"published", "retracted"}


def _ids(found: Any) -> list[str]:
    return [claim["id"] for claim in found]
