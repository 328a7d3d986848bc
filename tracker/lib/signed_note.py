"""Signed notes (C2SP signed-note v1.0): a text, and lines by which keys vouch for it.

Ed25519 signatures (type 0x01), and the timestamped cosignatures by which witnesses vouch for a log's
checkpoint (type 0x04, C2SP tlog-cosignature, cosignature/v1).
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256

from cryptography import exceptions
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

MAX_BYTES = 1_000_000
MAX_SIGNATURES = 100
KEY_SIZE = 32
KEY_ID_SIZE = 4
TIMESTAMP_SIZE = 8
MAX_TIMESTAMP = 2**63 - 1

CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f]")


class NoteError(ValueError):
    """Something is wrong with a note, a key or a signature."""


class MalformedNote(NoteError):
    """The bytes, or the parts, make no signed note."""


class MalformedKey(NoteError):
    """The text, or the parts, make no key."""


class WrongSignature(NoteError):
    """A signature that claims to be by a known key is not."""


class UnsignedNote(NoteError):
    """None of the known keys has signed the note."""


class SignatureType(IntEnum):
    """What a key signs with: the byte before the public key in its key id."""

    ED25519 = 0x01
    COSIGNATURE_V1 = 0x04


@dataclass(frozen=True)
class Signature:
    """A signature line: the key's name, its id (4 bytes), and what the key made of the text, as yet unverified."""

    name: str
    key_id: bytes
    value: bytes

    def __post_init__(self) -> None:
        if not is_key_name(self.name) or len(self.key_id) != KEY_ID_SIZE or not self.value:
            raise MalformedNote(f"no signature line of {self.name!r}")

    @classmethod
    def parse(cls, line: str) -> "Signature":
        """Return the signature of a line without its newline, or raise MalformedNote."""
        dash, name, value = [*line.split(" "), "", ""][:3]
        if dash != "—" or line.count(" ") != 2:
            raise MalformedNote("a signature line is an em dash, a key name and base64")
        joined = decode(value)
        return cls(name, joined[:KEY_ID_SIZE], joined[KEY_ID_SIZE:])

    def __str__(self) -> str:
        return f"— {self.name} {encode(self.key_id + self.value)}"

    @property
    def timestamp(self) -> int:
        """Return when a cosignature was made, in seconds since 1970; of other signatures this is nonsense."""
        return int.from_bytes(self.value[:TIMESTAMP_SIZE], "big")


@dataclass(frozen=True)
class Note:
    """A text that ends in a newline, with one or more signatures that nobody has verified by parsing them."""

    text: str
    signatures: tuple[Signature, ...]

    def __post_init__(self) -> None:
        _refuse_text(self.text)
        if not 0 < len(self.signatures) <= MAX_SIGNATURES:
            raise MalformedNote(f"a note has 1 to {MAX_SIGNATURES} signatures, not {len(self.signatures)}")
        _refuse_size(self.render())

    @classmethod
    def parse(cls, joined: bytes) -> "Note":
        """Return the note of these bytes, or raise MalformedNote; what is parsed renders to the same bytes."""
        _refuse_size(joined)
        try:
            text, blank, lines = joined.decode().rpartition("\n\n")
        except UnicodeDecodeError as error:
            raise MalformedNote("a note is UTF-8") from error
        if not blank or not lines.endswith("\n"):
            raise MalformedNote("a note is a text, an empty line, and lines of signatures")
        return cls(text + "\n", tuple(Signature.parse(line) for line in lines[:-1].split("\n")))

    def render(self) -> bytes:
        """Return the note's bytes."""
        return "\n".join([self.text, *map(str, self.signatures), ""]).encode()


@dataclass(frozen=True)
class VerifierKey:
    """The public half of a key, with the name it signs under."""

    name: str
    public_key: bytes
    type: SignatureType = SignatureType.ED25519

    def __post_init__(self) -> None:
        if not is_key_name(self.name) or len(self.public_key) != KEY_SIZE:
            raise MalformedKey(f"no key {self.name!r} of {len(self.public_key)} bytes")

    @classmethod
    def parse(cls, line: str) -> "VerifierKey":
        """Return the key of a line `name+id+base64`, or raise MalformedKey, also where the id is another key's."""
        name, key_id, value = [*line.split("+", 2), "", ""][:3]
        try:
            joined = decode(value)
            key = cls(name, joined[1:], SignatureType(joined[0]))
        except (ValueError, IndexError) as error:
            raise MalformedKey(f"no verifier key: {error}") from error
        if key.key_id.hex() != key_id:
            raise MalformedKey(f"the id of {name} is {key.key_id.hex()}, not {key_id!r}")
        return key

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{encode(bytes([self.type]) + self.public_key)}"

    @property
    def key_id(self) -> bytes:
        """Return the 4 bytes that tell keys of one name apart; they are no proof of anything."""
        return sha256(self.name.encode() + b"\n" + bytes([self.type]) + self.public_key).digest()[:KEY_ID_SIZE]

    def is_of(self, signature: Signature) -> bool:
        """Tell whether the signature claims to be by this key."""
        return (signature.name, signature.key_id) == (self.name, self.key_id)

    def verify(self, text: str, signature: Signature) -> None:
        """Raise WrongSignature unless the signature is by this key and of this text."""
        if not self.is_of(signature):
            raise WrongSignature(f"the signature is by {signature.name}, not by {self.name}")
        value, message = signature.value, text.encode()
        if self.type == SignatureType.COSIGNATURE_V1:
            value, message = value[TIMESTAMP_SIZE:], _cosigned(text, signature.timestamp)
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(value, message)
        except (exceptions.InvalidSignature, ValueError) as error:
            raise WrongSignature(f"{self.name} has not signed this text") from error


