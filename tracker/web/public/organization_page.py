"""The page of an organization: its policies, its scales with what each label means, and the gate its checks pass."""

import re
from datetime import datetime
from typing import Any

from flask import Blueprint, Response
from markupsafe import Markup

from tracker.domain import ratings
from tracker.domain.gates import GATES
from tracker.errors import NotFound
from tracker.lib import colours, plain_text
from tracker.schemas.fields import SLUG_PATTERN
from tracker.services import listings, organizations, scales
from tracker.services.listings import Shelf, Turn
from tracker.web.public import evidence_view, frame, wording
from tracker.web.public.answers import html

blueprint = Blueprint("organization_page", __name__)
Shown = dict[str, Any]
LATEST = 5


@blueprint.get("/organizations/<slug>")
def show(slug: str) -> Response:
    """Show who checks, by which rules, and what their labels mean."""
    if not re.fullmatch(SLUG_PATTERN, slug):
        raise NotFound(kind="organization")
    organization = organizations.by_slug(slug)
    known = scales.current(organization.id)
    latest = listings.cards(Shelf(kind="organization", key=organization.id), Turn(), public_url=frame.site()).items
    shown = {
        "name": plain_text.one_line(organization.name),
        "url": evidence_view.link(organization.url),
        "languages": [wording.language_name(tag) for tag in organization.languages],
        "policies": _policies(organization.policies),
        "gate": [wording.RULES[use.rule].format(**use.parameters) for use in GATES[organization.policy]],
        "gate_name": wording.GATES[organization.policy],
        "scales": [_scale(scale, slug) for scale in known],
        "latest": Markup(b"\n".join(latest[:LATEST]).decode()),  # noqa: S704  # rendered by formats/card.py, which escapes
        "all_href": f"{frame.path()}/{frame.query(organization=slug)}",
        "corrections_href": f"{frame.path()}/corrections{frame.query(organization=slug)}",
        "canonical_url": f"{frame.site()}/organizations/{slug}",
        "feed_query": frame.query(organization=slug),
        "corrections_query": frame.query(organization=slug),
    }
    changed = [organization.updated_at, *(scale.updated_at for scale in known), listings.newest()]
    return html(frame.render("organization.html", **shown), changed_at=_latest(changed))


def _latest(moments: list[datetime | None]) -> datetime | None:
    return max(moment for moment in moments if moment is not None)


def _policies(policies: dict[str, Any]) -> list[Shown]:
    known = ({"name": name, "url": evidence_view.link(policies.get(key))} for key, name in wording.POLICIES.items())
    return [policy for policy in known if policy["url"]]


def _scale(scale: Any, slug: str) -> Shown:  # a row of Scale
    labels = [{"colour": label.colour, "class": label.class_, "row": label} for label in scale.labels]
    return {
        "name": plain_text.one_line(scale.name),
        "description": plain_text.one_line(scale.description or ""),
        "methodology_url": evidence_view.link(scale.methodology_url),
        "version": scale.number,
        "labels": [_label(label, slug) for label in labels],
    }


def _label(label: Shown, slug: str) -> Shown:
    row, colour = label["row"], ratings.colour(label)
    return {
        "name": plain_text.one_line(row.name),
        "description": plain_text.one_line(row.description or ""),
        "meaning": wording.CLASSES.get(row.class_),
        "numeric": None if row.off_scale or row.numeric is None else wording.number(row.numeric),
        "colour": colour,
        "ink": colours.ink(colour),
        "href": f"{frame.path()}/labels/{row.key_}{frame.query(organization=slug)}",
    }
