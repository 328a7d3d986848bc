"""What tests of the deeds share: somebody to do them, a place for files, and vectors of texts."""

import json

import pytest

from tracker.domain.actors import OPERATOR
from tracker.services import claim_vectors


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


@pytest.fixture
def make(shared_app):
    """Make all vectors that are lacking."""

    def make_all():
        with shared_app.app_context():
            while claim_vectors.make_lacking(OPERATOR):
                pass

    return make_all
