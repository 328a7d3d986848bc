"""What other publishers' labels are taken for."""

from typing import Any

from tracker.api.plumbing.door import Door
from tracker.api.plumbing.lists import list_of, paged, window
from tracker.domain.actors import Actor
from tracker.schemas.label_mappings import LabelMappingIn, LabelMappingOut, LabelMappingPatch, LabelMappingQuery
from tracker.services import label_mappings
from tracker.services.finding import Expected

door = Door("label_mappings", __name__, description="What the organization takes other publishers' labels to mean.")


@door.get("/label-mappings", query=LabelMappingQuery, answer=list_of(LabelMappingOut, "LabelMappings"), paged=True)
def list_label_mappings(actor: Actor, *, query: dict[str, Any]) -> Any:
    """List the mappings, newest first, or those of one publisher."""
    return paged(label_mappings.page(actor, window(query), publisher=query.get("publisher")))


@door.post("/label-mappings", body=LabelMappingIn, answer=LabelMappingOut, example="label_mapping")
def add_label_mapping(actor: Actor, *, body: dict[str, Any]) -> Any:
    """Say what a label means, in one publisher's words or in anybody's."""
    return label_mappings.add(actor, body)


@door.get("/label-mappings/<label_mapping_id>", answer=LabelMappingOut)
def show_label_mapping(actor: Actor, label_mapping_id: str) -> Any:
    """Show a mapping."""
    return label_mappings.find(actor, label_mapping_id)


@door.patch("/label-mappings/<label_mapping_id>", body=LabelMappingPatch, answer=LabelMappingOut,
            example="label_mapping_patch")  # fmt: skip
def update_label_mapping(actor: Actor, label_mapping_id: str, *, body: dict[str, Any], expected: Expected) -> Any:
    """Let a label mean something else: external checks follow, and what was published stays as it was."""
    return label_mappings.update(actor, label_mapping_id, body, expected=expected)
