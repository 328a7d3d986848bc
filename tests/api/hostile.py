"""What strangers send: bodies, headers, addresses and values that a careless service chokes on."""

import gzip
import json
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

JSON = "application/json"
Sent = dict[str, Any]

NOT_JSON: dict[str, bytes] = {
    "nothing": b"",
    "white space": b" \r\n\t",
    "an open object": b"{",
    "a cut object": b'{"text": "a", "language"',
    "a cut text": b'{"text": "a',
    "a comma at the end": b'{"text": "a",}',
    "single quotes": b"{'text': 'a'}",
    "a bare key": b"{text: 1}",
    "a bare word": b"nul",
    "Python's words": b'{"text": None}',
    "a comment": b'{/* a */ "text": "a"}',
    "something after the end": b"{} x",
    "two documents": b"{}{}",
    "a document a line": b"{}\n{}",
    "a NUL after the end": b"{}\x00",
    "a callback": b"callback({})",
    "a prefix": b")]}',\n{}",
    "a vertical tab": b"\x0b{}",
    "a no-break space": b"\xc2\xa0{}",
    "NaN": b'{"text": NaN}',
    "Infinity": b'{"text": Infinity}',
    "minus infinity": b'{"text": -Infinity}',
    "1e400": b'{"text": 1e400}',
    "-1e999999": b'{"text": -1e999999}',
    "2^53": b'{"text": 9007199254740992}',
    "-2^53": b'{"text": -9007199254740992}',
    "2^63": b'{"text": 9223372036854775808}',
    "2^64": b'{"text": 18446744073709551616}',
    "400 digits": b'{"text": ' + b"9" * 400 + b"}",
    "5,000 digits": b'{"text": ' + b"9" * 5_000 + b"}",
    "500,000 digits": b'{"text": ' + b"9" * 500_000 + b"}",
    "a leading zero": b'{"text": 01}',
    "a plus sign": b'{"text": +1}',
    "a hexadecimal": b'{"text": 0x10}',
    "a point without digits": b'{"text": 1.}',
    "digits without a whole": b'{"text": .5}',
    "nesting of 33": b"[" * 33 + b"]" * 33,
    "objects 33 deep": b'{"a":' * 33 + b"1" + b"}" * 33,
    "nesting of 2,000": b"[" * 2_000 + b"]" * 2_000,
    "objects 2,000 deep": b'{"a":' * 2_000 + b"1" + b"}" * 2_000,
    "nesting of 100,000, never closed": b"[" * 100_000,
    "a deep member": b'{"text": ' + b"[" * 40 + b"]" * 40 + b"}",
    "a key twice": b'{"text": "a", "text": "b"}',
    "a key twice inside": b'{"claimant": {"name": "a", "name": "b"}}',
    "a key twice, once escaped": b'{"text": "a", "\\u0074ext": "b"}',
    "a high surrogate alone": b'{"text": "\\ud800"}',
    "a low surrogate alone": b'{"text": "\\udc00"}',
    "a pair the wrong way round": b'{"text": "\\udc00\\ud800"}',
    "a surrogate alone in a key": b'{"\\ud800": 1}',
    "an escaped NUL": b'{"text": "a\\u0000b"}',
    "an escaped NUL in a key": b'{"a\\u0000": 1}',
    "a NUL": b'{"text": "a\x00b"}',
    "a raw line end in a text": b'{"text": "a\nb"}',
    "a raw escape in a text": b'{"text": "\x1b[31m"}',
    "an unknown escape": b'{"text": "\\x41"}',
    "a short escape": b'{"text": "\\u12"}',
    "a byte order mark": b"\xef\xbb\xbf{}",
    "UTF-16": '{"text": "é"}'.encode("utf-16"),
    "UTF-16, big end first": '{"text": "é"}'.encode("utf-16-be"),
    "UTF-32": '{"text": "é"}'.encode("utf-32"),
    "Latin-1": '{"text": "é"}'.encode("latin-1"),
    "an overlong NUL": b'{"text": "\xc0\x80"}',
    "a surrogate in UTF-8": b'{"text": "\xed\xa0\x80"}',
    "a character beyond Unicode": b'{"text": "\xf4\x90\x80\x80"}',
    "half a character": b'{"text": "\xe2\x82"}',
    "gzip": gzip.compress(b"{}", mtime=0),
    "XML": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "YAML": b"text: !!python/object/apply:os.system [id]",
    "a form": b"text=a&language=en",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
}
NOT_A_BODY: dict[str, bytes] = {
    "null": b"null",
    "true": b"true",
    "a number": b"0",
    "a fraction": b"1.5",
    "a text": b'"text"',
    "lists in lists": b"[[[[]]]]",
    "a list of what is nothing": b"[null, true, 0, {}]",
    "10,000 items": json.dumps(list(range(10_000))).encode(),
    "an unknown member": b'{"nonsense": 1}',
    "an empty name": b'{"": 1}',
    "a prototype": b'{"__proto__": {"admin": true}}',
    "a constructor": b'{"constructor": {"prototype": {"admin": true}}}',
    "an operator": b'{"$where": "sleep(1000)"}',
    "a class": b'{"__class__": "Actor"}',
    "a name that is a pointer": b'{"a/b~c": 1, "~1": {"~0": 1}}',
    "a name in another script": '{"имя": 1, "اسم": 2}'.encode(),
    "a name that turns the line": '{"\u202etxet": 1}'.encode(),
    "a very long name": json.dumps({"a" * 100_000: 1}).encode(),
    "10,000 unknown members": json.dumps({f"n{n}": n for n in range(10_000)}).encode(),
    "nesting of 32": b'{"nonsense": ' + b"[" * 31 + b"]" * 31 + b"}",
    "its own id": b'{"id": "00000000-0000-0000-0000-000000000000", "version": 1, "organization_id": "x"}',
}
NOT_A_TYPE: dict[str, str | None] = {
    "no type": None,
    "plain text": "text/plain",
    "a form": "application/x-www-form-urlencoded",
    "a form of parts": "multipart/form-data; boundary=a",
    "XML": "application/xml",
    "another JSON": "application/vnd.api+json",
    "JSON Lines": "application/jsonl",
    "a patch of operations": "application/json-patch+json",
    "anything": "*/*",
    "nonsense": ";;;=",
    "a very long type": "application/" + "j" * 10_000,
    "JSON by another name": "text/json",
}
NOT_A_FORM: dict[str, tuple[str, bytes]] = {
    "nothing": ("multipart/form-data; boundary=a", b""),
    "no boundary": ("multipart/form-data", b'--a\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--a--\r\n'),
    "an empty boundary": ('multipart/form-data; boundary=""', b"----\r\n"),
    "another boundary": ("multipart/form-data; boundary=b", b"--a\r\n\r\nx\r\n--a--\r\n"),
    "no end": ("multipart/form-data; boundary=a", b'--a\r\nContent-Disposition: form-data; name="file"; filename="a"'),
    "no headers": ("multipart/form-data; boundary=a", b"--a\r\n\r\nx\r\n--a--\r\n"),
    "no name": ("multipart/form-data; boundary=a", b"--a\r\nContent-Disposition: form-data\r\n\r\nx\r\n--a--\r\n"),
    "a field and no file": (
        "multipart/form-data; boundary=a", b'--a\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--a--\r\n',
    ),
    "a header of a megabyte": ("multipart/form-data; boundary=a", b"--a\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n--a--"),
    "2,000 parts": (
        "multipart/form-data; boundary=a",
        b'--a\r\nContent-Disposition: form-data; name="n"\r\n\r\nx\r\n' * 2_000 + b"--a--\r\n",
    ),
    "a field of two megabytes": (
        "multipart/form-data; boundary=a",
        b'--a\r\nContent-Disposition: form-data; name="n"\r\n\r\n' + b"x" * 2_000_000 + b"\r\n--a--\r\n",
    ),
    "JSON": (JSON, b'{"file": "x"}'),
    "JSON called a form": ("multipart/form-data; boundary=a", b'{"file": "x"}'),
    "a form of names": ("application/x-www-form-urlencoded", b"file=x"),
    "bytes": ("application/octet-stream", b"\x00\x01"),
    "mixed parts": ("multipart/mixed; boundary=a", b"--a\r\n\r\nx\r\n--a--\r\n"),
}  # fmt: skip
FILE_NAMES = ("../../etc/passwd", "a\\b", "", ".", "a" * 5_000, "é\u202egnp.exe", "a%00b", 'a"b', "CON", "a;b=c")
WORDS: tuple[str, ...] = (
    "", " ", "\u200b\u2060\ufeff", "\x01\x08\x1b[2J", "\u202e\u2066Ω", "é" * 20_001, "a" * 150_000,
    "\ufffe\uffff\U0010ffff", "'; DROP TABLE claim; --", '" OR ""="', "{{7*7}}{% raw %}", "${jndi:ldap://a}", "%s%n%00",
    "<script>alert(1)</script>", "../../../etc/passwd", "-0", "1e5", "٣", "2025-02-30", "0000-01-01",
    "9999-12-31T23:59:59-23:59", "https://[::1]/", "http://a@b/", "javascript:alert(1)", "xn--a", "en-Latn-x-a",
)  # fmt: skip
# What a database may choke on where the door lets it through.
STORABLE: tuple[Any, ...] = (
    True,
    -1,
    2**53 - 1,
    "a" * 150_000,
    "\ufffe\uffff\U0010ffff",
    "'; DROP TABLE claim; --",
    "%s%n",
)
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 3.0, 2**53 - 1, [], {}, [[]], [None], {"a": 1}, [{}] * 2_000, ["a"] * 2_000, *WORDS,
)  # fmt: skip
SEGMENTS = (
    "%00", "%ff", "%zz", "%", "%C0%80", "%ED%A0%80", "%2e%2e%2f", "..", "%0a", "%20", "null", "-1", "%E2%80%AE",
    "99999999999999999999", "%F0%9F%92%A9", "'", "00000000-0000-0000-0000-00000000000g", "a" * 5_000, "{{7*7}}",
    "00000000-0000-0000-0000-000000000000%0A",
)  # fmt: skip
QUERIES = (
    "nonsense=1", "%00=1", "%ff=%ff", "limit=%00", "limit=%zz", "limit=%ff", "limit=0", "limit=201", "limit=1&limit=2",
    "limit=%D9%A3", "limit=1e2", "limit=99999999999999999999", "cursor=%00", "cursor=", "cursor=AAAA", "cursor=W10",
    "cursor=WzFd", "cursor=WyJhIiwgImIiXQ", "cursor=" + "A" * 5_000, "cursor=WzEsMV0", "cursor=W251bGwsbnVsbF0",
    "cursor=WyIyMDI2LTExLTIyVDAwOjAwOjAwWiIsMV0", "=", "&&&", ";", "%", "[]=1", "a[b]=1", "state=%00", "state=" * 200,
    "state=logged" + "&state=logged" * 200, "name=%00", "url=%00", "topic=%00", "publisher=%00", "organization=%00",
    "as_of=0", "all=maybe", "from=now", "after=-1", "object=claim/%00", "sort=;", "awaiting=you",
    "made_from=2025-02-30", "created_from=0001-01-01T00:00:00%2B23:59",
)  # fmt: skip


