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
        ("The leader of the party, Ana Sample, said that it rained.", "Ana Sample"),
        ("Ana Sample, who leads the party, said that it rained.", "Ana Sample"),
        ("Senator Ana Sample, a farmer, wrote on a blog that it rained.", "Ana Sample"),
        ("A spokeswoman for Sample replied that it rained.", "A spokeswoman for Sample"),
        ("A speaker for the nurses' union said it rained.", "A speaker for the nurses' union"),
        ("The report, published in May, found that it rained.", "The report"),
        ("According to a report by the national audit office, it rained.", "a report by the national audit office"),
        ("A post shared 30,000 times on some sites claimed that it rained.", "A post"),
        ("The Bank of Example said that it rained.", "Bank of Example"),
        ("But local officials told reporters that it rained.", "local officials"),
        ("The harbour minister on Monday spoke at length, telling nurses that it rained.", "The harbour minister"),
        ("Officials in three states said that it rained.", "Officials in three states"),
        ("Prices rose, wages fell, said Jane Example.", "Jane Example"),
        ("Police found 300 crates.", None),
        ("The bill, called the Example Act, is long.", None),
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


def said(*sentences):
    reader = Reader()
    return [found.speaker if (found := reader.read(sentence)) else None for sentence in sentences]


def test_a_quotation_that_stands_alone_goes_on_with_the_one_before():
    told = said(
        '"It is false," said Jane Example.',
        '"We spend far more than they do."',
        "It rained.",
        '"No, it did not at all."',
    )

    assert told == ["Jane Example", "Jane Example", None, None]


def test_a_pronoun_means_who_was_named_last_of_those_it_may_mean():
    assert said(
        "She said that, and Ana Sample left.",
        "Ana Sample said it rained.",
        "She said it rained.",
        "But Professor Adam Example disagrees.",
        "He said it snowed.",
        "She said it did not.",
        "The finance minister said it did.",
        "He said so twice.",
    ) == [None, *["Ana Sample"] * 2, None, "Adam Example", "Ana Sample", *["The finance minister"] * 2]


PIECES = [*'aAbB .,“”":5%\n', " said ", "he ", " according to ", "Ann ", "\u202e", "é"]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_has_candidates_or_none(text):
    for candidate in find(text):
        assert text[candidate.seen.sentence.start : candidate.seen.sentence.end] == candidate.seen.sentence.text


def test_no_text_has_more_candidates_than_a_person_can_go_through():
    assert len(find("Over 30 cranes stand idle there. " * (MOST + 50))) == MOST
