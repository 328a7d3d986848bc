"""The door for programs: JSON over HTTP. Route, schema, deed, schema; no rules and no queries."""

from flask import Flask

from tracker.api import documents, factchecktools
from tracker.api.doors import DOORS, PREFIX


def register(app: Flask) -> None:
    """Open this door's rooms in the application, and the document and page that describe them."""
    for door in DOORS:
        app.register_blueprint(door, url_prefix=PREFIX)
    app.register_blueprint(documents.blueprint, url_prefix=PREFIX)
    factchecktools.register(app)
