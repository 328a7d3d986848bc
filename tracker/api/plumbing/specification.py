"""The OpenAPI 3.1 document, generated from the routes, and the page that shows it without the internet."""

from typing import Any

from flask import Flask
from flask_smorest import Api

from tracker.api.plumbing.described import add_to_specification

DESCRIPTION = """\
Claims, sources, evidence and verdicts of fact-checking organizations.

Every write is logged in the transaction that makes it. Every PATCH, PUT, DELETE and step needs `If-Match`; any POST
takes an `Idempotency-Key`; lists are paged by an opaque cursor; errors are RFC 9457 problems. Clients tolerate states,
steps and members that they do not know.
"""
TITLE = "Fact-check claim tracker"
VERSION = "1.0"
LICENSE = {"name": "Apache-2.0", "identifier": "Apache-2.0"}


class Specified(Api):
    """Flask-smorest's collector, without its default answers: each route says all of its own."""

    def _register_responses(self) -> None:
        """Register no default responses."""

    def _register_etag_headers(self) -> None:
        """Register no default headers."""

    def _register_error_handlers(self) -> None:
        """Leave errors to the application's own handlers."""

    def _register_pagination_header(self) -> None:
        """Register no default header."""


def specify(app: Flask) -> Specified:
    """Begin the OpenAPI document of an application; registering blueprints fills it."""
    app.config.update(API_TITLE=TITLE, API_VERSION=VERSION, OPENAPI_VERSION="3.1.0")
    api = Specified(
        app, spec_kwargs={"info": {"description": DESCRIPTION, "license": LICENSE}, "servers": [{"url": "/"}]}
    )
    api.spec.components.security_scheme("key", {"type": "http", "scheme": "bearer", "description": "A key: fct_…"})
    add_to_specification(api)
    return api


def document(app: Flask) -> dict[str, Any]:
    """Return the application's OpenAPI document."""
    specified: Specified = app.extensions["specification"]
    found: dict[str, Any] = specified.spec.to_dict()
    return found
