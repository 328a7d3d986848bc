"""Ids are UUIDs of version 7 that sort by the time they were made."""

import subprocess
import sys
from uuid import UUID, uuid4

import pytest

from tracker.lib import ids

# A process of its own, since one with threads had better not fork.
FORKS = """
import os
from tracker.lib import ids

ids.new_id()
os.fork()
os.fork()
for _ in range(10):  # a pipe keeps up to 4,096 bytes together
    os.write(1, "".join(f"{ids.new_id()}\\n" for _ in range(100)).encode())
"""


def test_an_id_is_a_uuid_of_version_7():
    assert UUID(ids.new_id()).version == 7
    assert ids.is_id(ids.new_id())


def test_ids_sort_in_the_order_they_were_made():
    made = [ids.new_id() for _ in range(10_000)]
    assert made == sorted(set(made))


def test_forked_processes_make_different_ids():
    run = subprocess.run([sys.executable, "-c", FORKS], capture_output=True, check=True, text=True)
    made = run.stdout.split()
    assert len(made) == len(set(made)) == 4_000


def test_another_version_of_uuid_is_an_id():
    assert ids.is_id(str(uuid4()))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        "019ab3f0-0000-7000-8000-00000000000",
        "019AB3F0-0000-7000-8000-000000000000",
        "019ab3f0000070008000000000000000",
        "{019ab3f0-0000-7000-8000-000000000000}",
        "urn:uuid:019ab3f0-0000-7000-8000-000000000000",
        "019ab3f0-0000-7000-8000-000000000000\n",
        "019ab3f0-0000-7000-8000-00000000000g",
    ],
)
def test_other_text_is_no_id(text):
    assert not ids.is_id(text)
