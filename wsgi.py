"""The application for a web server."""

from tracker.app import create_app
from tracker.lib import endings
from tracker.services import signing_thread

app = create_app()
signing_thread.start(app.extensions["signer"], app.app_context)
endings.at_the_end(app.extensions["followers"].end)
