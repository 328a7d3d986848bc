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
from tracker.lib.shared_looks import SharedLooksByKey
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
}


class FastLane:
    """Answers beside an application; what raises one of the refusals is for the application to tell."""

    def __init__(self, app: Flask, *, refusals: tuple[type[Exception], ...]) -> None:
        self.app = app
        self.refusals = refusals
        # With each publication all who follow a feed miss the cache at once, for the same page.
        self.feeds = SharedLooksByKey(self._feed)

    def answer(self, environ: Environ) -> Kept | None:
        """Return the plain answer to a request for what is there, or None."""
        found = PATHS.fullmatch(environ.get("PATH_INFO", ""))
        # Whoever asks by time alone is answered by Flask.
        if found is None or "HTTP_IF_MODIFIED_SINCE" in environ:
            return None
        kind = found.lastgroup or ""
        name = found[kind]
        if kind == "feed":
            return self.feeds.read((name, environ.get("QUERY_STRING", "")))
        return self._told(lambda: LANES[kind](environ, name))

    def _feed(self, page: tuple[str, str]) -> Kept | None:
        name, query_string = page
        return self._told(lambda: feeds.plain(name, query_string))

    def _told(self, tell: Callable[[], Kept | None]) -> Kept | None:
        try:
            with self.app.app_context():
                return tell()
        except self.refusals:
            return None
