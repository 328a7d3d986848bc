"""A signed installation that moves: its log goes on with its own key, begins anew, or waits for an operator."""

import shutil
from dataclasses import replace

import pytest

from tests.cli.conftest import commander
from tests.cli.damages import DAMAGES
from tests.newsrooms import created
from tracker.cli.signing import begin_signing
from tracker.lib import archives, signed_note
from tracker.lib.signed_note import Note, SignerKey
from tracker.lib.tlog import Proof

ORIGIN = "tracker.example/log"
PERIOD = {"label": "1402", "from": "2023-03-21", "to": "2024-03-19"}


@pytest.fixture
def signer(app, run):
    """The signer of the installation that moves."""
    assert run("log", "init", "--origin", ORIGIN).exit_code == 0
    return app.extensions["signer"]


@pytest.fixture
def at_work(newsroom, signer, run):
    """A newsroom that has published something, and whose log is signed."""
    claim_id = newsroom.claim_in("approved")
    created(newsroom.step(claim_id, "publish", kind="original"))
    assert run("log", "sign").exit_code == 0
    return newsroom


@pytest.fixture
def backup(at_work, run, tmp_path):
    """A backup of it."""
    file = tmp_path / "all.tar"
    assert run("backup", file).exit_code == 0
    return file


def moved(signer, elsewhere, *suffixes):
    """Carry some of the signer's files to the other machine."""
    target = elsewhere.extensions["signer"].path
    target.parent.mkdir(exist_ok=True)
    for suffix in suffixes:
        shutil.copy(signer.path.with_suffix(suffix), target.with_suffix(suffix))


def log_of(app):
    """What `/readyz` says of the log."""
    return app.test_client().get("/readyz").json["checks"]["log"]


def publishing(at_work, elsewhere):
    """Publish on the other machine, and return the answer."""
    room = replace(at_work, client=elsewhere.test_client())
    return room.step(room.claim_in("approved"), "publish", kind="original")


def test_a_backup_holds_what_was_signed_and_not_the_key(signer, backup):
    with archives.reading(backup) as archive:
        names = [name for name in archive.digests if name.startswith("signer/")]
        last = archive.open("signer/log.checkpoint").read()

    assert names == ["signer/log.checkpoint", "signer/log.pub"]
    assert last == signer.path.with_suffix(".checkpoint").read_bytes()
    assert signer.path.read_bytes() not in backup.read_bytes()


def test_a_log_moves_with_the_files_of_its_signer(signer, at_work, backup, elsewhere):
    moved(signer, elsewhere, ".key", ".pub", ".checkpoint")
    assert commander(elsewhere)("restore", backup).exit_code == 0

    assert log_of(elsewhere) == "ok"
    assert publishing(at_work, elsewhere).status_code == 200
    signed = commander(elsewhere)("log", "sign")
    assert (signed.exit_code, signed.stdout.split("\n")[0]) == (0, ORIGIN)
    assert commander(elsewhere)("log", "verify").exit_code == 0


@pytest.mark.parametrize("suffixes", [(), (".key",), (".key", ".pub")])
def test_a_backup_is_not_signed_by_itself_where_nobody_knows_what_was_signed_since(
    signer, at_work, backup, elsewhere, suffixes
):
    moved(signer, elsewhere, *suffixes)
    restored = commander(elsewhere)("restore", backup)

    assert (restored.exit_code, "tracker log recover" in restored.stderr) == (0, True)
    assert log_of(elsewhere).startswith("not sound: the database is a backup of")
    assert publishing(at_work, elsewhere).status_code == 503
    assert commander(elsewhere)("log", "sign").exit_code == 1


