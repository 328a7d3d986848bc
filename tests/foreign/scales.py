"""Verifies exported logs with tlog-scales: folders in, `ok` or `refused: …` out."""

import json
import sys
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey
from tlog_scales.tlog import (
    Checkpoint,
    ConsistencyProof,
    ConsistencyProofInvalid,
    InclusionProof,
    InclusionProofInvalid,
)

REFUSALS = (ValueError, TypeError, LookupError, RuntimeError, AssertionError, InvalidSignature, ConsistencyProofInvalid,
            InclusionProofInvalid)  # fmt: skip


def verify(folder: Path) -> None:
    key = Vkey.from_string((folder / "key").read_text().strip())
    reader = TilesReader(LocalBackend(folder))
    head = reader.get_checkpoint()
    head.verify(key)
    entries = [reader.get_entry(index) for index in range(head.size)]
    leaves = [sha256(b"\x00" + entry).digest() for entry in entries]
    if reader.calculate_root_hash() != head.root_hash or leaves != [reader.mth(i, i + 1) for i in range(head.size)]:
        raise ValueError("the tiles or entries are not those of the checkpoint")
    for path in (folder / "proof").iterdir():
        check_proof(path, key, leaves)
    older = Checkpoint.from_text((folder / "older").read_text())
    older.verify(key)
    told = [b64decode(item) for item in json.loads((folder / "consistency").read_text())["hashes"]]
    ConsistencyProof(older.size, head.size, told).check(older.root_hash, head.root_hash)


def check_proof(path: Path, key: Vkey, leaves: list[bytes]) -> None:
    lines, _, note = path.read_text().partition("\n\n")
    _, index, *hashes = lines.split("\n")
    head = Checkpoint.from_text(note)
    head.verify(key)
    seq = int(index.removeprefix("index "))
    if str(seq) != path.name:
        raise ValueError("a proof of another entry")
    InclusionProof(seq, head.size, [b64decode(item) for item in hashes]).check(leaves[seq], head.root_hash)


def verdict(folder: Path) -> str:
    try:
        verify(folder)
    except REFUSALS as error:
        return f"refused: {type(error).__name__}"
    return "ok"


for line in sys.stdin:
    sys.stdout.write(f"{verdict(Path(line.strip()))}\n")
