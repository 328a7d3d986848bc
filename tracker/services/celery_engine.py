"""Celery as the engine of deliveries, where several machines share them: ids alone travel, rows and leases stay.

A queue that is lost costs a minute: what was queued and not taken by then is queued again.
"""

from importlib import import_module
from types import ModuleType
from typing import Any

from tracker.errors import UsageError
from tracker.lib.outgoing import Outgoing
from tracker.services import courier, delivering, outbox
from tracker.services.chores import Chore
from tracker.services.context import Context
from tracker.services.delivering import Terms

TASK = "tracker.deliver"
AT_ONCE = 200
POLL_SECONDS = 1.0
Engine = Any  # a Celery application: the package has no types


def engine(broker_url: str) -> Engine:
    """Return a Celery application on a broker, or raise UsageError where Celery is not installed."""
    made = _library("celery").Celery("tracker", broker=broker_url)
    made.conf.update(
        task_ignore_result=True, task_acks_late=True, worker_prefetch_multiplier=1, worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True, worker_send_task_events=False, worker_redirect_stdouts=False,
    )  # fmt: skip
    return made


def serve(engine: Engine, outgoing: Outgoing, context: Context, *, terms: Terms, couriers: int) -> None:
    """Deliver what the broker hands out, until SIGTERM or SIGINT, and then what is under way."""

    @engine.task(name=TASK)  # type: ignore[untyped-decorator]  # the package has no types
    def deliver(delivery_id: str) -> None:
        carry(delivery_id, outgoing, context, terms=terms)

    options = {"pool": "threads", "concurrency": couriers, "loglevel": "WARNING", "without_gossip": True}
    engine.Worker(**options, without_mingle=True, without_heartbeat=True).start()


def carry(delivery_id: str, outgoing: Outgoing, context: Context, *, terms: Terms) -> None:
    """Take a message, send it and settle it; whatever goes wrong on the way, its lease ends."""
    with context():
        parcel = delivering.take(delivery_id, terms)
    if parcel is None:
        return
    outcome = courier.carry(parcel, outgoing, seconds=terms.seconds)
    with context():
        delivering.turn([outcome], terms, room=0)


class QueueThread(Chore):
    """Gives the broker the ids of what is due, woken when messages are committed in this process and each second."""

    undone = "not-queued"
    signal = outbox.written

    def __init__(self, engine: Engine, context: Context) -> None:
        super().__init__("queue", context)
        self.engine = engine
        # What a broker that does not answer raises, in the words of the library beneath.
        self.passes = (*Chore.passes, _library("kombu.exceptions").OperationalError)

    def turn(self) -> float:
        """Queue what is due."""
        with self.context():
            ids = delivering.queue(AT_ONCE) if delivering.is_due() else []
        for delivery_id in ids:
            self.engine.send_task(TASK, [delivery_id], retry=False)
        return 0 if len(ids) == AT_ONCE else POLL_SECONDS


def _library(name: str) -> ModuleType:
    # It comes with an extra, and takes longer to load than everything else that serves.
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise UsageError("TRACKER_CELERY_BROKER_URL needs the extra `celery` of this package") from error
