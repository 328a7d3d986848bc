"""The whole story over real HTTP with nothing but curl: logged, published, reopened, corrected, retracted."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.newsrooms import EXAMPLES, Newsroom
from tracker.lib.ids import new_id

EVIDENCE = EXAMPLES["evidence"]
NOTICE = "The statistics office revised the figure."


class Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Answer:
    """What curl brought back."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.text)

    @property
    def places(self) -> list[str]:
        """Where something is missing."""
        return [fault["pointer"] for fault in self.json["errors"]]


@dataclass(frozen=True)
class Curl:
    """Somebody at a terminal, with the newsroom's keys."""

    site: str
    room: Newsroom
    folder: Path

    def __call__(
        self, method: str, path: str, who: str | None = None, body: Any = None, tag: str | None = None
    ) -> Answer:
        command = ["curl", "--silent", "--show-error", "--max-time", "30", "--dump-header", "head", "--output", "body",
                   "--write-out", "%{http_code}", "--request", method]  # fmt: skip
        headers = {"Authorization": f"Bearer {self.room.keys[who]}"} if who else {}
        headers |= {"If-Match": tag} if tag else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
            command += ["--data", json.dumps(body)]
        command += [part for name, value in headers.items() for part in ("--header", f"{name}: {value}")]
        (self.folder / "body").write_bytes(b"")
        ran = subprocess.run([*command, self.site + path], cwd=self.folder, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        lines = (self.folder / "head").read_text().splitlines()[1:]
        found = dict(line.split(": ", 1) for line in lines if ": " in line)
        return Answer(int(ran.stdout), found, (self.folder / "body").read_text())


@pytest.fixture
def curl(app: Flask, newsroom: Newsroom, tmp_path: Path) -> Iterator[Curl]:
    assert shutil.which("curl"), "These tests need curl: install it (on Debian: apt install curl)."
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield Curl(f"http://127.0.0.1:{server.server_port}", newsroom, tmp_path)
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One step of the ladder, and what is tried in vain before it is taken."""

    step: str
    who: str
    words: dict[str, Any] = field(default_factory=dict)
    stranger: str = "auditor"
    too_early: str
    lacking: dict[str, Any] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    reached: str
    public: str = "none"


BEFORE_THE_DRAFT = (
    Rung(step="accept", who="checker", too_early="start", reached="queued"),
    Rung(step="start", who="checker", too_early="submit", lacking={"assignee_id": new_id()}, missing=["/assignee_id"],
         reached="investigating"),
)  # fmt: skip
UP_TO_THE_PUBLICATION = (
    Rung(step="submit", who="checker", too_early="publish", reached="in_review"),
    Rung(step="approve", who="editor", stranger="checker", too_early="publish", reached="approved"),
    Rung(step="publish", who="editor", stranger="checker", too_early="reopen", lacking={"kind": "correction"},
         missing=["/kind"], reached="published", public="live"),
    Rung(step="reopen", who="editor", words={"reason": NOTICE}, stranger="checker", too_early="approve",
         missing=["/reason"], reached="investigating", public="under_review"),
)  # fmt: skip
UP_TO_THE_RETRACTION = (
    Rung(step="submit", who="checker", too_early="publish", reached="in_review", public="under_review"),
    Rung(step="approve", who="editor", stranger="checker", too_early="publish", reached="approved",
         public="under_review"),
    Rung(step="publish", who="editor", words={"kind": "correction", "severity": "major", "notice": NOTICE},
         stranger="checker", too_early="reopen", missing=["/kind", "/notice"], reached="published", public="live"),
    Rung(step="retract", who="editor", words={"reason": "wrong", "notice": "This check was wrong."},
         stranger="checker", too_early="approve", missing=["/reason", "/notice"], reached="retracted",
         public="retracted"),
)  # fmt: skip


def take(curl: Curl, claim: str, rung: Rung) -> None:
    """Try a step in all the ways that are refused, and then take it."""
    path, tag = f"{claim}/steps", curl("GET", claim, rung.who).headers["ETag"]
    body, wrong = {"step": rung.step, **rung.words}, {"step": rung.too_early, "reason": "x", "notice": "x"}
    able = "editor" if rung.too_early in {"publish", "approve", "reopen"} else rung.who

    assert curl("POST", path, None, body, tag).status == 401
    assert curl("POST", path, rung.stranger, body, tag).status == 403
    assert curl("POST", path, rung.who, body).status == 428
    assert curl("POST", path, rung.who, body, '"v0.0000"').status == 412
    assert curl("POST", path, able, wrong, tag).status == 409
    if rung.missing:
        refused = curl("POST", path, rung.who, {"step": rung.step, **rung.lacking}, tag)
        assert (refused.status, refused.places) == (422, rung.missing)

    taken = curl("POST", path, rung.who, body, tag)
    assert (taken.status, taken.json.get("state")) == (200, rung.reached), taken.text
    assert taken.json["publication"]["status"] == rung.public
    assert curl("POST", path, rung.who, body, tag).status == 412


def draft(curl: Curl, claim: str, label: str) -> None:
    """Find evidence and propose a verdict, of which the first attempt cannot be submitted."""
    without = curl("POST", f"{claim}/steps", "checker", {"step": "submit"}, "*")
    assert (without.status, without.places) == (422, ["/verdict"])
    evidence = curl("POST", f"{claim}/evidence", "checker", EVIDENCE).json["id"]
    body = EXAMPLES["verdict"] | {"scale_id": curl.room.scale_id, "label": label, "evidence_ids": []}
    verdict = curl("POST", f"{claim}/verdicts", "checker", body)
    without = curl("POST", f"{claim}/steps", "checker", {"step": "submit"}, "*")
    assert (without.status, without.places) == (422, ["/verdict/evidence_ids"])

    path = f"/api/v1/verdicts/{verdict.json['id']}"
    cited = {"evidence_ids": [evidence]}
    assert curl("PATCH", path, "checker", cited).status == 428
    assert curl("PATCH", path, "checker", cited, '"v9.0"').status == 412
    assert curl("PATCH", path, "checker", cited, verdict.headers["ETag"]).status == 200


def test_the_whole_story(curl: Curl) -> None:
    logged = curl("POST", "/api/v1/claims", "checker", EXAMPLES["claim"])
    claim, check = logged.headers["Location"], f"/fact-checks/{logged.json['id']}"
    for rung in BEFORE_THE_DRAFT:
        take(curl, claim, rung)
    draft(curl, claim, "mostly_false")
    assert curl("GET", check).status == 404
    for rung in UP_TO_THE_PUBLICATION:
        take(curl, claim, rung)
    assert "under review" in curl("GET", check).text.lower()
    draft(curl, claim, "false")
    for rung in UP_TO_THE_RETRACTION:
        take(curl, claim, rung)

    publications = curl("GET", f"{claim}/publications").json["items"]
    steps = curl("GET", f"{claim}/steps", "auditor").json["items"]
    feed = curl("GET", "/feeds/verdicts.json").json["items"]
    page = curl("GET", check)
    assert [item["kind"] for item in publications] == ["original", "correction", "retraction"]
    assert [item["label_after"]["key"] for item in publications] == ["mostly_false", "false", "false"]
    assert [step["step"] for step in steps] == [
        rung.step for rung in (*BEFORE_THE_DRAFT, *UP_TO_THE_PUBLICATION, *UP_TO_THE_RETRACTION)
    ]
    assert [item["id"] for item in feed] == [f"urn:uuid:{logged.json['id']}"]
    assert (page.status, "This check was wrong." in page.text) == (200, True)
