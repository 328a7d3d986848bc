"""The door for people and feed readers: public pages, feeds, and what operators ask of a running service."""

from flask import Flask

from tracker.web import operations
from tracker.web.public import feeds, pages


def register(app: Flask) -> None:
    """Open this door's rooms in the application."""
    for room in (operations.blueprint, feeds.blueprint, pages.blueprint):
        app.register_blueprint(room)
