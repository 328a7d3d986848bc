"""The fast lane: what is asked for most, answered without Flask's dispatch where there is but the plain answer to tell.

Whatever is not plain (a refusal, the past, what is not stored as it is shown) is left to Flask, whose routes tell the
same bytes.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask

from tracker.api import claims
from tracker.lib.response_cache import Kept
from tracker.web.public import feeds, pages

Environ = Mapping[str, Any]
PATHS = re.compile(
    r"/api/v1/(?P<claims>claims)|/api/v1/claims/(?P<claim>[0-9a-f-]{36})"
    r"|/fact-checks/(?P<check>[0-9a-f-]{36})\.json|/feeds/(?P<feed>[a-z.]+)"
)
LANES: Mapping[str, Callable[[Environ, str], Kept | None]] = {
    "claims": claims.plain_list,
    "claim": claims.plain,
    "check": pages.plain,
    "feed": feeds.plain,
}


class FastLane:
    """Answers beside an application; what raises one of the refusals is for the application to tell."""

    def __init__(self, app: Flask, *, refusals: tuple[type[Exception], ...]) -> None:
        self.app = app
        self.refusals = refusals

    def answer(self, environ: Environ) -> Kept | None:
        """Return the plain answer to a request for what is there, or None."""
        found = PATHS.fullmatch(environ.get("PATH_INFO", ""))
        # Whoever asks by time alone is answered by Flask.
        if found is None or "HTTP_IF_MODIFIED_SINCE" in environ:
            return None
        kind = found.lastgroup or ""
        try:
            with self.app.app_context():
                return LANES[kind](environ, found[kind])
        except self.refusals:
            return None
