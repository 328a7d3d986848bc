"""The base of all shapes: strict on the way in, plain and fast on the way out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

import orjson
from marshmallow import RAISE, Schema, fields, validates_schema

from tracker.lib import clock
from tracker.lib.stored_json import StoredJson
from tracker.schemas.rules import Rules

Dump = Callable[[Any], Any]


class Links(fields.Dict):
    """Where to find what belongs to an object, by relation: a shape's `paths`."""


class Shaped(fields.Raw):
    """A value shown as it is stored, which a schema describes."""

    def __init__(self, shape: type[Schema], **options: Any) -> None:
        super().__init__(**options)
        self.shape = shape


class In(Schema):
    """What a client sends; unknown fields are refused, and so is what breaks a rule between members."""

    rules: Rules = ()

    class Meta:
        """Refuse what is not known."""

        unknown = RAISE

    @validates_schema
    def keeps_its_rules(self, given: dict[str, Any], **_options: object) -> None:
        """Refuse a body whose members do not go together."""
        for rule in self.rules:
            rule.check(given)


class Out(Schema):
    """What a client is told.

    Dumping reads each declared field once, from attributes or from a mapping's members, with no hooks: marshmallow's
    own dump is the greater part of the cost of a list. What is stored as JSON goes out as it is.
    """

    paths: ClassVar[Mapping[str, str]] = {}

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:
        """Return the object's members in the order they are declared."""
        many = self.many if many is None else many
        return [self._one(item) for item in obj] if many else self._one(obj)

    def _one(self, item: Any) -> Any:
        if isinstance(item, StoredJson):
            return orjson.Fragment(item.body)
        plan: _Plan = self.__dict__.get("_plan") or self._planned()
        if isinstance(item, Mapping):
            shown = {name: item.get(attribute) for name, attribute in plan.members}
        else:
            shown = {name: getattr(item, attribute) for name, attribute in plan.members}
        for name, dump in plan.dumps:
            if shown[name] is not None:
                shown[name] = dump(shown[name])
        if plan.links:
            shown["links"] = {relation: path % shown for relation, path in plan.links}
        return shown

    def _planned(self) -> "_Plan":
        dumped = {field.data_key or name: (name, field) for name, field in self.dump_fields.items() if name != "links"}
        dumps = {shown: _dump_of(field) for shown, (_, field) in dumped.items()}
        plan = self.__dict__["_plan"] = _Plan(
            members=[(shown, field.attribute or name) for shown, (name, field) in dumped.items()],
            dumps=[(shown, dump) for shown, dump in dumps.items() if dump],
            links=[(name, path.replace("{", "%(").replace("}", ")s")) for name, path in self.paths.items()],
        )
        return plan


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    members: Sequence[tuple[str, str]]
    dumps: Sequence[tuple[str, Dump]]
    links: Sequence[tuple[str, str]]


def _dump_of(field: fields.Field[Any]) -> Dump | None:
    if isinstance(field, fields.Nested):
        return field.schema.dump
    if isinstance(field, fields.List):
        inner = _dump_of(field.inner)
        return None if inner is None else lambda value: [inner(item) for item in value]
    return _written if field.metadata.get("format") in {"date-time", "date"} else None


def _written(value: object) -> object:
    if isinstance(value, datetime):
        return clock.to_text(value)
    return value.isoformat() if isinstance(value, date) else value


class ObjectOut(Out):
    """What every object shows."""

    id = fields.String(required=True)
    version = fields.Integer(required=True, metadata={"description": "How many entries the log has on the object."})
    created_at = fields.String(required=True, metadata={"format": "date-time"})
    updated_at = fields.String(required=True, metadata={"format": "date-time"})
    links = Links(required=True)


class Empty(In):
    """An empty object."""
