"""Kinds of fields that all nouns share, each telling the OpenAPI document exactly what it takes."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import available_timezones

from marshmallow import ValidationError, fields, validate

from tracker.lib import clock, languages, partial_dates, urls

ID_PATTERN = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
SLUG_PATTERN = "^[a-z0-9]+(-[a-z0-9]+)*$"
KEY_PATTERN = "^[a-z][a-z0-9_]{0,63}$"
DECIMAL_PATTERN = "^-?(0|[1-9][0-9]{0,29})(\\.[0-9]{1,30})?$"
COLOUR_PATTERN = "^#[0-9a-f]{6}$"
TIME_ZONES = available_timezones() - {"localtime"}
DAY_LENGTH = len("2027-01-31")
SHORT, LONG, VERY_LONG = 500, 20_000, 100_000


class Strict(fields.String):
    """Text that is text: never a number or boolean made into one.

    `described` is what JSON Schema says of it, beside what the caller's `metadata` adds.
    """

    def __init__(self, *, described: dict[str, Any] | None = None, **options: Any) -> None:
        metadata = (described or {}) | options.pop("metadata", {})
        super().__init__(metadata=metadata, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # marshmallow's signature
        if not isinstance(value, str):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


def words(limit: int = SHORT, **options: Any) -> Strict:
    """Return a field for text with at least one character that is not white space."""
    pattern = validate.Regexp("\\S", error="Must not be blank.")
    return Strict(validate=[validate.Length(1, limit), pattern], described={"pattern": "\\S"}, **options)


def matching(pattern: str, what: str, limit: int = SHORT, **options: Any) -> Strict:
    """Return a field for text that a regular expression describes in full."""
    checks = [validate.Length(1, limit), Matches(pattern, what)]
    return Strict(validate=checks, described={"pattern": pattern}, **options)


class Matches:
    """A validator with the meaning the OpenAPI document gives its pattern."""

    def __init__(self, pattern: str, what: str) -> None:
        self.regexp = re.compile(pattern)
        self.what = what

    def __call__(self, value: str) -> str:
        """Return the value, or raise ValidationError saying what it should be."""
        # A Python regular expression lets `$` pass a newline at the end.
        if value.endswith("\n") or not self.regexp.search(value):
            raise ValidationError(f"Must be {self.what}.")
        return value


def identifier(**options: Any) -> Strict:
    """Return a field for an id."""
    return matching(ID_PATTERN, "an id", **options)


def slug(**options: Any) -> Strict:
    """Return a field for a slug."""
    return matching(SLUG_PATTERN, "a slug: lower-case letters, digits and single hyphens", 100, **options)


def choice(values: Any, **options: Any) -> Strict:
    """Return a field for one of some known words."""
    return Strict(validate=validate.OneOf(list(values)), **options)


class WebUrl(Strict):
    """An http or https address."""

    def __init__(self, **options: Any) -> None:
        super().__init__(described={"pattern": urls.PATTERN, "maxLength": 2048, "minLength": 1}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # marshmallow's signature
        text = super()._deserialize(value, attr, data, **kwargs)
        if not urls.is_web_url(text):
            raise ValidationError("Must be an http or https address.")
        return text


class PartialDate(Strict):
    """A date as given: a day, a month or a year (EDTF level 0)."""

    def __init__(self, **options: Any) -> None:
        described = {"pattern": partial_dates.PATTERN, "example": "2025-01-09"}
        super().__init__(described=described, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # marshmallow's signature
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            partial_dates.parse(text)
        except ValueError as error:
            raise ValidationError("Must be a date: 2025-01-09, 2025-01 or 2025.") from error
        return text


class Language(Strict):
    """A BCP 47 language tag."""

    def __init__(self, **options: Any) -> None:
        super().__init__(described={"pattern": languages.PATTERN, "example": "en"}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # marshmallow's signature
        text = super()._deserialize(value, attr, data, **kwargs)
        if not languages.is_tag(text):
            raise ValidationError("Must be a language tag such as en or pt-BR.")
        return languages.canonical(text)


class ExactDecimal(Strict):
    """An exact decimal as text, kept as it was given."""

    def __init__(self, **options: Any) -> None:
        super().__init__(described={"pattern": DECIMAL_PATTERN, "example": "32.5"}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # marshmallow's signature
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            Matches(DECIMAL_PATTERN, "a decimal as text")(text)
            Decimal(text)
        except InvalidOperation as error:
            raise ValidationError("Must be a decimal as text.") from error
        return text


class Moment(Strict):
    """A moment: RFC 3339 with an offset, answered in UTC with six decimals."""

    def __init__(self, **options: Any) -> None:
        super().__init__(described={"format": "date-time", "example": "2026-11-22T18:00:00.000000Z"}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # marshmallow's signature
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            return clock.from_text(text)
        except ValueError as error:
            raise ValidationError("Must be a time such as 2026-11-22T18:00:00Z.") from error


class Flag(fields.Boolean):
    """A JSON boolean and nothing that looks like one."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # marshmallow's signature
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Choices(fields.List):
    """A repeatable query parameter: any of its values."""

    def __init__(self, item: fields.Field[Any], **options: Any) -> None:
        super().__init__(item, metadata={"repeatable": True, "explode": True}, **options)


class TimeZone(Strict):
    """A time zone of the IANA database."""

    def __init__(self, **options: Any) -> None:
        super().__init__(validate=validate.OneOf(sorted(TIME_ZONES)), described={"example": "Europe/Paris"}, **options)


class Day(Strict):
    """A calendar day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(described={"format": "date", "example": "2027-01-31"}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # marshmallow's signature
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            return date.fromisoformat(text).isoformat() if len(text) == DAY_LENGTH else self._refuse()
        except ValueError as error:
            raise ValidationError("Must be a day such as 2027-01-31.") from error

    def _refuse(self) -> str:
        raise ValidationError("Must be a day such as 2027-01-31.")
