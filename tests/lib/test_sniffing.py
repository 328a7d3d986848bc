"""A file's kind is told by how it begins."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib import sniffing

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"GIF89a\x01\x00\x01\x00", "image/gif"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "application/pdf"),
        (b"%PDF-1.7\n1 0 obj", "application/pdf"),
        (b"PK\x03\x04\x14\x00\x00\x00", "application/zip"),
        (gzip.compress(b"a", mtime=0), "application/gzip"),
        (b"<!DOCTYPE html><title>a</title>", "text/html"),
        (b"\xef\xbb\xbf \n<!doctype HTML>", "text/html"),
        (b"<html lang='en'>", "text/html"),
        (b"<HTML>", "text/html"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">', "text/html"),
        (b"<script>alert(1)</script>", "text/html"),
        (b"<!-- a --><p>b", "text/html"),
        (b'{"a": 1}', "application/json"),
        (b"{}", "application/json"),
        (b' [ {"a": ', "application/json"),
        (b"[1, 2]", "application/json"),
        (b"[1] A note on sources", "text/plain"),
        (b"{curly}", "text/plain"),
        (b"a,b\n1,2\n", "text/plain"),
        ("Ein Satz, ein Wörtchen".encode(), "text/plain"),
        ("A cut é".encode()[:-1], "text/plain"),
        (b"BM is not a bitmap here", "text/plain"),
        (b"<particle>", "text/plain"),
        (b"", "application/octet-stream"),
        (b"\x00\x01\x02\x03", "application/octet-stream"),
        ("Latin é".encode("latin-1") + b" one", "application/octet-stream"),
    ],
)
def test_a_file_is_known_by_its_first_bytes(head, expected):
    assert sniffing.media_type(head) == expected


@given(st.binary(max_size=600))
def test_any_bytes_are_of_some_kind(head):
    assert "/" in sniffing.media_type(head)


@given(st.text(min_size=1), st.integers(0, 3))
def test_text_cut_within_a_character_is_still_text(text, cut):
    readable = "".join(character for character in text if character.isprintable())
    head = f"Text: {readable}€".encode()
    assert sniffing.media_type(head[: len(head) - cut]) == "text/plain"
