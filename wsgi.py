"""The application for a web server."""

from tracker.app import create_app

app = create_app()
