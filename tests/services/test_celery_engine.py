"""With Celery several machines share deliveries: ids travel through a broker, rows and leases stay in the database."""

import signal
import sys

import pytest

from tests.consumers import Consumer, consuming, in_turn, local, terms_of
from tests.journeys.webhook_trial import PRODUCT, Workers
from tests.newsrooms import created
from tests.servers import RedisServer
from tests.services.test_delivery_thread import PATIENCE, until
from tracker.errors import UsageError
from tracker.services import celery_engine, delivering
from tracker.services.celery_engine import QueueThread


@pytest.fixture(scope="module")
def broker():
    """A Redis of this module's own, as Celery names it."""
    with RedisServer() as server:
        yield server.url.replace("unix://", "redis+socket://")


@pytest.fixture
def settings(settings, broker):
    """Settings of an installation with a broker."""
    return local(settings, webhook_first_pause=0.05, celery_broker_url=broker)


def ping(room, webhook_id):
    return room.post(f"/webhooks/{webhook_id}/test", {}, "admin").json["id"]


def carry(app, delivery_id):
    celery_engine.carry(delivery_id, app.extensions["outgoing"], app.app_context, terms=terms_of(app))


def test_workers_are_handed_their_work_and_end_in_good_order(settings, newsroom):
    consumer = Consumer(whims=in_turn("an error"))
    worker = Workers(settings, PRODUCT).start()
    with consuming(newsroom, consumer) as webhook_id:
        delivery_id = ping(newsroom, webhook_id)
        until(lambda: created(newsroom.get(f"/deliveries/{delivery_id}", "admin"))["status"] == "delivered")
    worker.send_signal(signal.SIGTERM)

    assert worker.wait(PATIENCE) == 0
    assert list(consumer.messages) == [delivery_id]


def test_what_is_queued_is_not_queued_again_at_once_and_not_twice_sent(app, newsroom):
    consumer = Consumer()
    with consuming(newsroom, consumer) as webhook_id:
        delivery_id = ping(newsroom, webhook_id)
        with app.app_context():
            queued = [delivering.queue(10), delivering.queue(10)]
        carry(app, delivery_id)
        carry(app, delivery_id)
    assert queued == [[delivery_id], []]
    assert consumer.requests == 1


def test_what_fails_waits_for_its_time(app, newsroom):
    consumer = Consumer(whims=in_turn("503 Busy\r\nRetry-After: 60"))
    with consuming(newsroom, consumer) as webhook_id:
        delivery_id = ping(newsroom, webhook_id)
        carry(app, delivery_id)
        carry(app, delivery_id)
    found = created(newsroom.get(f"/deliveries/{delivery_id}", "admin"))

    assert (found["status"], len(found["attempts"])) == ("pending", 1)


def test_a_broker_that_is_away_is_borne(app, newsroom, tmp_path):
    with consuming(newsroom, Consumer()) as webhook_id:
        ping(newsroom, webhook_id)
        thread = QueueThread(celery_engine.engine(f"redis+socket://{tmp_path}/nobody"), app.app_context)
        thread.start()
        thread.end()
        thread.join(30)
    assert not thread.is_alive()


def test_without_the_extra_the_setting_is_refused(monkeypatch):
    monkeypatch.setitem(sys.modules, "celery", None)
    with pytest.raises(UsageError, match="extra"):
        celery_engine.engine("redis://localhost")
