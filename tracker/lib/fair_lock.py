"""A lock that lets threads in by the order they came."""

from collections import deque
from threading import Lock
from types import TracebackType
from typing import Self


class FairLock:
    """A lock handed from its holder to the thread that has waited longest; not re-entrant.

    The lock of the standard library lets a thread that asks again at once pass those that wait.
    """

    def __init__(self) -> None:
        self._mutex = Lock()
        self._held = False
        self._queue: deque[Lock] = deque()

    @property
    def waiting(self) -> int:
        """Return how many threads wait."""
        return len(self._queue)

    def locked(self) -> bool:
        """Tell whether a thread holds the lock."""
        return self._held

    def acquire(self, timeout: float | None = None) -> bool:
        """Wait for the lock, for so many seconds at most (None: for ever), and tell whether it is held."""
        with self._mutex:
            if not self._held:
                self._held = True
                return True
            turn = Lock()
            turn.acquire()
            self._queue.append(turn)
        return self._wait(turn, -1 if timeout is None else max(timeout, 0))

    def release(self) -> None:
        """Hand the lock to the thread that has waited longest, or raise RuntimeError where nobody holds it."""
        with self._mutex:
            if not self._held:
                raise RuntimeError("release of a lock that nobody holds")
            if self._queue:
                self._queue.popleft().release()
            else:
                self._held = False

    def _wait(self, turn: Lock, timeout: float) -> bool:
        try:
            came = turn.acquire(timeout=timeout)
        except BaseException:
            # An interrupt while waiting: leave the queue, or pass on a turn that came meanwhile.
            if not self._leave(turn):
                self.release()
            raise
        return came or not self._leave(turn)

    def _leave(self, turn: Lock) -> bool:
        with self._mutex:
            if turn in self._queue:
                self._queue.remove(turn)
                return True
        return False

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
