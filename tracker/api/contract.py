"""What the OpenAPI document says of an application, put together when somebody asks: most processes never do."""

from threading import Lock
from typing import Any

from flask import Flask

from tracker.api.doors import DOORS
from tracker.api.plumbing import specification

_one_at_a_time = Lock()


def document(app: Flask) -> dict[str, Any]:
    """Return an application's OpenAPI document, whose routes were registered before."""
    with _one_at_a_time:
        specified = app.extensions["specification"] = specification.specify(app)
        for door in DOORS:
            door.register_views_in_doc(specified, app, specified.spec, name=door.name, parameters=None)
            specified.spec.tag({"name": door.name, "description": door.description})
        return specification.document(app)
