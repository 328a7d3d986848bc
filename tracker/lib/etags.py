"""Entity tags (RFC 9110 §8.8.3) that tell the version of a resource and the digest of its body."""

import re
from typing import Literal

import xxhash

# A list of entity tags, or `*`.
_TAG = r'[ \t]*((W/)?"[!#-~\x80-\xff]*"[ \t]*)?'
PATTERN = rf'^([ \t]*\*[ \t]*|([ \t]*,)*[ \t]*(W/)?"[!#-~\x80-\xff]*"[ \t]*(,{_TAG})*)$'

_ITEM = re.compile(r'[ \t]*(?:(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)")?[ \t]*(?:,|\Z)')
# What servers and proxies append when they compress: nginx and Apache `-gzip`, Jetty `--gzip`, others `:` or `;`.
_COMPRESSION = re.compile(r"(?:--?|[:;])(?:gzip|x-gzip|br|zstd|deflate|df)$")
_VERSIONED = re.compile(r"v([0-9]{1,15})(?:\.[0-9a-f]*)?")


def make(version: int | None, body: bytes) -> str:
    """Return the entity tag of a body, quoted as the header wants it."""
    # Nobody is to be kept from forging it: a tag only has to differ where bodies do, and lists are long.
    digest = xxhash.xxh3_128_hexdigest(body)
    return f'"{digest}"' if version is None else f'"v{version}.{digest}"'


def parse_versions(header: str) -> frozenset[int] | Literal["*"]:
    """Return the versions that an If-Match header names, or `*`.

    Weak tags count as strong ones, since proxies that compress weaken them. A tag that names no version
    is left out, so the set may be empty: nothing matches then. Raises ValueError where it is malformed.
    """
    if header.strip(" \t") == "*":
        return "*"
    found = (_version(text) for text in _opaque_tags(header))
    return frozenset(version for version in found if version is not None)


def matches(header: str, etag: str) -> bool:
    """Tell whether an If-None-Match header names an entity tag (weak comparison); a malformed one never does."""
    if header.strip(" \t") == "*":
        return True
    try:
        return _bare(etag.strip('"')) in {_bare(text) for text in _opaque_tags(header)}
    except ValueError:
        return False


def _opaque_tags(header: str) -> list[str]:
    tags, position = [], 0
    while position < len(header):
        item = _ITEM.match(header, position)
        if item is None:
            raise ValueError("not a list of entity tags")
        if item[1] is not None:
            tags.append(item[1])
        position = item.end()
    if not tags:
        raise ValueError("no entity tag")
    return tags


def _version(opaque: str) -> int | None:
    match = _VERSIONED.fullmatch(_bare(opaque))
    return int(match[1]) if match else None


def _bare(opaque: str) -> str:
    return _COMPRESSION.sub("", opaque)
