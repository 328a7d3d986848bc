"""Rating scales; anyone may read an organization's by its slug."""

from typing import Any

from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import list_of, paged, window
from tracker.domain.actors import Actor
from tracker.errors import NotFound, Unauthenticated
from tracker.schemas.fields import Switch, slug
from tracker.schemas.paging import PageQuery
from tracker.schemas.scales import ScaleIn, ScaleOut
from tracker.services import scales

door = Door("scales", __name__, description="Rating scales in versions: re-labelling never rewrites the past.")


class ScaleQuery(PageQuery):
    """Whose scales, and whether past versions too."""

    organization = slug(metadata={"description": "An organization's slug; without it, the caller's own."})
    all = Switch(load_default=False)


@door.get("/scales", query=ScaleQuery, answer=list_of(ScaleOut, "Scales"), public=True, paged=True, errors=[NotFound])
def list_scales(actor: Actor, *, query: dict[str, Any]) -> Any:
    """List the current versions of an organization's scales, or with `all=true` every version."""
    if actor.is_public and "organization" not in query:
        raise Unauthenticated
    return paged(scales.page(actor, window(query), slug=query.get("organization"), every=query["all"]))


@door.post("/scales", body=ScaleIn, answer=ScaleOut, example="scale")
def add_scale(actor: Actor, *, body: dict[str, Any]) -> Any:
    """Make a scale, or with `replaces` the next version of one."""
    return scales.add(actor, body)


@door.get("/scales/<scale_id>", answer=ScaleOut)
def show_scale(actor: Actor, scale_id: str) -> Any:
    """Show a version of a scale."""
    return scales.find(actor, scale_id)
