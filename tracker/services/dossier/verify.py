"""Verify a receipt or a dossier of a fact-check, offline, without trusting who gave it to you.

    python verify.py receipt.json --key KEYLINE [--checkpoint FILE]
    python verify.py dossier.zip|FOLDER --key KEYLINE [--checkpoint FILE]

KEYLINE is the verifier key of the log: learn it from somewhere else than the file that you verify. FILE is a checkpoint
that you, or somebody you trust, got earlier. Without --key all is compared, and nothing is proved.

Exit codes: 0 verified, 2 not verified, 3 evidence that the log has two histories.

Python 3.8 or newer and its standard library; signatures by the package `cryptography` or, without it, by the program
`openssl` (3.0 or newer). Formats: RFC 8785 (JSON), RFC 9162 §2.1 (tree), C2SP signed-note, tlog-checkpoint, tlog-proof.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from base64 import b64decode, b64encode
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Iterator, NamedTuple, Sequence

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:  # the program openssl will do
    Ed25519PublicKey = None  # type: ignore[assignment,misc]  # what stands for its absence

MAX_JSON, MAX_NOTE, MAX_FILES, MAX_HASHES, CHUNK = 64 << 20, 1 << 20, 100_000, 63, 1 << 16
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,2}")
HEX = re.compile(r"[0-9a-f]{64}")
NUMBER = re.compile(r"0|[1-9][0-9]{0,15}")
AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f]")
SPKI = bytes.fromhex("302a300506032b6570032100")  # what stands before an Ed25519 key in DER (RFC 8410)
RECEIPT = {"seq", "entry", "fields", "erased", "proof", "key", "verify"}
RECORD = {"seq", "entry", "fields", "erased", "withheld", "proof"}
DOCUMENTS = ("claim.json", "claimants.json", "sources.json", "evidence.json", "outreach.json", "verdicts.json",
             "publications.json", "external_checks.json")  # fmt: skip
UNPROVED = ("README.txt", "index.html", "people.json", "verify.py")
KNOWN = {*DOCUMENTS, *UNPROVED, "workflow.json", "log/checkpoint", "log/consistency.json"}
FOLDERS = ("entries/", "files/", "receipts/")
STEPS = {"claim." + name for name in (
    "accepted", "rejected", "restored", "merged", "unmerged", "started", "released", "submitted", "sent_back",
    "approved", "published", "reopened", "concluded", "retracted",
)}  # fmt: skip
BROKEN = (ArithmeticError, AttributeError, EOFError, LookupError, MemoryError, OSError, RuntimeError, TypeError,
          ValueError, struct.error, zipfile.BadZipFile, zlib.error)  # fmt: skip


class NotVerified(Exception):
    """Something is not as it should be."""


class Forked(Exception):
    """The log's own signatures vouch for two histories."""


class Checkpoint(NamedTuple):
    """A size of the log and the root of its tree, as somebody signed them."""

    origin: str
    size: int
    root: bytes


class Key(NamedTuple):
    """A verifier key: a name, the id that signatures by it carry, and the public key."""

    name: str
    id: bytes
    public: bytes


class Entry(NamedTuple):
    """An entry of the log with the fields that are disclosed."""

    seq: int
    leaf: bytes
    at: str
    values: dict[str, Any]
    text: str


class Trust:
    """What is known from outside, what was checked with it, and what could not be."""

    def __init__(self, key: Key | None) -> None:
        self.key = key
        self.checked: list[str] = []
        self.unchecked: list[str] = []
        self.failures: list[str] = []
        self.is_authentic = True
        self.roots: dict[int, Checkpoint] = {}
        self.notes: dict[str, Checkpoint] = {}

    def fail(self, reason: str) -> None:
        """Go on, since more can be told; but nothing will be verified in the end."""
        if reason not in self.failures:
            self.failures.append(reason)

    def checkpoint(self, note: str) -> Checkpoint:
        """Return the checkpoint of a note that the key signed; two signed ones of a size with two roots are a fork."""
        if note not in self.notes:
            found, is_signed = signed_checkpoint(note, self)
            known = self.roots.setdefault(found.size, found)
            if known != found:
                message = f"there are two checkpoints of size {found.size} with different roots or origins"
                raise Forked(f"{message}, both signed by the log") if is_signed else NotVerified(message)
            refuse(any(other.origin != found.origin for other in self.roots.values()), "checkpoints of different logs")
            self.notes[note] = found
        return self.notes[note]


