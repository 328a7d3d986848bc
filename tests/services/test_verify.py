"""What the auditors' program says of genuine receipts and dossiers, and of those that somebody spoiled."""

import json
import zipfile
from typing import Any

import pytest
from sqlalchemy import select

from tests.conftest import DATABASES
from tests.demonstrations import Demonstration, installed, set_up
from tests.signers import checkpoint, sign
from tests.verifying import (
    PROGRAM,
    STRANGER,
    Files,
    listed,
    packed,
    spoiled_dossier,
    spoiled_receipt,
    unpacked,
    verified,
)
from tracker.lib.tlog import Checkpoint
from tracker.models import Account, ApiKey, LogCheckpoint, LogEntry, db

SEEDS = range(10)
EACH = 10
# What is spoiled here came from either database in the same form.
ONCE = pytest.mark.parametrize("demonstration", ["sqlite"], indirect=True)


@pytest.fixture(scope="module", params=DATABASES)
def demonstration(request, templates, cluster, tmp_path_factory):
    """The demonstration, signed before, after, and once more."""
    folder = tmp_path_factory.mktemp("verify")
    with installed(request.param, templates=templates, cluster=cluster, folder=folder) as app:
        sign(app)
        told = set_up(app)
        sign(app)
        claim = told.claims()[0]["id"]
        headers = {"Authorization": f"Bearer {told.answer['keys']['checker']}"}
        app.test_client().post(f"/api/v1/claims/{claim}/comments", json={"text": "One more."}, headers=headers)
        sign(app)
        yield told


@pytest.fixture(scope="module")
def receipts(demonstration) -> list[Any]:
    """The receipts of every publication, with what the public is shown of each."""
    found = []
    for claim in demonstration.claims():
        page = demonstration.get(f"/api/v1/claims/{claim['id']}/publications", None)
        for item in page.json.get("items", []):
            shown = demonstration.get(item["links"]["self"], None).json
            found.append((demonstration.get(item["links"]["receipt"], None).json, shown))
    return found


@pytest.fixture(scope="module")
def receipt(receipts) -> Any:
    return receipts[0][0]


@pytest.fixture(scope="module")
def archive(demonstration) -> bytes:
    return dossier(demonstration, published(demonstration))


@pytest.fixture(scope="module")
def files(archive) -> Files:
    return unpacked(archive)


def published(demonstration: Demonstration) -> str:
    return next(claim["id"] for claim in demonstration.claims() if claim["publication"].get("number") == 2)


def dossier(demonstration: Demonstration, claim_id: str) -> bytes:
    answer = demonstration.get(f"/api/v1/claims/{claim_id}/dossier", "auditor")
    assert answer.status_code == 200
    return answer.data


def notes(demonstration: Demonstration) -> list[str]:
    with demonstration.app.app_context():
        return list(db.session().execute(select(LogCheckpoint.note).order_by(LogCheckpoint.size)).scalars())


@pytest.mark.parametrize("way", ["cryptography", "openssl"])
def test_every_receipt_is_verified(receipts, put, way):
    outcomes = [verified(put(f"{n}.json", receipt), way=way) for n, (receipt, _) in enumerate(receipts)]

    assert len(outcomes) > 5
    assert {outcome.code for outcome in outcomes} == {0}, outcomes


def test_without_anything_to_check_signatures_with_it_says_so(receipt, archive, put):
    for path in (put("receipt.json", receipt), put("dossier.zip", archive)):
        outcome = verified(path, way="neither")

        assert outcome.code == 2
        assert "signatures could not be checked" in outcome.told


def test_a_receipts_own_key_is_no_key(receipt, put):
    outcome = verified(put("receipt.json", receipt), key=None)

    assert outcome.code == 2
    assert "the file's own word" in outcome.told


def test_another_logs_key_is_refused(receipt, archive, put):
    for path in (put("receipt.json", receipt), put("dossier.zip", archive)):
        assert verified(path, key=str(STRANGER.verifier())).code == 2


@pytest.mark.parametrize("way", ["cryptography", "openssl"])
def test_every_dossier_is_verified(demonstration, put, way):
    claims = demonstration.claims()
    outcomes = [verified(put("d.zip", dossier(demonstration, claim["id"])), way=way) for claim in claims]

    assert {outcome.code for outcome in outcomes} == {0}, outcomes


def test_an_unpacked_dossier_is_verified_by_its_own_program(archive, tmp_path, put):
    with zipfile.ZipFile(put("dossier.zip", archive)) as opened:
        opened.extractall(tmp_path / "folder")

    assert (tmp_path / "folder" / "verify.py").read_bytes() == PROGRAM.read_bytes()
    assert verified(tmp_path / "folder").code == 0


@ONCE
@pytest.mark.parametrize("seed", SEEDS)
def test_a_spoiled_receipt_is_refused(receipt, put, seed):
    for number in range(seed * EACH, (seed + 1) * EACH):
        outcome = verified(put("receipt.json", spoiled_receipt(receipt, number)))

        assert outcome.code == 2, (number, outcome)


