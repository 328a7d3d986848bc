"""The Fact Check Tools API (v1alpha1): published checks found by anyone, and pages of markup kept by an admin's key."""

from typing import Any

from flask import Blueprint, Flask, Response, current_app

from tracker.api.plumbing import google, paths
from tracker.api.plumbing.parsing import json_body, load
from tracker.errors import Invalid, fault
from tracker.schemas.fields import WebUrl, words
from tracker.schemas.markup_pages import MarkupPageIn
from tracker.services import markup_pages
from tracker.services.paging import Window

blueprint = Blueprint("factchecktools", __name__, url_prefix=google.PREFIX)


class PagesQuery(google.Paging):
    """Which pages: the one at an address, or those of an organization or a site."""

    url = WebUrl()
    organization = words()


COMMON, PAGES, PAGE = google.Common(), PagesQuery(), MarkupPageIn()


def register(app: Flask) -> None:
    """Open the room in the application; Google's discovery document describes it, and ours does not."""
    app.register_blueprint(blueprint)


@blueprint.post("/pages")
def create_page() -> Response:
    """Publish the checks on a page."""
    actor, asked = google.actor(), google.query(COMMON)
    page = markup_pages.add(actor, _body(), public_url=_public_url())
    return google.answer(page, asked, private=True)


@blueprint.get("/pages")
def list_pages() -> Response:
    """List pages, newest first."""
    actor, asked = google.actor(), google.query(PAGES)
    if ("url" in asked) == ("organization" in asked):
        raise Invalid(errors=[fault("url", "required", "Give either url or organization.")])
    if "url" in asked:
        return google.answer(_listed(markup_pages.at(actor, asked["url"]), None), asked, private=True)
    window = Window(limit=google.size(asked), cursor=google.place(asked))
    found = markup_pages.page(actor, asked["organization"], window, offset=asked["offset"])
    return google.answer(_listed(found.items, google.token(found.next)), asked, private=True)


@blueprint.get("/pages/<page_id>")
def show_page(page_id: str) -> Response:
    """Show a page."""
    actor, asked = google.actor(), google.query(COMMON)
    return google.answer(markup_pages.find(actor, _id(page_id)), asked, private=True)


@blueprint.put("/pages/<page_id>")
def replace_page(page_id: str) -> Response:
    """Let a page be as it is sent, if it is still as it was read."""
    actor, asked = google.actor(), google.query(COMMON)
    page = markup_pages.replace(actor, _id(page_id), _body(), public_url=_public_url())
    return google.answer(page, asked, private=True)


@blueprint.delete("/pages/<page_id>")
def remove_page(page_id: str) -> Response:
    """Take a page away: its checks are retracted."""
    actor, asked = google.actor(), google.query(COMMON)
    markup_pages.remove(actor, _id(page_id), public_url=_public_url())
    return google.answer({}, asked, private=True)


def _body() -> dict[str, Any]:
    return load(PAGE, google.without_nulls(json_body()))


def _listed(pages: Any, token: str | None) -> dict[str, Any]:
    found = {"claimReviewMarkupPages": list(pages), "nextPageToken": token}
    return {name: value for name, value in found.items() if value}


def _id(page_id: str) -> str:
    return str(paths.known({"page_id": page_id})["page_id"])


def _public_url() -> str:
    return str(current_app.config["TRACKER"].public_url)
