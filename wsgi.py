"""The application for a web server."""

from tracker.app import create_app
from tracker.lib import endings
from tracker.services import delivery_thread, import_thread, signing_thread, vector_thread

app = create_app()
signing_thread.start(app.extensions["signer"], app.app_context)
delivery_thread.start(app.extensions["outgoing"], app.app_context, app.config["TRACKER"])
import_thread.start(app.extensions["site"], app.app_context)
vector_thread.start(app.app_context, app.config["TRACKER"])
endings.at_the_end(app.extensions["followers"].end)
