"""Rules between the members of one body, told to clients as JSON Schema and to callers as errors.

A member counts as given when it is there and not null.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from marshmallow import ValidationError

JSONSchema = dict[str, Any]


class Rule(Protocol):
    """What a body must keep, beyond what each member must be by itself."""

    def check(self, given: Mapping[str, Any]) -> None:
        """Raise ValidationError for a body that breaks the rule."""

    def described(self, nullable: Collection[str]) -> JSONSchema:
        """Return the rule as JSON Schema; `nullable` are the members that may be null."""


Rules = Sequence[Rule]


@dataclass(frozen=True, slots=True)
class OneAtMost:
    """Two ways of saying the same thing: one of them, or none."""

    one: str
    other: str

    def check(self, given: Mapping[str, Any]) -> None:
        """Refuse a body that says it both ways."""
        if len(_given(given, (self.one, self.other))) > 1:
            raise ValidationError({self.other: [f"Give only one of: {self.one}, {self.other}."]})

    def described(self, nullable: Collection[str]) -> JSONSchema:
        """Return that not both are given."""
        return {"not": _all_given((self.one, self.other), nullable)}


@dataclass(frozen=True, slots=True)
class ExactlyOne:
    """Several ways of saying the same thing: exactly one of them."""

    names: Sequence[str]

    def check(self, given: Mapping[str, Any]) -> None:
        """Refuse a body that does not say it, or says it several ways."""
        found = _given(given, self.names)
        if len(found) > 1:
            raise ValidationError({found[1]: [f"Give only one of: {', '.join(self.names)}."]})
        if not found:
            raise ValidationError({self.names[0]: [f"Give one of: {', '.join(self.names)}."]})

    def described(self, nullable: Collection[str]) -> JSONSchema:
        """Return that one is given and no other."""
        return {"oneOf": [_all_given((name,), nullable) for name in self.names]}


@dataclass(frozen=True, slots=True)
class OneAtLeast:
    """Several groups of members: all of at least one group."""

    groups: Sequence[Sequence[str]]

    def check(self, given: Mapping[str, Any]) -> None:
        """Refuse a body in which no group is whole."""
        if not any(len(_given(given, group)) == len(group) for group in self.groups):
            ways = "; or ".join(" and ".join(group) for group in self.groups)
            raise ValidationError({self.groups[0][0]: [f"Give {ways}."]})

    def described(self, nullable: Collection[str]) -> JSONSchema:
        """Return that one group or another is given."""
        return {"anyOf": [_all_given(group, nullable) for group in self.groups]}


@dataclass(frozen=True, slots=True)
class OnlyWith:
    """A member that means nothing without another."""

    name: str
    other: str

    def check(self, given: Mapping[str, Any]) -> None:
        """Refuse the member alone."""
        if _given(given, (self.name,)) and not _given(given, (self.other,)):
            raise ValidationError({self.name: [f"Give it together with {self.other}."]})

    def described(self, nullable: Collection[str]) -> JSONSchema:
        """Return that the other is given, or this one not."""
        return {"anyOf": [{"not": _all_given((self.name,), nullable)}, _all_given((self.other,), nullable)]}


@dataclass(frozen=True, slots=True)
class WhenTrue:
    """A flag that asks for one member, and without which another means nothing."""

    flag: str
    needs: str
    allows: str

    def check(self, given: Mapping[str, Any]) -> None:
        """Refuse the flag without what it needs, and what it allows without the flag."""
        if given.get(self.flag) and not _given(given, (self.needs,)):
            raise ValidationError({self.needs: [f"Give it where {self.flag} is true."]})
        if not given.get(self.flag) and _given(given, (self.allows,)):
            raise ValidationError({self.allows: [f"Give it only where {self.flag} is true."]})

    def described(self, nullable: Collection[str]) -> JSONSchema:
        """Return both cases."""
        is_set = {"required": [self.flag], "properties": {self.flag: {"const": True}}}
        return {
            "if": is_set,
            "then": _all_given((self.needs,), nullable),
            "else": {"not": _all_given((self.allows,), nullable)},
        }


@dataclass(frozen=True, slots=True)
class WhenIs:
    """A word that asks for other members."""

    name: str
    word: str
    needs: Sequence[str]

    def check(self, given: Mapping[str, Any]) -> None:
        """Refuse the word without what it needs."""
        if given.get(self.name) != self.word:
            return
        missing = [name for name in self.needs if given.get(name) is None]
        if missing:
            raise ValidationError({name: [f"Give it where {self.name} is {self.word}."] for name in missing})

    def described(self, nullable: Collection[str]) -> JSONSchema:
        """Return what the word needs."""
        is_word = {"required": [self.name], "properties": {self.name: {"const": self.word}}}
        return {"if": is_word, "then": _all_given(self.needs, nullable)}


def _given(body: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    return [name for name in names if body.get(name) is not None]


def _all_given(names: Sequence[str], nullable: Collection[str]) -> JSONSchema:
    not_null = {name: {"not": {"type": "null"}} for name in names if name in nullable}
    return {"required": list(names)} | ({"properties": not_null} if not_null else {})
