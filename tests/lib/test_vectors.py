"""Vectors with a byte a number."""

import numpy as np
import pytest

from tracker.lib import vectors

RANDOM = np.random.default_rng(5)


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_cosines_of_packed_vectors_are_those_of_the_vectors():
    one, others = unit(RANDOM.normal(size=(1, 512)))[0], unit(RANDOM.normal(size=(5000, 512)))
    found = vectors.cosines(one, vectors.packed(others))

    assert found == pytest.approx((others @ one).tolist(), abs=0.005)


def test_a_number_takes_a_byte():
    assert [len(row) for row in vectors.packed(unit(RANDOM.normal(size=(2, 512))))] == [512, 512]


def test_a_vector_of_noughts_is_near_nothing():
    one = unit(RANDOM.normal(size=(1, 512)))[0]

    assert vectors.cosines(one, vectors.packed(np.zeros((1, 512), np.float32))) == [0]


def test_nothing_is_near_where_there_is_nothing():
    assert vectors.cosines(unit(RANDOM.normal(size=(1, 512)))[0], []) == []
