"""The lists of the public site: all checks, those on a topic, of a claimant, with a label, and what was corrected."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request
from markupsafe import Markup

from tracker.api.plumbing import parsing
from tracker.domain.snapshots import label_name
from tracker.errors import NotFound
from tracker.lib import cursors, plain_text
from tracker.lib.ids import is_id
from tracker.schemas.fields import KEY_PATTERN, SLUG_PATTERN
from tracker.schemas.site import ListQuery
from tracker.services import listings, organizations, scales, sitemaps
from tracker.services.listings import Listed, Shelf, Turn
from tracker.web.public import corrections_view, frame, wording
from tracker.web.public.answers import html

blueprint = Blueprint("lists", __name__)
QUERY = ListQuery()
Shown = dict[str, Any]


@blueprint.get("/")
def index() -> Response:
    """Show all checks, or those of an organization or in a language, the one that changed last first."""
    query = _query()
    given: dict[str, str] = {name: query[name] for name in ("organization", "language") if name in query}
    owner = organizations.by_slug(given["organization"]) if "organization" in given else None
    return _list(
        _shelf(owner.id if owner else None, query.get("language")), query, given, languages=_languages(query),
        heading=f"Fact-checks by {plain_text.one_line(owner.name)}" if owner else "The latest fact-checks",
        intro="New checks, corrections and retractions, the newest first.",
        language_name=wording.language_name(query["language"]) if "language" in query else None,
        organization=owner, changed_at=owner.updated_at if owner else None,
    )  # fmt: skip


@blueprint.get("/topics/<slug>")
def topic(slug: str) -> Response:
    """Show the checks on a topic."""
    first = _first(Shelf(kind="topic", key=slug), slug, pattern=SLUG_PATTERN)
    if first is None:
        raise NotFound(kind="topic with published checks")
    heading = wording.topic(slug)
    return _list(
        Shelf(kind="topic", key=slug), _query(), {}, heading=heading, eyebrow="Topic",
        intro="Fact-checks on this topic, the newest first.", feed_query=frame.query(topic=slug),
    )  # fmt: skip


@blueprint.get("/claimants/<claimant_id>")
def claimant(claimant_id: str) -> Response:
    """Show the checks of what somebody claimed, under the name that the newest one was published with."""
    shelf = Shelf(kind="claimant", key=claimant_id)
    first = listings.newest_check(shelf) if is_id(claimant_id) else None
    if first is None or listings.is_hidden(claimant_id):
        raise NotFound(kind="claimant with published checks")
    return _list(
        shelf, _query(), {}, heading=plain_text.one_line(first["claim"]["claimant"]["name"]), eyebrow="Claims by",
        intro="What we checked of what they said, the newest first.",
    )  # fmt: skip


@blueprint.get("/labels/<key>")
def label(key: str) -> Response:
    """Show the checks with a label: of all organizations that have one of this key, or of one."""
    query = _query()
    slug = query.get("organization")
    organization_id = organizations.by_slug(slug).id if slug else None
    shelf = Shelf(kind="organization_label", key=f"{organization_id}/{key}") if slug else Shelf(kind="label", key=key)
    meanings = scales.meanings(key, organization_id) if re.fullmatch(KEY_PATTERN, key) else []
    first = _first(shelf, key, pattern=KEY_PATTERN)
    if first is None and not meanings:
        raise NotFound(kind="label")
    heading = label_name(first["verdict"]["label"], "en") if first else meanings[0][0].name
    given = {"organization": slug} if slug else {}
    return _list(
        shelf, query, given, heading=plain_text.one_line(heading), eyebrow="Rated",
        intro="Fact-checks with this rating, the newest first.", meanings=[_meaning(*found) for found in meanings],
        feed_query=frame.query(label=key, organization=slug), corrections_query=frame.query(organization=slug),
    )  # fmt: skip


@blueprint.get("/corrections")
def corrections() -> Response:
    """Show what was corrected, reinstated and retracted, and what changed by it, the newest first."""
    query = _query()
    slug = query.get("organization")
    organization = organizations.by_slug(slug) if slug else None
    found = listings.corrections(organization.id if organization else "", _turn(query))
    given = {"organization": slug} if slug else {}
    shown = {
        "entries": [corrections_view.entry(row, base=frame.path()) for row in found.items],
        "organization": organization and plain_text.one_line(organization.name),
        "organization_href": organization and f"{frame.path()}/organizations/{organization.slug}",
        "feed_query": frame.query(**given),
        "corrections_query": frame.query(**given),
        **_around(found, given),
    }
    page = frame.render("corrections.html", **shown)
    return html(page, changed_at=_latest(listings.newest(), organization.updated_at if organization else None))


def _query() -> Shown:
    return parsing.query(QUERY)


def _turn(query: Mapping[str, Any]) -> Turn:
    return Turn(older=query.get("older"), newer=query.get("newer"))


def _shelf(organization_id: str | None, language: str | None) -> Shelf:
    known = {
        (True, True): Shelf(
            kind="organization_language", key=f"{organization_id}/{language}", language=language
        ),
        (True, False): Shelf(kind="organization", key=organization_id or ""),
        (False, True): Shelf(kind="language", key=language or "", language=language),
        (False, False): Shelf(kind="all"),
    }  # fmt: skip
    return known[organization_id is not None, language is not None]


def _first(shelf: Shelf, name: str, *, pattern: str) -> Shown | None:
    # What cannot be a name is not looked for: PostgreSQL takes no NUL, which a path may hold.
    return listings.newest_check(shelf) if re.fullmatch(pattern, name) and len(name) <= 100 else None


def _list(
    shelf: Shelf,
    query: Mapping[str, Any],
    given: Mapping[str, str],
    *,
    changed_at: datetime | None = None,
    **words: Any,
) -> Response:
    found = listings.cards(shelf, _turn(query), public_url=frame.site())
    # Safe as they are: cards escape what strangers wrote.
    cards = Markup(b"\n".join(found.items).decode())  # noqa: S704  # rendered by formats/card.py, which escapes
    usual = {
        "feed_query": frame.query(**given),
        "corrections_query": frame.query(organization=given.get("organization")),
    }
    shown = {"cards": cards, "is_empty": not found.items, **_around(found, given), **usual, **words}
    return html(frame.render("list.html", **shown), changed_at=_latest(listings.newest(), changed_at))


def _around(found: Listed, given: Mapping[str, str]) -> Shown:
    here = f"{frame.path()}{request.path}"
    pages = {"older": found.older, "newer": found.newer}
    hrefs = {
        f"{name}_href": here + frame.query(**given, **{name: cursors.encode(place)}) if place else None
        for name, place in pages.items()
    }
    is_first = not {"older", "newer"} & request.args.keys()
    newest = None if is_first else here + frame.query(**given)
    return hrefs | {"newest_href": newest, "canonical_url": frame.site() + request.path + frame.query(**given)}


def _languages(query: Mapping[str, Any]) -> list[Shown]:
    known, chosen = sitemaps.names("language"), query.get("language")
    here = f"{frame.path()}/"
    organization = query.get("organization")
    choices = [
        {
            "language": tag, "name": wording.language_name(tag), "is_this": tag == chosen,
            "href": here + frame.query(organization=organization, language=tag),
        }
        for tag in known
    ]  # fmt: skip
    every = {
        "language": "en",
        "name": "All",
        "is_this": chosen is None,
        "href": here + frame.query(organization=organization),
    }
    is_of_use = len(choices) > 1 or (chosen is not None and chosen not in known)
    return [every, *choices] if choices and is_of_use else []


def _meaning(found: Any, owner: Any) -> Shown:  # rows of Label and Organization
    return {
        "text": plain_text.one_line(found.description or ""),
        "organization": plain_text.one_line(owner.name),
        "href": f"{frame.path()}/organizations/{owner.slug}",
    }


def _latest(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)
