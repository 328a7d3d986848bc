"""Vectors kept by the signs of their numbers."""

import numpy as np
import pytest

from tracker.lib import sketches, vectors
from tracker.lib.sketches import Sketches

RANDOM = np.random.default_rng(7)
COUNT, WIDTH = 2_000, 512


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """So that there are several, and the last is not full."""
    monkeypatch.setattr(sketches, "BLOCK", 300)


@pytest.fixture
def rows():
    """Vectors of length one, of which each has near ones: they lie around fifty places."""
    rows = RANDOM.normal(size=(50, WIDTH))[np.arange(COUNT) % 50] + RANDOM.normal(size=(COUNT, WIDTH))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def kept(rows, owners=None):
    made = Sketches()
    made.put(list(range(len(rows))), owners or [None] * len(rows), vectors.packed(rows))
    return made


def test_the_nearest_by_cosine_are_among_the_nearest_by_signs(rows):
    made, asked = kept(rows), rows[::200]
    nearest = np.argsort(-(asked @ rows.T), axis=1)[:, :10]

    assert [
        set(best) - set(made.nearest(one, owner=None, most=100))
        for one, best in zip(asked, nearest.tolist(), strict=True)
    ] == [set()] * 10
    assert [made.nearest(one, owner=None, most=1) for one in asked] == [[place] for place in range(0, COUNT, 200)]


def test_one_owner_finds_nothing_of_another(rows):
    made = kept(rows, [("mine", "theirs", None)[place % 3] for place in range(COUNT)])

    assert {place % 3 for place in made.nearest(rows[1], owner="mine", most=COUNT)} == {0, 2}
    assert {place % 3 for place in made.nearest(rows[1], owner="unknown", most=COUNT)} == {2}
    assert {place % 3 for place in made.nearest(rows[1], owner=None, most=COUNT)} == {2}


def test_what_is_put_again_takes_the_place_of_what_there_was(rows):
    made = kept(rows)
    made.put([7, 8], [None, None], [vectors.packed(rows[10:11])[0], b""])

    assert len(made) == COUNT - 1
    assert made.nearest(rows[10], owner=None, most=2) == [10, 7]
    assert made.nearest(rows[7], owner=None, most=1) != [7]
    assert 8 not in made.nearest(rows[8], owner=None, most=COUNT)


def test_what_is_dropped_is_found_no_more(rows):
    made, fewer, newest = kept(rows), kept(rows), kept(rows)
    newest.keep_largest(3)
    made.drop(range(0, COUNT, 2))
    fewer.keep_only(range(5))

    assert {place % 2 for place in made.nearest(rows[0], owner=None, most=COUNT)} == {1}
    assert sorted(fewer.nearest(rows[0], owner=None, most=COUNT)) == [0, 1, 2, 3, 4]
    assert sorted(newest.nearest(rows[0], owner=None, most=9)) == [COUNT - 3, COUNT - 2, COUNT - 1]
    assert (len(made), len(fewer), len(newest)) == (COUNT // 2, 5, 3)


def test_nothing_is_near_where_there_is_nothing(rows):
    made = kept(rows)
    made.keep_only([])

    assert (made.nearest(rows[0], owner=None, most=9), Sketches().nearest(rows[0], owner="mine", most=9)) == ([], [])


def test_so_many_are_found_where_all_are_alike(rows):
    made = kept(np.repeat(rows[:1], COUNT, axis=0))

    assert len(made.nearest(rows[0], owner=None, most=100)) == 100
