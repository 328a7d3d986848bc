"""Puts the house together: the only module that knows every floor."""

from pathlib import Path

from flask import Flask, Response
from prometheus_client import CollectorRegistry
from sqlalchemy.exc import DBAPIError
from werkzeug.middleware.proxy_fix import ProxyFix

from tracker import api, config, web
from tracker.api.plumbing import problems
from tracker.api.plumbing.authentication import KnownKeys
from tracker.api.plumbing.limits import Limits
from tracker.config import Config
from tracker.errors import DatabaseRefuses, TrackerError, Unavailable, UsageError
from tracker.lib import logs
from tracker.lib.file_store import FileStore
from tracker.lib.outgoing import Outgoing
from tracker.lib.response_cache import ResponseCache
from tracker.lib.shared_looks import SharedLooks
from tracker.models import db
from tracker.models.database import LogSize, engine_options, guard, readable
from tracker.models.driver_errors import refusal
from tracker.services import change_messages
from tracker.services.followers import Followers
from tracker.services.import_runs import Site
from tracker.services.signing import Signer
from tracker.web import refusals
from tracker.web.fast_lane import FastLane
from tracker.web.gateway import Gateway, Versions
from tracker.web.measurements import Measurements

FORM_OVERHEAD = 64 * 1024


def create_app(settings: Config | None = None) -> Flask:
    """Return the application for these settings, or for those of the environment.

    Raises UsageError for a setting that is wrong. The database is not touched before the first request.
    """
    settings = settings or config.read()
    _make(settings.data_dir)
    logs.configure(level=settings.log_level, as_json=settings.log_format == "json")
    app = Flask(__name__, static_folder="web/static", static_url_path="/static", template_folder="web/templates")
    app.config.update(
        TRACKER=settings,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=dict(engine_options(readable(settings.database_url))),
        MAX_CONTENT_LENGTH=settings.max_upload + FORM_OVERHEAD,
        MAX_FORM_MEMORY_SIZE=settings.max_body,
    )
    # Two slashes are no name of anything, and no reason to send a caller elsewhere.
    app.url_map.merge_slashes = False
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    _furnish(app, settings)
    return app


def _make(data_dir: Path) -> None:
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"TRACKER_DATA_DIR cannot be made: {data_dir}: {error.strerror}") from error


def _furnish(app: Flask, settings: Config) -> None:
    db.init_app(app)
    with app.app_context():
        engine = db.engine
        guard(engine)
        change_messages.open_for(engine, public_url=settings.public_url)
    app.extensions.update(
        limits=Limits(settings),
        outgoing=Outgoing(settings.outgoing_allowed),
        signer=Signer(settings.signing_key),
        chores=[],
        site=Site(store=FileStore(settings.files_dir), limit=settings.max_upload, public_url=settings.public_url),
    )
    app.extensions["measurements"] = Measurements(CollectorRegistry())
    problems.register(app, refusals.tell)
    app.register_error_handler(DBAPIError, _database_problem)
    api.register(app)
    web.register(app)
    _open(app, settings, LogSize(engine))


def _open(app: Flask, settings: Config, log_size: LogSize) -> None:
    versions = _versions(log_size, settings)
    app.extensions["log_size"] = log_size
    app.extensions["followers"] = Followers(log_size.read, limit=settings.followers)
    app.extensions["known_keys"] = KnownKeys(versions.read)
    gateway = Gateway(
        app.wsgi_app, lane=FastLane(app, refusals=(TrackerError, DBAPIError)), versions=versions,
        cache=ResponseCache(settings.response_cache), measurements=app.extensions["measurements"],
    )  # fmt: skip
    count = settings.trusted_proxies
    app.wsgi_app = ProxyFix(gateway, x_for=count, x_proto=count, x_host=count) if count else gateway  # type: ignore[method-assign]  # as Flask documents


def _versions(log_size: LogSize, settings: Config) -> Versions:
    # On PostgreSQL a look is a way to another process and back, which requests that come at once share.
    return log_size if settings.is_sqlite else SharedLooks(log_size.read)


def _database_problem(error: DBAPIError) -> Response:
    # The driver's message may hold values, so it is logged and not told.
    logs.get(__name__).error("database", error=type(error.orig).__name__, statement=(error.statement or "")[:200])
    reason = refusal(error)
    return refusals.tell(
        DatabaseRefuses(reason=reason) if reason else Unavailable(reason="The database did not answer")
    )
