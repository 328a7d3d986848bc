"""Celery as the engine of deliveries, where several machines share them: ids alone travel, rows and leases stay.

A queue that is lost costs a minute: what was queued and not taken by then is queued again.
"""

import threading
from importlib import import_module
from types import ModuleType
from typing import Any

from sqlalchemy.exc import DBAPIError

from tracker.errors import Conflict, Unavailable, UsageError
from tracker.lib import logs
from tracker.lib.outgoing import Outgoing
from tracker.services import courier, delivering, outbox
from tracker.services.context import Context
from tracker.services.delivering import Terms

TASK = "tracker.deliver"
AT_ONCE = 200
POLL_SECONDS = 1.0
RETRY_SECONDS = 5.0
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


class QueueThread(threading.Thread):
    """Gives the broker the ids of what is due, woken when messages are committed in this process and each second."""

    def __init__(self, engine: Engine, context: Context) -> None:
        super().__init__(name="queue", daemon=True)
        self.engine, self.context = engine, context
        self.due, self.ended = threading.Event(), threading.Event()
        # What a broker that does not answer raises, in the words of the library beneath.
        self.lost: type[Exception] = _library("kombu.exceptions").OperationalError

    def run(self) -> None:
        """Queue until the end is near."""
        outbox.written.connect(self._wake)
        while not self.ended.is_set():
            self.due.clear()
            self.due.wait(self._queue())
        outbox.written.disconnect(self._wake)

    def end(self) -> None:
        """Queue nothing more."""
        self.ended.set()
        self.due.set()

    def _wake(self, _sender: object, **_more: Any) -> None:
        self.due.set()

    def _queue(self) -> float:
        try:
            with self.context():
                ids = delivering.queue(AT_ONCE) if delivering.is_due() else []
            for delivery_id in ids:
                self.engine.send_task(TASK, [delivery_id], retry=False)
        except (DBAPIError, Unavailable, Conflict, self.lost) as error:
            logs.get(__name__).warning("not-queued", error=type(error).__name__)
            return RETRY_SECONDS
        return 0 if len(ids) == AT_ONCE else POLL_SECONDS


def _library(name: str) -> ModuleType:
    # It comes with an extra, and takes longer to load than everything else that serves.
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise UsageError("TRACKER_CELERY_BROKER_URL needs the extra `celery` of this package") from error