def json_sent(body: bytes, content_type: str | None = JSON) -> Sent:
    """Return what a client sends as a JSON body."""
    return {"data": body, "content_type": content_type}


def chunked(body: bytes) -> Sent:
    """Return what a client sends without saying how long it is."""
    overrides = {"wsgi.input_terminated": True, "CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}
    return {"input_stream": BytesIO(body), "content_type": JSON, "environ_overrides": overrides}


def file_called(name: str) -> Sent:
    """Return what a client sends as a file of this name."""
    return {"data": {"file": (BytesIO(b"a page, kept"), name)}}


def spoiled(body: Any, values: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    """Yield a valid body over and over, each time with one bad value in the place of one good one."""
    for pointer, place in _places(body):
        for value in values:
            yield f"{pointer} = {value!r:.60}", place(value)


def place(spoiled: tuple[str, Any]) -> str:
    """Return the pointer to what was spoiled."""
    return spoiled[0].partition(" = ")[0]


def _places(body: Any, pointer: str = "") -> Iterator[tuple[str, Callable[[Any], Any]]]:
    for name, inner in _members(body):
        here = f"{pointer}/{name}"
        yield here, lambda value, name=name: _with(body, name, value)
        for deeper, place in _places(inner, here):
            yield deeper, lambda value, name=name, place=place: _with(body, name, place(value))


def _members(body: Any) -> list[tuple[Any, Any]]:
    if isinstance(body, dict):
        return list(body.items())
    return [(0, body[0])] if isinstance(body, list) and body else []


def _with(body: Any, name: Any, value: Any) -> Any:
    changed = body.copy()
    changed[name] = value
    return changed
