"""Verifiers that we did not write accept what is served of a log, and refuse every change of it that they can see.

They are installed by `make foreign`, and are no part of the product.
"""

import json
import os
import random
import shutil
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import drafts
from tests.conftest import ROOT
from tracker.lib import tlog

pytestmark = pytest.mark.foreign
HERE = Path(__file__).parent
PYTHON = ROOT / ".foreign" / "bin" / "python"
GOPATH = "/usr/share/gocode"
MUTATIONS = 200
PROVED = (0, 7, 150, 255, 256, 299)
NOTES, PROOFS, TILES = "notes", "proofs", "tiles"
# What each looks at; entries are seen by all that check proofs of them or tiles.
SEES = {
    "go": {NOTES, PROOFS, TILES},
    "scales": {NOTES, PROOFS, TILES},
    "metamorphic": {NOTES, PROOFS},
    "openssl": {NOTES},
}


@pytest.fixture(scope="module")
def go(tmp_path_factory):
    """A verifier made of Go's own code."""
    program = tmp_path_factory.mktemp("go") / "verify"
    environment = os.environ | {"GO111MODULE": "off", "GOPATH": GOPATH, "GOFLAGS": "", "GOCACHE": f"{program}-cache"}
    subprocess.run(["go", "build", "-o", program, HERE / "verify.go"], env=environment, check=True, timeout=300)
    return [str(program)]


@pytest.fixture(scope="module")
def verifiers(go):
    """Each verifier: given folders, it answers `ok` or `refused` for each."""
    programs = {"go": go, "scales": [PYTHON, HERE / "scales.py"], "metamorphic": [PYTHON, HERE / "metamorphic.py"]}
    found: dict[str, Callable] = {
        name: lambda folders, p=program: asked(p, folders) for name, program in programs.items()
    }
    return found | {"openssl": lambda folders: [openssl(folder) for folder in folders]}


@pytest.fixture
def folder(app, tmp_path):
    """A log as it is served, in a folder, with proofs and an older checkpoint."""
    signer = app.extensions["signer"]
    signer.init("tracker.example/log")
    client, place = app.test_client(), tmp_path / "log"
    (place / "proof").mkdir(parents=True)
    drafts.grow(app, 150)
    sign(app, signer)
    keep(client, place, "checkpoint", name="older")
    drafts.grow(app, 150)
    head = sign(app, signer)
    first = tlog.Checkpoint.parse((place / "older").read_text().partition("\n\n")[0] + "\n")
    for path in [
        "checkpoint",
        "key",
        *(t.path for t in tlog.tiles(head.size)),
        *(b.path for b in tlog.entry_bundles(head.size)),
    ]:
        keep(client, place, path)
    for seq in PROVED:
        keep(client, place, f"proof/{seq}")
    keep(client, place, f"consistency?from={first.size}&to={head.size}", name="consistency")
    return place


def sign(app, signer):
    with app.app_context():
        return signer.sign().checkpoint


def keep(client, place, path, *, name=None):
    answer = client.get(f"/log/{path}")
    assert answer.status_code == 200, path
    target = place / (name or path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(answer.data)


def asked(program, folders):
    """Ask a program about folders; one that falls over has refused the one it was at."""
    told = subprocess.run(
        [str(part) for part in program], input="".join(f"{folder}\n" for folder in folders), text=True,
        stdout=subprocess.PIPE, check=True, timeout=600,
    ).stdout.splitlines()  # fmt: skip
    assert len(told) == len(folders)
    return told


def openssl(folder):
    """Check the signature of a checkpoint alone."""
    note, key = (folder / "checkpoint").read_bytes(), (folder / "key").read_text().strip().split("+", 2)[2]
    text, _, line = note.rpartition(b"\n\n")
    message, signature, public = folder / "text", folder / "signature", folder / "public.der"
    message.write_bytes(text + b"\n")
    try:
        signature.write_bytes(b64decode(line.split()[-1], validate=True)[4:])
    except ValueError as error:
        return f"refused: {error}"
    # An Ed25519 key in the form of RFC 8410.
    public.write_bytes(bytes.fromhex("302a300506032b6570032100") + b64decode(key)[1:])
    done = subprocess.run(
        ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER", "-inkey", public, "-in", message,
         "-sigfile", signature], capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    return "ok" if done.returncode == 0 else "refused"


def flipped(chance, content):
    """Change one bit."""
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]


