"""The stylesheet of all pages, at an address that names its content, so that readers keep it for good."""

from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Response, request, url_for

from tracker.lib.response_cache import CACHEABLE

blueprint = Blueprint("stylesheet", __name__)
PATH = Path(__file__).parents[1] / "static" / "site.css"
BODY = PATH.read_bytes()
DIGEST = sha256(BODY).hexdigest()[:16]
FOR_GOOD, NOT_AT_ALL = "public, max-age=31536000, immutable", "no-cache"


def address() -> str:
    """Return where the stylesheet stands now."""
    return url_for("stylesheet.show", digest=DIGEST)


@blueprint.get("/static/site-<digest>.css")
def show(digest: str) -> Response:
    """Give the stylesheet; under a former address, the present one, which is not to be kept."""
    response = Response(BODY, mimetype="text/css")
    response.headers["Cache-Control"] = FOR_GOOD if digest == DIGEST else NOT_AT_ALL
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Access-Control-Allow-Origin"] = "*"
    request.environ[CACHEABLE] = True
    return response