def refuse(is_wrong: bool, reason: str) -> None:
    """Raise NotVerified where something is wrong."""
    if is_wrong:
        raise NotVerified(reason)


def shown(text: object) -> str:
    """Return somebody else's text so that it does nothing to a terminal."""
    return ascii(text)[:100]


# JSON (RFC 8785)


def parsed(text: bytes) -> Any:
    """Return a document of JSON without duplicate names, fractions and numbers that others read otherwise."""
    try:
        return json.loads(text.decode(), object_pairs_hook=_unique, parse_float=_no_number, parse_int=_whole,
                          parse_constant=_no_number)  # fmt: skip
    except ValueError as error:
        raise NotVerified(f"a document is no JSON of the kind that the log holds: {shown(str(error))}") from error


def canonical(value: Any) -> bytes:
    """Return a value as canonical JSON (RFC 8785, without fractions)."""
    return _written(value).encode()


def _written(value: Any) -> str:
    if isinstance(value, dict):
        pairs = sorted(value.items(), key=lambda pair: str(pair[0]).encode("utf-16-be"))
        return "{" + ",".join(f"{_written(name)}:{_written(inner)}" for name, inner in pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_written, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    refuse(len(found) != len(pairs), "a document of JSON has one name twice")
    return found


def _whole(digits: str) -> int:
    refuse(len(digits) > 17 or abs(int(digits)) >= 2**53, "a document of JSON has too large a number")
    return int(digits)


def _no_number(text: str) -> Any:
    raise NotVerified(f"a document of JSON has the number {shown(text)}")


# Signed notes and checkpoints (C2SP signed-note, tlog-checkpoint)


def parse_key(line: str) -> Key:
    """Return the key of a line `name+id+base64`, or refuse it, also where the id is another key's."""
    name, _, rest = line.strip().partition("+")
    key_id, _, value = rest.partition("+")
    joined = from_base64(value)
    refuse(not name or len(joined) != 33 or joined[0] != 1, f"no verifier key of Ed25519: {shown(line)}")
    own = sha256(name.encode() + b"\n" + joined).digest()[:4]
    refuse(own.hex() != key_id, f"the verifier key's id does not belong to it: {shown(line)}")
    return Key(name, own, joined[1:])


def from_base64(text: str) -> bytes:
    """Return the bytes of base64 that is written in the only way it can be."""
    try:
        joined = b64decode(text, validate=True)
    except ValueError as error:
        raise NotVerified(f"no base64: {shown(text)}") from error
    refuse(b64encode(joined).decode() != text, f"base64 in a form of its own: {shown(text)}")
    return joined


def signed_checkpoint(note: str, trust: Trust) -> tuple[Checkpoint, bool]:
    """Return the checkpoint of a note, and whether its signature was checked."""
    refuse(len(note) > MAX_NOTE or bool(CONTROLS.search(note)), "a note is too long or has control characters")
    text, blank, lines = note.rpartition("\n\n")
    refuse(not blank or not lines.endswith("\n"), "a note is a text, an empty line, and lines of signatures")
    text += "\n"
    signatures = [_signature(line) for line in lines[:-1].split("\n")]
    return _checkpoint(text), _is_signed(text, signatures, trust)


def _signature(line: str) -> tuple[str, bytes]:
    parts = line.split(" ")
    refuse(len(parts) != 3 or parts[0] != "\u2014", f"no line of a signature: {shown(line)}")
    joined = from_base64(parts[2])
    refuse(len(joined) < 5, f"no line of a signature: {shown(line)}")
    return parts[1], joined


def _checkpoint(text: str) -> Checkpoint:
    lines = text.split("\n")[:-1]
    refuse(len(lines) < 3 or not all(lines), "a checkpoint has an origin, a size and a root, each on a line")
    refuse(not NUMBER.fullmatch(lines[1]), f"no size of a log: {shown(lines[1])}")
    root = from_base64(lines[2])
    refuse(len(root) != 32, "a root has 32 bytes")
    return Checkpoint(lines[0], int(lines[1]), root)


def _is_signed(text: str, signatures: Sequence[tuple[str, bytes]], trust: Trust) -> bool:
    key = trust.key
    if key is None:
        trust.is_authentic = False
        trust.fail("without a verifier key no signature can be checked")
        return False
    own = [joined[4:] for name, joined in signatures if (name, joined[:4]) == (key.name, key.id)]
    refuse(not own, f"the checkpoint is not signed by {shown(key.name)}")
    outcomes = [_verify(key.public, value, text.encode()) for value in own]
    refuse(False in outcomes, f"the checkpoint's signature by {shown(key.name)} is wrong")
    if None in outcomes:
        trust.is_authentic = False
        trust.fail("signatures could not be checked: that takes the package cryptography, or openssl 3.0 or newer")
    return None not in outcomes


def _verify(public: bytes, signature: bytes, message: bytes) -> bool | None:
    # None where there is nothing to check with.
    if len(signature) != 64:
        return False
    if Ed25519PublicKey is None:
        return _verify_by_openssl(public, signature, message)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _verify_by_openssl(public: bytes, signature: bytes, message: bytes) -> bool | None:
    program = shutil.which("openssl")
    if program is None:
        return None
    pem = b"-----BEGIN PUBLIC KEY-----\n" + b64encode(SPKI + public) + b"\n-----END PUBLIC KEY-----\n"
    with tempfile.TemporaryDirectory() as folder:
        key, signed, sealed = (Path(folder) / name for name in ("key", "message", "signature"))
        for path, content in ((key, pem), (signed, message), (sealed, signature)):
            path.write_bytes(content)
        command = [program, "pkeyutl", "-verify", "-pubin", "-inkey", str(key), "-rawin", "-in", str(signed),
                   "-sigfile", str(sealed)]  # fmt: skip
        told = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60, check=False)
    if told.returncode == 0 and b"Verified Successfully" in told.stdout:
        return True
    return False if b"Verification Failure" in told.stdout else None


