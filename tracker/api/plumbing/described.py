"""What JSON Schema says of our shapes: exactly what they take, where apispec's own words would be wrong or missing."""

import inspect
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin, OpenAPIConverter
from marshmallow import Schema, fields

from tracker.schemas.base import In, Links, Out, Shaped

PASSED_ON = ("pattern", "format", "contentMediaType", "uniqueItems", "type", "example", "description")


class Describer(OpenAPIConverter):
    """Apispec's converter of schemas, with the rules between members and the words of our own schemas."""

    def schema2jsonschema(self, schema: Schema) -> dict[str, Any]:
        """Return a schema as JSON Schema."""
        described: dict[str, Any] = super().schema2jsonschema(schema)
        words = inspect.cleandoc(type(schema).__doc__ or "")
        if words:
            described = {"description": words} | described
        if isinstance(schema, In):
            return described | _ruled(schema)
        if isinstance(schema, Out):
            # Clients tolerate members that they do not know, so that there may be more of them one day.
            described.pop("additionalProperties", None)
        return described


class Described(MarshmallowPlugin):
    """Apispec's plugin for marshmallow, with our converter."""

    Converter = Describer

    def init_spec(self, spec: Any) -> None:  # apispec's signature
        """Teach the converter about our fields."""
        super().init_spec(spec)
        for describe in (field_itself, keys_of_object, members_of_links, shape_of_value):
            self.converter.add_attribute_function(describe)


def field_itself(_converter: Describer, field: fields.Field[Any], **_options: Any) -> dict[str, Any]:
    """Return what a field's metadata says of it in JSON Schema's own words."""
    return {
        name: _nullable(field, value) if name == "type" else value
        for name, value in field.metadata.items()
        if name in PASSED_ON
    }


def keys_of_object(converter: Describer, field: fields.Field[Any], **_options: Any) -> dict[str, Any]:
    """Return what the names in an object of any names must be."""
    if not isinstance(field, fields.Dict) or field.key_field is None:
        return {}
    names = converter.field2property(field.key_field)
    kept = {word: names[word] for word in ("pattern", "enum", "minLength", "maxLength") if word in names}
    return {"propertyNames": kept} if kept else {}


def members_of_links(_converter: Describer, field: fields.Field[Any], **_options: Any) -> dict[str, Any]:
    """Return the relations that an object links to."""
    if not isinstance(field, Links):
        return {}
    relations = {relation: {"type": "string", "format": "uri-reference"} for relation in field.parent.paths}
    return {"properties": relations, "required": sorted(relations), "additionalProperties": {"type": "string"}}


def shape_of_value(converter: Describer, field: fields.Field[Any], ret: dict[str, Any]) -> dict[str, Any]:
    """Return the shape of a value that is shown as it is stored."""
    if not isinstance(field, Shaped):
        return {}
    ret.clear()
    shape = converter.resolve_nested_schema(field.shape)
    return {"anyOf": [shape, {"type": "null"}]} if field.allow_none else shape


def documented(field: fields.Field[Any]) -> Any:  # a schema for apispec to resolve, or JSON Schema
    """Return what describes the items of a list."""
    if isinstance(field, fields.Nested):
        return field.schema
    return {"type": "string"} | field_itself(None, field)  # type: ignore[arg-type]  # asks nothing of the converter


def _ruled(schema: In) -> dict[str, Any]:
    nullable = {field.data_key or name for name, field in schema.fields.items() if field.allow_none}
    rules = [rule.described(nullable) for rule in schema.rules]
    return {"allOf": rules} if rules else {}


def _nullable(field: fields.Field[Any], kind: object) -> object:
    return [kind, "null"] if field.allow_none else kind
