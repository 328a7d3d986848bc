"""Receipts: public, complete, and silent about who did what with which key."""

import json
from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
import rfc8785
from flask import Flask
from sqlalchemy import insert, update

from tests.newsrooms import Newsroom, created, problem
from tests.signers import KEY, sign
from tracker.lib import clock
from tracker.lib.ids import new_id
from tracker.lib.signed_note import SignerKey
from tracker.lib.tlog import Proof
from tracker.models import LogCosignature, LogField, db
from tracker.models.database import WRITING

UNSAID = {"actor", "key", "deed", "prev", "reason", "approver", "/published_by_id"}


def path_of(claim_id: str, number: int = 1) -> str:
    return f"/claims/{claim_id}/publications/{number}/receipt"


@pytest.fixture
def claim_id(newsroom: Newsroom) -> str:
    return newsroom.claim_in("published")


@pytest.fixture
def receipt(app: Flask, newsroom: Newsroom, claim_id: str) -> dict[str, Any]:
    sign(app)
    return created(newsroom.get(path_of(claim_id), None))


def digest(field: dict[str, Any]) -> str:
    return sha256(rfc8785.dumps([field["salt"], field["name"], field["value"]])).hexdigest()


def test_a_receipt_proves_that_its_entry_stands_in_the_signed_log(receipt: dict[str, Any]) -> None:
    proof = Proof.parse(receipt["proof"].encode())

    checkpoint = proof.verify(receipt["entry"].encode(), [KEY.verifier()])

    assert proof.index == receipt["seq"] < checkpoint.size
    assert receipt["key"] == str(KEY.verifier())
    assert receipt["verify"].startswith("https://tracker.example/")


def test_every_field_of_a_receipt_is_in_the_entry(receipt: dict[str, Any]) -> None:
    digests = json.loads(receipt["entry"])["d"]

    assert {digest(field) for field in receipt["fields"]} < set(digests)


def test_a_receipt_shows_all_that_the_publication_shows(
    newsroom: Newsroom, claim_id: str, receipt: dict[str, Any]
) -> None:
    publication = created(newsroom.get(f"/claims/{claim_id}/publications/1", None))
    values = {field["name"]: field["value"] for field in receipt["fields"]}

    snapshot = {name.removeprefix("/snapshot/"): v for name, v in values.items() if name.startswith("/snapshot/")}
    assert snapshot == publication["snapshot"]
    assert (values["kind"], values["object"]) == ("publication.issued", f"publication/{publication['id']}")
    assert (values["/number"], values["/claim_id"]) == (1, claim_id)


def test_a_receipt_does_not_say_who_did_it_with_which_key(receipt: dict[str, Any]) -> None:
    assert not UNSAID & {field["name"] for field in receipt["fields"]}


