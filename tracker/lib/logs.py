"""Structured logs on standard error, one JSON object a line."""

import logging
import sys
from typing import Any

import orjson
import structlog
from structlog.typing import Processor


def configure(*, level: str, as_json: bool) -> None:
    """Set up structured logging for the process; calling it again replaces the settings."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    if as_json:
        last: Any = structlog.processors.JSONRenderer(serializer=_serialized)
    else:
        last = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def bind(**values: object) -> None:
    """Let all that this thread logs from here on say these values."""
    structlog.contextvars.bind_contextvars(**values)


def get(name: str) -> Any:  # structlog's loggers are made by configuration and have no static type
    """Return a logger, of the settings that stand now."""
    return structlog.get_logger(name=name).bind()


def _serialized(event: object, **_options: object) -> str:
    return orjson.dumps(event, default=str).decode()
