"""Rules between the members of one body, told to clients as JSON Schema and to callers as errors."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError


def require_one(given: Mapping[str, Any], *names: str) -> None:
    """Refuse a body that has none of the named members."""
    if not any(given.get(name) for name in names):
        raise ValidationError({names[0]: [f"Give one of: {', '.join(names)}."]})


def refuse_both(given: Mapping[str, Any], *names: str) -> None:
    """Refuse a body that has more than one of the named members."""
    both = [name for name in names if given.get(name) is not None]
    if len(both) > 1:
        raise ValidationError({both[1]: [f"Give only one of: {', '.join(names)}."]})
