"""The command that judges ClaimReviews, whoever wrote them."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO, NoReturn

import click

from tracker.cli import terminal
from tracker.formats import claimreview_files, claimreview_rules
from tracker.formats.claimreview_files import Found
from tracker.formats.claimreview_rules import Remark

WRONG, UNREADABLE = 1, 2


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option("--site", "sites", multiple=True, metavar="HOST", help="Where the checks are published (E2, W8).")
@click.option("--without-scale", is_flag=True, help="No table of numbers and labels is published (W5).")
@terminal.as_json
def validate(file: BinaryIO, sites: Sequence[str], *, without_scale: bool, as_json: bool) -> None:
    """Judge the ClaimReviews in FILE, or on standard input for `-`, by the rules that publishing holds us to.

    FILE is JSON of any shape around them, JSON Lines, or an HTML page with JSON-LD. E1 to E5 are errors and W1 to W8
    doubts. The exit code is 0 without errors, 1 with some, and 2 for what cannot be read.
    """
    try:
        found = claimreview_files.read(file.read())
    except claimreview_files.Unreadable as error:
        _give_up(str(error))
    remarks = list(_remarks(found, sites, has_scale=not without_scale))
    wrong = [remark for _, remark in remarks if remark["code"].startswith("E")]
    if as_json:
        findings = [{**remark, "place": place} for place, remark in remarks]
        counts = {"claimreviews": len(found), "errors": len(wrong), "warnings": len(remarks) - len(wrong)}
        terminal.document({**counts, "findings": findings})
    else:
        for place, remark in remarks:
            where = " ".join(part for part in (place, remark["pointer"]) if part)
            click.echo(f"{remark['code']}  {where}  {remark['detail']}")
        terminal.remark(f"ClaimReviews: {len(found)}, errors: {len(wrong)}, warnings: {len(remarks) - len(wrong)}.")
    if wrong:
        raise click.exceptions.Exit(WRONG)


def _remarks(found: Sequence[Found], sites: Sequence[str], *, has_scale: bool) -> Iterator[tuple[str, Remark]]:
    seen: set[tuple[str, str]] = set()
    for review in found:
        document = review.document
        remarks = [
            *claimreview_rules.errors(document, site_hosts=sites or None),
            *claimreview_rules.warnings(document, site_hosts=sites, has_published_scale=has_scale, others=seen),
        ]
        seen.add((str(document.get("url")), str(document.get("claimReviewed"))))
        for remark in remarks:
            yield review.place, Remark(**{**remark, "pointer": review.pointer + remark["pointer"]})


def _give_up(sentence: str) -> NoReturn:
    terminal.remark(f"Error: {sentence}")
    raise click.exceptions.Exit(UNREADABLE)
