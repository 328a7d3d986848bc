"""What tests of the log's integrity share: busy newsrooms, and readings of all that there is."""

import pytest

from tests import stories
from tests.conftest import migrate, opened, settings_for
from tests.services.integrity import examining


@pytest.fixture
def busy(newsroom, app):
    """An installation in which a newsroom did everything once."""
    stories.tell(newsroom)
    return app


@pytest.fixture
def found(busy):
    """Verify and audit the installation; returns what is found."""
    return lambda: examining.everything(busy)


@pytest.fixture
def empty(tmp_path):
    """An installation on SQLite without a single entry."""
    folder = tmp_path / "installation"
    folder.mkdir()
    settings = settings_for(f"sqlite:///{folder / 'tracker.sqlite'}", folder)
    migrate(settings.database_url)
    with opened(settings) as application:
        yield application