def test_without_its_key_a_restored_log_begins_anew_and_tells_of_the_old_one(signer, at_work, backup, elsewhere):
    commander(elsewhere)("restore", backup)
    old = signer.last().checkpoint

    recovered = commander(elsewhere)("log", "recover", "--new-origin", "tracker.example/second", "--yes")

    assert recovered.exit_code == 0, recovered.output
    assert log_of(elsewhere) == "ok"
    room = replace(at_work, client=elsewhere.test_client())
    told = room.get("/audit/entries", who="auditor").json["items"][-1]
    assert (told["kind"], old.root.hex() in told["reason"]) == ("organization.log_recovered", True)
    assert "all of them are here" in told["reason"]
    assert publishing(at_work, elsewhere).status_code == 200
    assert commander(elsewhere)("log", "verify").exit_code == 0


def test_no_other_key_is_made_over_a_log_that_was_signed(app, signer, at_work, run):
    key = signer.path.read_bytes()
    signer.path.unlink()

    refused = run("log", "init")
    with app.app_context():
        begin_signing(signer, app.config["TRACKER"])

    assert (refused.exit_code, f"signed as {ORIGIN}" in refused.stderr) == (1, True)
    assert not signer.path.exists()
    assert "the key is not at" in log_of(app)
    assert app.test_client().get("/log/key").status_code == 404
    signer.path.write_bytes(key)
    assert log_of(app) == "ok"


def test_a_key_without_its_public_half_gets_it_again(app, signer, at_work, run):
    public = signer.path.with_suffix(".pub")
    kept = public.read_text()
    public.unlink()
    (claim,) = at_work.get("/claims").json["items"]

    receipt = at_work.get(f"/claims/{claim['id']}/publications/1/receipt", None)

    assert "the key is not at" in log_of(app)
    assert (receipt.status_code, receipt.json["key"]) == (200, None)
    assert run("log", "init", "--origin", "another.example").exit_code == 0
    assert (public.read_text(), log_of(app)) == (kept, "ok")


@pytest.mark.parametrize("has_public", [True, False])
def test_a_key_that_did_not_sign_the_log_is_refused(app, signer, at_work, run, has_public):
    signer.path.unlink()
    other = replace(signer, path=signer.path.with_name("other.key"))
    other.init(ORIGIN)
    other.path.replace(signer.path)
    public = signer.path.with_suffix(".pub")
    other.path.with_suffix(".pub").replace(public)
    if not has_public:
        public.unlink()

    assert run("log", "sign").exit_code == 1
    assert log_of(app).startswith("not sound")
    assert run("log", "init").exit_code == 1


def test_a_damaged_memory_is_told_of(app, signer, at_work, run):
    signer.path.with_suffix(".checkpoint").write_text("nothing of the kind\n")

    assert "memory" in log_of(app)
    assert run("log", "sign").exit_code == 1
    assert run("log", "verify").exit_code == 2
    assert run("log", "recover", "--new-origin", "tracker.example/second", "--yes").exit_code == 0
    assert log_of(app) == "ok"


def test_a_damaged_public_key_is_told_of(app, signer, at_work, run):
    signer.path.with_suffix(".pub").write_text("nothing of the kind\n")

    assert "no public key" in log_of(app)
    assert run("log", "verify").exit_code == 2
    assert app.test_client().get("/log/key").status_code == 503


def test_a_claim_with_a_period_is_as_it_should_be_on_either_database(newsroom, run, elsewhere, tmp_path):
    claim = newsroom.claim()
    rate = {"value": "40", "unit": "percent", "metric": "inflation", "period": PERIOD}
    created(newsroom.post(f"/claims/{claim['id']}/quantities", rate))
    run("backup", tmp_path / "all.tar")

    commander(elsewhere)("restore", tmp_path / "all.tar")

    audit = commander(elsewhere)("log", "audit")
    assert audit.exit_code == 0, audit.output


@pytest.fixture
def handed_out(at_work, backup, run, tmp_path):
    """An export that goes on for an approval, a publication and another claim after the backup."""
    created(at_work.step(at_work.claim_in("approved"), "publish", kind="original"))
    at_work.claim()
    assert run("log", "sign").exit_code == 0
    assert run("log", "export", tmp_path / "export").exit_code == 0
    return tmp_path / "export"


