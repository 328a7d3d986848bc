"""The Fact Check Tools API (v1alpha1): published checks found by anyone, and pages of markup kept by an admin's key."""

from typing import Any

from flask import Blueprint, Flask, Response, current_app
from marshmallow import fields, validate

from tracker.api.plumbing import google, paths
from tracker.api.plumbing.parsing import json_body, load
from tracker.domain.actors import PUBLIC
from tracker.errors import Invalid, fault
from tracker.schemas.fields import LONG, WebUrl, words
from tracker.schemas.markup_pages import LanguageCode, MarkupPageIn, Site
from tracker.services import found_checks, markup_pages
from tracker.services.found_checks import Asked
from tracker.services.paging import Window

FILTERS = ("query", "site", "language", "max_age_days")

blueprint = Blueprint("factchecktools", __name__, url_prefix=google.PREFIX)


class PagesQuery(google.Paging):
    """Which pages: the one at an address, or those of an organization or a site."""

    url = WebUrl()
    organization = words()


class SearchQuery(google.Paging):
    """Which published checks: by words, by the site of their publisher, or both."""

    query = fields.String(validate=validate.Length(max=LONG))
    site = Site(data_key="reviewPublisherSiteFilter")
    language = LanguageCode(data_key="languageCode")
    max_age_days = fields.Integer(data_key="maxAgeDays", validate=validate.Range(0, 2**31 - 1))


class ImageQuery(google.Paging):
    """Which published checks: those whose claim appeared at the address of an image."""

    image = WebUrl(data_key="imageUri", required=True)
    language = LanguageCode(data_key="languageCode")


COMMON, PAGES, PAGE = google.Common(), PagesQuery(), MarkupPageIn()
SEARCH, IMAGE = SearchQuery(), ImageQuery()


def register(app: Flask) -> None:
    """Open the room in the application; Google's discovery document describes it, and ours does not."""
    app.register_blueprint(blueprint)


@blueprint.get("/claims:search")
def search_claims() -> Response:
    """Find published checks; anyone may."""
    asked = google.query(SEARCH)
    wanted = Asked(**{name: asked[name] for name in FILTERS if asked.get(name) not in {None, ""}})
    if wanted.query is None and wanted.site is None:
        raise Invalid(errors=[fault("query", "required", "Give query, or reviewPublisherSiteFilter.")])
    found, token = _searched(wanted, asked)
    # How old a check is depends on the day.
    return google.answer(_without_gaps(claims=found, nextPageToken=token), asked, keep="max_age_days" not in asked)


@blueprint.get("/claims:imageSearch")
def search_images() -> Response:
    """Find published checks of claims that appeared at this very address: what an image shows is not looked at."""
    asked = google.query(IMAGE)
    found, token = _searched(Asked(image=asked["image"], language=asked.get("language")), asked)
    results = [{"claim": claim} for claim in found]
    return google.answer(_without_gaps(results=results, nextPageToken=token), asked, keep=True)


@blueprint.post("/pages")
def create_page() -> Response:
    """Publish the checks on a page."""
    actor, asked = google.actor(), google.query(COMMON)
    page = markup_pages.add(actor, _body(), public_url=_public_url())
    return google.answer(page, asked, is_private=True)


@blueprint.get("/pages")
def list_pages() -> Response:
    """List pages, newest first."""
    actor, asked = google.actor(), google.query(PAGES)
    if ("url" in asked) == ("organization" in asked):
        raise Invalid(errors=[fault("url", "required", "Give either url or organization.")])
    if "url" in asked:
        return google.answer(_listed(markup_pages.at(actor, asked["url"]), None), asked, is_private=True)
    window = Window(limit=google.size(asked), cursor=google.place(asked))
    found = markup_pages.page(actor, asked["organization"], window, offset=asked["offset"])
    return google.answer(_listed(found.items, google.token(found.next)), asked, is_private=True)


@blueprint.get("/pages/<page_id>")
def show_page(page_id: str) -> Response:
    """Show a page."""
    actor, asked = google.actor(), google.query(COMMON)
    return google.answer(markup_pages.find(actor, _id(page_id)), asked, is_private=True)


@blueprint.put("/pages/<page_id>")
def replace_page(page_id: str) -> Response:
    """Let a page be as it is sent, if it is still as it was read."""
    actor, asked = google.actor(), google.query(COMMON)
    page = markup_pages.replace(actor, _id(page_id), _body(), public_url=_public_url())
    return google.answer(page, asked, is_private=True)


@blueprint.delete("/pages/<page_id>")
def remove_page(page_id: str) -> Response:
    """Take a page away: its checks are retracted."""
    actor, asked = google.actor(), google.query(COMMON)
    markup_pages.remove(actor, _id(page_id), public_url=_public_url())
    return google.answer({}, asked, is_private=True)


def _body() -> dict[str, Any]:
    return load(PAGE, google.without_nulls(json_body()))


def _searched(wanted: Asked, asked: dict[str, Any]) -> tuple[list[Any], str | None]:
    window = Window(limit=google.size(asked), cursor=google.place(asked))
    found = found_checks.search(PUBLIC, wanted, window, offset=asked["offset"], public_url=_public_url())
    return list(found.items), google.token(found.next)


def _listed(pages: Any, token: str | None) -> dict[str, Any]:
    return _without_gaps(claimReviewMarkupPages=list(pages), nextPageToken=token)


def _without_gaps(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value}


def _id(page_id: str) -> str:
    return str(paths.known({"page_id": page_id})["page_id"])


def _public_url() -> str:
    return str(current_app.config["TRACKER"].public_url)
