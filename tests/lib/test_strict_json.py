"""The strict decoder reads all plain JSON and refuses whatever two programs could read differently."""

import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib import strict_json
from tracker.lib.strict_json import JSONRefused

TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXTS
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=20)

HOSTILE = {
    "nothing": b"",
    "white space": b" \n",
    "two values": b"{}{}",
    "rest": b"{} x",
    "unclosed": b'{"a": [1',
    "closed twice": b"[]]",
    "trailing comma in a list": b"[1,]",
    "trailing comma in an object": b'{"a":1,}',
    "comment": b"[1 /* one */]",
    "single quotes": b"{'a': 1}",
    "bare key": b"{a: 1}",
    "number as key": b"{1: 1}",
    "Python words": b"[True, None]",
    "undefined": b"undefined",
    "NaN": b"NaN",
    "NaN inside": b'{"value": NaN}',
    "Infinity": b"[Infinity]",
    "minus Infinity": b"[-Infinity]",
    "float too large": b"1e999",
    "float too small": b"-1e999",
    "plus sign": b"+1",
    "leading zero": b"01",
    "bare point": b".5",
    "ending point": b"5.",
    "hexadecimal": b"0x10",
    "half an exponent": b"1e",
    "2**53": b"9007199254740992",
    "-2**53": b"-9007199254740992",
    "2**63": b"9223372036854775808",
    "2**64": b'{"limit": 18446744073709551616}',
    "20 digits": b"[99999999999999999999]",
    "5,000 digits": b"9" * 5_000,
    "a million digits": b"9" * 1_000_000,
    "minus a million digits": b"[-" + b"9" * 1_000_000 + b"]",
    "NUL escaped": b'"a\\u0000b"',
    "NUL as key": b'{"\\u0000": 1}',
    "NUL within": b'[{"a": {"b": ["\\u0000"]}}]',
    "NUL raw": b'"a\x00b"',
    "NUL around": b'\x00"a"',
    "newline in text": b'"a\nb"',
    "tab in text": b'"a\tb"',
    "unknown escape": b'"\\x41"',
    "half an escape": b'"\\u12"',
    "unclosed text": b'"a',
    "lone high surrogate": b'"\\ud800"',
    "lone low surrogate": b'"\\udc00"',
    "surrogates the wrong way round": b'"\\udc00\\ud800"',
    "two high surrogates": b'"\\ud800\\ud800"',
    "lone surrogate as key": b'{"\\udfff": 1}',
    "surrogate in UTF-8": b'"\xed\xa0\x80"',
    "invalid UTF-8": b'"\xff"',
    "overlong UTF-8": b'"\xc0\xaf"',
    "cut UTF-8": b'"\xe2\x82"',
    "beyond Unicode": b'"\xf4\x90\x80\x80"',
    "Latin-1": '"é"'.encode("latin-1"),
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "UTF-16 without mark": '{"a": 1}'.encode("utf-16-le"),
    "UTF-32": '{"a": 1}'.encode("utf-32"),
    "byte order mark": b'\xef\xbb\xbf{"a": 1}',
    "no-break space": '{\u00a0"a": 1}'.encode(),
    "duplicate key": b'{"a": 1, "a": 2}',
    "duplicate key, same value": b'{"a": 1, "a": 1}',
    "duplicate key within": b'[{"b": {"a": 1, "c": 2, "a": 3}}]',
    "duplicate key, escaped": b'{"a": 1, "\\u0061": 2}',
    "duplicate empty key": b'{"": 1, "": 2}',
    "nesting of 33": b"[" * 33 + b"]" * 33,
    "nesting of 33 objects": b'{"a":' * 33 + b"1" + b"}" * 33,
    "nesting of 33, mixed": b'[{"a":' * 16 + b"[]" + b"}]" * 16,
    "nesting of 2,000": b"[" * 2_000 + b"]" * 2_000,
    "nesting of 2,000 objects": b'{"a":' * 2_000 + b"1" + b"}" * 2_000,
    "nesting of a million": b"[" * 1_000_000 + b"]" * 1_000_000,
    "nesting of a million, unclosed": b"[" * 1_000_000,
    "a million objects, unclosed": b'{"a":' * 1_000_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_body_is_refused_with_a_reason(body):
    with pytest.raises(JSONRefused) as caught:
        strict_json.loads(body)
    assert caught.value.reason
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"null", None),
        (b"true", True),
        (b"[]", []),
        (b"{}", {}),
        (b' \t\r\n{"a" : [ 1 , "b" ] } ', {"a": [1, "b"]}),
        (b"9007199254740991", 2**53 - 1),
        (b"-9007199254740991", -(2**53) + 1),
        (b"-0", 0),
        (b"1.5e3", 1500.0),
        (b"1e300", 1e300),
        (b'"\\ud83d\\ude00"', "😀"),
        ('"😀é"'.encode(), "😀é"),
        (b'"\\\\u0000"', "\\u0000"),
        (b'"\\u0001\\u001f\\u007f"', "\x01\x1f\x7f"),
        (b'"\\ufeff"', "\ufeff"),
        (b'"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\/\b\f\n\r\t'),
        (b'{"a": {"a": {"a": 1}}}', {"a": {"a": {"a": 1}}}),
        (b'[{"a": 1}, {"a": 2}]', [{"a": 1}, {"a": 2}]),
        ('{"é": 1, "e\u0301": 2}'.encode(), {"é": 1, "e\u0301": 2}),
        (b'"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["', "[" * 40),
        (b"[" * 32 + b"]" * 32, json.loads("[" * 32 + "]" * 32)),
        (b"[" * 32 + b"1" + b"]" * 32, json.loads("[" * 32 + "1" + "]" * 32)),
        (b"[" + b"[]," * 1_000 + b"[]]", [[]] * 1_001),
    ],
)
def test_a_plain_body_is_read(body, expected):
    assert strict_json.loads(body) == expected


def test_a_boolean_stays_a_boolean_and_an_integer_an_integer():
    value = strict_json.loads(b"[true, 1, 1.0]")
    assert [type(item) for item in value] == [bool, int, float]


@given(VALUES, st.booleans())
def test_what_json_writes_is_read_back(value, ascii_only):
    body = json.dumps(value, ensure_ascii=ascii_only).encode()
    assert strict_json.loads(body) == value


@given(st.binary() | st.text().map(str.encode) | st.text('[]{}",:\\u0dé1-.e ').map(str.encode))
def test_any_bytes_are_read_or_refused(body):
    try:
        value = strict_json.loads(body)
    except JSONRefused:
        return
    assert value == json.loads(body)


def test_the_reason_names_the_key_that_came_twice():
    with pytest.raises(JSONRefused, match='duplicate key "b"'):
        strict_json.loads(b'{"a": 1, "b": 2, "c": 3, "b": 4}')


def test_the_depth_of_the_caller_does_not_matter():
    def deeper(levels):
        return strict_json.loads(b"[" * 32 + b"]" * 32) if levels == 0 else deeper(levels - 1)

    assert deeper(sys.getrecursionlimit() // 2)
