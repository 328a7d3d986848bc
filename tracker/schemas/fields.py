"""Kinds of fields that all nouns share, each telling the OpenAPI document exactly what it takes."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from marshmallow import ValidationError, fields, validate

from tracker.lib import clock, ids, languages, partial_dates, plain_text, urls

SLUG_PATTERN = "^[a-z0-9]+(-[a-z0-9]+)*$"
KEY_PATTERN = "^[a-z][a-z0-9_]{0,63}$"
DECIMAL_PATTERN = "^-?(0|[1-9][0-9]{0,29})(\\.[0-9]{1,30})?$"
UNSIGNED_PATTERN = DECIMAL_PATTERN.replace("-?", "")
COLOUR_PATTERN = "^#[0-9a-f]{6}$"
EMAIL_PATTERN = f"^[^@{plain_text.INVISIBLE}]+@[^@{plain_text.INVISIBLE}]+$"
TIME_ZONE_PATTERN = "^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+){0,2}$"
DIGITS = re.compile("[0-9]{1,16}")
SHORT, LONG, VERY_LONG = 500, 20_000, 100_000
MOST_CHOICES = 100


class Strict(fields.String):
    """Text that is text: never a number or boolean made into one.

    `pattern` describes it in full, to the caller and in the OpenAPI document; `what` says it in words; `named` is what
    the document calls all fields of the kind, and `described` what JSON Schema says of them besides.
    """

    def __init__(
        self,
        *,
        pattern: str | None = None,
        what: str = "text",
        named: str | None = None,
        described: Mapping[str, Any] = MappingProxyType({}),
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.named = named
        self.described = {"type": "string"} | ({"pattern": pattern} if pattern else {}) | dict(described)
        # In Python `$` also stands before a newline at the end; in the OpenAPI document it does not.
        self.whole = re.compile(re.sub(r"\$$", r"\\Z", pattern)) if pattern else None
        self.what = what

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # marshmallow's signature
        if not isinstance(value, str):
            raise self.make_error("invalid")
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if self.whole is not None and not self.whole.search(text):
            raise ValidationError(f"Must be {self.what}.")
        return text


def words(limit: int = SHORT, **options: Any) -> Strict:
    """Return a field for text in which there is something to read."""
    return matching(plain_text.PATTERN, "text with something to read in it", limit, named="Text", **options)


def matching(pattern: str, what: str, limit: int = SHORT, **options: Any) -> Strict:
    """Return a field for text that a regular expression describes in full."""
    return Strict(pattern=pattern, what=what, validate=validate.Length(max=limit), **options)


def unsigned(**options: Any) -> Strict:
    """Return a field for an exact decimal that is not negative."""
    return Strict(pattern=UNSIGNED_PATTERN, what="a decimal of 0 or more, as text", **options)


def identifier(**options: Any) -> Strict:
    """Return a field for an id."""
    return Strict(pattern=ids.PATTERN, what="an id", named="Id", **options)


def slug(**options: Any) -> Strict:
    """Return a field for a slug."""
    what = "a slug: lower-case letters, digits and single hyphens"
    return matching(SLUG_PATTERN, what, 100, named="Slug", described={"maxLength": 100}, **options)


def email(**options: Any) -> Strict:
    """Return a field for an e-mail address."""
    return matching(EMAIL_PATTERN, "an e-mail address", 254, **options)


def time_zone(**options: Any) -> Strict:
    """Return a field for the name of a time zone; whether it exists is for the deed to find out."""
    return matching(TIME_ZONE_PATTERN, "a time zone such as Europe/Paris", 64, **options)


def choice(values: Any, **options: Any) -> Strict:
    """Return a field for one of some known words."""
    return Strict(validate=validate.OneOf(list(values)), **options)


class WebUrl(Strict):
    """An http or https address."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            pattern=urls.PATTERN,
            what="an http or https address",
            named="WebUrl",
            described={"format": "web-url", "maxLength": urls.MAX_LENGTH, "examples": ["https://paper.example/a"]},
            validate=validate.Length(max=urls.MAX_LENGTH),
            **options,
        )


class PartialDate(Strict):
    """A date as given: a day, a month or a year (EDTF level 0)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            pattern=partial_dates.PATTERN, what="a date: 2025-01-09, 2025-01 or 2025", named="PartialDate",
            described={"examples": ["2025-01-09"]}, **options,
        )  # fmt: skip


class Language(Strict):
    """A BCP 47 language tag."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            pattern=languages.PATTERN,
            what="a language tag such as en or pt-BR",
            named="LanguageTag",
            described={"examples": ["en"]},
            **options,
        )

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # marshmallow's signature
        return languages.canonical(super()._deserialize(value, attr, data, **kwargs))


