"""The API's own document, and a page that shows it without the internet."""

from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import flask_swagger_ui
import orjson
from flask import Blueprint, Flask, Response, current_app, send_from_directory

from tracker.api.plumbing import specification

blueprint = Blueprint("documents", __name__)
ASSETS = Path(flask_swagger_ui.__file__).parent / "dist"
_one_at_a_time = Lock()
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Fact-check claim tracker: API</title>
<link rel="stylesheet" href="docs/swagger-ui.css">
<div id="api"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({url: "openapi.json", dom_id: "#api", deepLinking: true, validatorUrl: null})</script>
</html>
"""


@blueprint.get("/openapi.json")
def openapi_document() -> Response:
    """Give the OpenAPI document."""
    return _public(Response(_document(), mimetype="application/json"))


@blueprint.get("/docs")
def docs_page() -> Response:
    """Show the OpenAPI document to people."""
    return _public(Response(PAGE, mimetype="text/html"))


@blueprint.get("/docs/<path:name>")
def docs_asset(name: str) -> Response:
    """Give the page its script and style, from a package and not from the net."""
    return send_from_directory(ASSETS, name, max_age=86_400)


def document(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document of an application, put together when somebody asks: most processes never do."""
    with _one_at_a_time:
        specified = app.extensions["specification"] = specification.specify(app)
        for door in app.extensions["doors"]:
            door.register_views_in_doc(specified, app, specified.spec, name=door.name, parameters=None)
            specified.spec.tag({"name": door.name, "description": door.description})
        return specification.document(app)


@cache
def _document() -> bytes:
    return orjson.dumps(document(current_app))


def _public(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
