"""Secrets that a program sends to say who it is: easy to scan for, checked before any look-up."""

import re
import secrets
import string
import zlib
from dataclasses import dataclass, field
from hashlib import sha256

PREFIX = "fct_"
_ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
_RANDOM_BYTES, _RANDOM_LETTERS, _CHECK_LETTERS = 32, 43, 6
_SHAPE = re.compile(f"{PREFIX}([0-9A-Za-z]{{{_RANDOM_LETTERS}}})([0-9A-Za-z]{{{_CHECK_LETTERS}}})")


@dataclass(frozen=True, slots=True)
class Token:
    """A new secret, what is kept of it, and how people tell it from their other ones."""

    secret: str = field(repr=False)
    digest: bytes
    hint: str


def mint() -> Token:
    """Return a new token; only its digest and hint should be kept."""
    random = _base62(secrets.token_bytes(_RANDOM_BYTES), _RANDOM_LETTERS)
    secret = PREFIX + random + _checksum(random)
    return Token(secret, _digest(secret), f"{PREFIX}{random[:4]}…")


def digest_of(text: str) -> bytes | None:
    """Return the digest a token is found by, or None for text that no call of mint can have returned."""
    match = _SHAPE.fullmatch(text)
    if match is None or _checksum(match[1]) != match[2]:
        return None
    return _digest(text)


def _digest(secret: str) -> bytes:
    # 256 random bits need no slow hash: there is nothing to guess.
    return sha256(secret.encode()).digest()


def _checksum(random: str) -> str:
    return _base62(zlib.crc32(random.encode()).to_bytes(4), _CHECK_LETTERS)


def _base62(content: bytes, letters: int) -> str:
    number, text = int.from_bytes(content), ""
    for _ in range(letters):
        number, digit = divmod(number, len(_ALPHABET))
        text = _ALPHABET[digit] + text
    return text
