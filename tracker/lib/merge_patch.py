"""RFC 7396 JSON merge patch."""

from collections.abc import Mapping
from typing import Any


def merged(target: Any, patch: Any) -> Any:  # any JSON value
    """Return the target with the patch applied: null takes a member away, an object is merged, all else replaces."""
    if not isinstance(patch, Mapping):
        return patch
    result = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result
