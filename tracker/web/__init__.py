"""The door for people and feed readers: public pages, feeds, and what operators ask of a running service."""

from flask import Flask, request

from tracker.lib.response_cache import ROUTE
from tracker.web import operations
from tracker.web.public import (
    correction_requests,
    embeds,
    feeds,
    frame,
    lists,
    log,
    organization_page,
    pages,
    search,
    sitemap,
    stylesheet,
)  # fmt: skip

ROOMS = (
    operations, correction_requests, embeds, feeds, lists, log, organization_page, pages, search, sitemap, stylesheet,
)  # fmt: skip


def register(app: Flask) -> None:
    """Open this door's rooms in the application."""
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    app.context_processor(frame.context)
    app.before_request(_tell_the_route)


def _tell_the_route() -> None:
    # The layer before Flask counts requests by their route, which only Flask can tell.
    request.environ[ROUTE] = str(request.url_rule)
