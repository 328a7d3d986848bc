"""The command that serves, by granian: docs/design-notes.md says why."""

import gc
import multiprocessing
import os
import signal
import socket
import threading
from typing import Any

import click
from flask import Flask
from flask.cli import ScriptInfo
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer
from werkzeug.utils import import_string

from tracker.cli import terminal
from tracker.cli.signing import begin_signing
from tracker.config import Config
from tracker.errors import UsageError
from tracker.lib import endings, memory
from tracker.services import delivery_thread, import_thread, migrations, signing_thread, vector_thread

APPLICATION = "tracker.app:create_app"
ARENAS = 2
DRAIN_SECONDS = 35
LOGS = {
    "formatters": {"plain": {"format": '{"event":"server","level":"%(levelname)s","message":"%(message)s"}'}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "stream": "ext://sys.stderr"}},
    "loggers": {"_granian": {"handlers": ["stderr"], "propagate": False}},
}


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes; PostgreSQL only.")
@click.option("--threads", default=16, show_default=True, type=click.IntRange(1, 256), help="Requests at once in each.")
@click.pass_obj
def serve(script: ScriptInfo, *, host: str, port: int, workers: int, threads: int) -> None:
    """Serve until SIGTERM or SIGINT, and then answer what is in flight.

    A fresh SQLite database is migrated; any other must stand at the newest migration. TRACKER_PUBLIC_URL follows host
    and port unless set. Rate limits and metrics are counted in each process: with several, share
    TRACKER_RATE_LIMIT_STORAGE and PROMETHEUS_MULTIPROC_DIR.
    """
    os.environ.setdefault("TRACKER_PUBLIC_URL", address(host, port))
    os.environ.setdefault("TRACKER_FOLLOWERS", str(threads // 2))
    memory.share_arenas(ARENAS)
    app = script.load_app()
    settings: Config = app.config["TRACKER"]
    _refuse_the_impossible(settings, host=host, port=port, workers=workers)
    _prepare(app, settings)
    terminal.remark(f"Serving {settings.public_url} on {host}, port {port}; stop with Ctrl-C or SIGTERM.")
    _server(address=host, port=port, workers=workers, blocking_threads=threads).serve()


def address(host: str, port: int) -> str:
    """Return the address under which a browser on this machine finds a server."""
    local = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104  # compared with, not bound to
    shown = local.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}"


def application() -> Any:  # a WSGI application
    """Return the application for a worker, which ends in good order when the process that started it is gone."""
    threading.Thread(target=_follow_the_parent, daemon=True).start()
    app = import_string(APPLICATION)()
    threads = (
        signing_thread.start(app.extensions["signer"], app.app_context),
        delivery_thread.start(app.extensions["outgoing"], app.app_context, app.config["TRACKER"]),
        import_thread.start(app.extensions["site"], app.app_context),
        vector_thread.start(app.app_context, app.config["TRACKER"]),
    )
    app.extensions["chores"].extend(thread for thread in threads if thread is not None)
    endings.at_the_end(app.extensions["followers"].end)
    return app


def _follow_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        # To the main thread, which alone hears signals: another would keep it to itself.
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)


def _refuse_the_impossible(settings: Config, *, host: str, port: int, workers: int) -> None:
    if settings.is_sqlite and workers > 1:
        raise UsageError("SQLite is served by one process: give it --threads, or take PostgreSQL for --workers")
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        raise UsageError(f"Cannot listen on {host}, port {port}: {error.strerror}") from error


def _prepare(app: Flask, settings: Config) -> None:
    with app.app_context():
        migrations.begin(settings.database_url)
        migrations.require_current()
        if settings.is_sqlite:
            begin_signing(app.extensions["signer"], settings)
        # A worker is a copy of this process, and no connection survives being copied.
        migrations.let_go()
    # What is loaded by now is shared with the workers as long as their garbage collection leaves it alone.
    gc.freeze()


def _server(**options: Any) -> MPServer:  # granian's own options
    if multiprocessing.get_start_method(allow_none=True) is None:
        # A copy has all modules loaded: it starts at once and shares their memory.
        multiprocessing.set_start_method("fork")
    return MPServer(
        f"{__name__}:application", factory=True, interface=Interfaces.WSGI, http=HTTPModes.http1, websockets=False,
        workers_kill_timeout=DRAIN_SECONDS, respawn_failed_workers=True, log_level=LogLevels.error, log_dictconfig=LOGS,
        **options,
    )  # fmt: skip
