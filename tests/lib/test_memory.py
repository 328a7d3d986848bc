"""The allocator's setting is asked for wherever there is one, and work goes on."""

from concurrent.futures import ThreadPoolExecutor

from tracker.lib import memory


def test_threads_that_share_arenas_work_as_ever() -> None:
    memory.share_arenas(2)

    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(lambda n: len(bytes(n)), range(0, 1_000_000, 10_000))) == list(
            range(0, 1_000_000, 10_000)
        )
