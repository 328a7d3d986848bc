"""What tests of the deeds share: somebody to do them, and a place for files."""

import json

import pytest


@pytest.fixture
def actor(app, newsroom):
    """A checker of the newsroom, inside an application context, as a request has one."""
    with app.app_context():
        yield newsroom.actor("checker")


@pytest.fixture
def put(tmp_path):
    """Write a file for the program."""

    def written(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    return written
