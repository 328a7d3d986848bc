"""The command that delivers, apart from the one that serves."""

import signal
import threading

import click
from flask.cli import ScriptInfo

from tracker.cli import terminal
from tracker.services import delivery_thread, migrations

LOOK_SECONDS = 0.5


@click.command()
@click.option("--couriers", default=delivery_thread.COURIERS, show_default=True, type=click.IntRange(1, 256),
              help="Messages sent at once.")  # fmt: skip
@click.pass_obj
def worker(script: ScriptInfo, *, couriers: int) -> None:
    """Deliver messages to webhooks until SIGTERM or SIGINT, and then settle what is under way.

    Any number of workers may run on any number of machines, beside those that `serve` embeds.
    """
    app = script.load_app()
    with app.app_context():
        migrations.require_current()
    thread = delivery_thread.made(app.extensions["outgoing"], app.app_context, app.config["TRACKER"], couriers=couriers)
    asked_to_end = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked_to_end.set())
    thread.start()
    terminal.remark("Delivering to webhooks; stop with Ctrl-C or SIGTERM.")
    # In steps, since a signal is heard between them.
    while not asked_to_end.wait(LOOK_SECONDS) and thread.is_alive():
        pass
    thread.end()
    thread.join()
