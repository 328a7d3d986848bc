"""The command that serves, and the server that it starts."""

import os
from typing import Any

import click
from gunicorn.app.base import BaseApplication
from werkzeug.utils import import_string


class Server(BaseApplication):
    def __init__(self, options):
        self.options = options
        super().__init__()

    def load_config(self):
        for k, v in self.options.items():
            self.cfg.set(k, v)

    def load(self):
        return import_string("tracker.app:create_app")()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def serve(host, port) -> None:
    """Serve."""
    os.environ.setdefault("TRACKER_PUBLIC_URL", f"http://{host}:{port}")
    Server({"bind": f"{host}:{port}", "worker_class": "gthread", "threads": 16, "workers": 1}).run()
