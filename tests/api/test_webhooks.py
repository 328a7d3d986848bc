"""Webhooks: registered by admins, signed by a secret that is shown once, paused, rotated, tested and removed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Connection, inspect, select, text

from tests.conftest import opened
from tests.consumers import Consumer, consuming, deliver, in_turn, local
from tests.lib import hostile_urls
from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem
from tracker.config import Config
from tracker.lib import clock
from tracker.models import LogField

WANTED = EXAMPLES["webhook"]
DAY = timedelta(days=1)


@pytest.fixture
def app(settings: Config) -> Iterator[Flask]:
    """An application that may send to this machine."""
    with opened(local(settings)) as application:
        yield application


def added(room: Newsroom, **changes: Any) -> dict[str, Any]:
    return created(room.post("/webhooks", WANTED | changes, "admin"))


def shown(room: Newsroom, webhook_id: str) -> dict[str, Any]:
    return created(room.get(f"/webhooks/{webhook_id}", "admin"))


def deliveries(room: Newsroom, webhook_id: str, query: str = "") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = created(room.get(f"/webhooks/{webhook_id}/deliveries{query}", "admin"))["items"]
    return items


def ping(room: Newsroom, webhook_id: str) -> dict[str, Any]:
    answer = room.post(f"/webhooks/{webhook_id}/test", {}, "admin")
    assert answer.status_code == 202, answer.get_data(as_text=True)
    delivery: dict[str, Any] = answer.json
    return delivery


def test_the_secret_is_in_the_first_answer_alone(room: Newsroom) -> None:
    answer = room.post("/webhooks", WANTED, "admin")
    webhook = answer.json
    again = room.get(f"/webhooks/{webhook['id']}", "admin")
    listed = room.get("/webhooks", "admin")

    assert (answer.status_code, answer.headers["Cache-Control"]) == (201, "no-store")
    assert webhook["secret"].startswith("whsec_")
    assert again.json == {name: value for name, value in webhook.items() if name != "secret"}
    assert webhook["secret"] not in again.text + listed.text
    assert webhook["id"] in [item["id"] for item in listed.json["items"]]


def test_a_webhook_is_told_of_everything_unless_it_names_events(room: Newsroom) -> None:
    webhook = created(room.post("/webhooks", {"url": WANTED["url"]}, "admin"))

    assert (webhook["events"], webhook["active"], webhook["description"]) == (["*"], True, None)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"url": None}, "/url"),
        ({"url": "ftp://cms.example/"}, "/url"),
        ({"url": "http://user:word@cms.example/"}, "/url"),
        ({"events": []}, "/events"),
        ({"events": ["check.vanished"]}, "/events/0"),
        ({"events": ["check.published", "check.published"]}, "/events"),
        ({"active": "yes"}, "/active"),
        ({"secret": "whsec_c2VjcmV0"}, "/secret"),
        ({"description": ""}, "/description"),
    ],
)
def test_what_is_malformed_is_refused_in_its_place(room: Newsroom, changes: dict[str, Any], where: str) -> None:
    answer = room.post("/webhooks", WANTED | changes, "admin")

    assert (answer.status_code, places(answer)) == (422, [where])


@pytest.mark.parametrize("url", hostile_urls.BY_THEIR_LOOKS)
def test_an_address_that_may_not_be_asked_is_refused(room: Newsroom, url: str) -> None:
    answer = room.post("/webhooks", {"url": url}, "admin")

    assert (answer.status_code, places(answer)) == (422, ["/url"])


def test_a_webhook_s_address_is_not_changed_to_one_that_may_not_be_asked(room: Newsroom) -> None:
    answer = room.patch(f"/webhooks/{added(room)['id']}", {"url": "http://10.0.0.1/"}, "admin")

    assert (problem(answer), places(answer)) == ((422, "inconsistent"), ["/url"])


def test_a_patch_changes_what_it_names(room: Newsroom) -> None:
    webhook = added(room)
    changed = created(room.patch(f"/webhooks/{webhook['id']}", {"events": ["*"], "active": False}, "admin"))

    assert (changed["events"], changed["active"], changed["url"]) == (["*"], False, webhook["url"])
    assert changed["version"] == 2


def test_an_edit_of_what_another_changed_is_refused(room: Newsroom) -> None:
    webhook = added(room)
    path = f"/webhooks/{webhook['id']}"
    created(room.patch(path, {"active": False}, "admin"))

    assert problem(room.call("PATCH", path, "admin", {"active": True}, if_match='"v1"')) == (412, "stale-revision")
    assert problem(room.call("PATCH", path, "admin", {"active": True})) == (428, "precondition-required")


def test_a_webhook_that_was_removed_is_there_no_more(room: Newsroom) -> None:
    webhook = added(room)
    path = f"/webhooks/{webhook['id']}"
    delivery = ping(room, webhook["id"])
    gone = room.call("DELETE", path, "admin", if_match="*")

    assert (gone.status_code, gone.data) == (204, b"")
    asked = [
        room.get(path, "admin"), room.get(f"{path}/deliveries", "admin"),
        room.post(f"{path}/test", {}, "admin"), room.post(f"{path}/rotation", {}, "admin"),
        room.get(f"/deliveries/{delivery['id']}", "admin"),
        room.post(f"/deliveries/{delivery['id']}/replay", {}, "admin"),
        room.call("PATCH", path, "admin", {"active": True}, if_match="*"),
        room.call("DELETE", path, "admin", if_match="*"),
    ]  # fmt: skip
    assert {answer.status_code for answer in asked} == {404}
    assert webhook["id"] not in room.get("/webhooks", "admin").text


def test_another_organization_s_webhook_is_not_there(room: Newsroom, other_room: Newsroom) -> None:
    webhook = added(room)
    delivery = ping(room, webhook["id"])

    assert problem(other_room.get(f"/webhooks/{webhook['id']}", "admin")) == (404, "not-found")
    assert problem(other_room.get(f"/deliveries/{delivery['id']}", "admin")) == (404, "not-found")
    assert webhook["id"] not in other_room.get("/webhooks", "admin").text


def test_an_organization_has_a_hundred_webhooks_at_most(new_room: Newsroom) -> None:
    answers = [new_room.post("/webhooks", WANTED, "admin") for _ in range(101)]

    assert [answer.status_code for answer in answers].count(201) == 100
    assert problem(answers[-1]) == (409, "conflict")


def test_changes_of_webhooks_are_in_the_log_and_their_secrets_are_not(
    newsroom: Newsroom, connection: Connection
) -> None:
    webhook = added(newsroom)
    path = f"/webhooks/{webhook['id']}"
    second = newsroom.post(f"{path}/rotation", {}, "admin").json["secret"]
    newsroom.patch(path, {"description": "Another desk"}, "admin")
    newsroom.call("DELETE", path, "admin", if_match="*")
    entries = newsroom.get(f"/audit/entries?object=webhook/{webhook['id']}", "admin")

    kinds = [entry["kind"] for entry in entries.json["items"]]
    assert kinds == ["webhook.added", "webhook.rotated", "webhook.updated", "webhook.removed"]
    told = "".join(value or "" for value in connection.execute(select(LogField.value)).scalars())
    assert not [secret for secret in (webhook["secret"], second) if secret in told + entries.text]


def test_no_table_but_one_holds_a_secret_and_none_does_after_the_webhook_is_removed(
    newsroom: Newsroom, connection: Connection
) -> None:
    webhook = added(newsroom)
    bare = webhook["secret"].removeprefix("whsec_")

    assert tables_with(connection, bare) == ["webhook_secret"]
    connection.rollback()
    newsroom.call("DELETE", f"/webhooks/{webhook['id']}", "admin", if_match="*")
    assert tables_with(connection, bare) == []


def tables_with(connection: Connection, word: str) -> list[str]:
    names = sorted(inspect(connection).get_table_names())
    rows = {name: connection.execute(text(f'SELECT * FROM "{name}"')).all() for name in names}
    return [name for name in names if any(word in str(tuple(row)) for row in rows[name])]


def test_a_test_arrives_signed_and_is_told_apart(app: Flask, newsroom: Newsroom) -> None:
    consumer = Consumer()
    with consuming(newsroom, consumer) as webhook_id:
        asked = ping(newsroom, webhook_id)
        deliver(app)
    found = created(newsroom.get(f"/deliveries/{asked['id']}", "admin"))

    assert consumer.messages == {asked["id"]: asked["message"]}
    assert (asked["status"], asked["type"], asked["seq"]) == ("pending", "webhook.ping", None)
    assert (found["status"], found["next_attempt_at"]) == ("delivered", None)
    attempt = found["attempts"][0]
    assert (attempt["number"], attempt["status"], attempt["error"], attempt["excerpt"]) == (1, 204, None, None)
    assert 0 <= attempt["duration_ms"] < 60_000


def test_after_a_rotation_both_secrets_sign_for_a_day(app: Flask, newsroom: Newsroom) -> None:
    consumer = Consumer()
    with consuming(newsroom, consumer) as webhook_id:
        old = consumer.secrets[0]
        consumer.secrets.append(newsroom.post(f"/webhooks/{webhook_id}/rotation", {}, "admin").json["secret"])
        ping(newsroom, webhook_id)
        deliver(app)
        assert (len(consumer.messages), consumer.unsigned) == (1, 0)
        with time_machine.travel(clock.now() + DAY, tick=True):
            consumer.secrets.remove(old)
            ping(newsroom, webhook_id)
            deliver(app)
    signatures = [head["webhook-signature"].split(" ") for head in consumer.heads]
    assert [len(signed) for signed in signatures] == [2, 1]


def test_a_replay_comes_again_under_the_same_id(app: Flask, newsroom: Newsroom) -> None:
    consumer = Consumer()
    with consuming(newsroom, consumer) as webhook_id:
        delivery = ping(newsroom, webhook_id)
        deliver(app)
        again = newsroom.post(f"/deliveries/{delivery['id']}/replay", {}, "admin")
        deliver(app)
    found = created(newsroom.get(f"/deliveries/{delivery['id']}", "admin"))

    assert (again.status_code, again.json["status"]) == (202, "pending")
    assert [head["webhook-id"] for head in consumer.heads] == [delivery["id"]] * 2
    assert (found["status"], len(found["attempts"])) == ("delivered", 2)


def test_nothing_is_sent_to_a_webhook_that_is_paused(app: Flask, newsroom: Newsroom) -> None:
    consumer = Consumer()
    with consuming(newsroom, consumer) as webhook_id:
        delivery = ping(newsroom, webhook_id)
        created(newsroom.patch(f"/webhooks/{webhook_id}", {"active": False}, "admin"))
        deliver(app)
        assert consumer.requests == 0
        assert problem(newsroom.post(f"/webhooks/{webhook_id}/test", {}, "admin")) == (409, "conflict")
        assert problem(newsroom.post(f"/deliveries/{delivery['id']}/replay", {}, "admin")) == (409, "conflict")
        created(newsroom.patch(f"/webhooks/{webhook_id}", {"active": True}, "admin"))
        deliver(app)
    assert list(consumer.messages) == [delivery["id"]]


def test_a_receiver_that_is_gone_disables_its_webhook_until_that_is_taken_up_again(
    app: Flask, newsroom: Newsroom
) -> None:
    consumer = Consumer(whims=in_turn("410 Gone"))
    with consuming(newsroom, consumer) as webhook_id:
        ping(newsroom, webhook_id)
        deliver(app)
        disabled = shown(newsroom, webhook_id)
        taken_up = created(newsroom.patch(f"/webhooks/{webhook_id}", {"active": True}, "admin"))
    last = newsroom.get(f"/audit/entries?object=webhook/{webhook_id}", "admin").json["items"][1]

    assert (disabled["active"], disabled["disabled_reason"]) == (False, "The receiver answered that it is gone (410)")
    assert disabled["disabled_at"]
    assert (last["kind"], last["reason"]) == ("webhook.disabled", disabled["disabled_reason"])
    assert (taken_up["active"], taken_up["disabled_at"], taken_up["disabled_reason"]) == (True, None, None)


def test_deliveries_are_listed_by_status(app: Flask, newsroom: Newsroom) -> None:
    consumer = Consumer(whims=in_turn(None, *["400 Bad Request"] * 1000))
    with consuming(newsroom, consumer) as webhook_id:
        first, _ = ping(newsroom, webhook_id), deliver(app)
        second, _ = ping(newsroom, webhook_id), deliver(app)
    assert [item["id"] for item in deliveries(newsroom, webhook_id)] == [second["id"], first["id"]]
    assert [item["id"] for item in deliveries(newsroom, webhook_id, "?status=pending")] == [second["id"]]
    assert [item["id"] for item in deliveries(newsroom, webhook_id, "?status=delivered&status=failed")] == [first["id"]]
    assert problem(newsroom.get(f"/webhooks/{webhook_id}/deliveries?status=lost", "admin")) == (422, "invalid")
