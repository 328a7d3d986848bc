"""Verifies notes and proofs of exported logs with metamorphic-log: folders in, `ok` or `refused: …` out."""

import json
import sys
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import metamorphic_log as verifier


def verify(folder: Path) -> None:
    keys = [(folder / "key").read_text().strip()]
    note, older = (folder / "checkpoint").read_text(), (folder / "older").read_text()
    verifier.checkpoint_verify(note, keys)
    entries = list(entries_of(folder))
    for path in (folder / "proof").iterdir():
        lines, _, signed = path.read_text().partition("\n\n")
        _, index, *hashes = lines.split("\n")
        seq = int(index.removeprefix("index "))
        if str(seq) != path.name:
            raise ValueError("a proof of another entry")
        leaf = sha256(b"\x00" + entries[seq]).digest()
        verifier.checkpoint_verify_inclusion(signed, keys, seq, leaf, [b64decode(item) for item in hashes])
    told = [b64decode(item) for item in json.loads((folder / "consistency").read_text())["hashes"]]
    verifier.checkpoint_verify_consistency(older, note, keys, told)


def entries_of(folder: Path):
    for path in sorted((folder / "tile" / "entries").iterdir(), key=lambda path: path.name):
        files = [path] if path.is_file() else sorted(path.iterdir())
        content = b"".join(file.read_bytes() for file in files)
        while content:
            length = int.from_bytes(content[:2], "big")
            yield content[2 : 2 + length]
            content = content[2 + length :]


def verdict(folder: Path) -> str:
    try:
        verify(folder)
    except (verifier.VerifyError, ValueError, LookupError) as error:
        return f"refused: {type(error).__name__}"
    return "ok"


for line in sys.stdin:
    sys.stdout.write(f"{verdict(Path(line.strip()))}\n")
