"""Deliveries are leased, tried for a day, and given up; many workers share them, and one that dies loses none."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from sqlalchemy import event, select

from tests.conftest import ON_POSTGRES
from tests.consumers import Consumer, consuming, deliver, in_turn, local, terms_of, turn
from tests.newsrooms import created
from tracker.domain import webhooks
from tracker.lib import clock
from tracker.models import Delivery, Webhook
from tracker.models.session import RecordedSession
from tracker.services import courier, delivering

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@pytest.fixture
def settings(settings):
    """Settings under which this machine may be told, with the pauses of every day."""
    return local(settings, webhook_first_pause=5)


def ping(room, webhook_id):
    return room.post(f"/webhooks/{webhook_id}/test", {}, "admin").json["id"]


def deliver_at(app, moment):
    with time_machine.travel(moment, tick=False):
        deliver(app)


def ping_at(app, room, webhook_id, moment):
    with time_machine.travel(moment, tick=False):
        ping(room, webhook_id)
        deliver(app)


def shown(room, delivery_id):
    return created(room.get(f"/deliveries/{delivery_id}", "admin"))


def take(app, **options):
    with app.app_context():
        return delivering.turn([], terms_of(app), **{"room": 100, **options})


@pytest.mark.parametrize(
    ("fault", "status", "error"),
    [
        ("500 Internal Server Error", 500, None),
        ("404 Not Found", 404, None),
        ("302 Found", 302, None),
        ("a redirect", 302, None),
        ("a reset", None, "The connection was broken off"),
        ("nonsense", None, "The answer is not HTTP"),
        ("silence", None, "No answer in time"),
    ],
)
def test_what_fails_is_noted_and_tried_again_later(app, newsroom, fault, status, error):
    consumer = Consumer(whims=in_turn(fault))
    with consuming(newsroom, consumer) as webhook_id:
        delivery_id = ping(newsroom, webhook_id)
        deliver(app)
        failed = shown(newsroom, delivery_id)
        with time_machine.travel(clock.now() + timedelta(seconds=7)):
            deliver(app)
    found = shown(newsroom, delivery_id)

    assert (failed["status"], len(failed["attempts"])) == ("pending", 1)
    assert (failed["attempts"][0]["status"], failed["attempts"][0]["error"]) == (status, error)
    assert (found["status"], len(found["attempts"])) == ("delivered", 2)
    assert list(consumer.messages) == [delivery_id]


def test_an_answer_is_kept_as_an_excerpt_without_control_characters(app, newsroom):
    consumer = Consumer(whims=in_turn("an error"))
    with consuming(newsroom, consumer) as webhook_id:
        delivery_id = ping(newsroom, webhook_id)
        deliver(app)
    assert shown(newsroom, delivery_id)["attempts"][0]["excerpt"] == "broken"


def test_a_receiver_that_asks_for_time_gets_it(app, newsroom):
    consumer = Consumer(whims=in_turn("503 Busy\r\nRetry-After: 3600"))
    with consuming(newsroom, consumer) as webhook_id:
        delivery_id = ping(newsroom, webhook_id)
        before = clock.now()
        deliver(app)
    due = clock.from_text(shown(newsroom, delivery_id)["next_attempt_at"])

    assert due - before >= timedelta(hours=1)


@pytest.mark.parametrize("asked", ["9" * 5000, "0" * 5000 + "7", "²", "-5", "Sun, 06 Nov 2044 08:49:37 GMT"])
def test_a_receiver_that_asks_for_nonsense_hinders_nothing(app, newsroom, asked):
    # Python reads no number of more than 4,300 digits, and a courier that fails over one would carry nothing more.
    consumer = Consumer(whims=in_turn(f"503 Busy\r\nRetry-After: {asked}"))
    with consuming(newsroom, consumer) as webhook_id:
        delivery_id = ping(newsroom, webhook_id)
        before = clock.now()
        deliver(app)
    found = shown(newsroom, delivery_id)

    assert (found["status"], found["attempts"][0]["status"]) == ("pending", 503)
    assert clock.from_text(found["next_attempt_at"]) - before <= timedelta(days=1, minutes=1)


@pytest.mark.parametrize("chance", [0, 0.5, 1])
def test_pauses_grow_threefold_to_four_hours(chance):
    pauses = [webhooks.pause(n, first=timedelta(seconds=5), chance=chance) for n in range(1, 100)]

    assert pauses[0] == timedelta(seconds=5) * (0.75 + chance / 2)
    assert [later / earlier for earlier, later in pairwise(pauses[:7])] == pytest.approx([3] * 6)
    assert max(pauses) == timedelta(hours=4) * (0.75 + chance / 2)


def test_a_message_is_given_up_after_a_day_and_not_before(app, newsroom):
    consumer = Consumer(whims=in_turn(*["an error"] * 100))
    with consuming(newsroom, consumer) as webhook_id:
        delivery_id = ping(newsroom, webhook_id)
        began = clock.now()
        while (found := shown(newsroom, delivery_id))["status"] == "pending":
            deliver_at(app, clock.from_text(found["next_attempt_at"]))
    times = [clock.from_text(attempt["at"]) - began for attempt in found["attempts"]]

    assert found["status"] == "failed"
    assert 10 <= len(times) <= 20
    assert DAY - timedelta(minutes=1) <= times[-1] <= DAY + timedelta(minutes=1)
    assert created(newsroom.get(f"/webhooks/{webhook_id}", "admin"))["active"]


def test_a_week_of_failures_disables_a_webhook(app, newsroom):
    consumer = Consumer(whims=in_turn(*["an error"] * 100))
    now = clock.now()
    with consuming(newsroom, consumer) as webhook_id:
        for day in range(8):
            ping_at(app, newsroom, webhook_id, now + day * DAY)
        webhook = created(newsroom.get(f"/webhooks/{webhook_id}", "admin"))
    assert (webhook["active"], webhook["disabled_reason"]) == (False, "No message has arrived for a week")


def test_no_message_is_given_up_by_a_410_while_its_webhook_is_still_told(app, newsroom, connection):
    seen = []

    def look(_session):
        connection.rollback()
        seen.append(tuple(connection.execute(select(Delivery.status, Webhook.active).join(Webhook)).one()))

    with consuming(newsroom, Consumer(whims=in_turn("410 Gone"))) as webhook_id:
        ping(newsroom, webhook_id)
        outcomes = turn(app)
        event.listen(RecordedSession, "after_commit", look)
        try:
            turn(app, outcomes)
        finally:
            event.remove(RecordedSession, "after_commit", look)
    assert list(dict.fromkeys(seen)) == [("failed", False)]


def test_one_message_that_arrives_begins_the_week_anew(app, newsroom):
    failures = ["an error"] * 100
    consumer = Consumer(whims=in_turn("an error", None, *failures))
    now = clock.now()
    with consuming(newsroom, consumer) as webhook_id:
        for day in range(8):
            ping_at(app, newsroom, webhook_id, now + day * DAY)
        assert created(newsroom.get(f"/webhooks/{webhook_id}", "admin"))["active"]


def test_what_one_worker_has_another_does_not_take(app, newsroom):
    with consuming(newsroom, Consumer()) as webhook_id:
        ping(newsroom, webhook_id)
        first, second = take(app), take(app)
    assert (len(first), len(second)) == (1, 0)


def test_what_a_dead_worker_had_is_sent_by_another_under_the_same_id(app, newsroom):
    consumer = Consumer()
    with consuming(newsroom, consumer) as webhook_id:
        delivery_id = ping(newsroom, webhook_id)
        (lost,) = take(app)
        with time_machine.travel(clock.now() + terms_of(app).lease, tick=False):
            deliver(app)
    assert lost.id == delivery_id
    assert list(consumer.messages) == [delivery_id]


def test_a_worker_that_comes_back_too_late_changes_nothing(app, newsroom):
    consumer = Consumer(whims=in_turn("an error"))
    with consuming(newsroom, consumer) as webhook_id:
        delivery_id = ping(newsroom, webhook_id)
        (slow,) = take(app)
        late = courier.carry(slow, app.extensions["outgoing"], seconds=1)
        with time_machine.travel(clock.now() + terms_of(app).lease, tick=False):
            deliver(app)
            turn(app, [late])
    found = shown(newsroom, delivery_id)

    assert (found["status"], len(found["attempts"])) == ("delivered", 1)


def test_one_webhook_does_not_take_all_the_room(app, newsroom):
    with consuming(newsroom, Consumer()) as crowded, consuming(newsroom, Consumer()) as quiet:
        for _ in range(6):
            ping(newsroom, crowded)
        ping(newsroom, quiet)
        parcels = take(app, room=4)
        others = take(app, full=[crowded])
    assert sorted([p.webhook_id for p in parcels]) == sorted([crowded, crowded, quiet])
    assert others == []


def test_what_was_settled_long_ago_is_forgotten(app, newsroom):
    consumer = Consumer()
    with consuming(newsroom, consumer) as webhook_id:
        ping(newsroom, webhook_id)
        deliver(app)
        with time_machine.travel(clock.now() + timedelta(days=31), tick=False), app.app_context():
            recent = ping(newsroom, webhook_id)
            assert (delivering.forget(), delivering.forget()) == (1, 0)
    items = created(newsroom.get(f"/webhooks/{webhook_id}/deliveries", "admin"))["items"]
    assert [item["id"] for item in items] == [recent]


@ON_POSTGRES
def test_a_plan_for_any_moment_finds_what_is_due_by_the_index_of_what_is_pending(connection):
    compiled = delivering._due(clock.now()).compile(dialect=connection.dialect)
    places = iter(range(1, 100))
    statement = re.sub(r"%\(\w+\)s", lambda _: f"${next(places)}", str(compiled))
    given = ", ".join(f"'{compiled.params[name]}'" for name in re.findall(r"%\((\w+)\)s", str(compiled)))
    for setting in ("enable_seqscan = off", "plan_cache_mode = force_generic_plan"):
        connection.exec_driver_sql(f"SET {setting}")
    connection.exec_driver_sql(f"PREPARE due AS {statement}")

    plan = connection.exec_driver_sql(f"EXPLAIN EXECUTE due ({given})").scalars().all()

    assert any("Index Scan using ix_delivery_due" in line for line in plan)
