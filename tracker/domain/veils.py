"""Veils: what a publication shows in place of what a restriction hid while it was issued."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tracker.domain.erasing import Place, replaced


@dataclass(frozen=True, slots=True)
class Veil:
    """What stands in a place, and what it hides."""

    shown: Any
    hidden: Any

    def lifted(self, value: Any) -> Any:
        """Return what is hidden, where this stands in its place."""
        return self.hidden if value == self.shown else value


@dataclass(slots=True)
class Veils:
    """The veils of one restriction: of members by the id of what shows them, of texts, and of copies by their name."""

    text: str
    members: dict[str, dict[str, Veil]] = field(default_factory=dict)
    texts: dict[tuple[str, str], dict[str, Veil]] = field(default_factory=dict)
    copies: dict[str, Veil] = field(default_factory=dict)

    def add(self, place: Place, value: Any) -> None:
        """Remember what was hidden of a field; who a protected source is stands in no publication."""
        if place.member == "identity":
            return
        values = {place.member: value} if place.key is None else value
        veils = {
            name: Veil(replaced(values[name], way, text=self.text, object_id=place.object_id), values[name])
            for name, way in (place.ways or {}).items()
            if values.get(name) is not None
        }
        if place.member == "texts":
            self.texts[place.object_id, place.key or ""] = veils
        else:
            self.members.setdefault(place.key or place.object_id, {}).update(veils)


def unveiled(node: Any, veils: Veils) -> Any:
    """Return a publication's content with what was hidden in the places where nothing else stands."""
    if isinstance(node, list):
        return [unveiled(item, veils) for item in node]
    if not isinstance(node, Mapping):
        return node
    known = veils.members.get(str(node.get("id")), {})
    shown = {name: _lifted(value, known.get(name)) for name, value in node.items()}
    texts = [_text(str(node.get("id")), item, veils) for item in node.get("texts") or []]
    return {name: texts if name == "texts" else unveiled(value, veils) for name, value in shown.items()}


def _lifted(value: Any, veil: Veil | None) -> Any:
    return value if veil is None else veil.lifted(value)


def _text(verdict_id: str, item: Mapping[str, Any], veils: Veils) -> Mapping[str, Any]:
    own = veils.texts.get((verdict_id, item["language"]), {})
    return {name: _lifted(_lifted(value, own.get(name)), veils.copies.get(name)) for name, value in item.items()}
