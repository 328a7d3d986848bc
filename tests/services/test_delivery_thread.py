"""The thread that delivers is woken by commits, lives through a database that is away, and settles before it ends."""

from dataclasses import replace
from threading import Event

import pytest
from sqlalchemy import exc, update

from tests.consumers import Consumer, consuming, in_turn, local, terms_of
from tests.newsrooms import created
from tracker.errors import Unavailable
from tracker.models import WebhookSecret, db
from tracker.services import delivery_thread
from tracker.services.delivery_thread import DeliveryThread

PATIENCE = 60


@pytest.fixture
def settings(settings):
    """Settings under which this machine may be told."""
    return local(settings, webhook_timeout=10)


@pytest.fixture
def thread(app):
    """A running thread; it is ended with the test."""
    running = DeliveryThread(app.extensions["outgoing"], app.app_context, terms_of(app), couriers=4)
    running.start()
    yield running
    running.end()
    running.join(PATIENCE)


def ping(room, webhook_id):
    return room.post(f"/webhooks/{webhook_id}/test", {}, "admin").json["id"]


def until(is_so):
    """Wait for what another thread does."""
    pulse = Event()
    for _ in range(PATIENCE * 50):
        if is_so():
            return
        pulse.wait(0.02)
    raise AssertionError("waited too long")


def attempts(room, delivery_id):
    return created(room.get(f"/deliveries/{delivery_id}", "admin"))["attempts"]


def status(room, delivery_id):
    return created(room.get(f"/deliveries/{delivery_id}", "admin"))["status"]


def test_a_message_is_sent_and_settled_by_itself(newsroom, thread):
    consumer = Consumer()
    with consuming(newsroom, consumer) as webhook_id:
        delivery_id = ping(newsroom, webhook_id)
        until(lambda: status(newsroom, delivery_id) == "delivered")
    assert list(consumer.messages) == [delivery_id]


def test_what_fails_is_sent_again_by_itself(newsroom, thread):
    consumer = Consumer(whims=in_turn("an error", "a reset"))
    with consuming(newsroom, consumer) as webhook_id:
        delivery_id = ping(newsroom, webhook_id)
        until(lambda: status(newsroom, delivery_id) == "delivered")
    assert consumer.requests == 1


def test_a_slow_receiver_does_not_hold_up_the_others(newsroom, thread):
    slow, quick = Consumer(whims=in_turn(*["silence"] * 9)), Consumer()
    with consuming(newsroom, slow) as slow_id, consuming(newsroom, quick) as quick_id:
        waiting = [ping(newsroom, slow_id) for _ in range(4)]
        delivery_id = ping(newsroom, quick_id)
        until(lambda: status(newsroom, delivery_id) == "delivered")
        assert [attempts(newsroom, name) for name in waiting] == [[]] * 4


def test_what_is_under_way_at_the_end_is_settled(newsroom, thread):
    consumer, held = Consumer(), Event()
    consumer.whims = (held.wait(PATIENCE) and None for _ in range(9))
    with consuming(newsroom, consumer) as webhook_id:
        delivery_id = ping(newsroom, webhook_id)
        until(thread.under_way.total)
        thread.end()
        held.set()
        thread.join(PATIENCE)
        assert status(newsroom, delivery_id) == "delivered"


def test_a_database_that_is_away_is_borne(app, newsroom):
    def context():
        raise Unavailable(reason="It is away")

    thread = DeliveryThread(app.extensions["outgoing"], context, terms_of(app), couriers=1)
    thread.start()
    thread.end()
    thread.join(PATIENCE)

    assert not thread.is_alive()


@pytest.mark.parametrize("fault", [exc.TimeoutError("No connection was free"), OSError(28, "No space left on device")])
def test_what_hinders_one_turn_hinders_no_other(app, newsroom, fault):
    hindrances = iter([fault])

    def context():
        for hindrance in hindrances:
            raise hindrance
        return app.app_context()

    thread = DeliveryThread(app.extensions["outgoing"], context, terms_of(app), couriers=1)
    thread.start()
    with consuming(newsroom, Consumer()) as webhook_id:
        # Each message wakes it.
        sent = [ping(newsroom, webhook_id) for _ in range(2)]
        until(lambda: {status(newsroom, delivery_id) for delivery_id in sent} == {"delivered"})
    thread.end()
    thread.join(PATIENCE)

    assert not thread.is_alive()


def test_what_cannot_be_sent_is_noted_and_leaves_nothing_under_way(app, newsroom, thread):
    with consuming(newsroom, Consumer()) as webhook_id:
        with app.app_context():
            # A message cannot be signed with what is no secret.
            db.session().execute(update(WebhookSecret).values(secret="whsec_a"))
            db.session().commit()
        delivery_id = ping(newsroom, webhook_id)
        until(lambda: attempts(newsroom, delivery_id))
        until(lambda: not thread.under_way.total())

    assert attempts(newsroom, delivery_id)[0]["error"] == "It could not be sent"
    assert status(newsroom, delivery_id) == "pending"


def test_what_others_deliver_is_left_to_them(app, settings):
    elsewhere = replace(settings, embedded_worker=False)

    assert delivery_thread.start(app.extensions["outgoing"], app.app_context, elsewhere) is None