def change_note(chance, folder):
    path = folder / "checkpoint"
    origin, size, root, blank, line = path.read_text().rstrip("\n").split("\n")
    kind = chance.choice(("origin", "size", "root", "signature"))
    if kind == "origin":
        origin = origin.replace("tracker", "cracker")
    elif kind == "size":
        size = str(int(size) + chance.choice((-1, 1)))
    elif kind == "root":
        root = b64encode(flipped(chance, b64decode(root))).decode()
    else:
        dash, name, value = line.split(" ")
        raw = b64decode(value)
        line = f"{dash} {name} {b64encode(raw[:4] + flipped(chance, raw[4:])).decode()}"
    path.write_text(f"{origin}\n{size}\n{root}\n{blank}\n{line}\n")


def change_hashes(chance, hashes):
    """Return another list of hashes: one flipped, dropped, doubled, or put in the place of its neighbour."""
    at, kind = chance.randrange(len(hashes)), chance.randrange(4)
    if kind == 0:
        return [*hashes[:at], flipped(chance, hashes[at]), *hashes[at + 1 :]]
    if kind == 1:
        return [*hashes[:at], *hashes[at + 1 :]]
    if kind == 2:
        return [*hashes[: at + 1], *hashes[at:]]
    return [*hashes[1:], hashes[0]] if len(hashes) > 1 else [flipped(chance, hashes[0])]


def change_proof(chance, folder):
    if chance.random() < 0.3:
        path = folder / "consistency"
        told = json.loads(path.read_text())
        hashes = change_hashes(chance, [b64decode(item) for item in told["hashes"]])
        path.write_text(json.dumps(told | {"hashes": [b64encode(item).decode() for item in hashes]}))
        return
    path = folder / "proof" / str(chance.choice(PROVED))
    proof = tlog.Proof.parse(path.read_bytes())
    path.write_bytes(tlog.Proof(proof.index, tuple(change_hashes(chance, proof.hashes)), proof.note).render())


def change_tile(chance, folder):
    paths = [path for path in (folder / "tile").rglob("*") if path.is_file()]
    path = chance.choice(paths)
    path.write_bytes(flipped(chance, path.read_bytes()))


CHANGES = {NOTES: change_note, PROOFS: change_proof, TILES: change_tile}


def test_each_accepts_a_log_as_it_is_served(verifiers, folder):
    assert {name: verifier([folder]) for name, verifier in verifiers.items()} == {name: ["ok"] for name in verifiers}


def test_each_refuses_every_change_that_it_can_see(verifiers, folder, tmp_path):
    chance, changed = random.Random(2026), {kind: [] for kind in CHANGES}
    for number in range(MUTATIONS):
        kind = chance.choice(list(CHANGES))
        place = tmp_path / f"changed-{number}"
        shutil.copytree(folder, place)
        CHANGES[kind](chance, place)
        changed[kind].append(place)

    let_through = {
        name: [str(place) for place, told in zip(seen, verifier(seen), strict=True) if told == "ok"]
        for name, verifier in verifiers.items()
        for seen in [[place for kind in SEES[name] for place in changed[kind]]]
    }
    assert not any(let_through.values()), let_through
    assert all(len(places) > MUTATIONS // 5 for places in changed.values())


@pytest.mark.parametrize("held", ["older", "checkpoint"])
def test_the_documented_script_takes_each_checkpoint_that_a_dossier_proves(folder, tmp_path, held):
    """`docs/verify.md` lies beside an unpacked dossier, and the checkpoint that was held may be its newest."""
    script = (ROOT / "docs" / "verify.md").read_text().partition("cat > held.py <<'END'\n")[2].partition("END\n")[0]
    receipt, hashes = folder / "proof" / "7", json.loads((folder / "consistency").read_text())["hashes"]
    head, _, note = receipt.read_text().partition("\n\n")
    (tmp_path / "folder" / "log").mkdir(parents=True)
    known = [{"note": (folder / "older").read_text(), "proof": hashes}]
    (tmp_path / "folder" / "log" / "consistency.json").write_text(json.dumps(known))
    shutil.copy(folder / "checkpoint", tmp_path / "folder" / "log" / "checkpoint")
    (tmp_path / "path").write_text("\n".join(head.split("\n")[2:]) + "\n")
    (tmp_path / "checkpoint").write_text(note)
    (tmp_path / "entry").write_bytes(tlog.parse_entries((folder / "tile" / "entries" / "000").read_bytes())[7])

    key = (folder / "key").read_text().strip()
    told = subprocess.run(
        [PYTHON, "-c", script, key, "7", folder / held], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (told.returncode, told.stdout.count("\n")) == (0, 2), told.stderr
