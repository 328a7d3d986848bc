"""JSON that is stored as it will be sent, and read only where somebody looks into it."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import orjson


class StoredJson(Mapping[str, Any]):
    """A JSON object as bytes, with the revision that it shows; its members are those that were sent."""

    def __init__(self, body: bytes, *, version: int) -> None:
        self.body = body
        self.version = version

    @cached_property
    def members(self) -> dict[str, Any]:
        """The object's members, parsed when they are first asked for."""
        found: dict[str, Any] = orjson.loads(self.body)
        return found

    def __getitem__(self, name: str) -> Any:
        return self.members[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.members)

    def __len__(self) -> int:
        return len(self.members)
