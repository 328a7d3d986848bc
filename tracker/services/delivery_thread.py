"""Delivers by itself: woken when messages are committed in this process, and otherwise looking every second.

One thread asks the database, for all at once and in one transaction a turn; others send and never touch it.
"""

import queue
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from functools import partial

from tracker.config import Config
from tracker.lib.outgoing import Outgoing
from tracker.services import celery_engine, courier, delivering, outbox
from tracker.services.celery_engine import QueueThread
from tracker.services.chores import Chore
from tracker.services.context import Context
from tracker.services.delivering import AT_ONCE, AT_ONCE_TO_FAILING, Outcome, Parcel, Terms

POLL_SECONDS = 1.0
HOUR_SECONDS = 3600.0
# Messages that are sent at once.
COURIERS = 8


class DeliveryThread(Chore):
    """Delivers what is due, and before it ends settles what is under way."""

    undone = "not-delivered"
    signal = outbox.written

    def __init__(self, outgoing: Outgoing, context: Context, terms: Terms, *, couriers: int) -> None:
        super().__init__("delivery", context)
        self.outgoing, self.terms, self.couriers = outgoing, terms, couriers
        self.pool = ThreadPoolExecutor(couriers, thread_name_prefix="courier")
        self.outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self.unsettled: list[Outcome] = []
        self.under_way: Counter[str] = Counter()
        self.failing: set[str] = set()
        self.forgotten = 0.0

    @property
    def is_over(self) -> bool:
        """Whether it is to end and all that was sent is settled."""
        return self.ended.is_set() and not self.under_way.total()

    def turn(self) -> float:
        """Settle what has come back, and send what is due."""
        self._gather()
        room = 0 if self.ended.is_set() else self.couriers - self.under_way.total() + len(self.unsettled)
        with self.context():
            self._forget()
            parcels = self._asked(room)
        for parcel in parcels:
            self._send(parcel)
        return POLL_SECONDS

    def _gather(self) -> None:
        while not self.outcomes.empty():
            outcome = self.outcomes.get()
            self.unsettled.append(outcome)
            mark = self.failing.discard if outcome.is_success else self.failing.add
            mark(outcome.parcel.webhook_id)

    def _asked(self, room: int) -> Sequence[Parcel]:
        if not self.unsettled and not (room and delivering.is_due()):
            return []
        parcels = delivering.turn(self.unsettled, self.terms, room=room, full=self._full())
        self.under_way.subtract(outcome.parcel.webhook_id for outcome in self.unsettled)
        self.unsettled.clear()
        return parcels

    def _full(self) -> Sequence[str]:
        settled = Counter(outcome.parcel.webhook_id for outcome in self.unsettled)
        now = {webhook_id: count - settled[webhook_id] for webhook_id, count in self.under_way.items()}
        most = {webhook_id: AT_ONCE_TO_FAILING if webhook_id in self.failing else AT_ONCE for webhook_id in now}
        return [webhook_id for webhook_id, count in now.items() if count >= most[webhook_id]]

    def _send(self, parcel: Parcel) -> None:
        self.under_way[parcel.webhook_id] += 1
        carried = self.pool.submit(courier.carry, parcel, self.outgoing, seconds=self.terms.seconds)
        carried.add_done_callback(partial(self._come_back, parcel))

    def _come_back(self, parcel: Parcel, carried: Future[Outcome]) -> None:
        # Whatever became of it, or it would be under way for ever.
        fault = carried.exception()
        self.outcomes.put(carried.result() if fault is None else courier.left_behind(parcel, fault))
        self.due.set()

    def _forget(self) -> None:
        if time.monotonic() - self.forgotten > HOUR_SECONDS or not self.forgotten:
            self.forgotten = time.monotonic()
            delivering.forget()


def terms_of(settings: Config) -> Terms:
    """Return the terms that the settings make."""
    first = timedelta(seconds=settings.webhook_first_pause)
    return Terms(seconds=settings.webhook_timeout, first_pause=first)


def start(outgoing: Outgoing, context: Context, settings: Config) -> DeliveryThread | QueueThread | None:
    """Start delivering beside what this process serves, or queueing, unless the settings leave that to others."""
    if not settings.embedded_worker:
        return None
    if settings.celery_broker_url:
        thread: DeliveryThread | QueueThread = QueueThread(celery_engine.engine(settings.celery_broker_url), context)
    else:
        thread = DeliveryThread(outgoing, context, terms_of(settings), couriers=COURIERS)
    thread.start()
    return thread
