"""Shared looks: whoever asks is told what was found by a look that began after it asked."""

from concurrent.futures import ThreadPoolExecutor
from queue import Queue

from tracker.lib.shared_looks import SharedLooks

SECONDS = 10


def test_each_look_is_new_where_nobody_else_asks() -> None:
    numbers = iter(range(3))
    looks = SharedLooks(lambda: next(numbers))

    assert [looks.read() for _ in range(3)] == [0, 1, 2]


def test_those_who_ask_during_a_look_share_the_next_one() -> None:
    begun: Queue[None] = Queue()
    answers: Queue[str] = Queue()

    def look() -> str:
        begun.put(None)
        return answers.get(timeout=SECONDS)

    looks = SharedLooks(look)
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(looks.read)
        begun.get(timeout=SECONDS)
        later = [pool.submit(looks.read) for _ in range(3)]
        while len(looks.turn._waiters) < 3:
            pass
        answers.put("old")
        begun.get(timeout=SECONDS)
        answers.put("new")

        assert first.result(SECONDS) == "old"
        assert [asked.result(SECONDS) for asked in later] == ["new"] * 3
    assert begun.empty()
