"""The OpenAPI 3.1 document, generated from the routes."""

from typing import Any

from apispec import APISpec
from flask import Flask
from flask_smorest import Api

from tracker.api.plumbing import documentation
from tracker.api.plumbing.described import Described

DESCRIPTION = """\
Claims, sources, evidence and verdicts of fact-checking organizations.

Every write is logged in the transaction that makes it. Every PATCH, PUT, DELETE and step needs `If-Match`; any POST
takes an `Idempotency-Key`; lists are paged by an opaque cursor; errors are RFC 9457 problems. A PATCH is an RFC 7396
merge patch: what it does not name stays, and null takes away. Clients tolerate states, steps and members that they do
not know.
"""
TITLE = "Fact-check claim tracker"
VERSION = "1.0"
LICENSE = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
KEY = {"type": "http", "scheme": "bearer", "description": "A key of an account: `fct_…`."}


class Specified(Api):
    """Flask-smorest's collector, without its default answers and errors."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """Register no handlers: errors are told in one way, by `problems`."""

    def _register_responses(self) -> None:
        """Register no default responses."""

    def _register_etag_headers(self) -> None:
        """Register no default headers."""

    def _register_pagination_header(self) -> None:
        """Register no default header."""


def specify(app: Flask) -> Specified:
    """Begin the OpenAPI document of an application; registering blueprints fills it."""
    app.config.update(API_TITLE=TITLE, API_VERSION=VERSION, OPENAPI_VERSION="3.1.0")
    described = {"description": DESCRIPTION, "license": LICENSE}
    api = Specified(app, spec_kwargs={"info": described, "servers": [{"url": "/"}], "marshmallow_plugin": Described()})
    spec: APISpec = api.spec
    spec.components.security_scheme("key", KEY)
    documentation.add_components(spec)
    return api


def document(app: Flask) -> dict[str, Any]:
    """Return the application's OpenAPI document, the same for the same routes."""
    specified: Specified = app.extensions["specification"]
    # What apispec returns is its own working copy.
    found: dict[str, Any] = dict(specified.spec.to_dict())
    components = {kind: dict(sorted(named.items())) for kind, named in sorted(found.pop("components").items())}
    return {"openapi": found.pop("openapi"), "info": found.pop("info")} | found | {"components": components}
