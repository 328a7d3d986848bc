"""Texts are alike in their letters whatever ending a word has, and slips leave them alike."""

import pytest

from tracker.lib.letter_runs import LetterRuns, runs

TEXTS = [("The vaccination of elephants", "Elephants"), ("A harbour was closed", ""), ("Bees", "Bees are dying")]


@pytest.fixture(scope="module")
def letters():
    return LetterRuns(TEXTS)


def test_words_are_cut_into_runs_and_stop_words_left_out():
    assert runs(["the", "bees"]) == {" bee", "bees", "ees "}


def test_the_same_text_is_wholly_alike(letters):
    claim, title = letters.likeness("vaccination elephants", [0])[0]

    assert claim == pytest.approx(1)
    assert 0 < title < 1


def test_an_ending_and_a_slip_leave_it_alike(letters):
    found = letters.likeness("vaccinated elefants", [0, 1, 2])

    assert found[0][0] > 0.3
    assert found[1] == found[2] == (0, 0)
