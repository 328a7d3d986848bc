"""Canonical JSON agrees with another implementation of RFC 8785."""

import string
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib import jcs

KEYS = st.text(st.characters(max_codepoint=127))
SCALARS = st.none() | st.booleans() | st.integers(-jcs.MAX_INTEGER, jcs.MAX_INTEGER) | st.text()
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=30)


@given(VALUES)
def test_bytes_are_those_of_another_implementation(value):
    assert jcs.canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("character", [*map(chr, range(0x80)), "\u2028", "é", "e\u0301", "\ufffd", "😀"])
def test_each_character_is_escaped_as_the_rfc_wants(character):
    assert jcs.canonical(character) == rfc8785.dumps(character)


@given(st.dictionaries(st.sampled_from(string.printable), st.integers(0, 9)))
def test_the_order_of_keys_does_not_matter(value):
    backwards = dict(reversed(list(value.items())))
    assert jcs.canonical(backwards) == jcs.canonical(value)


def test_a_digest_is_of_the_canonical_bytes():
    assert jcs.digest({"b": 1, "a": [None, True]}) == sha256(b'{"a":[null,true],"b":1}').digest()


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        float("inf"),
        2**53,
        -(2**53),
        2**64,
        10**5000,
        Decimal(1),
        b"bytes",
        {"set"},
        datetime(2026, 11, 22, tzinfo=UTC),
        "\ud800",
        {"é": 1},
        {"\ud800": 1},
        {1: 1},
        {None: 1},
        [[{"a": [0.5]}]],
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_has_no_canonical_form_here_is_refused(value):
    with pytest.raises(ValueError, match="canonical JSON"):
        jcs.canonical(value)


def test_endless_nesting_is_refused():
    value = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(ValueError, match="canonical JSON"):
        jcs.canonical(value)
