"""The command that delivers, apart from the one that serves."""

import signal
import threading
from collections.abc import Sequence
from typing import Any

import click
from flask import Flask
from flask.cli import ScriptInfo

from tracker.cli import terminal
from tracker.config import Config
from tracker.services import celery_engine, delivery_thread, import_thread, migrations, vector_thread
from tracker.services.celery_engine import QueueThread
from tracker.services.delivery_thread import DeliveryThread

LOOK_SECONDS = 0.5


@click.command()
@click.option("--couriers", default=delivery_thread.COURIERS, show_default=True, type=click.IntRange(1, 256),
              help="Messages sent at once.")  # fmt: skip
@click.pass_obj
def worker(script: ScriptInfo, *, couriers: int) -> None:
    """Deliver messages to webhooks until SIGTERM or SIGINT, and then settle what is under way.

    Imports that wait are brought in as well, and with the extra `semantic` texts get their vectors. Any number of
    workers may run on any number of machines, beside those that `serve` embeds. Exit code 1 where a fault that nobody
    foresaw ends a part of the work, so that whatever started the worker starts it again. With
    TRACKER_CELERY_BROKER_URL they are handed their deliveries by Celery.
    """
    app = script.load_app()
    settings: Config = app.config["TRACKER"]
    with app.app_context():
        migrations.require_current()
    beside = (
        import_thread.start(app.extensions["site"], app.app_context),
        vector_thread.start(app.app_context, settings),
    )
    app.extensions["chores"].extend(thread for thread in beside if thread is not None)
    terminal.remark("Delivering to webhooks; stop with Ctrl-C or SIGTERM.")
    work = _with_celery if settings.celery_broker_url else _alone
    work(app, settings, couriers)


def _alone(app: Flask, settings: Config, couriers: int) -> None:
    thread = DeliveryThread(
        app.extensions["outgoing"], app.app_context, delivery_thread.terms_of(settings), couriers=couriers
    )
    asked_to_end = threading.Event()

    def end(*_: Any) -> None:
        asked_to_end.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    thread.start()
    fallen: Sequence[str] = []
    # In steps, since a signal is heard between them.
    while not asked_to_end.wait(LOOK_SECONDS) and not fallen:
        fallen = [chore.name for chore in (thread, *app.extensions["chores"]) if chore.has_fallen]
    thread.end()
    thread.join()
    if fallen:
        raise click.ClickException(f"ended by a fault, told above: {', '.join(fallen)}")


def _with_celery(app: Flask, settings: Config, couriers: int) -> None:
    engine = celery_engine.engine(settings.celery_broker_url or "")
    QueueThread(engine, app.app_context).start()
    terms = delivery_thread.terms_of(settings)
    celery_engine.serve(engine, app.extensions["outgoing"], app.app_context, terms=terms, couriers=couriers)
