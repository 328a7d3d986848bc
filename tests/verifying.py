"""The program that auditors get, run as they run it, and files spoiled for it in many ways."""

import io
import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.signers import KEY
from tracker.lib.signed_note import SignerKey

PROGRAM = Path(__file__).parents[1] / "tracker" / "services" / "dossier" / "verify.py"
# Without site packages there is no cryptography, and without a path there is no openssl.
WAYS: Mapping[str, tuple[Sequence[str], Mapping[str, str]]] = {
    "cryptography": (["-I"], {"PATH": "/nowhere"}),
    "openssl": (["-I", "-S"], {"PATH": "/usr/bin:/bin:/usr/local/bin"}),
    "neither": (["-I", "-S"], {"PATH": "/nowhere"}),
}
STRANGER = SignerKey.generate(KEY.name)
PROVED = ("entry", "fields", "proof", "seq")
Files = dict[str, bytes]


@dataclass(frozen=True)
class Outcome:
    """What the program said."""

    code: int
    told: str


def verified(path: Path, *options: str, way: str = "cryptography", key: str | None = "") -> Outcome:
    """Run the program on a file; with the log's key, unless another one, or None, is given."""
    flags, environment = WAYS[way]
    keys = [] if key is None else ["--key", key or str(KEY.verifier())]
    command = [sys.executable, *flags, str(PROGRAM), str(path), *keys, *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=dict(environment), check=False)
    assert not done.stderr, done.stderr
    return Outcome(done.returncode, done.stdout)


def unpacked(archive: bytes) -> Files:
    """Return the files of a dossier."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(files: Mapping[str, bytes], *, compression: int = zipfile.ZIP_STORED) -> bytes:
    """Return a ZIP of files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def listed(files: Files) -> Files:
    """Return files with a manifest that fits them, as somebody makes it who spoils more than one file."""
    manifest = json.loads(files["manifest.json"])
    named = {name: sha256(content).hexdigest() for name, content in files.items() if name != "manifest.json"}
    return files | {"manifest.json": json.dumps(manifest | {"files": named}).encode()}


def spoiled_receipt(receipt: Mapping[str, Any], seed: int) -> bytes:
    """Return a receipt with one thing wrong."""
    chance, told = random.Random(seed), json.loads(json.dumps(receipt))
    spoilers: list[Callable[[], bytes]] = [
        lambda: _with_field(told, chance, "value"),
        lambda: _with_field(told, chance, "salt"),
        lambda: _with_field(told, chance, "name"),
        lambda: _json(told | {"entry": flipped(told["entry"], chance)}),
        lambda: _json(told | {"proof": flipped(told["proof"], chance)}),
        lambda: _json(told | {"proof": _without_a_line(told["proof"], chance)}),
        lambda: _json(told | {"seq": told["seq"] + chance.choice([-1, 1, 256])}),
        lambda: _json(told | {"key": str(STRANGER.verifier())}),
        lambda: _json(told | {"erased": [chance.randbytes(32).hex()]}),
        lambda: _json(told | {"fields": [*told["fields"], chance.choice(told["fields"])]}),
        lambda: _json(told | {"fields": [field for field in told["fields"] if field["name"] != "kind"]}),
        lambda: _json(_without(told, chance)),
        lambda: _json(told)[: chance.randrange(len(_json(told)))],
        lambda: _json(told)[:-1] + b',"seq":1}',
        lambda: _json(told | {chance.choice(PROVED): chance.choice([None, [], {}, 1.5, True, "x", [[]] * 3, -1])}),
    ]
    return spoilers[seed % len(spoilers)]()


def spoiled_dossier(files: Files, seed: int) -> Files:
    """Return a dossier's files with one thing wrong; every other time the manifest is made to fit."""
    chance = random.Random(seed)
    proved = sorted(set(files) - {"README.txt", "index.html", "people.json", "verify.py", "manifest.json"})
    name = chance.choice(proved)
    if seed % 7 == 0:
        return _without(files, chance)
    if seed % 7 == 1:
        return files | {f"files/{chance.randbytes(32).hex()}": b"never captured"}
    if seed % 7 == 2:
        return files | {"manifest.json": _any_byte(files["manifest.json"], chance)}
    if seed % 7 == 3:
        return files | {name: _any_byte(files[name], chance)}
    return listed(files | {name: _any_value(files[name], chance)})


def flipped(text: str, chance: random.Random) -> str:
    """Return a text with one character changed for another."""
    place = chance.randrange(len(text))
    other = chance.choice([letter for letter in "ABCabc0123+/\n" if letter != text[place]])
    return text[:place] + other + text[place + 1 :]


def _with_field(told: dict[str, Any], chance: random.Random, member: str) -> bytes:
    field = chance.choice(told["fields"])
    if member == "salt":
        field["salt"] = sha256(field["salt"].encode()).hexdigest()
    else:
        field[member] = f"{field[member]}x"
    return _json(told)


def _without(told: Mapping[str, Any], chance: random.Random) -> dict[str, Any]:
    gone = chance.choice(sorted(told))
    return {name: value for name, value in told.items() if name != gone}


def _without_a_line(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return "".join(lines)


def _any_byte(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + bytes([content[place] ^ (1 << chance.randrange(7))]) + content[place + 1 :]


def _any_value(content: bytes, chance: random.Random) -> bytes:
    # One word or number somewhere in a document; other files lose a byte's truth.
    try:
        told = json.loads(content)
    except ValueError:
        return _any_byte(content, chance)
    places = [place for place in _places(told) if place[1] not in {"verify", "withheld", "erased"}]
    if not places:
        return content + b"x"
    holder, name = chance.choice(places)
    holder[name] = "other" if holder[name] != "other" else "another"
    return _json(told)


def _places(told: Any) -> list[tuple[Any, Any]]:
    if not isinstance(told, dict | list):
        return []
    items = list(told.items()) if isinstance(told, dict) else list(enumerate(told))
    inner = [place for name, value in items if name not in {"withheld", "erased"} for place in _places(value)]
    return inner + [(told, name) for name, value in items if not isinstance(value, dict | list)]


def _json(told: Any) -> bytes:
    return json.dumps(told).encode()


# What is neither a receipt nor a dossier.
HOSTILE: dict[str, Any] = {
    "nothing": b"",
    "not JSON": b"\xff\xfe\x00",
    "deep": b"[" * 100_000,
    "a long number": b'{"seq":' + b"9" * 100_000 + b"}",
    "NaN": b'{"seq":NaN}',
    "a lone surrogate": b'{"seq":"\\ud800"}',
    "a list": b"[]",
    "an empty archive": packed({}),
    "a path up": packed({"../evil.json": b"{}", "manifest.json": b"{}"}),
    "an absolute path": packed({"/etc/evil": b"{}", "manifest.json": b"{}"}),
    "a bomb": packed({"manifest.json": b" " * (64 << 20)}, compression=zipfile.ZIP_DEFLATED),
    "terminal escapes": packed({"\x1b[2Jmanifest.json": b"{}"}),
    "a cut archive": packed({"manifest.json": b"{}"})[:-30],
    "a manifest alone": packed({"manifest.json": b'{"v":1,"files":{}}'}),
}
