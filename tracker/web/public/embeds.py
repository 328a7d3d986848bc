"""oEmbed: a card of a check for other sites' pages."""

from flask import Blueprint, Response, current_app

from tracker.api.plumbing import parsing
from tracker.errors import NotOffered
from tracker.formats import embed
from tracker.schemas.feeds import EmbedQuery
from tracker.services import embeds
from tracker.web.public.answers import public

blueprint = Blueprint("embeds", __name__)
QUERY = EmbedQuery()


@blueprint.get("/oembed")
def show() -> Response:
    """Give the card of the check that an address shows."""
    query = parsing.query(QUERY)
    if query["format"] != "json":
        raise NotOffered(formats="json")
    public_url = current_app.config["TRACKER"].public_url
    found = embeds.find(query["url"], public_url=public_url)
    body = embed.render(
        found.check.snapshot, found.check.standing, language=found.language, public_url=public_url,
        width=query.get("maxwidth"), height=query.get("maxheight"),
    )  # fmt: skip
    return public(body, media_type=embed.MEDIA_TYPE, changed_at=found.check.changed_at)
