"""Pages of the Fact Check Tools API, as its clients send them."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from tracker.lib import languages, urls
from tracker.schemas.base import In
from tracker.schemas.fields import LONG, PartialDate, Strict, WebUrl, WholeNumber, words

MOST = 100
INT32 = validate.Range(-(2**31), 2**31 - 1)


class Site(Strict):
    """The host of a publisher's site, such as nytimes.com."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # marshmallow's signature
        bare = super()._deserialize(value, attr, data, **kwargs).partition("://")
        try:
            return urls.host(f"https://{(bare[2] or bare[0]).lower()}").removeprefix("www.") if value else ""
        except ValueError as error:
            raise ValidationError("Must be the host of a site such as nytimes.com.") from error


class LanguageCode(Strict):
    """A BCP 47 language tag, whose region does not count."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # marshmallow's signature
        tag = super()._deserialize(value, attr, data, **kwargs)
        try:
            return languages.without_region(languages.canonical(tag)) if tag else None
        except ValueError as error:
            raise ValidationError("Must be a language tag such as en-US.") from error


class AuthorIn(In):
    """Who made the claim."""

    name = words(required=True)
    same_as = WebUrl(data_key="sameAs")
    job_title = words(data_key="jobTitle")
    image_url = WebUrl(data_key="imageUrl")


class RatingIn(In):
    """What the check found."""

    value = WholeNumber(data_key="ratingValue", validate=INT32)
    best = WholeNumber(data_key="bestRating", validate=INT32)
    worst = WholeNumber(data_key="worstRating", validate=INT32)
    label = words(data_key="textualRating", required=True)
    explanation = words(LONG, data_key="ratingExplanation")
    image_url = WebUrl(data_key="imageUrl")

    @validates_schema
    def is_within_its_bounds(self, given: dict[str, Any], **_options: object) -> None:
        """Refuse a number that is not between the worst and the best."""
        numbers = [given.get(name) for name in ("worst", "value", "best")]
        known = [number for number in numbers if number is not None]
        if known != sorted(known) or (len(known) == len(numbers) and known[0] == known[-1]):
            raise ValidationError({"ratingValue": ["Must be from worstRating to bestRating."]})


class MarkupIn(In):
    """One check on the page."""

    url = WebUrl()
    claim_reviewed = words(LONG, data_key="claimReviewed", required=True)
    claim_date = PartialDate(data_key="claimDate")
    claim_location = words(data_key="claimLocation")
    author = fields.Nested(AuthorIn, data_key="claimAuthor")
    first_appearance = WebUrl(data_key="claimFirstAppearance")
    appearances = fields.List(WebUrl(), data_key="claimAppearances", validate=validate.Length(max=MOST))
    rating = fields.Nested(RatingIn, required=True)


class PublisherIn(In):
    """Who published the checks on the page."""

    name = words()
    image_url = WebUrl(data_key="imageUrl")


class MarkupPageIn(In):
    """A page with the markup of its checks."""

    name = fields.String(load_only=True)
    version_id = fields.String(data_key="versionId")
    page_url = WebUrl(data_key="pageUrl", required=True)
    publish_date = PartialDate(data_key="publishDate")
    author = fields.Nested(PublisherIn, data_key="claimReviewAuthor")
    markups = fields.List(
        fields.Nested(MarkupIn), data_key="claimReviewMarkups", required=True, validate=validate.Length(1, MOST)
    )

    @validates_schema
    def stands_on_its_page(self, given: dict[str, Any], **_options: object) -> None:
        """Refuse markup that stands elsewhere: only an anchor may follow the page's address."""
        page = given["page_url"].partition("#")[0]
        elsewhere = {
            place: {"url": ["Must be pageUrl, with an anchor or without."]}
            for place, markup in enumerate(given["markups"])
            if markup.get("url", page).partition("#")[0] != page
        }
        if elsewhere:
            raise ValidationError({"claimReviewMarkups": elsewhere})
