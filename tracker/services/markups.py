"""Markups of a page: each one a check of the outlet's archive, known again when the page is replaced."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from tracker.domain.imports import NO_RATING, ImportedCheck
from tracker.lib import clock, partial_dates
from tracker.models import Claim, ClaimPage, db
from tracker.schemas.markup_pages import MarkupIn
from tracker.services import imported_checks
from tracker.services.imported_checks import Importing

View = dict[str, Any]
Given = Mapping[str, Any]
MARKUP = MarkupIn()


def as_check(page: Given, markup: Given, *, language: str) -> ImportedCheck:
    """Return a markup as the check that it tells of."""
    rating, author = markup["rating"], markup.get("author")
    seen = [url for url in (markup.get("first_appearance"), *markup.get("appearances", ())) if url]
    numbers = {name: rating.get(name) for name in NO_RATING}
    return ImportedCheck(
        claim_text=markup["claim_reviewed"], claim_reviewed=markup["claim_reviewed"], language=language,
        label=rating["label"], published_at=_published_at(page.get("publish_date")),
        claimant=author and _claimant(author), job_title=author and author.get("job_title"),
        made_on=markup.get("claim_date"), place=markup.get("claim_location"),
        appearances=[{"url": url} for url in dict.fromkeys(seen)],
        rating={name: None if number is None else str(number) for name, number in numbers.items()},
        summary=rating.get("explanation"), page_url=markup.get("url") or page["page_url"],
    )  # fmt: skip


def exchange(
    importing: Importing, claims: Sequence[Claim], given: Given, *, before: View, language: str, notice: str
) -> list[str]:
    """Let the checks of a page be as given, inside a deed, and return the check of each markup.

    A markup is that of a check with its address and claim, else of one with its address, else of a new one.
    """
    known = _known([claim.id for claim in claims], before["claimReviewMarkups"], given)
    by_id = {claim.id: claim for claim in claims}
    is_redated = before.get("publishDate") != given.get("publish_date")
    for gone in sorted(by_id.keys() - set(known)):
        imported_checks.withdraw(importing, by_id[gone], notice=notice)
    found: list[str] = []
    for markup, claim_id in zip(given["markups"], known, strict=True):
        check = as_check(given, markup, language=language)
        if claim_id is None:
            found.append(importing.add(check))
            continue
        shown = before["claimReviewMarkups"][list(by_id).index(claim_id)]
        if is_redated or _told(given, markup) != shown:
            by_id[claim_id].first_published_at = check.published_at
            imported_checks.replace(importing, by_id[claim_id], check)
        found.append(claim_id)
    return found


def addresses(claim_ids: Sequence[str]) -> Mapping[str, str]:
    """Return where on their outlet's pages checks stand, by their ids."""
    statement = select(ClaimPage.claim_id, ClaimPage.url).where(ClaimPage.claim_id.in_(claim_ids))
    return {row.claim_id: row.url for row in db.session().execute(statement.order_by(ClaimPage.language.desc()))}


def _known(ids: Sequence[str], shown: Sequence[View], given: Given) -> list[str | None]:
    left = dict(zip(ids, shown, strict=True))
    told = [{"url": markup.get("url") or given["page_url"], "claimReviewed": markup["claim_reviewed"]}
            for markup in given["markups"]]  # fmt: skip
    found: dict[int, str] = {}
    for names in (("url", "claimReviewed"), ("url",)):
        for place in sorted(set(range(len(told))) - found.keys()):
            same = [claim_id for claim_id, view in left.items() if all(view.get(n) == told[place][n] for n in names)]
            found.update((place, claim_id) for claim_id in same[:1])
            left.pop(found.get(place, ""), None)
    return [found.get(place) for place in range(len(told))]


def _told(page: Given, markup: Given) -> View:
    # As a page shows it, where nothing of it changed since.
    shown: View = {name: value for name, value in MARKUP.dump(markup).items() if value}
    return {"url": page["page_url"]} | shown


def _claimant(author: Given) -> View:
    same_as = [author["same_as"]] if "same_as" in author else []
    # The API does not say whether it is a person.
    return {"name": author["name"], "kind": "person", "same_as": same_as}


def _published_at(day: str | None) -> datetime:
    start = partial_dates.parse(day).start if day else None
    return datetime(start.year, start.month, start.day, tzinfo=UTC) if start else clock.now()
