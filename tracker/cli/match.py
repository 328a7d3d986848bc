"""Commands that measure how well earlier checks are found, and fit what is told of them to what people decide."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from tracker.cli import terminal
from tracker.domain.actors import OPERATOR
from tracker.domain.calibration import FEWEST, FEWEST_OF_EACH, Share
from tracker.errors import UsageError
from tracker.services import match_evaluation, match_tuning, organizations
from tracker.services.match_tuning import Tuning

file = click.Path(exists=True, dir_okay=False, path_type=Path)
TOO_FEW = f"too few: {FEWEST} are needed, {FEWEST_OF_EACH} of them confirmed and {FEWEST_OF_EACH} rejected."
WITHOUT_EXTRA = "Without the extra `semantic` there is no hybrid ranking: texts are compared by their words alone."


@click.group()
def match() -> None:
    """Measure how well earlier checks of the same claim are found, and tune what is called the same."""


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


@match.command()
@terminal.in_organization
@click.option("--save", is_flag=True, help="Let the fitted bounds be the organization's own.")
@click.option("--usual", is_flag=True, help="Return to the usual bounds.")
@terminal.as_json
@terminal.on_the_database
def tune(*, slug: str | None, save: bool, usual: bool, as_json: bool) -> None:
    """Fit the bands of suggested matches to what an organization's people confirmed and rejected.

    Precision and recall are told for the decisions that the bounds were fitted to. Nothing is changed without --save,
    nor where too few were decided about.
    """
    if save and usual:
        raise UsageError("Either --save or --usual")
    organization = organizations.chosen(OPERATOR, slug)
    actor = replace(OPERATOR, organization_id=organization.id)
    with terminal.progress() as show:
        found = match_tuning.tune(actor, show=lambda done, total: show("Decisions", done, total))
    is_saved = save and any(tuning.fitted for tuning in found.values())
    if is_saved or usual:
        match_tuning.save(actor, found if is_saved else {})
    if as_json:
        methods = {method: _told(tuning) for method, tuning in found.items()}
        terminal.document({"organization": organization.slug, "methods": methods, "saved": is_saved})
    else:
        _print_tunings(found)
    if save and not is_saved:
        raise UsageError("Nothing was saved: too few decisions")


def _told(tuning: Tuning) -> dict[str, Any]:
    return {
        "pairs": tuning.pairs,
        "confirmed": tuning.confirmed,
        "now": {"bounds": asdict(tuning.now), "bands": _bands(tuning.shares_now)},
        "fitted": tuning.fitted and {"bounds": asdict(tuning.fitted), "bands": _bands(tuning.shares or {})},
    }


def _bands(shares: Mapping[str, Share]) -> dict[str, Any]:
    return {band: share._asdict() for band, share in shares.items()}


def _print_tunings(found: Mapping[str, Tuning]) -> None:
    rows: list[list[object]] = []
    for method, tuning in found.items():
        rows += _rows(f"{method}, now", asdict(tuning.now), tuning.shares_now)
        if tuning.fitted:
            rows += _rows(f"{method}, fitted", asdict(tuning.fitted), tuning.shares or {})
        else:
            terminal.remark(f"{method}: {tuning.pairs} decisions, {tuning.confirmed} of them confirmed, are {TOO_FEW}")
    terminal.table(["", "band", "from", "pairs", "confirmed", "precision", "recall"], rows)


def _rows(name: str, bounds: Mapping[str, float], shares: Mapping[str, Share]) -> list[list[object]]:
    return [[name, band, bounds.get(band, 0), *share] for band, share in shares.items()]
