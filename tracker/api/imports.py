"""Imports of published checks: an archive, or what other outlets found."""

from typing import Any

import orjson
from flask import current_app

from tracker.api.plumbing import parsing
from tracker.api.plumbing.answers import Answer
from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import list_of, paged, window
from tracker.domain.actors import Actor
from tracker.errors import Invalid, fault
from tracker.lib import strict_json
from tracker.schemas.imports import ColumnsIn, ImportForm, ImportIn, ImportOut, ImportRowOut, ImportRowsQuery
from tracker.schemas.paging import PageQuery
from tracker.services import import_runs, imports
from tracker.services.imports import Filing

door = Door("imports", __name__, description="Published checks that come in from an archive or from other outlets.")
COLUMNS = ColumnsIn()


@door.post("/imports", body=ImportIn, upload=ImportForm, answer=ImportOut, also=(202,), example="import")
def file_import(actor: Actor, *, body: dict[str, Any]) -> Any:
    """Import published checks.

    A short file is brought in before the answer, 201; of a longer one the answer is 202, and GET tells how far it has
    come. A second import of the same checks adds nothing.
    """
    row = import_runs.file(actor, _filing(body), current_app.extensions["site"])
    return Answer(value=row, status=202 if row.state == "waiting" else 201)


@door.get("/imports", query=PageQuery, answer=list_of(ImportOut, "Imports"), paged=True)
def list_imports(actor: Actor, *, query: dict[str, Any]) -> Any:
    """List the organization's imports, newest first."""
    return paged(imports.page(actor, window(query)))


@door.get("/imports/<import_id>", answer=ImportOut)
def show_import(actor: Actor, import_id: str) -> Any:
    """Show an import, and how far it has come."""
    return imports.find(actor, import_id)


@door.get("/imports/<import_id>/rows", query=ImportRowsQuery, answer=list_of(ImportRowOut, "ImportRows"), paged=True)
def list_import_rows(actor: Actor, import_id: str, *, query: dict[str, Any]) -> Any:
    """List what became of each row, in the order of the file."""
    return paged(imports.rows(actor, import_id, window(query), outcomes=query.get("outcome")))


def _filing(body: dict[str, Any]) -> Filing:
    file = body.get("file")
    columns = body.get("columns") or {}
    return Filing(
        content=_content(body),
        filename=(file.filename or None) if file else body.get("filename"),
        purpose=body["as_"],
        format=body.get("format"),
        columns=columns if file is None else _columns(columns),
        language=body.get("language"),
        dry_run=body["dry_run"] in {True, "true"},
    )


def _content(body: dict[str, Any]) -> bytes:
    if "file" in body:
        content: bytes = body["file"].stream.read()
        return content
    return body["text"].encode() if "text" in body else orjson.dumps(body["document"])


def _columns(given: Any) -> dict[str, str]:
    # A form has text alone, so that an object in it is read here.
    try:
        value = strict_json.loads(given.encode()) if given else {}
    except strict_json.JSONRefused as error:
        raise Invalid(errors=[fault("/columns", "invalid", f"This is no JSON object: {error}.")]) from error
    columns: dict[str, str] = parsing.load(COLUMNS, {"columns": value})["columns"]
    return columns