# The tree (RFC 9162 §2.1)


def _inner(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def _climbed(node: int, last: int) -> tuple[int, int]:
    # At the right edge a node without a sibling is lifted to the level where it gets one.
    while node == last and not node & 1 and node:
        node, last = node >> 1, last >> 1
    return node >> 1, last >> 1


def check_inclusion(entry: Entry, hashes: Sequence[bytes], head: Checkpoint) -> None:
    """Refuse an entry that the proof does not lead from to the checkpoint's root (RFC 9162 §2.1.3.2)."""
    refuse(entry.seq >= head.size, f"entry {entry.seq} is beyond the checkpoint")
    node, last, top = entry.seq, head.size - 1, entry.leaf
    for sibling in hashes:
        refuse(last == 0, f"the proof of entry {entry.seq} is too long")
        is_right = node & 1 or node == last
        top = _inner(sibling, top) if is_right else _inner(top, sibling)
        node, last = _climbed(node, last)
    refuse(last != 0 or top != head.root, f"the proof of entry {entry.seq} does not lead to the checkpoint's root")


def check_consistency(first: Checkpoint, second: Checkpoint, hashes: Sequence[bytes]) -> None:
    """Refuse a proof that the first tree is the beginning of the second (RFC 9162 §2.1.4.2) and does not show it.

    A proof that leads to the second root and to another first one is the log's own word against itself.
    """
    refuse(not 0 < first.size < second.size, f"no proof leads from size {first.size} to size {second.size}")
    level = (first.size & -first.size).bit_length() - 1
    path = [first.root, *hashes] if first.size == 1 << level else list(hashes)
    refuse(not hashes, "a proof of consistency is empty")
    node, last = (first.size - 1) >> level, (second.size - 1) >> level
    old = new = path[0]
    for sibling in path[1:]:
        refuse(last == 0, "a proof of consistency is too long")
        if node & 1 or node == last:
            old, new = _inner(sibling, old), _inner(sibling, new)
        else:
            new = _inner(new, sibling)
        node, last = _climbed(node, last)
    refuse(last != 0 or new != second.root, f"the proof from size {first.size} does not lead to size {second.size}")
    if old != first.root:
        raise Forked(
            f"the log of size {second.size} does not begin with that of size {first.size}, and both are signed"
        )


# Entries, receipts


def read_entry(told: Any, names: set[str], *, whole: bool) -> Entry:
    """Return an entry whose disclosed fields are those that it holds; where it is `whole`, all must be told of."""
    refuse(not isinstance(told, dict) or set(told) != names, f"not the members {sorted(names)}")
    seq, text = told["seq"], told["entry"]
    refuse(type(seq) is not int or seq < 0 or not isinstance(text, str), "an entry has a number and a text")
    inside = parsed(text.encode())
    refuse(not isinstance(inside, dict) or set(inside) != {"at", "d", "v"} or canonical(inside["v"]) != b"1",
           f"entry {seq} is not of version 1")  # fmt: skip
    digests = _hex_list(inside["d"], seq)
    is_plain = isinstance(inside["at"], str) and AT.fullmatch(inside["at"]) and digests == sorted(digests)
    refuse(not is_plain or canonical(inside) != text.encode(), f"entry {seq} is not written as the log writes it")
    values, seen = _disclosed(told["fields"], seq)
    seen += [digest for name in ("erased", "withheld") for digest in _hex_list(told.get(name, []), seq)]
    refuse(len(set(seen)) != len(seen) or not set(seen) <= set(digests),
           f"entry {seq} does not hold what is told of it")  # fmt: skip
    refuse(whole and len(seen) != len(digests), f"entry {seq} holds more than is told of it")
    return Entry(seq, sha256(b"\x00" + text.encode()).digest(), inside["at"], values, text)


def _hex_list(items: Any, seq: int) -> list[str]:
    refuse(not isinstance(items, list), f"entry {seq} has no list of digests")
    refuse(not all(isinstance(item, str) and HEX.fullmatch(item) for item in items), f"entry {seq} has no digest there")
    return list(items)


def _disclosed(fields: Any, seq: int) -> tuple[dict[str, Any], list[str]]:
    refuse(not isinstance(fields, list), f"entry {seq} has no list of fields")
    values, digests = {}, []
    for item in fields:
        refuse(not isinstance(item, dict) or set(item) != {"name", "value", "salt"}, f"entry {seq} has an odd field")
        name, salt = item["name"], item["salt"]
        is_text = isinstance(name, str) and isinstance(salt, str)
        refuse(not is_text or not HEX.fullmatch(salt), f"entry {seq} has a field without name or salt")
        refuse(name in values, f"entry {seq} has the field {shown(name)} twice")
        values[name] = item["value"]
        digests.append(sha256(canonical([salt, name, item["value"]])).hexdigest())
    return values, digests


def check_proof(entry: Entry, text: Any, trust: Trust) -> Checkpoint:
    """Return the signed checkpoint that a C2SP tlog-proof leads an entry to, or refuse it."""
    refuse(not isinstance(text, str) or len(text) > MAX_NOTE, f"entry {entry.seq} has no proof")
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")
    refuse(lines[0] != "c2sp.org/tlog-proof@v1", f"the proof of entry {entry.seq} is none of C2SP's")
    refuse(lines[1:2] != [f"index {entry.seq}"], f"the proof of entry {entry.seq} is of another one")
    checkpoint = trust.checkpoint(note)
    check_inclusion(entry, _hashes(lines[2:]), checkpoint)
    return checkpoint


def _hashes(lines: Any) -> list[bytes]:
    refuse(not isinstance(lines, list) or len(lines) > MAX_HASHES, "a proof is too long")
    hashes = [from_base64(line) for line in lines]
    refuse(any(len(item) != 32 for item in hashes), "a hash in a proof has 32 bytes")
    return hashes


def check_receipt(told: Any, trust: Trust) -> Entry:
    """Return the entry of a publication that a receipt proves, or refuse it."""
    entry = read_entry(told, RECEIPT, whole=False)
    refuse(told["key"] is not None and not isinstance(told["key"], str), "the receipt's key is none")
    agree_on_key(told["key"], trust)
    kind = str(entry.values.get("kind"))
    refuse(not kind.startswith("publication.") or "object" not in entry.values, "it is no receipt of a publication")
    head = check_proof(entry, told["proof"], trust)
    number, at = entry.values.get("/number"), entry.values.get("/published_at")
    trust.checked.append(
        f"Publication {shown(number)} of {shown(at)} is entry {entry.seq} of the log {shown(head.origin)}, recorded at "
        f"{entry.at}, under its checkpoint of size {head.size}."
    )
    trust.checked.append(f"All {len(entry.values)} fields that the receipt shows are as they were recorded.")
    return entry


def agree_on_key(line: str | None, trust: Trust) -> None:
    """Take the key that a file names itself where none is known, and refuse one that is not the one known."""
    if line is None:
        return
    named = parse_key(line)
    if trust.key is None:
        trust.key, trust.is_authentic = named, False
        trust.fail("the key is the file's own word: give the log's key, learned elsewhere, as --key")
    refuse(named != trust.key, "the file names another key than the one given")


# Dossiers


class Dossier:
    """The files of a folder or an archive, by their names."""

    def __init__(self, names: Sequence[str]) -> None:
        refuse(len(names) > MAX_FILES, "there are too many files")
        refuse(len(set(names)) != len(names), "one name stands for two files")
        odd = [name for name in names if not NAME.fullmatch(name)]
        refuse(bool(odd), f"there is a file by a name that no dossier has: {shown(odd[:1])}")
        self.names = sorted(names)

    def open(self, name: str) -> IO[bytes]:
        """Open a file."""
        raise NotImplementedError

    def read(self, name: str, limit: int = MAX_JSON) -> bytes:
        """Return a file's content, or refuse one that is missing or too large."""
        refuse(name not in self.names, f"{name} is missing")
        with self.open(name) as source:
            content = source.read(limit + 1)
        refuse(len(content) > limit, f"{name} is too large")
        return content

    def json(self, name: str) -> Any:
        """Return the document in a file."""
        return parsed(self.read(name))

    def digest(self, name: str) -> str:
        """Return the SHA-256 of a file, whatever its size."""
        found = sha256()
        with self.open(name) as source:
            for chunk in iter(lambda: source.read(CHUNK), b""):
                found.update(chunk)
        return found.hexdigest()

    def under(self, folder: str) -> list[str]:
        """Return the names in a folder."""
        return [name for name in self.names if name.startswith(folder + "/")]


class Folder(Dossier):
    """A dossier that was unpacked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        found = [item for item in path.rglob("*") if item.is_symlink() or not item.is_dir()]
        refuse(any(item.is_symlink() or not item.is_file() for item in found), "there is something else than files")
        super().__init__([item.relative_to(path).as_posix() for item in found])

    def open(self, name: str) -> IO[bytes]:
        """Open a file."""
        return (self.path / name).open("rb")


class Archive(Dossier):
    """A dossier as it was downloaded: a ZIP whose files are stored as they are, so that none can swell."""

    def __init__(self, archive: zipfile.ZipFile, size: int) -> None:
        self.archive = archive
        members = archive.infolist()
        odd = [item for item in members if item.compress_type != zipfile.ZIP_STORED or item.flag_bits & 1]
        refuse(bool(odd), "the archive was packed by somebody else: unpack it, and verify the folder")
        refuse(sum(item.file_size for item in members) > size, "the archive says that it holds more than it does")
        super().__init__([item.filename for item in members])

    def open(self, name: str) -> IO[bytes]:
        """Open a file."""
        return self.archive.open(name)


def check_dossier(dossier: Dossier, trust: Trust) -> None:
    """Refuse a dossier of which anything is not as the log has it."""
    manifest = check_manifest(dossier)
    agree_on_key(manifest["key"], trust)
    entries = check_entries(dossier, trust)
    check_chains(list(entries.values()))
    check_documents(dossier, entries)
    check_workflow(dossier, manifest["claim"], entries)
    check_captures(dossier, entries, trust)
    check_receipts(dossier, entries, trust)
    refuse([item["object"] for item in dossier.json("claim.json")] != [manifest["claim"]], "it is of another claim")
    refuse(type(manifest["log_size"]) is not int or max(entries) >= manifest["log_size"], "the log's size is wrong")
    if "log/checkpoint" not in dossier.names:
        is_proved = trust.roots or dossier.under("receipts") or dossier.under("log")
        refuse(bool(is_proved), "there are proofs, and no checkpoint")
        trust.fail("the log was not signed when the dossier was made, so nothing in it is proved against a signature")
        return
    newest = trust.checkpoint(dossier.read("log/checkpoint", MAX_NOTE).decode())
    refuse(newest.size != manifest["signed_size"], "the manifest tells of another checkpoint")
    check_history(dossier, newest, trust)


def _beside(trust: Trust) -> Trust:
    # Shares what is known of the log, and keeps to itself what it says.
    other = Trust(trust.key)
    other.roots, other.notes, other.failures, other.is_authentic = (
        trust.roots, trust.notes, trust.failures, trust.is_authentic,
    )  # fmt: skip
    return other


def check_manifest(dossier: Dossier) -> dict[str, Any]:
    """Return the manifest, which names each file with its SHA-256, or refuse it."""
    told = dossier.json("manifest.json")
    names = {"v", "claim", "log_size", "signed_size", "key", "files"}
    refuse(not isinstance(told, dict) or set(told) != names or told["v"] != 1, "the manifest is not of version 1")
    files = told["files"]
    refuse(not isinstance(files, dict) or set(files) != set(dossier.names) - {"manifest.json"},
           "the manifest names other files than there are")  # fmt: skip
    strange = [name for name in files if name not in KNOWN and not name.startswith(FOLDERS)]
    refuse(bool(strange), f"there is a file that no dossier has: {shown(strange[:1])}")
    for name in files:
        refuse(dossier.digest(name) != files[name], f"{name} is not what the manifest says")
    found: dict[str, Any] = told
    return found


def check_entries(dossier: Dossier, trust: Trust) -> dict[int, Entry]:
    """Return the entries by their numbers, each proved where it is signed, or refuse one."""
    entries, unsigned, withheld = {}, 0, 0
    for name in dossier.under("entries"):
        told = dossier.json(name)
        entry = read_entry(told, RECORD, whole=True)
        refuse(name != f"entries/{entry.seq:012}.json", f"{name} is another entry")
        entries[entry.seq] = entry
        withheld += len(told["withheld"])
        if told["proof"] is None:
            unsigned += 1
        else:
            check_proof(entry, told["proof"], trust)
    refuse(not entries, "there are no entries")
    trust.checked.append(f"{len(entries)} entries of the log hold what the dossier tells of them.")
    if withheld:
        trust.unchecked.append(f"{withheld} fields are withheld from the one who asked: they are there as digests.")
    if unsigned:
        trust.fail(f"{unsigned} entries are not signed yet: get the dossier again after the next checkpoint")
    return entries


def check_chains(entries: Sequence[Entry]) -> None:
    """Refuse a history of an object in which an entry was left out, but for the newest ones."""
    newest: dict[str, tuple[int, bytes]] = {}
    earlier = ""
    for entry in sorted(entries):
        name, revision = str(entry.values.get("object")), entry.values.get("revision")
        before, leaf = newest.get(name, (0, b""))
        refuse(revision != before + 1, f"an entry before entry {entry.seq} of {shown(name)} is missing")
        refuse(entry.values.get("prev") != (leaf.hex() or None), f"entry {entry.seq} does not follow the one before it")
        refuse(entry.at < earlier, f"entry {entry.seq} is earlier than the one before it")
        newest[name], earlier = (before + 1, entry.leaf), entry.at


def check_documents(dossier: Dossier, entries: dict[int, Entry]) -> None:
    """Refuse a document that shows an object otherwise than its entries tell it."""
    told: dict[str, dict[str, Any]] = {}
    for _, entry in sorted(entries.items()):
        known = told.setdefault(entry.values["object"], {})
        known.update({name: value for name, value in entry.values.items() if name.startswith("/")})
        known["revision"] = entry.values["revision"]
    shown_objects = set()
    for name in DOCUMENTS:
        for item in dossier.json(name):
            _check_object(item, told.get(item["object"], {}), name)
            refuse(item["object"] in shown_objects, f"{name} shows {shown(item['object'])} again")
            shown_objects.add(item["object"])
    refuse(shown_objects != set(told), "the documents show other objects than the entries are about")


def _check_object(item: Any, known: dict[str, Any], where: str) -> None:
    refuse(set(item) != {"object", "revision", "members"}, f"{where} shows something odd")
    refuse(item["revision"] != known.get("revision"), f"{where} shows another revision of {shown(item['object'])}")
    told = {name: value for name, value in known.items() if name.startswith("/") and value is not None}
    seen = {name: value for name, value in item["members"].items() if value is not None}
    wrong = sorted(name for name in {*told, *seen} if canonical(told.get(name)) != canonical(seen.get(name)))
    refuse(bool(wrong), f"{where} shows {shown(wrong[:1])} of {shown(item['object'])} otherwise than it was recorded")


def check_workflow(dossier: Dossier, claim: str, entries: dict[int, Entry]) -> None:
    """Refuse a list of steps that is not that of the claim's entries."""
    own = [e for _, e in sorted(entries.items()) if e.values["object"] == claim and e.values.get("kind") in STEPS]
    recorded = [
        {"seq": e.seq, "at": e.at, "kind": e.values["kind"], "by": e.values.get("actor"),
         "reason": e.values.get("reason")}
        for e in own
    ]  # fmt: skip
    refuse(dossier.json("workflow.json") != recorded, "the workflow tells other steps than were recorded")


def check_captures(dossier: Dossier, entries: dict[int, Entry], trust: Trust) -> None:
    """Refuse a captured file that no entry knows by its SHA-256, and tell which ones are not there."""
    told = [item for entry in entries.values() for item in entry.values.items()]
    captures = {name[len("/captures/") :]: value["digest"] for name, value in told
                if name.startswith("/captures/") and value is not None}  # fmt: skip
    for name in dossier.under("files"):
        digest = name[len("files/") :]
        refuse(
            digest not in captures.values() or dossier.digest(name) != digest, f"{name} is no file that was captured"
        )
    rested_on = {captures.get(value) for name, value in told if name == "/capture_id" and value is not None}
    missing = [digest for digest in rested_on if f"files/{digest}" not in dossier.names]
    if missing:
        trust.unchecked.append(f"{len(missing)} captured files that evidence rests on are not in the dossier.")


def check_receipts(dossier: Dossier, entries: dict[int, Entry], trust: Trust) -> None:
    """Refuse receipts that are not those of the publications that are signed."""
    found = set()
    for name in dossier.under("receipts"):
        entry = check_receipt(dossier.json(name), _beside(trust))
        known = entries.get(entry.seq)
        refuse(known is None or known.text != entry.text, f"{name} is of another entry")
        refuse(name != f"receipts/{entry.values.get('/number')}.json", f"{name} is of another publication")
        found.add(entry.seq)
    signed = max((head.size for head in trust.roots.values()), default=0)
    issued = {seq for seq, entry in entries.items() if seq < signed and "/snapshot/number" in entry.values}
    erased = {seq for seq, entry in entries.items() if entry.values.get("kind") == "publication.issued"}
    refuse(
        not found <= issued | erased or bool(issued - found), "there are receipts of other publications than there are"
    )


def check_history(dossier: Dossier, newest: Checkpoint, trust: Trust) -> None:
    """Refuse earlier checkpoints with which the newest one does not go on."""
    refuse(set(trust.roots) != {newest.size}, "there are proofs under another checkpoint")
    earlier = dossier.json("log/consistency.json")
    refuse(not isinstance(earlier, list), "there is no list of earlier checkpoints")
    for item in earlier:
        check_consistency(trust.checkpoint(item["note"]), newest, _hashes(item["proof"]))
    trust.checked.append(f"The checkpoint of size {newest.size} goes on from {len(earlier)} earlier ones.")
    proved = {parsed_size(item["note"]) for item in earlier} | {newest.size}
    trust.roots = {size: trust.roots[size] for size in proved}


def parsed_size(note: str) -> int:
    """Return the size that a checkpoint tells."""
    return _checkpoint(note.rpartition("\n\n")[0] + "\n").size


# The program


def check_held(path: Path, trust: Trust) -> None:
    """Compare what was verified with a checkpoint that somebody held outside."""
    with path.open("rb") as source:
        note = source.read(MAX_NOTE + 1).decode()
    known = dict(trust.roots)
    held = trust.checkpoint(note)
    refuse(held.size not in known, f"nothing here proves what became of the checkpoint of size {held.size} you hold")
    trust.checked.append(f"The checkpoint of size {held.size} that you hold is part of the same history.")


@contextmanager
def opened(path: Path) -> Iterator[Dossier]:
    """Lend the dossier of a folder or an archive."""
    if path.is_dir():
        yield Folder(path)
        return
    with zipfile.ZipFile(path) as archive:
        yield Archive(archive, path.stat().st_size)


def is_archive(path: Path) -> bool:
    """Tell whether a path is a folder, or a file that is no JSON."""
    if path.is_dir():
        return True
    with path.open("rb") as source:
        return source.read(2) == b"PK"


def verify(arguments: argparse.Namespace, trust: Trust) -> None:
    """Check all that there is to check."""
    path = Path(arguments.file)
    if is_archive(path):
        with opened(path) as dossier:
            check_dossier(dossier, trust)
        trust.checked.append("Each file is what the manifest says, and each document shows what was recorded.")
        trust.unchecked.append(f"{', '.join(UNPROVED)} are for reading: the log proves nothing of them.")
        trust.unchecked.append("Whether there are newer entries about these objects, or objects that are left out.")
    else:
        with path.open("rb") as source:
            text = source.read(MAX_JSON + 1)
        refuse(len(text) > MAX_JSON, "the receipt is too large")
        check_receipt(parsed(text), trust)
        trust.unchecked.append("Fields that the receipt does not show, and whether there are later publications.")
    if arguments.checkpoint:
        check_held(Path(arguments.checkpoint), trust)
    else:
        trust.unchecked.append("Whether others were shown the same log: compare with a checkpoint held elsewhere.")


def judged(arguments: argparse.Namespace, trust: Trust) -> tuple[int, str]:
    """Return the exit code and the sentence that says why."""
    try:
        trust.key = parse_key(arguments.key) if arguments.key else None
        verify(arguments, trust)
    except Forked as error:
        if not trust.is_authentic:
            return 2, f"NOT VERIFIED: {error}, as far as can be told without checked signatures."
        return 3, f"EVIDENCE OF A FORK: {error}. Keep both files, and ask the publisher."
    except NotVerified as error:
        return 2, f"NOT VERIFIED: {error}."
    except BROKEN as error:
        return 2, f"NOT VERIFIED: it cannot be read as a receipt or a dossier ({type(error).__name__})."
    if trust.failures:
        return 2, f"NOT VERIFIED: {'; '.join(trust.failures)}."
    return 0, "VERIFIED."


def main() -> int:
    """Verify what the command line names, and say so."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", help="a receipt, or a dossier: a ZIP or the folder that it was unpacked to")
    parser.add_argument("--key", help="the log's verifier key: name+id+base64")
    parser.add_argument("--checkpoint", help="a checkpoint that somebody held outside")
    trust = Trust(None)
    code, sentence = judged(parser.parse_args(), trust)
    lines = [f"checked:     {line}" for line in trust.checked] + [f"not checked: {line}" for line in trust.unchecked]
    sys.stdout.write("\n".join([*lines, sentence, ""]))
    return code


if __name__ == "__main__":
    sys.exit(main())
