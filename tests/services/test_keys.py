"""Keys: minting, rotating and revoking them."""

from datetime import timedelta

import pytest
import time_machine

from tests.newsrooms import Newsroom, created
from tracker.lib import clock


@pytest.fixture
def machine(room: Newsroom) -> dict:
    """An account of an editor that is a machine."""
    return created(room.post("/accounts", {"name": "importer", "kind": "machine", "roles": ["editor"]}, "admin"))


def minted(room: Newsroom, machine: dict, **fields: object) -> dict:
    """Return a new key of the machine's."""
    return created(room.post(f"/accounts/{machine['id']}/keys", {"name": "import"} | fields, "admin"))


def test_a_rotated_key_keeps_the_scopes_that_its_account_still_has(room: Newsroom, machine: dict) -> None:
    key = minted(room, machine)
    room.patch(f"/accounts/{machine['id']}", {"roles": ["checker"]}, "admin")

    rotated = created(room.post(f"/keys/{key['id']}/rotation", {}, "admin"))

    assert (key["scopes"], rotated["scopes"]) == (["publish", "read", "write"], ["read", "write"])


def test_a_key_of_an_inactive_account_is_not_rotated(room: Newsroom, machine: dict) -> None:
    key = minted(room, machine)
    room.patch(f"/accounts/{machine['id']}", {"active": False}, "admin")

    answer = room.post(f"/keys/{key['id']}/rotation", {}, "admin")

    assert (answer.status_code, answer.json["type"]) == (409, "/problems/conflict")


def test_an_expired_key_is_not_rotated(room: Newsroom, machine: dict) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    key = minted(room, machine, expires_at=clock.to_text(tomorrow))

    with time_machine.travel(tomorrow + timedelta(seconds=1)):
        answer = room.post(f"/keys/{key['id']}/rotation", {}, "admin")

    assert (answer.status_code, answer.json["type"]) == (409, "/problems/conflict")
