"""Accounts: people and machines, deactivated and never deleted."""

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem


def add(room: Newsroom, **changes: object) -> dict[str, object]:
    return created(room.post("/accounts", EXAMPLES["account"] | changes, "admin"))


def key_of(room: Newsroom, account: dict[str, object]) -> dict[str, object]:
    return created(room.post(f"/accounts/{account['id']}/keys", {}, "admin"))


def me(room: Newsroom, secret: object) -> int:
    return room.get("/me", None, headers={"Authorization": f"Bearer {secret}"}).status_code


def test_an_account_is_added_shown_and_listed(room: Newsroom) -> None:
    account = add(room, email="desk@checks.example")

    assert account.items() >= (EXAMPLES["account"] | {"email": "desk@checks.example", "active": True}).items()
    assert room.get(f"/accounts/{account['id']}", "admin").json == account
    assert account["id"] in [item["id"] for item in room.get("/accounts", "admin").json["items"]]


def test_an_account_is_changed(room: Newsroom) -> None:
    account = add(room, email="desk@checks.example")
    changed = room.patch(f"/accounts/{account['id']}", EXAMPLES["account_patch"] | {"email": None}, "admin").json

    assert (changed["roles"], changed["email"], changed["name"]) == (["checker", "editor"], None, account["name"])


def test_a_deactivated_account_gets_in_no_more_and_is_still_there(room: Newsroom) -> None:
    account = add(room)
    secret = key_of(room, account)["secret"]
    before = me(room, secret)
    room.patch(f"/accounts/{account['id']}", {"active": False}, "admin")

    assert (before, me(room, secret)) == (200, 401)
    assert room.get(f"/accounts/{account['id']}", "admin").json["active"] is False


def test_a_role_that_is_taken_away_takes_its_rights_at_once(room: Newsroom) -> None:
    account = add(room, roles=["checker", "editor"])
    headers = {"Authorization": f"Bearer {key_of(room, account)['secret']}"}
    room.patch(f"/accounts/{account['id']}", {"roles": ["auditor"]}, "admin")

    assert room.get("/me", None, headers=headers).json["scopes"] == ["read"]
    assert room.post("/claims", EXAMPLES["claim"], None, headers=headers).status_code == 403


def test_an_account_without_roles_may_do_nothing_inside(room: Newsroom) -> None:
    headers = {"Authorization": f"Bearer {key_of(room, add(room, roles=[]))['secret']}"}

    assert problem(room.get("/claims", None, headers=headers)) == (403, "forbidden")


@pytest.mark.parametrize("patch", [{"active": False}, {"roles": ["editor"]}, {"roles": []}])
def test_the_last_admin_stays_one(new_room: Newsroom, patch: dict[str, object]) -> None:
    new_room.patch(f"/accounts/{new_room.accounts['everyone']}", {"roles": ["checker"]}, "admin")
    answer = new_room.patch(f"/accounts/{new_room.accounts['admin']}", patch, "admin")

    assert problem(answer) == (409, "conflict")
    assert new_room.get("/me", "admin").json["roles"] == ["admin"]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"roles": ["editor"]}, "/name"),
        ({"name": "A"}, "/roles"),
        ({"name": "", "roles": []}, "/name"),
        ({"name": 7, "roles": []}, "/name"),
        ({"name": "A", "roles": "editor"}, "/roles"),
        ({"name": "A", "roles": ["owner"]}, "/roles/0"),
        ({"name": "A", "roles": [], "kind": "robot"}, "/kind"),
        ({"name": "A", "roles": [], "email": "nobody"}, "/email"),
        ({"name": "A", "roles": [], "organization_id": "x"}, "/organization_id"),
    ],
)
def test_what_is_malformed_is_told_by_its_place(room: Newsroom, body: dict[str, object], place: str) -> None:
    answer = room.post("/accounts", body, "admin")

    assert (problem(answer), places(answer)) == ((422, "invalid"), [place])


def test_accounts_are_not_deleted(room: Newsroom) -> None:
    assert problem(room.call("DELETE", f"/accounts/{room.accounts['checker']}", "admin"))[0] == 405
