"""What in a text is worth checking, and who is said to have said it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.articles import ARTICLE
from tests.shared_data import shared
from tracker.domain.attributions import Reader
from tracker.domain.candidates import MOST, find


def speakers(text, limit=10):
    return {candidate.seen.said: _speaker(candidate) for candidate in find(text)[:limit]}


def _speaker(candidate):
    return candidate.seen.attribution.speaker if candidate.seen.attribution else None


def beginning(found, words):
    return next(speaker for said, speaker in found.items() if words in said)


def test_an_articles_numbers_and_quotations_come_with_their_speakers():
    found = speakers(ARTICLE)

    assert beginning(found, "40 percent of the country's grain") == "Jane Example"
    assert beginning(found, "over 30 cranes") is None
    assert beginning(found, "350 dockers") == "one local newspaper"
    assert beginning(found, "have doubled") == "Adam Sample"
    assert beginning(found, "The ministry must listen") == "Adam Sample"
    assert beginning(found, "ships wait for 12 days") == "Harbour Office"


def test_narration_questions_and_headings_are_left_out():
    found = " ".join(candidate.seen.sentence.text for candidate in find(ARTICLE))

    assert not any(
        words in found for words in ("People walk", "Is that too much", "A year of delays", "The way forward")
    )


def test_the_article_yields_its_numbers_and_quotations_with_the_right_speakers():
    found = speakers(shared("article/2025-01-09.txt").read_text(encoding="utf-8"))

    assert beginning(found, "40% inflation") is None
    assert beginning(found, "over 30 bases") is None
    assert beginning(found, "350 opposition fighters") == "one media outlet"
    assert beginning(found, "Iran’s influence extends") == "IRGC commanders"
    assert beginning(found, "What happened in Syria") == "Maryam Rajavi"
    assert [beginning(found, words) for words in ("The speed at which", "This roadmap", "Now is the time")] == [
        "Mike Pompeo"
    ] * 3


def test_each_candidate_says_why():
    first = find("Over 30 cranes stand idle at the port.")[0]

    assert [(rule.name, rule.points) for rule in first.reasons] == [("number", 4)]
    assert first.score == sum(rule.points for rule in first.reasons)


def test_equal_candidates_stay_in_the_order_of_the_text():
    found = find("Five ships sank over there. Six ships sank over there. Seven ships sank over there.")

    assert [candidate.seen.sentence.start for candidate in found] == [0, 28, 55]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Prices doubled, said Jane Example, the minister.", "Jane Example"),
        ("According to the World Bank, growth was 3 percent.", "World Bank"),
        ("The minister told reporters that 40 people died.", "The minister"),
        ("Officials said that nothing happened.", "Officials"),
        ('"We lost 40 percent of our wells," Mayor Ana Sample said.', "Ana Sample"),
        ("Prices doubled.", None),
        ("She said it had doubled.", None),
    ],
)
def test_the_speaker_is_whoever_the_verb_of_saying_names(sentence, speaker):
    found = Reader().read(sentence)

    assert (found.speaker if found else None) == speaker


def test_a_pronoun_is_whoever_was_named_last_and_a_surname_the_whole_name():
    reader = Reader()
    found = [
        reader.read(text) for text in ("Mayor Ana Sample spoke.", "Sample said it rained.", "She added that it snowed.")
    ]

    assert [one.speaker if one else None for one in found] == [None, "Ana Sample", "Ana Sample"]


PIECES = [*'aAbB .,“”":5%\n', " said ", "he ", " according to ", "Ann ", "\u202e", "é"]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_has_candidates_or_none(text):
    for candidate in find(text):
        assert text[candidate.seen.sentence.start : candidate.seen.sentence.end] == candidate.seen.sentence.text


def test_no_text_has_more_candidates_than_a_person_can_go_through():
    assert len(find("Over 30 cranes stand idle there. " * (MOST + 50))) == MOST
