"""Sentences as vectors: what says the same lies near, in whatever language it is said."""

import json
from pathlib import Path

import numpy as np
import pytest

from tracker.lib import encoders

# Written and put into the other languages for this test.
LABELLED = json.loads(Path(__file__).with_name("labelled").joinpath("translated_sentences.json").read_text("utf-8"))
ORIGINALS = [sentence["en"] for sentence in LABELLED["sentences"]]
LANGUAGES = ["es", "fr", "de", "pt", "ar"]
NEAREST = 10

pytestmark = pytest.mark.skipif(not encoders.has_multilingual(), reason="the extra `semantic` is not installed")


@pytest.fixture(scope="module")
def encode():
    return encoders.multilingual().encode


@pytest.fixture(scope="module")
def claims(encode):
    return encode([*ORIGINALS, *LABELLED["others"]])


def ranks(found, claims):
    """Return the rank of the claim at the same place, for each row."""
    cosines = found @ claims.T
    return [int((row > row[at]).sum()) + 1 for at, row in enumerate(cosines)]


def test_there_is_enough_to_confuse_a_sentence_with():
    assert len(ORIGINALS) == 10
    assert len(set(LABELLED["others"]) - set(ORIGINALS)) >= 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_finds_its_original(language, encode, claims):
    found = ranks(encode([sentence[language] for sentence in LABELLED["sentences"]]), claims)

    assert sum(rank <= NEAREST for rank in found) >= 9, found


def test_vectors_are_of_length_one(claims):
    assert np.linalg.norm(claims, axis=1) == pytest.approx(np.ones(len(claims)), abs=1e-3)


def test_a_sentence_has_the_same_vector_alone_and_among_others(encode, claims):
    assert encode(ORIGINALS[:1])[0] == pytest.approx(claims[0], abs=1e-3)
