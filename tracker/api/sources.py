"""Sources, their captures, and the files of those."""

from typing import Any

from flask import Response, current_app, request, send_file

from tracker.api.plumbing.answers import Answer, as_it_was
from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import list_of, paged, window
from tracker.domain.actors import Actor
from tracker.errors import Invalid, UnsupportedMediaType, fault
from tracker.lib import etags
from tracker.lib.file_store import FileStore
from tracker.schemas.fields import Choices, Switch, WebUrl, choice, words
from tracker.schemas.history import EntryOut
from tracker.schemas.paging import PageQuery
from tracker.schemas.past import AsOfQuery
from tracker.schemas.search import LONGEST_QUERY, SEARCH
from tracker.schemas.sources import KINDS, LEVELS, CaptureIn, CaptureOut, CapturesOut, SourceIn, SourceOut, SourcePatch
from tracker.services import captures, history, past_views, sources
from tracker.services.finding import Expected

OCTETS = "application/octet-stream"
door = Door(
    "sources", __name__, description="What can be cited; protected sources show themselves to custodians alone."
)


class SourceQuery(PageQuery):
    """Which sources."""

    kind = Choices(choice(KINDS))
    level = Choices(choice(LEVELS))
    url = WebUrl()
    publisher = words()
    protected = Switch()
    q = words(LONGEST_QUERY, metadata={"description": SEARCH})


@door.get("/sources", query=SourceQuery, answer=list_of(SourceOut, "Sources"), paged=True)
def list_sources(actor: Actor, *, query: dict[str, Any]) -> Any:
    """List the organization's sources; `url` finds the one that any equivalent address names."""
    names = ("kind", "level", "url", "publisher", "protected")
    filters = sources.Filters(**{name: query.get(name) for name in names}, text=query.get("q"))
    return paged(sources.page(actor, filters, window(query)))


@door.post("/sources", body=SourceIn, answer=SourceOut, also=(200,), example="source")
def add_source(actor: Actor, *, body: dict[str, Any]) -> Any:
    """Add a source, or find the one that its address names already: then the answer is 200.

    Custodians find their protected source by its address; for anybody else it is no known one.
    """
    source, is_new = sources.add(actor, body)
    return Answer(value=source, status=201 if is_new else 200)


@door.get("/sources/<source_id>", query=AsOfQuery, answer=SourceOut, past=True)
def show_source(actor: Actor, source_id: str, *, query: dict[str, Any]) -> Any:
    """Show a source, now or as of a moment."""
    if "as_of" in query:
        return as_it_was(past_views.source(actor, source_id, given=query["as_of"]))
    return sources.find(actor, source_id)


@door.patch("/sources/<source_id>", body=SourcePatch, answer=SourceOut, example="source_patch")
def update_source(actor: Actor, source_id: str, *, body: dict[str, Any], expected: Expected) -> Any:
    """Change a source; a protected one is changed by its custodians alone."""
    return sources.update(actor, source_id, body, expected=expected)


@door.get("/sources/<source_id>/history", query=PageQuery, answer=list_of(EntryOut, "SourceHistory"), paged=True)
def list_source_history(actor: Actor, source_id: str, *, query: dict[str, Any]) -> Any:
    """List a source's entries in the log, oldest first."""
    return paged(history.of(actor, "source", source_id, window=window(query)))


@door.get("/sources/<source_id>/captures", answer=CapturesOut)
def list_captures(actor: Actor, source_id: str) -> Any:
    """List a source's captures, oldest first."""
    return {"items": captures.of_source(actor, source_id), "next": None}


@door.post("/sources/<source_id>/captures", upload=CaptureIn, answer=CaptureOut, example="capture")
def add_capture(actor: Actor, source_id: str) -> Any:
    """Keep a file as the source was at this moment; it is on the disk when the answer comes."""
    settings = current_app.config["TRACKER"]
    return captures.add(actor, source_id, _upload(), store=FileStore(settings.files_dir), limit=settings.max_upload)


@door.get("/captures/<capture_id>", answer=CaptureOut)
def show_capture(actor: Actor, capture_id: str) -> Any:
    """Show a capture."""
    return captures.find(actor, capture_id)


@door.get("/files/<digest>", answer=None, download=OCTETS)
def download_file(actor: Actor, digest: str) -> Response:
    """Download a captured file by its SHA-256: always as an attachment."""
    path = captures.file(actor, digest, store=FileStore(current_app.config["TRACKER"].files_dir))
    response = (
        Response(status=304)
        if etags.matches(request.headers.get("If-None-Match", ""), f'"{digest}"')
        else send_file(path, mimetype=OCTETS, as_attachment=True, download_name=digest, etag=False)
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Authorization"
    response.set_etag(digest)
    return response


def _upload() -> captures.Upload:
    if request.mimetype != "multipart/form-data":
        raise UnsupportedMediaType(expected="multipart/form-data")
    unknown = [
        fault(f"/{name}", "unknown", "Unknown field.") for name in (*request.form, *request.files) if name != "file"
    ]
    file = request.files.get("file")
    if file is None or unknown:
        missing = [fault("/file", "required", "Send the file as 'file'.")] if file is None else []
        raise Invalid(errors=[*missing, *unknown])
    return captures.Upload(filename=file.filename or None, stream=file.stream)