@dataclass(frozen=True)
class SignerKey:
    """The private half of a key, with the name it signs under."""

    name: str
    private_key: Ed25519PrivateKey = field(repr=False)

    def __post_init__(self) -> None:
        if not is_key_name(self.name):
            raise MalformedKey(f"no key is called {self.name!r}")

    @classmethod
    def generate(cls, name: str) -> "SignerKey":
        """Return a new key."""
        return cls(name, Ed25519PrivateKey.generate())

    @classmethod
    def from_pem(cls, name: str, pem: bytes) -> "SignerKey":
        """Return the key of a PKCS#8 file in PEM without a password, or raise MalformedKey."""
        try:
            private_key = load_pem_private_key(pem, password=None)
        except (ValueError, TypeError, exceptions.UnsupportedAlgorithm) as error:
            raise MalformedKey("no private key in PEM without a password") from error
        if not isinstance(private_key, Ed25519PrivateKey):
            raise MalformedKey("the private key is not of Ed25519")
        return cls(name, private_key)

    def to_pem(self) -> bytes:
        """Return the key as PKCS#8 in PEM, which is secret: it has no password."""
        return self.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def verifier(self, type: SignatureType = SignatureType.ED25519) -> VerifierKey:
        """Return the public half, for signatures or for cosignatures."""
        return VerifierKey(self.name, self.private_key.public_key().public_bytes_raw(), type)

    def sign(self, text: str) -> Signature:
        """Return the signature of a text, or raise MalformedNote for one that no note can have."""
        _refuse_text(text)
        return Signature(self.name, self.verifier().key_id, self.private_key.sign(text.encode()))

    def cosign(self, text: str, timestamp: int) -> Signature:
        """Return the cosignature of a checkpoint's text at a time in seconds since 1970."""
        _refuse_text(text)
        if not 0 < timestamp <= MAX_TIMESTAMP:
            raise MalformedNote(f"no cosignature is made at {timestamp}")
        value = timestamp.to_bytes(TIMESTAMP_SIZE, "big") + self.private_key.sign(_cosigned(text, timestamp))
        return Signature(self.name, self.verifier(SignatureType.COSIGNATURE_V1).key_id, value)


def sign(text: str, *keys: SignerKey) -> Note:
    """Return the note of a text signed by these keys, in their order."""
    return Note(text, tuple(key.sign(text) for key in keys))


def verify(note: Note, keys: Iterable[VerifierKey]) -> dict[VerifierKey, Signature]:
    """Return which of these keys have signed the note, each with its first signature.

    Signatures by other keys are ignored. Raises WrongSignature where one claims to be by a known key and is not,
    and UnsignedNote where none is left. Whether they are enough is the caller's policy.
    """
    found: dict[VerifierKey, Signature] = {}
    known = set(keys)
    for signature, key in [(line, key) for line in note.signatures for key in known if key.is_of(line)]:
        key.verify(note.text, signature)
        found.setdefault(key, signature)
    if not found:
        raise UnsignedNote("none of the known keys has signed the note")
    return found


def is_key_name(name: str) -> bool:
    """Tell whether a key may have this name: neither empty nor with a space, a plus or a control character."""
    return bool(name) and "+" not in name and not any(map(str.isspace, name)) and _is_plain(name)


def encode(joined: bytes) -> str:
    """Return the base64 of these bytes (RFC 4648 §4)."""
    return b64encode(joined).decode()


def decode(value: str) -> bytes:
    """Return the bytes of base64 written the only way they can be (RFC 4648 §3.5, §4), or raise MalformedNote."""
    try:
        joined = b64decode(value, validate=True)
    except ValueError as error:
        raise MalformedNote("no base64") from error
    if encode(joined) != value:
        raise MalformedNote("base64 that others would write otherwise")
    return joined


def _cosigned(text: str, timestamp: int) -> bytes:
    return f"cosignature/v1\ntime {timestamp}\n{text}".encode()


def _refuse_size(joined: bytes) -> None:
    if len(joined) > MAX_BYTES:
        raise MalformedNote(f"a note has at most {MAX_BYTES} bytes")


def _refuse_text(text: str) -> None:
    if not text.endswith("\n") or not _is_plain(text):
        raise MalformedNote("the text of a note ends in a newline and has no other control character")


def _is_plain(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return not CONTROLS.search(text)
