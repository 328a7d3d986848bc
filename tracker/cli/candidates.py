"""The command that finds what in a text is worth checking."""

from typing import TextIO

import click

from tracker.cli import terminal
from tracker.services import candidates as service


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"))
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True, help="So many at most.")
@terminal.as_json
def candidates(file: TextIO, *, limit: int, as_json: bool) -> None:
    """List the check-worthy sentences of the English text in FILE, or on standard input for `-`, with the reasons."""
    found = service.listed(file.read(), language=service.ENGLISH, limit=limit)
    if as_json:
        terminal.document({"items": found})
        return
    for number, candidate in enumerate(found, 1):
        speaker = f"{candidate['speaker']}: " if candidate["speaker"] else ""
        click.echo(f"{number:3}. [{candidate['score']}] {speaker}{' '.join(candidate['text'].split())}")
        click.echo(f"     {' '.join(reason['detail'] for reason in candidate['reasons'])}")
    terminal.remark(f"Candidates: {len(found)}.")