def test_lost_entries_are_put_back_from_an_export_and_all_that_was_handed_out_stays_valid(
    app, signer, at_work, backup, handed_out, elsewhere
):
    published = [claim for claim in at_work.get("/claims").json["items"] if claim["state"] == "published"]
    lost = max(published, key=lambda claim: claim["created_at"])
    held = at_work.get(f"/claims/{lost['id']}/publications/1/receipt", None).json
    moved(signer, elsewhere, ".key")
    commander(elsewhere)("restore", backup)

    recovered = commander(elsewhere)("log", "recover", "--replay", handed_out)

    assert recovered.exit_code == 0, recovered.output
    verified = commander(elsewhere)("log", "verify", "--since", handed_out / "checkpoint")
    assert verified.exit_code == 0, verified.output
    audited = commander(elsewhere)("log", "audit")
    assert audited.exit_code == 0, audited.output
    assert log_of(elsewhere) == "ok"
    proof = elsewhere.test_client().get(f"/log/proof/{held['seq']}")
    checkpoint = Proof.parse(proof.data).verify(held["entry"].encode(), [signer.verifier])
    assert checkpoint.origin == ORIGIN
    assert publishing(at_work, elsewhere).status_code == 200
    assert commander(elsewhere)("log", "export", handed_out).exit_code == 0


def test_the_history_tells_which_entries_were_lost(signer, at_work, backup, handed_out, elsewhere):
    moved(signer, elsewhere, ".key")
    commander(elsewhere)("restore", backup)
    commander(elsewhere)("log", "recover", "--replay", handed_out)

    room = replace(at_work, client=elsewhere.test_client())
    told = room.get("/audit/entries?kind=organization.log_recovered", who="auditor").json["items"]
    lost = room.get("/audit/entries?kind=entry.replayed", who="auditor").json["items"]

    assert len(told) == 1
    assert f"entries {lost[0]['seq']} to {lost[-1]['seq']}" in told[0]["reason"]
    assert lost[-1]["seq"] + 1 == told[0]["seq"]


def test_a_log_of_which_nothing_is_missing_goes_on_at_the_word_of_an_export(signer, at_work, run, elsewhere, tmp_path):
    run("log", "export", tmp_path / "export")
    run("backup", tmp_path / "all.tar")
    moved(signer, elsewhere, ".key")
    commander(elsewhere)("restore", tmp_path / "all.tar")

    recovered = commander(elsewhere)("log", "recover", "--replay", tmp_path / "export")

    assert (recovered.exit_code, "Put back 0 entries" in recovered.stderr) == (0, True)
    assert log_of(elsewhere) == "ok"


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_an_export_that_is_not_of_the_log_changes_nothing(signer, at_work, backup, handed_out, elsewhere, damage):
    moved(signer, elsewhere, ".key")
    commander(elsewhere)("restore", backup)
    before = commander(elsewhere)("log", "verify", "--json").stdout
    damage(handed_out)

    refused = commander(elsewhere)("log", "recover", "--replay", handed_out)

    assert (refused.exit_code, refused.stderr.startswith("Error: ")) == (1, True)
    assert commander(elsewhere)("log", "verify", "--json").stdout == before
    assert log_of(elsewhere).startswith("not sound: the database is a backup of")


def test_an_export_that_ends_too_early_or_is_signed_by_another_is_refused(
    app, signer, at_work, run, handed_out, tmp_path
):
    at_work.claim()
    run("log", "sign")
    early = run("log", "recover", "--replay", handed_out)
    other = signed_note.sign(Note.parse((handed_out / "checkpoint").read_bytes()).text, SignerKey.generate(ORIGIN))
    (handed_out / "checkpoint").write_bytes(other.render())

    foreign = run("log", "recover", "--replay", handed_out)

    assert (early.exit_code, "The export ends at" in early.stderr) == (1, True)
    assert (foreign.exit_code, "not signed by the key" in foreign.stderr) == (1, True)
    assert run("log", "recover").exit_code == 1
