"""Tokens are random, checked before any look-up, and kept as digests."""

import re
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib import tokens


def test_a_token_is_a_prefix_43_random_letters_and_a_checksum_of_6():
    assert re.fullmatch(r"fct_[0-9A-Za-z]{49}", tokens.mint().secret)


def test_no_two_tokens_are_the_same():
    assert len({tokens.mint().secret for _ in range(1_000)}) == 1_000


def test_the_digest_is_found_again_from_the_secret():
    token = tokens.mint()
    assert tokens.digest_of(token.secret) == token.digest == sha256(token.secret.encode()).digest()


def test_the_hint_tells_four_letters_alone():
    token = tokens.mint()
    assert token.hint == f"{token.secret[:8]}…"


def test_a_token_does_not_print_its_secret():
    token = tokens.mint()
    assert token.secret not in repr(token)


@given(st.integers(4, 52), st.sampled_from("0aZ"))
def test_one_wrong_letter_is_noticed(position, letter):
    secret = tokens.mint().secret
    wrong = secret[:position] + letter + secret[position + 1 :]
    assert (tokens.digest_of(wrong) is None) == (wrong != secret)


@pytest.mark.parametrize(
    "change",
    [
        lambda secret: "",
        lambda secret: secret[4:],
        lambda secret: secret[:-1],
        lambda secret: secret + "a",
        lambda secret: secret + "\n",
        lambda secret: " " + secret,
        lambda secret: "FCT_" + secret[4:],
        lambda secret: "ghp_" + secret[4:],
        lambda secret: secret[:10] + "é" + secret[11:],
        lambda secret: secret[:10] + "\x00" + secret[11:],
    ],
)
def test_what_is_no_token_has_no_digest(change):
    assert tokens.digest_of(change(tokens.mint().secret)) is None


@given(st.text())
def test_any_text_is_looked_at_without_error(text):
    assert tokens.digest_of(text) is None
