"""Cursors are opaque, come back unchanged, and bring nothing dangerous in."""

import re
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib import cursors

TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=50)
SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS


def forged(body):
    """Return a cursor that somebody made of some bytes."""
    return urlsafe_b64encode(body).rstrip(b"=").decode()


@given(st.lists(SCALARS, max_size=4))
def test_a_cursor_holds_its_values(values):
    cursor = cursors.encode(values)
    assert cursors.decode(cursor) == values
    assert re.fullmatch(r"[A-Za-z0-9_-]*", cursor)


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "!!!!",
        "é",
        "\x00",
        cursors.encode(["a", 1]) + "=",
        cursors.encode(["a", 1]) + "\n",
        cursors.encode(["a", 1]) + "!",
        cursors.encode(["a", 1])[:-1],
        " " + cursors.encode(["a", 1]),
        forged(b"1"),
        forged(b"{}"),
        forged(b"null"),
        forged(b'[ "a" ]'),
        forged(b'["\\u0000"]'),
        forged(b'["\\ud800"]'),
        forged(b"[NaN]"),
        forged(b"[18446744073709551616]"),
        forged(b"[" * 500 + b"]" * 500),
        forged(b"\xff"),
        cursors.encode(["a" * 3_000]),
    ],
)
def test_what_is_no_cursor_is_refused(cursor):
    with pytest.raises(ValueError, match="not a cursor"):
        cursors.decode(cursor)


@given(st.text() | st.text("ABCWyIiLD0xXQ_-=", max_size=40) | st.binary(max_size=20).map(forged))
def test_any_text_is_read_or_refused(text):
    try:
        values = cursors.decode(text)
    except ValueError:
        return
    assert cursors.encode(values) == text
