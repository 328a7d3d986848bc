"""Shared looks: whoever asks is told what was found by a look that began after it asked."""

from concurrent.futures import Future, ThreadPoolExecutor
from queue import Queue

import pytest

from tracker.lib.shared_looks import SharedLooks, SharedLooksByKey

SECONDS = 10


def test_each_look_is_new_where_nobody_else_asks() -> None:
    numbers = iter(range(3))
    looks = SharedLooks(lambda: next(numbers))

    assert [looks.read() for _ in range(3)] == [0, 1, 2]


class Stage:
    """Looks that end when the test says with what."""

    def __init__(self) -> None:
        self.begun: Queue[None] = Queue()
        self.answers: Queue[str | Exception] = Queue()
        self.looks = SharedLooks(self._look)

    def begin(self, pool: ThreadPoolExecutor, *, waiting: int) -> tuple[Future[str | None], list[Future[str | None]]]:
        """Let one look, and others ask meanwhile."""
        first = pool.submit(self.looks.read)
        self.begun.get(timeout=SECONDS)
        later = [pool.submit(self.looks.read) for _ in range(waiting)]
        while len(self.looks.turn._waiters) < waiting:
            pass
        return first, later

    def answer(self, first: str, then: str | Exception) -> None:
        """End the look under way, and the one after it."""
        self.answers.put(first)
        self.begun.get(timeout=SECONDS)
        self.answers.put(then)

    def _look(self) -> str:
        self.begun.put(None)
        answer = self.answers.get(timeout=SECONDS)
        if isinstance(answer, Exception):
            raise answer
        return answer


def test_those_who_ask_during_a_look_share_the_next_one() -> None:
    stage = Stage()
    with ThreadPoolExecutor(4) as pool:
        first, later = stage.begin(pool, waiting=3)
        stage.answer("old", "new")

        assert first.result(SECONDS) == "old"
        assert [asked.result(SECONDS) for asked in later] == ["new"] * 3
    assert stage.begun.empty()


def test_those_who_wait_for_a_look_that_fails_are_told_of_nothing_and_later_ones_look_again() -> None:
    stage, failure = Stage(), ValueError("failure")
    with ThreadPoolExecutor(3) as pool:
        _, later = stage.begin(pool, waiting=2)
        stage.answer("old", failure)

        assert sorted(str(asked.exception(SECONDS)) for asked in later) == ["None", "failure"]
    assert [asked.result() for asked in later if asked.exception() is None] == [None]
    stage.answers.put("new")
    assert stage.looks.read() == "new"


def test_looks_at_different_things_do_not_wait_for_each_other_and_are_forgotten() -> None:
    begun: Queue[str] = Queue()
    answers: dict[str, Queue[str]] = {name: Queue() for name in ("one", "other")}

    def look(name: str) -> str:
        begun.put(name)
        return answers[name].get(timeout=SECONDS)

    looks = SharedLooksByKey(look)
    with ThreadPoolExecutor(2) as pool:
        slow, quick = pool.submit(looks.read, "one"), pool.submit(looks.read, "other")
        assert {begun.get(timeout=SECONDS), begun.get(timeout=SECONDS)} == {"one", "other"}
        answers["other"].put("quick")
        assert quick.result(SECONDS) == "quick"
        answers["one"].put("slow")
        assert slow.result(SECONDS) == "slow"
    assert not looks.under_way
    assert not looks.asking


def test_a_look_by_key_that_fails_leaves_nothing_behind() -> None:
    looks = SharedLooksByKey(lambda key: 1 // key)

    with pytest.raises(ZeroDivisionError):
        looks.read(0)
    assert looks.read(1) == 1
    assert not looks.under_way
