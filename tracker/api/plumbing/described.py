"""What JSON Schema says of our shapes: exactly what they take, where apispec's own words would be wrong or missing."""

import inspect
from typing import Any, cast

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import Schema, fields

from tracker.schemas.base import In, Links, Out, Shaped
from tracker.schemas.fields import NAMED, Strict

JSONSchema = dict[str, Any]
ANNOTATIONS = ("description", "default", "examples")
NULL = {"type": "null"}


class Describer(OpenAPIConverter):
    """Apispec's converter of schemas, with the rules between members and the words of our own schemas."""

    def schema2jsonschema(self, schema: Schema) -> JSONSchema:
        """Return a schema as JSON Schema."""
        described: JSONSchema = super().schema2jsonschema(schema)
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

    def init_spec(self, spec: APISpec) -> None:
        """Teach the converter about our fields."""
        super().init_spec(spec)
        converter = cast("Describer", self.converter)
        for describe in (text_of_kind, keys_of_object, members_of_links, shape_of_value, words_of_metadata):
            converter.add_attribute_function(describe)


def add_kinds(spec: APISpec) -> None:
    """Add to a document the kinds of text that have a name."""
    for kind in NAMED:
        field = kind()
        words = f"{field.what[0].upper()}{field.what[1:]}."
        spec.components.schema(str(field.named), {"description": words} | field.described)


def text_of_kind(_converter: Describer, field: fields.Field[Any], ret: JSONSchema) -> JSONSchema:
    """Return what a kind of text is, by its name where it has one."""
    if not isinstance(field, Strict):
        return {}
    if field.named is None:
        return {word: value for word, value in field.described.items() if word != "type"}
    kept = {word: ret[word] for word in ANNOTATIONS if word in ret}
    here = _reference(field) | _own_length(field, ret)
    ret.clear()
    return ({"anyOf": [here, NULL]} if field.allow_none else here) | kept


def keys_of_object(converter: Describer, field: fields.Field[Any], **_options: Any) -> JSONSchema:
    """Return what the names in an object of any names must be."""
    if not isinstance(field, fields.Dict) or field.key_field is None:
        return {}
    names = converter.field2property(field.key_field)
    kept = {word: names[word] for word in ("$ref", "pattern", "enum") if word in names}
    return {"propertyNames": kept} if kept else {}


def members_of_links(_converter: Describer, field: fields.Field[Any], **_options: Any) -> JSONSchema:
    """Return the relations that an object links to."""
    holder = field.parent
    if not isinstance(field, Links) or not isinstance(holder, Out):
        return {}
    relations = {relation: {"type": "string", "format": "uri-reference"} for relation in holder.paths}
    return {"properties": relations, "required": sorted(relations), "additionalProperties": {"type": "string"}}


def shape_of_value(converter: Describer, field: fields.Field[Any], ret: JSONSchema) -> JSONSchema:
    """Return the shape of a value that is shown as it is stored."""
    if not isinstance(field, Shaped):
        return {}
    ret.clear()
    shape = converter.resolve_nested_schema(field.shape)
    return {"anyOf": [shape, NULL]} if field.allow_none else shape


def words_of_metadata(_converter: Describer, field: fields.Field[Any], **_options: Any) -> JSONSchema:
    """Return what a field's metadata says in words of JSON Schema that apispec leaves out."""
    return {word: field.metadata[word] for word in ("format", "contentMediaType", "type") if word in field.metadata}


def items_of_list(field: Strict | fields.Nested) -> Any:  # a schema for apispec to resolve, or JSON Schema
    """Return what describes the items of a list."""
    return _reference(field) if isinstance(field, Strict) else field.schema


def _reference(field: Strict) -> JSONSchema:
    return {"$ref": f"#/components/schemas/{field.named}"}


def _own_length(field: Strict, ret: JSONSchema) -> JSONSchema:
    length = ret.get("maxLength")
    return {} if length == field.described.get("maxLength") else {"maxLength": length}


def _ruled(schema: In) -> JSONSchema:
    nullable = {field.data_key or name for name, field in schema.fields.items() if field.allow_none}
    rules = [rule.described(nullable) for rule in schema.rules]
    return {"allOf": rules} if rules else {}
