"""The public page of a check, in each language, as each publication showed it, and its ClaimReview alone."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, current_app

from tracker.domain import snapshots
from tracker.errors import NotFound
from tracker.formats import claimreview
from tracker.lib import languages
from tracker.lib.response_cache import Kept
from tracker.services import renderings
from tracker.services.renderings import Check
from tracker.web.public import check_view, frame
from tracker.web.public.answers import html, public, ready

blueprint = Blueprint("pages", __name__)


def plain(_environ: Mapping[str, Any], check_id: str) -> Kept | None:
    """Return the stored ClaimReview of a check in its default language, or None."""
    public_url = current_app.config["TRACKER"].public_url
    found = renderings.document(check_id, "claimreview", language=None, public_url=public_url)
    if found is None:
        return None
    return ready(
        found.body, media_type=claimreview.MEDIA_TYPE, changed_at=found.changed_at, route="/fact-checks/<check_id>"
    )


@blueprint.get("/fact-checks/<check_id>")
def show_check(check_id: str) -> Response:
    """Show a check in its default language; with `.json` at the end, its ClaimReview alone."""
    if check_id.endswith(".json"):
        return _stored(check_id.removesuffix(".json"), None)
    return _page(renderings.check(check_id), None)


@blueprint.get("/fact-checks/<check_id>/<language>")
def show_check_in(check_id: str, language: str) -> Response:
    """Show a check in one of its languages; with `.json` at the end, its ClaimReview alone."""
    if language.endswith(".json"):
        return _stored(check_id, language.removesuffix(".json"))
    return _page(renderings.check(check_id), language)


@blueprint.get("/fact-checks/<check_id>/v/<number>")
def show_version(check_id: str, number: str) -> Response:
    """Show a check as one publication showed it."""
    digits = number.removesuffix(".json")
    if not digits.isdecimal() or not digits.isascii() or len(digits) > 9:
        raise NotFound(kind="publication")
    check = renderings.check(check_id, int(digits))
    return _document(check, None) if number.endswith(".json") else _page(check, None)


def _page(check: Check, language: str | None) -> Response:
    shown = check_view.view(
        check.snapshot, check.standing, language=_language(check, language),
        public_url=current_app.config["TRACKER"].public_url,
    )  # fmt: skip
    text = frame.render("check.html", **shown)
    return html(text, changed_at=check.changed_at)


def _stored(check_id: str, wanted: str | None) -> Response:
    if wanted is not None and not languages.is_tag(wanted):
        raise NotFound(kind="text in this language")
    found = renderings.document(
        check_id, "claimreview", language=wanted and languages.canonical(wanted),
        public_url=current_app.config["TRACKER"].public_url,
    )  # fmt: skip
    if found is None:
        return _document(renderings.check(check_id), wanted)
    return public(found.body, media_type=claimreview.MEDIA_TYPE, changed_at=found.changed_at)


def _document(check: Check, language: str | None) -> Response:
    body = claimreview.render(
        check.snapshot, check.standing, language=_language(check, language),
        public_url=current_app.config["TRACKER"].public_url,
    )  # fmt: skip
    return public(body, media_type=claimreview.MEDIA_TYPE, changed_at=check.changed_at)


def _language(check: Check, wanted: str | None) -> str:
    if wanted is None:
        return snapshots.default_language(check.snapshot)
    if not languages.is_tag(wanted) or languages.canonical(wanted) not in snapshots.languages(check.snapshot):
        raise NotFound(kind="text in this language")
    return languages.canonical(wanted)
