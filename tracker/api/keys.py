"""Keys: minted, shown, rotated and revoked by admins; the secret is shown once."""

from typing import Any

from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import list_of, paged, window
from tracker.domain.actors import Actor
from tracker.schemas.accounts import KeyIn, KeyOut, MintedKeyOut
from tracker.schemas.base import Empty
from tracker.schemas.paging import PageQuery
from tracker.services import keys
from tracker.services.finding import Expected
from tracker.services.keys import Minted

door = Door("keys", __name__, description="Bearer tokens of accounts.")


@door.get("/accounts/<account_id>/keys", query=PageQuery, answer=list_of(KeyOut, "Keys"), paged=True)
def list_keys(actor: Actor, account_id: str, *, query: dict[str, Any]) -> Any:
    """List an account's keys, without their secrets."""
    return paged(keys.page(actor, account_id, window(query)))


@door.post("/accounts/<account_id>/keys", body=KeyIn, answer=MintedKeyOut, secret=True, example="key")
def add_key(actor: Actor, account_id: str, *, body: dict[str, Any]) -> Any:
    """Mint a key: its secret is in this answer alone."""
    wanted = {name: body.get(name) for name in ("name", "scopes", "expires_at")}
    return _with_secret(keys.add(actor, account_id, **wanted))


@door.get("/keys/<key_id>", answer=KeyOut)
def show_key(actor: Actor, key_id: str) -> Any:
    """Show a key, without its secret."""
    return keys.find(actor, key_id)


@door.delete("/keys/<key_id>")
def revoke_key(actor: Actor, key_id: str, *, expected: Expected) -> None:
    """Revoke a key, from now on."""
    keys.revoke(actor, key_id, expected=expected)


@door.post("/keys/<key_id>/rotation", body=Empty, answer=MintedKeyOut, secret=True, example="rotation")
def rotate_key(actor: Actor, key_id: str, *, body: dict[str, Any]) -> Any:
    """Mint a key in place of this one, which stays good for another day."""
    return _with_secret(keys.rotate(actor, key_id))


def _with_secret(minted: Minted) -> dict[str, Any]:
    names = ("id", "version", "created_at", "updated_at", "account_id", "name", "scopes", "hint", "expires_at",
             "revoked_at", "rotated_to_id")  # fmt: skip
    return {name: getattr(minted.key, name) for name in names} | {"secret": minted.secret}
