"""How long a publication waits for its receipt, while the log signs itself."""

import shutil
import time
from collections.abc import Sequence
from dataclasses import replace

from flask import Flask

from bench.places import VAR
from bench.world import migrate, sqlite_url
from tests.conftest import settings_for
from tests.newsrooms import Newsroom, created, founded
from tracker.app import create_app
from tracker.services import signing_thread

FOLDER = VAR / "receipts"
PUBLICATIONS = 40
LOOK_SECONDS = 0.002


def measure() -> Sequence[float]:
    """Return the milliseconds from each publication's answer to its receipt's, over several publications."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    url = sqlite_url(FOLDER / "tracker.sqlite")
    migrate(url)
    app = create_app(settings_for(url, FOLDER))
    with app.app_context():
        room = replace(founded("example", "Example Checks"), client=app.test_client())
    app.extensions["signer"].init("tracker.example/log")
    return _waited(app, room)


def _waited(app: Flask, room: Newsroom) -> Sequence[float]:
    ready = [room.claim_in("approved") for _ in range(PUBLICATIONS)]
    thread = signing_thread.start(app.extensions["signer"], app.app_context)
    try:
        return [_wait(room, claim_id) for claim_id in ready]
    finally:
        if thread is not None:
            thread.end()
            thread.join()


def _wait(room: Newsroom, claim_id: str) -> float:
    created(room.step(claim_id, "publish", kind="original"))
    began = time.perf_counter()
    while room.get(f"/claims/{claim_id}/publications/1/receipt", None).status_code != 200:
        time.sleep(LOOK_SECONDS)
    return (time.perf_counter() - began) * 1000
