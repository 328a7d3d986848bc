"""How commands speak: documents and tables on standard output, progress and remarks on standard error."""

import functools
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

import click
import orjson
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from tracker.services import migrations

P = ParamSpec("P")
R = TypeVar("R")

WIDE = 240
as_json = click.option("--json", "as_json", is_flag=True, help="Print a JSON document and nothing else.")
in_organization = click.option("--organization", "slug", metavar="SLUG", help="Needed where there are several.")


def on_the_database(command: Callable[P, R]) -> Callable[P, R]:
    """Run a command with the application's database, which must stand at the newest migration."""

    @functools.wraps(command)
    def run(*args: P.args, **options: P.kwargs) -> R:
        migrations.require_current()
        return command(*args, **options)

    return with_appcontext(run)


def document(value: object) -> None:
    """Print one JSON document."""
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2))


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows for people; a pipe gets them unbroken."""
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else WIDE)
    grid = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        grid.add_row(*("" if cell is None else str(cell) for cell in row))
    console.print(grid, markup=False)


def facts(values: Mapping[str, object]) -> None:
    """Print names with their values, one a line."""
    width = max(map(len, values))
    for name, value in values.items():
        click.echo(f"{name:<{width}}  {value}")


def remark(text: str) -> None:
    """Tell people something that is no part of the result."""
    click.echo(text, err=True)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show bars on standard error; yields what to call with a task's name, what is done of it, and its total."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, Any] = {}

        def show(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name, total=total)
            bars.update(tasks[name], completed=done, total=total)

        yield show