def test_a_receipt_does_not_say_who_a_protected_source_is(app: Flask, newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("queued")
    created(newsroom.step(claim_id, "start", "checker"))
    source = {"url": "https://whistle.example/leak", "protected": True, "public_description": "An official"}
    newsroom.evidence(claim_id, source=source)
    newsroom.verdict(claim_id)
    for step, who in (("submit", "checker"), ("approve", "editor"), ("publish", "editor")):
        created(newsroom.step(claim_id, step, who))
    sign(app)
    told = newsroom.get(path_of(claim_id), None).get_data(as_text=True)

    assert "An official" in told
    assert "whistle.example" not in told


def test_a_publication_links_to_its_receipt(app: Flask, newsroom: Newsroom, claim_id: str) -> None:
    sign(app)
    publication = created(newsroom.get(f"/claims/{claim_id}/publications/1", None))

    assert newsroom.get(publication["links"]["receipt"], None).status_code == 200


def test_without_a_checkpoint_over_it_there_is_no_receipt_yet(newsroom: Newsroom, claim_id: str) -> None:
    answer = newsroom.get(path_of(claim_id), None)

    assert problem(answer) == (503, "not-yet-signed")
    assert int(answer.headers["Retry-After"]) > 0


def test_a_receipt_that_the_newest_checkpoint_does_not_cover_has_the_log_signed(app: Flask, newsroom: Newsroom) -> None:
    sign(app)
    claim_id = newsroom.claim_in("published")
    receipt = newsroom.get(path_of(claim_id), None).json

    assert (
        receipt["seq"] < Proof.parse(receipt["proof"].encode()).verify(receipt["entry"].encode(), [KEY.verifier()]).size
    )


def test_the_receipt_is_there_as_soon_as_the_log_is_signed(app: Flask, newsroom: Newsroom, claim_id: str) -> None:
    refused = newsroom.get(path_of(claim_id), None)
    sign(app)

    assert (refused.status_code, newsroom.get(path_of(claim_id), None).status_code) == (503, 200)


def test_a_receipt_is_the_same_until_there_is_a_newer_checkpoint(app: Flask, newsroom: Newsroom, claim_id: str) -> None:
    sign(app)
    first = newsroom.get(path_of(claim_id), None)
    again = newsroom.get(path_of(claim_id), None, headers={"If-None-Match": first.headers["ETag"]})
    newsroom.claim()
    sign(app)
    newer = newsroom.get(path_of(claim_id), None, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.headers["Cache-Control"], again.status_code, newer.status_code) == ("no-cache", 304, 200)
    assert Proof.parse(newer.json["proof"].encode()).checkpoint.size > Proof.parse(
        first.json["proof"].encode()
    ).checkpoint.size  # fmt: skip


def test_a_witness_who_signs_shows_in_a_receipt_though_the_log_did_not_grow(
    app: Flask, newsroom: Newsroom, claim_id: str, receipt: dict[str, Any]
) -> None:
    witness = SignerKey.generate("witness.example/w")
    checkpoint = Proof.parse(receipt["proof"].encode()).checkpoint
    line = str(witness.cosign(str(checkpoint), 1_790_000_000))
    with app.app_context(), db.engine.connect().execution_options(**{WRITING: True}) as connection:
        row = {"size": checkpoint.size, "key_id": "01020304", "line": line, "at": clock.now()}
        connection.execute(insert(LogCosignature).values(row))
        connection.commit()

    assert newsroom.get(path_of(claim_id), None).json["proof"].endswith(f"{line}\n")


def test_what_was_erased_is_told_by_its_digest(app: Flask, newsroom: Newsroom, claim_id: str) -> None:
    sign(app)
    before = created(newsroom.get(path_of(claim_id), None))
    [field] = [field for field in before["fields"] if field["name"] == "/snapshot/evidence"]
    with app.app_context(), db.engine.connect().execution_options(**{WRITING: True}) as connection:
        of_it = (LogField.seq == before["seq"], LogField.name == field["name"])
        connection.execute(update(LogField).where(*of_it).values(salt=None, value=None, erased_seq=before["seq"] + 1))
        connection.commit()
    newsroom.claim()
    after = created(newsroom.get(path_of(claim_id), None))

    assert after["erased"] == [digest(field)]
    assert field["name"] not in {shown["name"] for shown in after["fields"]}
    assert b64encode(bytes.fromhex(field["salt"])).decode() not in json.dumps(after)


def restricted(newsroom: Newsroom, *targets: dict[str, str]) -> str:
    asked = {"kind": "restriction", "ground": "GDPR Art. 18(1)(a)", "reason": "letter 12", "targets": targets}
    path = f"/erasures/{created(newsroom.post('/erasures', asked, 'admin'))['id']}"
    created(newsroom.post(f"{path}/confirmation", {}, "editor"))
    return path


def shown_in(receipt: dict[str, Any]) -> set[str]:
    return {field["name"] for field in receipt["fields"]}


def test_what_was_restricted_is_in_no_receipt_until_the_restriction_is_lifted(
    app: Flask, newsroom: Newsroom, claim_id: str, receipt: dict[str, Any]
) -> None:
    [evidence] = newsroom.get(f"/claims/{claim_id}/evidence").json["items"]
    targets = {"object": f"claim/{claim_id}", "field": "/text"}, {"object": f"evidence/{evidence['id']}"}
    path = restricted(newsroom, *targets)
    sign(app)
    during = created(newsroom.get(path_of(claim_id), None))
    created(newsroom.post(f"{path}/lifting", {"reason": "it was right"}, "admin"))
    sign(app)
    after = created(newsroom.get(path_of(claim_id), None))

    hidden = newsroom.get(f"/claims/{claim_id}").json["text"], evidence["excerpt"]
    assert [text in json.dumps(receipt) for text in hidden] == [True, True]
    assert [text in json.dumps(during) for text in hidden] == [False, False]
    assert shown_in(during) < shown_in(receipt)
    assert after["fields"] == receipt["fields"]


@pytest.mark.parametrize("number", ["2", "0", "999999999999999999"])
def test_a_publication_that_is_not_has_no_receipt(newsroom: Newsroom, claim_id: str, number: str) -> None:
    assert problem(newsroom.get(f"/claims/{claim_id}/publications/{number}/receipt", None)) == (404, "not-found")
    assert problem(newsroom.get(path_of(new_id()), None)) == (404, "not-found")


def test_the_feed_and_the_page_lead_to_the_receipt(app: Flask, newsroom: Newsroom, claim_id: str) -> None:
    sign(app)
    url = f"/api/v1{path_of(claim_id)}"
    items = newsroom.get("/feeds/verdicts.json", None).json["items"]

    assert [item["_tracker"]["receipt"] for item in items] == [f"https://tracker.example{url}"]
    assert f'href="{url}">Verify this</a>' in newsroom.get(f"/fact-checks/{claim_id}", None).get_data(as_text=True)
