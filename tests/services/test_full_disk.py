"""A disk that is full amid a deed loses nothing that was acknowledged, and writing goes on once there is room."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from tests import logbook
from tests.conftest import ON_SQLITE, ROOT, opened
from tracker.models import db

pytestmark = ON_SQLITE
ROOM, CLAIMS = 400_000, 400
# The limit on the size of a file stands for the disk: a write beyond it fails like one on a full disk.
PROGRAM = """
import json, resource, sys
from tracker.app import create_app
key, room, most = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
client = create_app().test_client()
headers = {"Authorization": f"Bearer {key}"}
def log(number):
    body = {"text": f"Claim {number} " + "x" * 2000, "language": "en"}
    return client.post("/api/v1/claims", json=body, headers=headers)
log(0)
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
for number in range(1, most):
    answer = log(number)
    print(json.dumps([number, answer.status_code, answer.json.get("type")]), flush=True)
    if answer.status_code != 201:
        break
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
answer = log(most)
print(json.dumps([most, answer.status_code, answer.json.get("type")]), flush=True)
"""


@pytest.fixture
def told(settings, templates, database_kind):
    """What a service answered, claim by claim, while its disk filled up and after there was room again."""
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    room = path.stat().st_size + ROOM
    environment = os.environ | {
        "PYTHONPATH": str(ROOT), "TRACKER_DATA_DIR": str(settings.data_dir), "TRACKER_LOG_LEVEL": "ERROR",
        "TRACKER_DATABASE_URL": settings.database_url,
    }  # fmt: skip
    key = templates[database_kind][1][0].keys["checker"]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, key, str(room), str(CLAIMS)], env=environment, cwd=ROOT, text=True,
        stdout=subprocess.PIPE, check=True, timeout=120,
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_full_disk_refuses_and_loses_nothing(settings, told):
    *answered, refused, after = told
    with opened(settings) as app, app.app_context(), db.engine.connect() as connection:
        kept = {row[0].split(" x")[0] for row in connection.execute(text("SELECT text FROM claim"))}
        faults = [*logbook.faults(connection), *logbook.differences(connection)]

    assert (refused[1], refused[2]) == (503, "/problems/unavailable")
    assert (len(answered) > 5, after[1]) == (True, 201)
    assert {f"Claim {number}" for number, status, _ in told if status == 201} <= kept
    assert f"Claim {refused[0]}" not in kept
    assert faults == []
