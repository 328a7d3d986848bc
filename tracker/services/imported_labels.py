"""Labels of imported checks: the organization's own where they say the same, else scales of one label as published.

A scale of one label is of a family of its own, is none of the organization's current scales, and has no number: what
another's label means is what the organization's table of mappings says, and nothing where it says nothing.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tracker.domain.actors import Actor
from tracker.domain.imports import label_key
from tracker.lib.ids import new_id
from tracker.models import Label, Scale, db
from tracker.models.session import insert_new
from tracker.services import snapshots
from tracker.services.recording import Record

View = dict[str, Any]
NAME = "As published"


@dataclass(frozen=True, slots=True)
class Pinned:
    """A label of a scale version, with both as publications show them."""

    scale_id: str
    label: View
    scale: View


class ImportedLabels:
    """Finds or makes the labels of one deed's checks; `classes` are the organization's mappings, by label."""

    def __init__(self, actor: Actor, record: Record, classes: Mapping[str, str | None]) -> None:
        self.actor = actor
        self.record = record
        self.classes = classes
        self.own = self._current()
        self.found: dict[str, Pinned] = {}

    def expect(self, names: Iterable[str]) -> None:
        """Look up at once the labels that stand for some in the publisher's words, as far as there are any."""
        wanted = {name for name in names if name not in self.found}
        own = {name: self.own[name.casefold()] for name in wanted if name.casefold() in self.own}
        self.found |= own | self._known(wanted - own.keys())

    def pinned(self, name: str) -> Pinned:
        """Return the label that stands for one in the publisher's words."""
        if name not in self.found:
            self.expect([name])
        if name not in self.found:
            self.found[name] = self._made(name)
        return self.found[name]

    def _current(self) -> dict[str, Pinned]:
        statement = select(Scale).where(Scale.organization_id == self.actor.organization_id, Scale.current)
        scales = db.session().execute(statement.order_by(Scale.created_at.desc(), Scale.id.desc())).scalars()
        return {name: pinned for scale in scales for name, pinned in _all(scale)}

    def _known(self, names: Collection[str]) -> dict[str, Pinned]:
        statement = (
            select(Scale)
            .join(Label, Label.scale_id == Scale.id)
            .where(Scale.organization_id == self.actor.organization_id, Scale.name == NAME, ~Scale.current)
            .where(Label.key_.in_(set(map(label_key, names))), Label.name.in_(names))
            .order_by(Scale.id.desc())
        )
        scales = db.session().execute(statement).scalars().all() if names else ()
        labels = [(scale, scale.labels[0]) for scale in scales]
        # Of those that are alike, the first one made.
        return {
            label.name: _pinned(scale, label)
            for scale, label in labels
            if label.class_ == self.classes.get(label.name)
        }  # fmt: skip

    def _made(self, name: str) -> Pinned:
        scale = Scale(
            id=new_id(), organization_id=self.actor.organization_id, family_id=new_id(), number=1, current=False,
            kind="truth", name=NAME,
        )  # fmt: skip
        label = Label(scale_id=scale.id, key_=label_key(name), position=0, name=name, off_scale=True,
                      class_=self.classes.get(name), locales={})  # fmt: skip
        insert_new(db.session(), scale, label)
        self.record("scale.added", scale)
        return _pinned(scale, label)


def _all(scale: Scale) -> Iterator[tuple[str, Pinned]]:
    shown = snapshots.scale(scale, scale.labels)
    for label in scale.labels:
        yield label.name.casefold(), Pinned(scale.id, snapshots.label(label), shown)


def _pinned(scale: Scale, label: Label) -> Pinned:
    return Pinned(scale.id, snapshots.label(label), snapshots.scale(scale, [label]))
