"""A signer that is killed or finds the disk full has signed nothing that is not there, and goes on by itself."""

import os
import random
import signal
import subprocess
import sys

import pytest

from tests.conftest import ROOT, opened
from tracker.lib import signed_note
from tracker.lib.tlog import Checkpoint
from tracker.models import db
from tracker.services import log_tree, signing

CYCLES = 4
PROGRAM = """
import sys
from tests.drafts import grow
from tracker.app import create_app
app = create_app()
signer = app.extensions["signer"]
print("ready", flush=True)
while True:
    grow(app, 3)
    with app.app_context():
        print(signer.sign().checkpoint.size, flush=True)
"""
SMALL = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from tests.drafts import grow
from tracker.app import create_app
app = create_app()
signer = app.extensions["signer"]
grow(app, 1)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
with app.app_context():
    try:
        signer.sign()
    except OSError as error:
        print("refused", error.errno)
"""


@pytest.fixture
def signer(settings):
    """A signer with a key, of a log with some entries."""
    with opened(settings) as app:
        signer = app.extensions["signer"]
        signer.init("tracker.example/log")
        with app.app_context():
            signer.sign()
    return signer


def run(settings, program, **options):
    environment = os.environ | {
        "PYTHONPATH": str(ROOT), "TRACKER_DATA_DIR": str(settings.data_dir), "TRACKER_LOG_LEVEL": "ERROR",
        "TRACKER_DATABASE_URL": settings.database_url,
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, text=True, cwd=ROOT, **options
    )


def killed(settings, chance):
    """Run a signer, let it sign some times, kill it wherever it is, and return the last size it told of."""
    process = run(settings, PROGRAM)
    told = [process.stdout.readline()]
    told += [process.stdout.readline() for _ in range(chance.randrange(1, 6))]
    process.send_signal(signal.SIGKILL)
    told += process.stdout.read().splitlines()
    process.wait(30)
    process.stdout.close()
    return max(int(line) for line in told if line.strip().isdecimal())


def goes_on(settings, signer, told):
    """Look at what a killed signer left, and sign again."""
    with opened(settings) as app, app.app_context(), db.engine.connect() as connection:
        last = signer.last().checkpoint
        size, _ = log_tree.head(connection)
        assert told <= last.size <= size
        assert log_tree.root(connection, last.size) == last.root
        found = app.extensions["signer"].sign()
        assert signing.newest(connection).checkpoint.size >= told
        assert found.checkpoint.size == size
        signed_note.verify(found.note, [signer.verifier])


@pytest.mark.parametrize("cycles", [CYCLES, pytest.param(50, marks=pytest.mark.soak)])
def test_a_killed_signer_has_signed_only_what_is_there(settings, signer, cycles):
    chance = random.Random(7)
    for _ in range(cycles):
        goes_on(settings, signer, killed(settings, chance))


def test_a_full_disk_stops_signing_and_nothing_else(settings, signer):
    before = signer.path.with_suffix(".checkpoint").read_bytes()
    process = run(settings, SMALL)
    told, _ = process.communicate(timeout=60)

    assert told.startswith("refused")
    assert signer.path.with_suffix(".checkpoint").read_bytes() == before
    assert signer.alarm is None
    assert [path.name for path in signer.path.parent.glob(".incoming-*")] == []
    goes_on(settings, signer, signer.last().checkpoint.size)


def test_the_reckoning_notices_a_checkpoint_of_what_is_not_there(settings, signer):
    with opened(settings) as app, app.app_context(), db.engine.connect() as connection:
        size, root = log_tree.head(connection)
    ahead = signed_note.sign(str(Checkpoint(signer.verifier.name, size + 1, root)), signer.key)
    signer.path.with_suffix(".checkpoint").write_bytes(ahead.render())

    with pytest.raises(AssertionError):
        goes_on(settings, signer, size)
