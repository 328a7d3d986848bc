"""Identifiers: UUIDs of version 7 (RFC 9562), whose text sorts by the time they were made."""

import re

import uuid_utils

PATTERN = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"

_ID = re.compile(PATTERN)


def new_id() -> str:
    """Return a new id; those made in one process sort in the order they were made."""
    return str(uuid_utils.uuid7())


def is_id(text: str) -> bool:
    """Tell whether text is a UUID of any version in its canonical, lower-case form."""
    return _ID.fullmatch(text) is not None
