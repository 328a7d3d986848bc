"""What tests of the deeds share: somebody to do them."""

import pytest


@pytest.fixture
def actor(app, newsroom):
    """A checker of the newsroom, inside an application context, as a request has one."""
    with app.app_context():
        yield newsroom.actor("checker")
