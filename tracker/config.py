"""Settings, read once from TRACKER_* variables into a frozen dataclass."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import limits
from environs import Env, EnvValidationError, ValidationError, validate

from tracker.errors import UsageError
from tracker.lib.outgoing_targets import Allowed, allowed

MEBIBYTE = 1024 * 1024
# How the addresses of a Redis or RabbitMQ begin for Celery.
BROKERS = ("redis", "rediss", "redis+socket", "sentinel", "amqp", "amqps", "pyamqp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What an installation decides; sizes are in bytes, times in seconds."""

    data_dir: Path
    database_url: str
    public_url: str
    log_level: str = "INFO"
    log_format: str = "json"
    max_body: int = MEBIBYTE
    max_upload: int = 50 * MEBIBYTE
    response_cache: int = 64 * MEBIBYTE
    failed_keys_limit: str = "20 per minute"
    correction_requests_limit: str = "10 per hour"
    rate_limit_storage: str = "memory://"
    followers: int = 8
    trusted_proxies: int = 0
    log_key: Path | None = None
    log_origin: str | None = None
    outgoing_allowed: tuple[Allowed, ...] = ()
    embedded_worker: bool = True
    webhook_timeout: float = 15
    webhook_first_pause: float = 5
    celery_broker_url: str | None = None
    vectors: bool = True

    @property
    def signing_key(self) -> Path:
        """Where the key lies that signs the log's checkpoints, and beside it the signer's memory."""
        return self.log_key or self.data_dir / "log.key"

    @property
    def origin(self) -> str:
        """The name of the log, unless it was fixed before: the public address without its scheme."""
        return self.log_origin or self.public_url.partition("://")[2]

    @property
    def files_dir(self) -> Path:
        """Where captures lie, by the digest of their content."""
        return self.data_dir / "files"

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file of ours."""
        return self.database_url.startswith("sqlite")

    @property
    def site_host(self) -> str:
        """The host under which the public pages stand."""
        return urlsplit(self.public_url).hostname or "localhost"


def read() -> Config:
    """Return the settings of the process's environment, or raise UsageError naming the variable that is wrong."""
    env = Env(prefix="TRACKER_")
    try:
        return _read(env)
    except EnvValidationError as error:
        raise UsageError(str(error)) from error


def _read(env: Env) -> Config:
    data_dir = _data_dir(env.str("DATA_DIR", default="var"))
    return Config(
        data_dir=data_dir,
        database_url=_database_url(env.str("DATABASE_URL", default=f"sqlite:///{data_dir / 'tracker.sqlite'}")),
        public_url=_public_url(env.str("PUBLIC_URL", default="http://127.0.0.1:8000")),
        log_level=env.str("LOG_LEVEL", default="INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"])),
        log_format=env.str("LOG_FORMAT", default="json", validate=validate.OneOf(["json", "text"])),
        max_body=env.int("MAX_BODY", default=MEBIBYTE, validate=validate.Range(min=1024)),
        max_upload=env.int("MAX_UPLOAD", default=50 * MEBIBYTE, validate=validate.Range(min=1024)),
        response_cache=env.int("RESPONSE_CACHE", default=64 * MEBIBYTE, validate=validate.Range(min=0)),
        failed_keys_limit=env.str("FAILED_KEYS_LIMIT", default="20 per minute", validate=_limit),
        correction_requests_limit=env.str("CORRECTION_REQUESTS_LIMIT", default="10 per hour", validate=_limit),
        rate_limit_storage=env.str("RATE_LIMIT_STORAGE", default="memory://"),
        followers=env.int("FOLLOWERS", default=8, validate=validate.Range(min=0)),
        trusted_proxies=env.int("TRUSTED_PROXIES", default=0, validate=validate.Range(min=0, max=10)),
        log_key=_key_file(env.str("LOG_KEY", default="")),
        log_origin=env.str("LOG_ORIGIN", default="") or None,
        outgoing_allowed=_allowed(env.str("OUTGOING_ALLOWED", default="")),
        embedded_worker=env.bool("EMBEDDED_WORKER", default=True),
        webhook_timeout=env.float("WEBHOOK_TIMEOUT", default=15, validate=validate.Range(min=0.1, max=60)),
        webhook_first_pause=env.float("WEBHOOK_FIRST_PAUSE", default=5, validate=validate.Range(min=0.01, max=3600)),
        celery_broker_url=_broker(env.str("CELERY_BROKER_URL", default="")),
        vectors=env.bool("VECTORS", default=True),
    )


def _data_dir(path: str) -> Path:
    if not path:
        raise UsageError("TRACKER_DATA_DIR is empty: it must be a directory, or unset")
    return Path(path).absolute()


def _database_url(url: str) -> str:
    if url.startswith("sqlite:///"):
        return _sqlite(url.removeprefix("sqlite:///"))
    if not url.startswith(("postgresql://", "postgresql+psycopg://")):
        raise UsageError("TRACKER_DATABASE_URL must begin with sqlite:/// or postgresql://")
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _sqlite(path: str) -> str:
    # Each connection would have a database of its own in memory, and options are the driver's, not ours.
    if not path or ":memory:" in path or "?" in path:
        raise UsageError("TRACKER_DATABASE_URL must name a file after sqlite:///, without options")
    return f"sqlite:///{Path(path).absolute()}"


def _limit(text: str) -> None:
    try:
        found = limits.parse_many(text)
    except ValueError:
        found = []
    if len(found) != 1 or found[0].amount < 1:
        raise ValidationError(f"{text!r} is no limit such as '20 per minute'")


def _key_file(path: str) -> Path | None:
    if path and Path(path).is_dir():
        raise UsageError(f"TRACKER_LOG_KEY must name a file, and {path} is a directory")
    return Path(path).absolute() if path else None


def _broker(urls: str) -> str | None:
    for url in urls.split(";") if urls else []:
        if _split(url, "TRACKER_CELERY_BROKER_URL").scheme not in BROKERS:
            raise UsageError(f"TRACKER_CELERY_BROKER_URL must begin with one of {', '.join(BROKERS)} and ://")
    return urls or None


def _allowed(entries: str) -> tuple[Allowed, ...]:
    try:
        return tuple(allowed(entry.strip()) for entry in entries.split(",") if entry.strip())
    except ValueError as error:
        raise UsageError(f"TRACKER_OUTGOING_ALLOWED holds what is no host, address or network: {error}") from error


def _public_url(url: str) -> str:
    parts = _split(url, "TRACKER_PUBLIC_URL")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise UsageError("TRACKER_PUBLIC_URL must be an http or https address")
    return url.rstrip("/")


def _split(url: str, variable: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise UsageError(f"{variable} is no address: {error}") from error
    return parts
