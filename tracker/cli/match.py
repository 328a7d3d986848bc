"""Commands that measure how well earlier checks are found."""

from collections.abc import Mapping
from pathlib import Path

import click

from tracker.cli import terminal
from tracker.services import match_evaluation

file = click.Path(exists=True, dir_okay=False, path_type=Path)
WITHOUT_EXTRA = "Without the extra `semantic` there is no hybrid ranking: texts are compared by their words alone."


@click.group()
def match() -> None:
    """Measure how well earlier checks of the same claim are found."""


@match.command()
@click.option("--documents", type=file, required=True, help="JSON Lines: id, claim, title, summary, date.")
@click.option("--queries", type=file, required=True, help="JSON Lines: id, text.")
@click.option("--qrels", type=file, required=True, help="TREC qrels: which documents answer which query.")
@terminal.as_json
def evaluate(documents: Path, queries: Path, qrels: Path, *, as_json: bool) -> None:
    """Rank the documents against each query and print MAP@5, MRR, P@1, R@10 and milliseconds a query.

    `lexical` compares words; `hybrid` words and meanings, with the extra `semantic`.
    """
    figures = match_evaluation.evaluate(documents, queries, qrels)
    if figures["hybrid"] is None:
        terminal.remark(WITHOUT_EXTRA)
    if as_json:
        terminal.document(figures)
        return
    _print_table(figures)


def _print_table(figures: Mapping[str, Mapping[str, float] | None]) -> None:
    measured = {way: found for way, found in figures.items() if found is not None}
    names = list(next(iter(measured.values())))
    terminal.table(["", *names], [[way, *(f"{found[name]:g}" for name in names)] for way, found in measured.items()])
