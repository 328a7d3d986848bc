"""The search of the public site: checks by their words, the best first."""

from typing import Any

from flask import Blueprint, Response
from markupsafe import Markup

from tracker.api.plumbing import parsing
from tracker.lib import cursors
from tracker.schemas.search import LONGEST_QUERY
from tracker.schemas.site import SearchQuery
from tracker.services import listings
from tracker.services.paging import Window
from tracker.services.search import results
from tracker.services.search.results import Filters, Found
from tracker.web.public import frame, wording
from tracker.web.public.answers import html

blueprint = Blueprint("searching", __name__)
QUERY = SearchQuery()
SIZE = 10
Shown = dict[str, Any]


@blueprint.get("/search")
def search() -> Response:
    """Show the checks that hold all the words asked for, with the form to ask again."""
    query = parsing.query(QUERY)
    text = query.get("q", "").strip()[:LONGEST_QUERY]
    language = query.get("language")
    filters = Filters(kind=("check",), language=(language,) if language else None)
    found = results.public(text, Window(limit=SIZE, cursor=query.get("cursor")), filters=filters)
    page = frame.render("search.html", **_shown(found, text, language, is_first="cursor" not in query))
    # What people ask for is theirs, and there is no end to it, so none of it is kept.
    return html(page, changed_at=None, keep=False)


def _shown(found: Found, text: str, language: str | None, *, is_first: bool) -> Shown:
    here = f"{frame.path()}/search"
    older = here + frame.query(q=text, language=language, cursor=cursors.encode(found.next)) if found.next else None
    return {
        "asked": text,
        "language": language,
        "entries": _entries(found),
        "count": found.counted,
        "is_capped": found.is_capped,
        "is_first": is_first,
        "older_href": older,
        "newest_href": None if is_first else here + frame.query(q=text, language=language),
        "languages": _languages(found, text, language) if is_first else [],
    }


def _entries(found: Found) -> list[Markup]:
    wanted = [(item["claim_id"], item["language"]) for item in found.items]
    cards = listings.cards_of(wanted, public_url=frame.site())
    return [
        _entry(cards[key], item["highlights"]["snippet"], key[1])
        for key, item in zip(wanted, found.items, strict=True)
        if key in cards
    ]


def _entry(card: bytes, snippet: str, language: str) -> Markup:
    words = f'<p class="found" lang="{language}" dir="auto">{snippet}</p>\n' if snippet else ""
    # Safe as they are: cards and highlights escape what strangers wrote, and a language is a tag.
    return Markup(card.decode().removesuffix("</li>") + words + "</li>")  # noqa: S704  # see the line above


def _languages(found: Found, text: str, chosen: str | None) -> list[Shown]:
    here = f"{frame.path()}/search"
    choices = [
        {
            "language": one["value"], "name": f"{wording.language_name(one['value'])} ({one['count']})",
            "is_this": one["value"] == chosen, "href": here + frame.query(q=text, language=one["value"]),
        }
        for one in found.facets["language"]
    ]  # fmt: skip
    every = {"language": "en", "name": "All", "is_this": chosen is None, "href": here + frame.query(q=text)}
    return [every, *choices] if len(choices) > 1 or chosen else []
