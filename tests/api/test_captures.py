"""Captures: files that were sent, kept by the digest of their content, and given back as attachments alone."""

from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.newsrooms import Newsroom, created, places, problem
from tracker.lib.ids import new_id

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"
HTML = b"<!doctype html><script>alert(1)</script>"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32


def upload(
    room: Newsroom, content: bytes, who: str = "checker", *, name: str = "page.txt", source: str = ""
) -> TestResponse:
    source = source or created(room.post("/sources", {"title": "A page"}))["id"]
    return room.call("POST", f"/sources/{source}/captures", who, data={"file": (BytesIO(content), name)})


def files(app: Flask) -> list[Path]:
    return [path for path in app.config["TRACKER"].files_dir.rglob("*") if path.is_file()]


def test_a_file_is_kept_by_its_digest(room: Newsroom, shared_app: Flask) -> None:
    content = new_id().encode() * 5000
    answer = upload(room, content)
    digest = sha256(content).hexdigest()

    assert (answer.status_code, answer.json["digest"], answer.json["size"]) == (201, digest, len(content))
    assert (answer.json["filename"], answer.json["method"], answer.json["outcome"]) == ("page.txt", "upload", "stored")
    assert [path.read_bytes() for path in files(shared_app) if path.name == digest] == [content]
    assert room.get(answer.headers["Location"]).json == answer.json


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (HTML, "text/html"),
        (PNG, "image/png"),
        (b"words", "text/plain"),
        (b'{"a": 1}', "application/json"),
    ],
)
def test_the_type_is_what_the_content_tells(room: Newsroom, content: bytes, media_type: str) -> None:
    assert upload(room, content, name="holiday.jpg").json["media_type"] == media_type


def test_a_file_is_given_back_as_an_attachment_that_no_browser_runs(room: Newsroom) -> None:
    capture = upload(room, HTML, name="page.html").json
    answer = room.get(f"/files/{capture['digest']}")

    assert (answer.status_code, answer.data) == (200, HTML)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "private" in answer.headers["Cache-Control"]


def test_a_file_that_the_reader_has_is_not_sent_again(room: Newsroom) -> None:
    path = f"/files/{upload(room, b'a page').json['digest']}"
    answer = room.get(path, headers={"If-None-Match": room.etag(path)})

    assert (answer.status_code, answer.data) == (304, b"")


def test_the_same_file_is_stored_once_and_captured_twice(room: Newsroom, shared_app: Flask) -> None:
    content = new_id().encode()
    first, second = upload(room, content).json, upload(room, content).json

    assert first["id"] != second["id"]
    assert [path.name for path in files(shared_app)].count(first["digest"]) == 1


def test_a_file_is_another_organizations_only_if_they_hold_it_too(room: Newsroom, other_room: Newsroom) -> None:
    content = new_id().encode()
    path = f"/files/{upload(room, content).json['digest']}"
    before = other_room.get(path).status_code
    upload(other_room, content)

    assert (before, other_room.get(path).status_code) == (404, 200)


def test_captures_are_listed_oldest_first(room: Newsroom) -> None:
    source = created(room.post("/sources", {"title": "A page"}))["id"]
    made = [upload(room, content, source=source).json for content in (b"one", b"two")]

    assert room.get(f"/sources/{source}/captures").json == {"items": made, "next": None}


def test_a_capture_is_part_of_its_sources_history(room: Newsroom) -> None:
    capture = upload(room, b"one").json
    entry = room.get(f"/sources/{capture['source_id']}/history").json["items"][-1]

    assert entry["kind"] == "source.captured"
    assert entry["changes"][f"captures/{capture['id']}"]["after"]["digest"] == capture["digest"]


def test_evidence_rests_on_a_capture_of_its_own_source(room: Newsroom) -> None:
    mine, other = upload(room, b"one").json, upload(room, b"two").json
    body = {"source_id": mine["source_id"], "stance": "context", "excerpt": "x"}
    path = f"/claims/{room.claim()['id']}/evidence"
    good, bad = (room.post(path, body | {"capture_id": capture["id"]}) for capture in (mine, other))

    assert good.json["capture_id"] == mine["id"]
    assert (problem(bad), places(bad)) == ((422, "reference-not-found"), ["/capture_id"])


def test_too_large_a_file_leaves_nothing_behind(app: Flask, newsroom: Newsroom) -> None:
    app.config["TRACKER"] = replace(app.config["TRACKER"], max_upload=4096)
    source = created(newsroom.post("/sources", {"title": "A page"}))["id"]
    answer = upload(newsroom, b"x" * 4097, source=source)

    assert problem(answer) == (413, "too-large")
    assert files(app) == []
    assert newsroom.get(f"/sources/{source}/captures").json["items"] == []


def test_a_path_in_a_filename_is_only_a_name(room: Newsroom) -> None:
    assert upload(room, b"x", name="../../etc/passwd").json["digest"] == sha256(b"x").hexdigest()


@pytest.mark.parametrize("options", [{"json": {"file": "x"}}, {"data": b"x", "content_type": "text/plain"}])
def test_a_body_that_is_no_form_is_refused(room: Newsroom, options: dict[str, Any]) -> None:
    source = created(room.post("/sources", {"title": "A page"}))["id"]

    assert problem(room.call("POST", f"/sources/{source}/captures", **options)) == (415, "unsupported-media-type")


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({"page": b"x"}, ["/file", "/page"]), ({"file": b"x", "note": b"y"}, ["/note"]), ({}, ["/file"])],
)
def test_a_form_has_one_file_and_nothing_else(room: Newsroom, fields: dict[str, bytes], wrong: list[str]) -> None:
    source = created(room.post("/sources", {"title": "A page"}))["id"]
    form = {name: (BytesIO(content), name) for name, content in fields.items()}
    answer = room.call(
        "POST",
        f"/sources/{source}/captures",
        data=form,
        content_type="multipart/form-data; boundary=x" if not form else None,
    )

    assert (problem(answer), places(answer)) == ((422, "invalid"), wrong)


@pytest.mark.parametrize("digest", ["0" * 64, "..%2f..%2fetc%2fpasswd", "x", "A" * 64])
def test_a_file_that_nobody_holds_is_not_there(room: Newsroom, digest: str) -> None:
    assert room.get(f"/files/{digest}").status_code == 404
