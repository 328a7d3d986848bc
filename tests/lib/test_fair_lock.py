"""The fair lock lets threads in by the order they came, and loses no turn."""

from threading import Barrier, Event, Thread

import pytest

from tracker.lib.fair_lock import FairLock

PATIENCE = 30


def queue_up(lock, deeds):
    """Start a thread for each deed, each only when those before it wait in the queue."""
    threads = []
    for deed in deeds:
        before = lock.waiting
        threads.append(Thread(target=deed, daemon=True))
        threads[-1].start()
        until(lambda expected=before + 1: lock.waiting == expected)
    return threads


def until(is_so):
    """Wait, in small steps of other threads' work, until something is so."""
    pulse = Event()
    for _ in range(PATIENCE * 1_000):
        if is_so():
            return
        pulse.wait(0.001)
    raise AssertionError("waited too long")


def finish(threads):
    """Wait for all threads to end."""
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads)


def test_a_free_lock_is_taken_at_once_and_given_back():
    lock = FairLock()
    with lock:
        assert lock.locked()
    assert not lock.locked()


def test_a_held_lock_is_not_taken_again():
    lock = FairLock()
    with lock:
        assert lock.acquire(timeout=0) is False
        assert lock.acquire(timeout=0.01) is False
        assert lock.waiting == 0
    assert lock.acquire(timeout=0) is True


def test_threads_come_in_by_the_order_they_queued():
    lock, order = FairLock(), []

    def enter(number):
        with lock:
            order.append(number)

    with lock:
        threads = queue_up(lock, [lambda number=number: enter(number) for number in range(50)])
    finish(threads)
    assert order == list(range(50))


def test_who_asks_again_at_once_goes_behind_those_who_wait():
    lock, order = FairLock(), []

    def enter():
        with lock:
            order.append("waiting")

    lock.acquire()
    threads = queue_up(lock, [enter])
    lock.release()
    with lock:
        order.append("again")
    finish(threads)
    assert order == ["waiting", "again"]


def test_who_gives_up_keeps_nobody_from_their_turn():
    lock, order = FairLock(), []

    def enter(name):
        with lock:
            order.append(name)

    def give_up():
        order.append(lock.acquire(timeout=0.05))

    lock.acquire()
    threads = queue_up(lock, [lambda: enter("first"), give_up, lambda: enter("last")])
    threads[1].join(PATIENCE)
    lock.release()
    finish(threads)
    assert order == [False, "first", "last"]
    assert not lock.locked()


def test_one_thread_at_a_time_is_inside():
    lock, start, inside, seen = FairLock(), Barrier(8), [], []

    def enter_often():
        start.wait(PATIENCE)
        for _ in range(500):
            with lock:
                inside.append(1)
                seen.append(len(inside))
                inside.pop()

    threads = [Thread(target=enter_often, daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()
    finish(threads)
    assert seen == [1] * 4_000
    assert (lock.locked(), lock.waiting) == (False, 0)


def test_no_turn_is_lost_where_waits_end_as_turns_come():
    lock, start, taken = FairLock(), Barrier(8), []

    def try_often():
        start.wait(PATIENCE)
        for _ in range(300):
            if lock.acquire(timeout=0.00001):
                taken.append(1)
                lock.release()

    threads = [Thread(target=try_often, daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()
    finish(threads)
    assert taken
    assert (lock.locked(), lock.waiting) == (False, 0)


def test_an_error_inside_gives_the_lock_back():
    lock = FairLock()
    with pytest.raises(LookupError), lock:
        raise LookupError
    assert not lock.locked()


def test_a_lock_that_nobody_holds_cannot_be_released():
    with pytest.raises(RuntimeError):
        FairLock().release()
