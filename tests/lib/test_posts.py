"""Posts are read as sentences, with their signature apart."""

import pytest

from tracker.lib.posts import Post, read_post


def test_a_signature_is_told_from_what_was_said():
    post = read_post("They banned it! https://t.co/abc — Some One (@SomeOne) March 4, 2019")

    assert post == Post("They banned it!", author="Some One Some One", month="March 2019")


def test_a_signature_in_capitals_is_one_as_well():
    assert read_post("THEY BANNED IT — SOME ONE (@SOMEONE) MARCH 4, 2019").month == "MARCH 2019"


@pytest.mark.parametrize(
    ("left", "month"), [("March 4,", "March"), ("4, 2019", "2019"), ("March 2019", "March 2019"), ("4,", "")]
)
def test_of_a_signature_a_part_of_the_date_is_enough(left, month):
    assert read_post(f"They banned it! — Some One (@SomeOne) {left}") == Post(
        "They banned it!", author="Some One Some One", month=month
    )


def test_what_is_said_after_a_signature_is_no_date():
    assert read_post("So said — Some One (@SomeOne) 4, 2019 was it?").text == "So said 4, 2019 was it?"


def test_tags_become_words():
    assert (
        read_post("Pray for #SouthernTown and @city_hall").text
        == "Pray for Southern Town SouthernTown and city hall city_hall"
    )


def test_pictures_and_links_go():
    assert read_post("Look 😂😂 pic.twitter.com/x1 at this 👉 www.example.org/a").text == "Look at this"


def test_a_plain_sentence_stays_as_it_is():
    sentence = "A dash — even two – signs nothing (really)."

    assert read_post(sentence) == Post(sentence)


def test_a_post_of_nothing_but_a_link_says_nothing():
    assert read_post("https://example.org") == Post("")