@ONCE
@pytest.mark.parametrize("seed", SEEDS)
def test_a_spoiled_dossier_is_refused(files, put, seed):
    for number in range(seed * EACH, (seed + 1) * EACH):
        outcome = verified(put("dossier.zip", packed(spoiled_dossier(files, number))))

        assert outcome.code == 2, (number, outcome)


def test_a_checkpoint_that_somebody_held_is_found_in_the_dossier(demonstration, archive, put):
    held = [put(f"{n}.txt", note.encode()) for n, note in enumerate(notes(demonstration))]
    codes = [verified(put("dossier.zip", archive), "--checkpoint", str(path)).code for path in held]

    assert codes == [0] * len(held) != []


def test_a_held_checkpoint_of_another_history_is_evidence_of_a_fork(demonstration, archive, receipt, put):
    forks = [checkpoint(parsed.size, b"\1" * 32) for parsed in map(head_of, notes(demonstration))]
    held = [put(f"{n}.txt", note.encode()) for n, note in enumerate(forks)]
    outcomes = [verified(put("dossier.zip", archive), "--checkpoint", str(path)) for path in held]
    outcomes.append(verified(put("receipt.json", receipt), "--checkpoint", str(held[-1])))

    assert [outcome.code for outcome in outcomes] == [3] * (len(held) + 1)
    assert all("EVIDENCE OF A FORK" in outcome.told for outcome in outcomes)


def test_a_held_checkpoint_by_somebody_else_is_no_evidence(demonstration, archive, put):
    head = head_of(notes(demonstration)[-1])
    held = put("held.txt", checkpoint(head.size, b"\1" * 32, STRANGER).encode())

    assert verified(put("dossier.zip", archive), "--checkpoint", str(held)).code == 2


def test_a_held_checkpoint_of_a_size_that_is_not_proved_leaves_it_open(archive, put):
    held = put("held.txt", checkpoint(3, b"\1" * 32).encode())
    outcome = verified(put("dossier.zip", archive), "--checkpoint", str(held))

    assert outcome.code == 2
    assert "nothing here proves what became of" in outcome.told


def test_a_fork_shows_in_the_dossier_alone(files, put):
    history = json.loads(files["log/consistency.json"])
    size = head_of(history[-1]["note"]).size
    assert size & (size - 1), "a power of two tells no other root"
    history[-1]["note"] = checkpoint(size, b"\1" * 32)
    forked = listed(files | {"log/consistency.json": json.dumps(history).encode()})

    assert verified(put("dossier.zip", packed(forked))).code == 3


def test_a_fork_that_nothing_can_check_the_signatures_of_is_no_evidence(demonstration, archive, put):
    head = head_of(notes(demonstration)[-1])
    held = put("held.txt", checkpoint(head.size, b"\1" * 32).encode())

    assert verified(put("dossier.zip", archive), "--checkpoint", str(held), way="neither").code == 2


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_name_for_two_files_is_refused(files, tmp_path):
    path = tmp_path / "dossier.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in [*files.items(), ("claim.json", b"[]")]:
            archive.writestr(name, content)

    assert "one name stands for two files" in verified(path).told


@ONCE
@pytest.mark.parametrize(
    "change",
    [
        {"extra.txt": b"More."},
        {"log/consistency.json": b"{}"},
        {"workflow.json": b"[]"},
        {"claim.json": b"[]"},
        {"outreach.json": b'[{"object": "outreach/1", "revision": 1, "members": {}}]'},
    ],
    ids=str,
)
def test_what_the_log_does_not_tell_is_refused_though_the_manifest_fits(files, put, change):
    assert verified(put("dossier.zip", packed(listed(files | change)))).code == 2


@ONCE
@pytest.mark.parametrize("place", [0, 5, -1])
def test_an_entry_that_was_left_out_is_missed_though_the_manifest_fits(files, put, place):
    gone = sorted(name for name in files if name.startswith("entries/"))[place]
    rest = {name: content for name, content in files.items() if name != gone}

    assert verified(put("dossier.zip", packed(listed(rest)))).code == 2


def test_a_link_in_a_folder_is_refused(files, tmp_path):
    (tmp_path / "log").symlink_to("/")

    assert "something else than files" in verified(tmp_path).told


def test_no_receipt_tells_what_the_public_is_not_told(demonstration, receipts):
    with demonstration.app.app_context():
        session = db.session()
        ids = [*session.execute(select(Account.id)).scalars(), *session.execute(select(ApiKey.id)).scalars()]
        names = session.execute(select(Account.name)).scalars().all()
        deeds = session.execute(select(LogEntry.deed)).scalars().all()
    secrets = {*ids, *names, *deeds}

    assert len(secrets) > 50
    for receipt, shown in receipts:
        told, public = json.dumps(receipt, ensure_ascii=False), json.dumps(shown, ensure_ascii=False)
        assert not [secret for secret in secrets if secret in told and secret not in public]


def head_of(note: str) -> Checkpoint:
    return Checkpoint.parse(note.rpartition("\n\n")[0] + "\n")
