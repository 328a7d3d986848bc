"""Embeds: which check an address shows, ours or the outlet's own."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import select

from tracker.domain import snapshots
from tracker.errors import NotFound
from tracker.lib import languages
from tracker.lib.ids import PATTERN
from tracker.models import Claim, ClaimPage, db
from tracker.services import renderings
from tracker.services.renderings import Check

_PATH = re.compile(rf"/fact-checks/({PATTERN.strip('^$')})(?:/v/([0-9]{{1,9}})|/([A-Za-z0-9-]{{1,64}}))?/?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """A check, and the language in which an address shows it."""

    check: Check
    language: str


def find(url: str, *, public_url: str) -> Embed:
    """Return the check that an address shows, or raise NotFound."""
    path = _below(url, public_url)
    return _of_outlet(url) if path is None else _of_ours(path)


def _of_ours(path: str) -> Embed:
    found = _PATH.fullmatch(path)
    if found is None:
        raise NotFound(kind="published check at this address")
    check_id, number, language = found.groups()
    check = renderings.check(check_id, int(number) if number else None)
    return _embed(check, language)


def _of_outlet(url: str) -> Embed:
    statement = (
        select(ClaimPage.claim_id, ClaimPage.language)
        .join(Claim, Claim.id == ClaimPage.claim_id)
        .where(ClaimPage.url == url, Claim.published_number > 0)
        .order_by(Claim.public_changed_at.desc(), Claim.id)
        .limit(1)
    )
    # PostgreSQL takes no NUL, which an address may be sent with.
    row = db.session().execute(statement).one_or_none() if "\0" not in url else None
    if row is None:
        raise NotFound(kind="published check at this address")
    return _embed(renderings.check(row.claim_id), row.language)


def _embed(check: Check, language: str | None) -> Embed:
    known = snapshots.languages(check.snapshot)
    if language is None:
        return Embed(check=check, language=known[0])
    if not languages.is_tag(language) or languages.canonical(language) not in known:
        raise NotFound(kind="text in this language")
    return Embed(check=check, language=languages.canonical(language))


def _below(url: str, public_url: str) -> str | None:
    """Return an address's path below ours, or None for one of another site; http and https are one site."""
    try:
        given, ours = urlsplit(url), urlsplit(public_url)
    except ValueError:
        return None
    base = ours.path.rstrip("/")
    if given.netloc.lower() != ours.netloc.lower() or not given.path.startswith(base):
        return None
    return given.path.removeprefix(base)
