"""Keys: scoped, expiring, revocable, rotating; the secret is shown once."""

from datetime import timedelta

import pytest
import time_machine

from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem
from tracker.lib import clock


def mint(room: Newsroom, who: str = "checker", **body: object) -> dict[str, str]:
    return created(room.post(f"/accounts/{room.accounts[who]}/keys", body, "admin"))


def status(room: Newsroom, secret: str) -> int:
    return room.get("/me", None, headers={"Authorization": f"Bearer {secret}"}).status_code


def test_the_secret_is_in_the_first_answer_alone(room: Newsroom) -> None:
    key = mint(room, name="newsroom tool", scopes=["read"])
    shown = room.get(f"/keys/{key['id']}", "admin")

    assert status(room, key["secret"]) == 200
    assert shown.json == {name: value for name, value in key.items() if name != "secret"}
    assert key["secret"] not in shown.text
    assert key["secret"].startswith(key["hint"].removesuffix("…"))


def test_an_answer_with_a_secret_is_kept_by_nobody(room: Newsroom) -> None:
    answer = room.post(f"/accounts/{room.accounts['checker']}/keys", EXAMPLES["key"], "admin")

    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_a_key_has_all_the_scopes_that_its_accounts_roles_allow(room: Newsroom) -> None:
    assert mint(room, "editor")["scopes"] == ["publish", "read", "write"]


def test_a_key_never_has_more_than_the_roles_allow(room: Newsroom) -> None:
    path = f"/accounts/{room.accounts['checker']}/keys"
    answer = room.post(path, {"scopes": ["read", "publish"]}, "admin")

    assert answer.status_code == 422
    assert places(answer) == ["/scopes"]


def test_a_revoked_key_is_none(room: Newsroom) -> None:
    key = mint(room)
    answer = room.call("DELETE", f"/keys/{key['id']}", "admin", if_match="*")

    assert (answer.status_code, answer.data) == (204, b"")
    assert status(room, key["secret"]) == 401
    assert room.get(f"/keys/{key['id']}", "admin").json["revoked_at"]
    assert problem(room.call("DELETE", f"/keys/{key['id']}", "admin", if_match="*")) == (409, "conflict")


def test_a_rotated_key_is_good_for_another_day(room: Newsroom) -> None:
    old = mint(room, scopes=["read"])
    new = created(room.post(f"/keys/{old['id']}/rotation", {}, "admin"))
    now = clock.now()

    assert [status(room, key["secret"]) for key in (old, new)] == [200, 200]
    assert new["scopes"] == ["read"]
    with time_machine.travel(now + timedelta(hours=25), tick=False):
        assert [status(room, key["secret"]) for key in (old, new)] == [401, 200]


@pytest.mark.parametrize("spent", ["revoked", "rotated"])
def test_a_spent_key_is_not_rotated(room: Newsroom, spent: str) -> None:
    path = f"/keys/{mint(room)['id']}"
    if spent == "revoked":
        room.call("DELETE", path, "admin", if_match="*")
    else:
        room.post(f"{path}/rotation", {}, "admin")

    assert problem(room.post(f"{path}/rotation", {}, "admin")) == (409, "conflict")


def test_a_key_expires_on_the_second(room: Newsroom) -> None:
    end = clock.now() + timedelta(minutes=5)
    secret = mint(room, expires_at=clock.to_text(end))["secret"]

    with time_machine.travel(end - timedelta(seconds=1), tick=False):
        before = status(room, secret)
    with time_machine.travel(end, tick=False):
        assert (before, status(room, secret)) == (200, 401)


def test_a_key_that_has_expired_already_is_not_made(room: Newsroom) -> None:
    path = f"/accounts/{room.accounts['checker']}/keys"
    answer = room.post(path, {"expires_at": "2020-01-01T00:00:00Z"}, "admin")

    assert (answer.status_code, places(answer)) == (422, ["/expires_at"])


def test_an_inactive_account_gets_no_key(room: Newsroom) -> None:
    account = created(room.post("/accounts", EXAMPLES["account"], "admin"))
    room.patch(f"/accounts/{account['id']}", {"active": False}, "admin")

    assert problem(room.post(f"/accounts/{account['id']}/keys", {}, "admin")) == (409, "conflict")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"scopes": []}, "/scopes"),
        ({"scopes": ["everything"]}, "/scopes/0"),
        ({"expires_at": "tomorrow"}, "/expires_at"),
        ({"expires_at": "2030-01-01"}, "/expires_at"),
        ({"secret": "mine"}, "/secret"),
        ({"name": ""}, "/name"),
    ],
)
def test_what_is_malformed_is_told_by_its_place(room: Newsroom, body: dict[str, object], place: str) -> None:
    answer = room.post(f"/accounts/{room.accounts['checker']}/keys", body, "admin")

    assert (problem(answer), places(answer)) == ((422, "invalid"), [place])