class ExactDecimal(Strict):
    """An exact decimal as text, kept as it was given."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            pattern=DECIMAL_PATTERN,
            what="a decimal as text",
            named="Decimal",
            described={"examples": ["32.5"]},
            **options,
        )


class Moment(Strict):
    """A moment: RFC 3339 with an offset, answered in UTC with six decimals."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            pattern=clock.PATTERN, what="a time such as 2026-11-22T18:00:00Z", named="Moment",
            described={"format": "date-time", "examples": ["2026-11-22T18:00:00.000000Z"]}, **options,
        )  # fmt: skip

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # marshmallow's signature
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            return clock.from_text(text)
        except ValueError as error:
            raise ValidationError(f"Must be {self.what}.") from error


class AsOf(Strict):
    """A moment of the log: the sequence of an entry, or a time."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            pattern=f"^(0|[1-9][0-9]{{0,15}}|{clock.PATTERN[1:-1]})$",
            what="the sequence of an entry, such as 41, or a time such as 2026-11-22T18:00:00Z",
            named="AsOf",
            **options,
        )
        # Apart, since only a format says that a month ends.
        forms = [{"pattern": "^(0|[1-9][0-9]{0,15})$"}, {"format": "date-time", "pattern": clock.PATTERN}]
        self.described = {"type": "string", "anyOf": forms, "examples": ["0"]}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # marshmallow's signature
        text = super()._deserialize(value, attr, data, **kwargs)
        if text.isdecimal():
            return int(text)
        try:
            return clock.from_text(text)
        except ValueError as error:
            raise ValidationError(f"Must be {self.what}.") from error


class Day(Strict):
    """A calendar day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            pattern=partial_dates.DAY_PATTERN, what="a day such as 2027-01-31", named="Day",
            described={"format": "date", "examples": ["2027-01-31"]}, **options,
        )  # fmt: skip


class Flag(fields.Boolean):
    """A JSON boolean and nothing that looks like one."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # marshmallow's signature
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class WholeNumber(fields.Integer):
    """A JSON number without a fraction, and nothing that looks like one; JSON Schema counts 3.0 among them."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # marshmallow's signature
        if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
            raise self.make_error("invalid", input=value)
        return int(value)


class Count(fields.Integer):
    """A query parameter in decimal digits."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # marshmallow's signature
        if not isinstance(value, str) or DIGITS.fullmatch(value) is None:
            raise self.make_error("invalid", input=value)
        return int(value)


class Factor(Strict):
    """A query parameter that is a decimal number of 0 or more."""

    def __init__(self, **options: Any) -> None:
        what = "a decimal number such as 2 or 1.5"
        super().__init__(pattern="^(0|[1-9][0-9]{0,14})(\\.[0-9]{1,15})?$", what=what, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # marshmallow's signature
        return float(super()._deserialize(value, attr, data, **kwargs))


class Switch(fields.Boolean):
    """A query parameter that is `true` or `false`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(truthy={"true"}, falsy={"false"}, **options)


class Choices(fields.List):
    """A repeatable query parameter: any of its values."""

    def __init__(self, item: fields.Field[Any], **options: Any) -> None:
        super().__init__(item, metadata={"repeatable": True}, validate=validate.Length(max=MOST_CHOICES), **options)


class Named(fields.Dict):
    """An object with members of any of some names, whose faults are told by those names."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # marshmallow's signature
        try:
            return super()._deserialize(value, attr, data, **kwargs)
        except ValidationError as error:
            if not isinstance(error.messages, dict):
                raise
            told = {name: at.get("key") or at["value"] for name, at in error.messages.items()}
            raise ValidationError(told) from error


class Distinct(fields.List):
    """A list in which no item stands twice."""

    def __init__(self, item: fields.Field[Any], *, least: int = 0, most: int, **options: Any) -> None:
        checks: list[Callable[[Any], Any]] = [validate.Length(least or None, most), _refuse_twice]
        super().__init__(item, metadata={"uniqueItems": True}, validate=checks, **options)


NAMED = (identifier, slug, words, WebUrl, PartialDate, Day, Moment, AsOf, Language, ExactDecimal)


def _refuse_twice(items: list[Any]) -> None:
    if len(items) != len(set(items)):
        raise ValidationError("No item may stand twice.")
