"""Names of objects in addresses: what they look like, and that one which looks otherwise names nothing."""

import re
from collections.abc import Mapping
from typing import Any

from tracker.lib.ids import is_id

NO_ID, NO_NUMBER = "00000000-0000-0000-0000-000000000000", 0
DIGEST_PATTERN = "^[0-9a-f]{64}$"
MOST = 2**31 - 1
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
NUMBER = {"type": "integer", "minimum": 1, "maximum": MOST}
ID = {"$ref": "#/components/schemas/Id"}
DESCRIBED: Mapping[str, Any] = {
    "digest": ("The SHA-256 of the file.", {"type": "string", "pattern": DIGEST_PATTERN}),
    "number": ("Which publication of the check, from 1.", NUMBER),
}


def described(rule: str) -> list[dict[str, Any]]:
    """Return the path parameters of a route as the OpenAPI document tells them."""
    return [_described(name) for name in PARAMETER.findall(rule)]


def known(path: Mapping[str, Any]) -> dict[str, Any]:
    """Return path parameters, with those that cannot be the name of anything replaced by the name of nothing.

    A deed is asked for it all the same, so that refusals come in their order: the right to ask before what is there.
    """
    return {name: _known(name, value) for name, value in path.items()}


def _described(name: str) -> dict[str, Any]:
    description, schema = DESCRIBED.get(name, (f"The {name.removesuffix('_id')}'s id.", ID))
    return {"in": "path", "name": name, "required": True, "description": description, "schema": schema}


def _known(name: str, value: Any) -> Any:
    if isinstance(value, int):
        return value if value <= MOST else NO_NUMBER
    if name == "digest":
        return value if re.fullmatch(DIGEST_PATTERN, value) and not value.endswith("\n") else NO_ID
    return value if is_id(value) else NO_ID
