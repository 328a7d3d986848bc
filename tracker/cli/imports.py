"""Commands that bring published checks in, and take them out."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import click
from flask import current_app

from tracker.api.plumbing import parsing
from tracker.cli import terminal
from tracker.domain.actors import OPERATOR, Actor
from tracker.domain.import_columns import FIELDS
from tracker.domain.imports import FORMATS, OUTCOMES, OWN, PURPOSES
from tracker.errors import UsageError
from tracker.lib import durable_file
from tracker.schemas.imports import ColumnsIn, ImportOut, ImportRowOut
from tracker.services import exports, import_runs, imports, organizations
from tracker.services.exports import EXPORTS
from tracker.services.import_runs import Site
from tracker.services.imports import Filing
from tracker.services.paging import Window

SHOWN = 20
# A file on this machine may be larger than one that is sent.
LIMIT = 1 << 31
REFUSED = 1
# For everybody to read: nothing is exported but what is published.
PUBLIC = 0o644
COLUMN_HELP = (
    "Which column of a table tells what; repeatable. COLUMN may be text around columns, as https://site.example{path}."
    f" FIELD is one of: {', '.join(FIELDS)}."
)


@click.command("import")
@click.argument("file", type=click.File("rb"))
@terminal.in_organization
@click.option("--as", "purpose", type=click.Choice(PURPOSES), default=OWN, show_default=True,
              help="The organization's own archive, to be published, or other outlets' checks.")  # fmt: skip
@click.option("--format", "format_", type=click.Choice(FORMATS), help="Told by the content unless given.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=COLUMN",
              help=COLUMN_HELP)  # fmt: skip
@click.option("--language", help="Of checks that tell none. [default: the organization's first]")
@click.option("--dry-run", is_flag=True, help="Only say what would become of each row.")
@terminal.as_json
@terminal.on_the_database
def import_(
    file: BinaryIO, *, slug: str | None, columns: Sequence[str], as_json: bool, format_: str | None, **wanted: Any
) -> None:
    """Import published checks from FILE, or from standard input for `-`.

    FILE is an HTML page or JSON with ClaimReview, a DataFeed, Fact Check Tools JSON, JSON Lines, or CSV. It may be
    repeated or broken off at any time: what is there already is left as it is, and what was retracted is skipped. Exit
    code 1 where rows were refused.
    """
    actor = _operator(slug)
    site: Site = replace(current_app.extensions["site"], limit=LIMIT)
    filing = Filing(content=file.read(), filename=_name(file), format=format_, columns=_mapping(columns), **wanted)
    made = import_runs.file(actor, filing, site)
    with terminal.progress() as show:
        made = import_runs.run(made.id, site, lambda done, total: show("Rows", done, total))
    refused = imports.rows(actor, made.id, Window(limit=SHOWN), outcomes=["refused"]).items
    if as_json:
        terminal.document({**ImportOut().dump(made), "first_refused": ImportRowOut().dump(refused, many=True)})
    else:
        terminal.facts({"import": made.id, "state": made.state, **{name: getattr(made, name) for name in OUTCOMES}})
        for row in refused:
            click.echo(f"refused  {row.place}  {' '.join(fault['detail'] for fault in row.faults)}")
    if made.failure:
        raise UsageError(f"The import did not come to its end: {made.failure}.")
    if made.refused:
        raise click.exceptions.Exit(REFUSED)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), default="-")
@terminal.in_organization
@click.option("--format", "name", type=click.Choice(list(EXPORTS)), default="jsonl", show_default=True,
              help="JSON Lines or a DataFeed of ClaimReview, or CSV.")  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite FILE.")
@terminal.as_json
@terminal.on_the_database
def export(file: Path, *, slug: str | None, name: str, force: bool, as_json: bool) -> None:
    """Write all published checks of an organization to FILE, or to standard output.

    Retracted checks are in it as tombstones. What is written can be imported again, here or elsewhere.
    """
    if str(file) == "-" and as_json:
        raise UsageError("--json tells of what was written to a FILE; the checks themselves are JSON already")
    if file.exists() and not force:
        raise UsageError(f"{file} exists already; --force overwrites it")
    actor, settings = _operator(slug), current_app.config["TRACKER"]
    target = BytesIO()
    with terminal.progress() as show:
        count = exports.write(
            actor, target, name=name, public_url=settings.public_url,
            show=lambda done: show("Checks", done, done),
        )  # fmt: skip
    _put(file, target.getvalue())
    if as_json:
        terminal.document({"file": str(file.absolute()), "format": name, "checks": count})
    elif str(file) != "-":
        terminal.facts({"file": file, "format": name, "checks": count})


def _put(file: Path, content: bytes) -> None:
    if str(file) == "-":
        click.echo(content, nl=False)
    elif file.exists() and not file.is_file():
        # A device or a pipe takes what comes.
        file.write_bytes(content)
    else:
        mode = file.stat().st_mode & 0o777 if file.exists() else PUBLIC
        durable_file.put(file.resolve(), content, mode=mode)


def _operator(slug: str | None) -> Actor:
    return replace(OPERATOR, organization_id=organizations.chosen(OPERATOR, slug).id)


def _mapping(columns: Sequence[str]) -> dict[str, str]:
    pairs = [column.partition("=") for column in columns]
    if any(not sign for _, sign, _ in pairs):
        raise UsageError("--column is FIELD=COLUMN")
    mapping: dict[str, str] = parsing.load(ColumnsIn(), {"columns": {field: name for field, _, name in pairs}})[
        "columns"
    ]
    return mapping


def _name(file: BinaryIO) -> str | None:
    return None if file.name in {"-", "<stdin>"} else Path(file.name).name
