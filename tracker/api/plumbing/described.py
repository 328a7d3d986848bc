"""What JSON Schema says of our fields: exactly what they take, where apispec's own words would be wrong or missing."""

from typing import Any

from flask_smorest import Api
from marshmallow import fields

PASSED_ON = ("pattern", "format", "minLength", "maxLength", "example", "contentMediaType", "type")


def add_to_specification(api: Api) -> None:
    """Teach the document's converter about our fields."""
    api.ma_plugin.converter.add_attribute_function(described)


def described(_converter: Any, field: fields.Field[Any], **_options: Any) -> dict[str, Any]:  # apispec's signature
    """Return what a field's metadata says of it in JSON Schema's own words."""
    return {name: field.metadata[name] for name in PASSED_ON if name in field.metadata}


def documented(field: fields.Field[Any]) -> Any:  # a schema for apispec to resolve, or JSON Schema
    """Return what describes the items of a list."""
    if isinstance(field, fields.Nested):
        return field.schema
    return {"type": "string"} | described(None, field)
