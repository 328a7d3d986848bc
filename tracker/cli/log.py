"""Commands that hold the log against itself, against the tables, and against what others kept of it."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn, ParamSpec

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.cli import signing, terminal
from tracker.config import Config
from tracker.domain.actors import OPERATOR
from tracker.errors import LogNotSound, UsageError
from tracker.lib.file_store import FileStore
from tracker.lib.signed_note import MalformedKey, Note, NoteError, VerifierKey
from tracker.lib.tlog import Checkpoint, TlogError
from tracker.services import migrations
from tracker.services.integrity import comparison, exports, verification
from tracker.services.integrity.findings import Findings
from tracker.services.integrity.snapshot import snapshot
from tracker.services.integrity.verification import Plan
from tracker.services.signing import Signer

NOT_VERIFIED, FORKED = 2, 3
P = ParamSpec("P")
file = click.Path(exists=True, dir_okay=False, path_type=Path)


class KeyLine(click.ParamType):
    """A verifier key, as `name+id+base64`."""

    name = "keyline"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> VerifierKey:
        """Return the key of a line, or fail with a sentence."""
        try:
            return VerifierKey.parse(value.strip())
        except MalformedKey as error:
            self.fail(str(error), param, ctx)


with_key = click.option(
    "--key",
    "keys",
    type=KeyLine(),
    multiple=True,
    metavar="KEYLINE",
    help="Whose signatures the checkpoints must bear.",
)


@click.group()
def log() -> None:
    """Sign the log, prove it, hold the tables against it, and hand it out.

    Exit codes: 0 all is well, 2 something is not as the log says, 3 evidence of a fork or of a history rewritten.
    """


def reading(command: Callable[P, None]) -> Callable[P, None]:
    """Run a command on the application's database; one that cannot be read makes it fail like one that is wrong."""

    @functools.wraps(command)
    def run(*args: P.args, **options: P.kwargs) -> None:
        try:
            with migrations.answering():
                migrations.require_current()
                command(*args, **options)
        except (UsageError, LogNotSound) as error:
            _fail(str(error), NOT_VERIFIED)

    return with_appcontext(run)


@log.command()
@click.option("--since", "note", type=file, metavar="NOTE_FILE", help="A signed checkpoint that was held outside.")
@click.option("--tree-only", is_flag=True, help="Leave out the fields: entries, tree and checkpoints alone.")
@with_key
@terminal.as_json
@reading
def verify(*, note: Path | None, tree_only: bool, keys: Sequence[VerifierKey], as_json: bool) -> None:
    """Recompute the log from its entries up, and compare all that is stored of it.

    Whoever can write to the database can write another log that is as sound as this one. That, and a log cut short,
    is found only with a checkpoint that was held outside: --since, and what the signer here remembers.
    """
    known = _known(keys)
    last = _signer().last()
    plan = Plan(keys=known, since=_held(note), last=last.checkpoint if last else None, tree_only=tree_only)
    with snapshot() as connection, terminal.progress() as show:
        made = verification.verify(OPERATOR, connection, plan, show=show)
    head = {"size": made.size, "root": made.root.hex(), "signatures": bool(known), "forked": made.is_forked}
    code = FORKED if made.is_forked else NOT_VERIFIED
    _tell({"verified": made.is_verified} | head, made.findings, code=code, as_json=as_json)


@log.command()
@terminal.as_json
@reading
def audit(*, as_json: bool) -> None:
    """Compare every column of every table, and every captured file, with what the log says of it.

    It takes the log for true: whether it is, `tracker log verify` tells.
    """
    settings: Config = current_app.config["TRACKER"]
    plan = comparison.Plan(store=FileStore(settings.files_dir), public_url=settings.public_url)
    with snapshot() as connection, terminal.progress() as show:
        made = comparison.compare(OPERATOR, connection, plan, show=show)
    told = {"agrees": not made.findings.count, "entries": made.size, "rows": made.rows, "files": made.files}
    _tell(told, made.findings, code=NOT_VERIFIED, as_json=as_json)


@log.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@with_key
@terminal.as_json
@reading
def export(directory: Path, *, keys: Sequence[VerifierKey], as_json: bool) -> None:
    """Write the log up to its newest signed checkpoint to DIR, as tiles that any web server can serve.

    What is there already stays; an export that was interrupted is completed by the next. The files disclose when
    something was recorded, and nothing of what.
    """
    try:
        with snapshot() as connection, terminal.progress() as show:
            made = exports.export(OPERATOR, connection, directory, keys=_known(keys), show=show)
    except exports.ForkFound as error:
        _fail(str(error), FORKED)
    told = {"directory": str(directory.absolute()), **asdict(made), "root": made.root.hex()}
    if as_json:
        terminal.document(told)
    else:
        terminal.facts(told)


def _known(keys: Sequence[VerifierKey]) -> Sequence[VerifierKey]:
    # The keys that the log was ever signed with here, where none is given.
    return keys or _signer().all_keys


def _signer() -> Signer:
    signer: Signer = current_app.extensions["signer"]
    return signer


def _held(path: Path | None) -> Checkpoint | None:
    if path is None:
        return None
    try:
        return Checkpoint.parse(Note.parse(path.read_bytes()).text)
    except (NoteError, TlogError) as error:
        raise UsageError(f"{path} is no signed checkpoint: {error}") from error


def _tell(told: Mapping[str, object], findings: Findings, *, code: int, as_json: bool) -> None:
    if as_json:
        shown = [asdict(finding) for finding in findings.first]
        terminal.document({**told, "count": findings.count, "findings": shown})
    else:
        terminal.facts(told)
        for finding in findings.first:
            click.echo(str(finding))
    if findings.count > len(findings.first):
        terminal.remark(f"and {findings.count - len(findings.first)} more")
    if findings.count:
        raise click.exceptions.Exit(code)


def _fail(sentence: str, code: int) -> NoReturn:
    terminal.remark(f"Error: {sentence}")
    raise click.exceptions.Exit(code)


for command in (signing.init, signing.sign, signing.recover):
    log.add_command(command)
