"""Language tags: language, script and region in their usual case."""

from itertools import product
from string import ascii_lowercase, ascii_uppercase

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib import languages

ELSEWHERE = jsonschema_rs.validator_for({"pattern": languages.PATTERN})


@pytest.mark.parametrize("tag", ["en", "fr", "gsw", "pt-BR", "zh-Hant", "zh-Hant-TW", "es-419", "und", "sr-Latn-RS"])
def test_a_tag_in_use_is_a_tag_and_its_own_preferred_form(tag):
    assert languages.is_tag(tag)
    assert languages.canonical(tag) == tag


@pytest.mark.parametrize(
    "text",
    [
        "",
        "e",
        "EN",
        "en-us",
        "en_US",
        "english",
        "en-",
        "-en",
        "en--US",
        "en-U",
        "en-USA",
        "en-41",
        "en-latn",
        "en-US-Latn",
        "de-1996",
        "x-private",
        "i-klingon",
        "en\n",
        "en ",
        "ｅn",
        "en\x00",
    ],
)
def test_other_text_is_no_tag(text):
    assert not languages.is_tag(text)


@pytest.mark.parametrize(
    ("given_tag", "preferred"),
    [
        ("EN", "en"),
        ("en-us", "en-US"),
        ("pt_br", "pt-BR"),
        ("ZH-hant-tw", "zh-Hant-TW"),
        ("iw", "he"),
        ("en-UK", "en-GB"),
        ("en-Latn", "en"),
        ("eng", "en"),
    ],
)
def test_a_tag_written_otherwise_has_a_preferred_form(given_tag, preferred):
    assert languages.canonical(given_tag) == preferred


@pytest.mark.parametrize(
    "text", ["", "-", "en-", "english!", "de-1996", "x-private", "en-u-co-phonebk", "日本語", "\x00"]
)
def test_what_is_no_tag_has_no_preferred_form(text):
    with pytest.raises(ValueError, match="language"):
        languages.canonical(text)


def test_every_language_has_a_preferred_form():
    tags = ["".join(letters) for length in (2, 3) for letters in product(ascii_lowercase, repeat=length)]
    assert all(languages.is_tag(languages.canonical(tag)) for tag in tags)


def test_every_region_has_a_preferred_form():
    regions = ["".join(letters) for letters in product(ascii_uppercase, repeat=2)]
    regions += [f"{number:03}" for number in range(1_000)]
    assert all(languages.is_tag(languages.canonical(f"en-{region}")) for region in regions)


@given(st.from_regex(languages.PATTERN, fullmatch=True))
def test_all_that_the_pattern_matches_is_a_tag_with_a_preferred_form(tag):
    assert languages.is_tag(tag)
    preferred = languages.canonical(tag)
    assert languages.canonical(preferred) == preferred


@given(st.text() | st.text("enUSLat-_419"))
def test_any_text_has_a_preferred_form_or_is_refused(text):
    try:
        assert languages.is_tag(languages.canonical(text))
    except ValueError:
        assert not languages.is_tag(text)


@given(st.text("aenUSLt-419\n"))
def test_another_engine_reads_the_pattern_alike(text):
    assert ELSEWHERE.is_valid(text) == languages.is_tag(text)
