"""Dossiers: whole, the same each time, and for each reader what they may know."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.newsrooms import EXAMPLES, Newsroom, created, problem
from tests.signers import sign
from tests.verifying import verified

SECRET = "https://whistle.example/leak"


def dossier(room: Newsroom, claim_id: str, who: str = "auditor") -> zipfile.ZipFile:
    answer = room.get(f"/claims/{claim_id}/dossier", who)
    assert (answer.status_code, answer.mimetype) == (200, "application/zip"), answer.get_data(as_text=True)
    return zipfile.ZipFile(io.BytesIO(answer.data))


def read(archive: zipfile.ZipFile, name: str) -> Any:
    return json.loads(archive.read(name))


@pytest.fixture
def claim_id(newsroom: Newsroom) -> str:
    return newsroom.claim_in("published")


@pytest.fixture
def protected(newsroom: Newsroom) -> str:
    """A claim with evidence from a protected source, captured, whose custodian is the checker."""
    claim_id: str = newsroom.claim()["id"]
    source = {"url": SECRET, "title": "The leak", "protected": True, "public_description": "An official"}
    evidence = newsroom.evidence(claim_id, source=source)
    data = {"file": (io.BytesIO(b"who it is"), "leak.txt")}
    capture = created(newsroom.call("POST", f"/sources/{evidence['source_id']}/captures", "checker", data=data))
    created(newsroom.patch(f"/evidence/{evidence['id']}", {"capture_id": capture["id"]}))
    return claim_id


def test_a_dossier_holds_the_claim_with_all_that_hangs_on_it(app: Flask, newsroom: Newsroom, claim_id: str) -> None:
    sign(app)
    archive = dossier(newsroom, claim_id)
    [claim] = read(archive, "claim.json")

    assert claim["members"]["/text"] == "Inflation in the country stands at 40%."
    assert [len(read(archive, f"{name}.json")) for name in ("evidence", "verdicts", "publications")] == [1, 1, 1]
    assert [step["kind"] for step in read(archive, "workflow.json")][-1] == "claim.published"
    assert {"README.txt", "index.html", "verify.py", "log/checkpoint", "receipts/1.json"} <= set(archive.namelist())


def test_its_receipt_is_the_one_that_the_public_gets(app: Flask, newsroom: Newsroom, claim_id: str) -> None:
    sign(app)
    public = newsroom.get(f"/claims/{claim_id}/publications/1/receipt", None).json

    assert read(dossier(newsroom, claim_id), "receipts/1.json") == public


def test_a_captured_file_lies_in_it_under_its_digest(app: Flask, newsroom: Newsroom, claim_id: str) -> None:
    evidence = newsroom.get(f"/claims/{claim_id}/evidence").json["items"][0]
    data = {"file": (io.BytesIO(b"the figures"), "figures.txt")}
    capture = created(newsroom.call("POST", f"/sources/{evidence['source_id']}/captures", "checker", data=data))
    created(newsroom.patch(f"/evidence/{evidence['id']}", {"capture_id": capture["id"]}))

    assert dossier(newsroom, claim_id).read(f"files/{capture['digest']}") == b"the figures"


def test_the_same_state_gives_the_same_bytes(app: Flask, newsroom: Newsroom, claim_id: str) -> None:
    sign(app)
    first, second = (newsroom.get(f"/claims/{claim_id}/dossier", "auditor") for _ in range(2))

    assert first.data == second.data
    assert first.headers["ETag"] == second.headers["ETag"]


def test_a_reader_who_has_it_is_told_so(newsroom: Newsroom, claim_id: str) -> None:
    first = newsroom.get(f"/claims/{claim_id}/dossier", "auditor")
    again = newsroom.get(f"/claims/{claim_id}/dossier", "auditor", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")


def test_who_a_protected_source_is_stays_out_of_an_auditors_dossier(
    app: Flask, newsroom: Newsroom, protected: str
) -> None:
    sign(app)
    archive = dossier(newsroom, protected)
    everything = b"".join(archive.read(name) for name in archive.namelist())

    assert not [word for word in (SECRET, "The leak", "leak.txt", "who it is") if word.encode() in everything]
    assert b"An official" in everything


def test_a_custodian_who_may_have_a_dossier_sees_who_it_is(newsroom: Newsroom, protected: str) -> None:
    [source_id] = [
        item["object"].removeprefix("source/")
        for item in read(dossier(newsroom, protected), "sources.json") if item["members"]["/protected"]
    ]  # fmt: skip
    ids = [newsroom.accounts["checker"], newsroom.accounts["auditor"]]
    created(newsroom.patch(f"/sources/{source_id}", {"custodian_ids": ids}))
    archive = dossier(newsroom, protected)

    assert SECRET in archive.read("sources.json").decode()
    assert [archive.read(name) for name in archive.namelist() if name.startswith("files/")] == [b"who it is"]


@pytest.mark.parametrize(("who", "status"), [("auditor", 200), ("admin", 200), ("editor", 403), ("checker", 403)])
def test_dossiers_are_for_auditors_and_admins(newsroom: Newsroom, claim_id: str, who: str, status: int) -> None:
    assert newsroom.get(f"/claims/{claim_id}/dossier", who).status_code == status


def test_another_newsrooms_claim_has_no_dossier(newsroom: Newsroom, other_newsroom: Newsroom, claim_id: str) -> None:
    assert problem(other_newsroom.get(f"/claims/{claim_id}/dossier", "auditor")) == (404, "not-found")


def test_no_key_is_told_of(app: Flask, newsroom: Newsroom, claim_id: str) -> None:
    archive = dossier(newsroom, claim_id)
    records = [read(archive, name) for name in archive.namelist() if name.startswith("entries/")]

    assert records
    assert not [field for record in records for field in record["fields"] if field["name"] == "key"]


def test_an_unsigned_log_makes_a_dossier_that_says_so(newsroom: Newsroom, claim_id: str) -> None:
    archive = dossier(newsroom, claim_id)

    assert not [name for name in archive.namelist() if name.startswith(("log/", "receipts/"))]
    assert read(archive, "manifest.json")["signed_size"] is None
    for page in ("README.txt", "index.html"):
        assert "The log was not signed" in archive.read(page).decode()


def test_checks_of_other_outlets_lie_beside_the_claim_they_are_attached_to(
    app: Flask, newsroom: Newsroom, claim_id: str, tmp_path: Path
) -> None:
    example = EXAMPLES["external_check"]
    check = created(newsroom.post("/external-checks", example | {"claim_id": claim_id}))
    created(newsroom.post("/external-checks", example | {"url": "https://checks.paper.example/elsewhere"}))
    sign(app)
    archive = dossier(newsroom, claim_id)
    (tmp_path / "dossier.zip").write_bytes(newsroom.get(f"/claims/{claim_id}/dossier", "auditor").data)

    assert verified(tmp_path / "dossier.zip").code == 0
    assert [item["object"] for item in read(archive, "external_checks.json")] == [f"external_check/{check['id']}"]
    assert "Checks of other outlets" in archive.read("index.html").decode()


def test_who_corrected_a_check_elsewhere_is_not_told(
    newsroom: Newsroom, other_newsroom: Newsroom, claim_id: str
) -> None:
    theirs = other_newsroom.claim_in("published")
    created(newsroom.post("/external-checks", {"check_id": theirs, "claim_id": claim_id}))
    created(other_newsroom.step(theirs, "reopen", reason="A reader wrote to us."))
    archive = dossier(newsroom, claim_id)
    [check] = read(archive, "external_checks.json")
    people = set(read(archive, "people.json"))

    assert check["members"]["/status"] == "under_review"
    assert people
    assert not people & set(other_newsroom.accounts.values())


def test_the_index_tells_where_a_number_and_the_verdict_do_not_go_together(newsroom: Newsroom) -> None:
    figure = {"metric": "inflation rate", "value": "40", "unit": "percent"}
    claim_id = newsroom.claim(quantities=[figure])["id"]
    newsroom.evidence(claim_id, observations=[figure])
    newsroom.verdict(claim_id, label="false")

    page = dossier(newsroom, claim_id).read("index.html").decode()

    assert "The measured number is within 1 %, but the verdict is false." in page


def test_the_index_shows_hostile_text_as_text(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim(text="<script>alert(1)</script> & more")["id"]
    page = dossier(newsroom, claim_id).read("index.html").decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page
    assert "<script" not in page


def test_the_index_shows_values_as_they_are_nested(newsroom: Newsroom, claim_id: str) -> None:
    page = " ".join(dossier(newsroom, claim_id).read("index.html").decode().split())

    assert "<dt>period:</dt><dd><dl><div><dt>from:</dt>" in page
    assert "<dt>first:</dt><dd>yes</dd>" in page
    assert not [word for word in (">True<", ">False<", ">None<") if word in page]


def test_the_index_names_people_where_fields_hold_their_ids(newsroom: Newsroom, claim_id: str) -> None:
    archive = dossier(newsroom, claim_id)
    [verdict] = read(archive, "verdicts.json")
    editor = verdict["members"]["/approved_by_id"]

    shown = f'{read(archive, "people.json")[editor]} <span class="quiet">{editor}</span>'
    assert f'/approved_by_id</td><td dir="auto">{shown}</td>' in archive.read("index.html").decode()


def test_the_readme_does_not_send_its_reader_to_itself(app: Flask, newsroom: Newsroom, claim_id: str) -> None:
    sign(app)
    archive = dossier(newsroom, claim_id)

    assert "README.txt" not in archive.read("README.txt").decode()
    assert "README.txt says how to verify it" in archive.read("index.html").decode()
