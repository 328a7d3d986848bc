"""Commands on the API's contract."""

from pathlib import Path

import click
import yaml
from flask import current_app
from flask.cli import with_appcontext

from tracker.api import documents
from tracker.cli import terminal
from tracker.errors import UsageError

CONTRACT = Path(__file__).parents[2] / "openapi" / "tracker.yaml"
HEADER = "# Written by `tracker openapi write` from the routes; do not edit.\n"


@click.group()
def openapi() -> None:
    """Write the OpenAPI document of this version, or check the one that is there."""


@openapi.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), default=CONTRACT)
@with_appcontext
def write(file: Path) -> None:
    """Write the OpenAPI document to FILE, or to openapi/tracker.yaml beside the package."""
    file.write_text(_contract(), encoding="utf-8")
    terminal.remark(f"Written to {file}.")


@openapi.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), default=CONTRACT)
@with_appcontext
def check(file: Path) -> None:
    """Fail where FILE, or openapi/tracker.yaml beside the package, is not what `write` would write."""
    if not file.is_file() or file.read_text(encoding="utf-8") != _contract():
        raise UsageError(f"{file} is not the contract of this version: run `tracker openapi write`")
    terminal.remark(f"{file} is current.")


def _contract() -> str:
    document = documents.document(current_app._get_current_object())  # type: ignore[attr-defined]  # the application itself
    return HEADER + yaml.dump(document, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=120)


class _Plain(yaml.SafeDumper):
    """Writes equal objects twice, and not as references to each other."""

    def ignore_aliases(self, data: object) -> bool:
        """Never write an alias."""
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Plain.add_representer(str, _text)
