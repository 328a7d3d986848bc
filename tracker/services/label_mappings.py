"""Label mappings: what the organization takes other publishers' labels to mean; numbers never say it.

A mapping of one publisher's label goes before one of anybody's. External checks are shown by the table as it is now;
what was published keeps the class that it was published with.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select

from tracker.domain.actors import Actor
from tracker.domain.imports import folded
from tracker.domain.permissions import permit
from tracker.errors import Conflict
from tracker.lib.ids import new_id
from tracker.models import LabelMapping, db
from tracker.models.session import insert_new
from tracker.services import finding, paging
from tracker.services.finding import Expected
from tracker.services.recording import recording

ANYBODY = ""
_ORDER = paging.Order(column=LabelMapping.created_at, tie=LabelMapping.id)


class Meanings(Mapping[tuple[str | None, str], str | None]):
    """An organization's mappings, read once: classes by publisher and label, however those are capitalized.

    `labels` are those to read the mappings of, where not all of them will be asked for.
    """

    def __init__(self, organization_id: str | None, labels: Iterable[str] | None = None) -> None:
        columns = (LabelMapping.publisher_key, LabelMapping.label_key, LabelMapping.class_)
        statement = select(*columns).where(LabelMapping.organization_id == organization_id)
        if labels is not None:
            statement = statement.where(LabelMapping.label_key.in_({folded(label) for label in labels}))
        self.known: dict[tuple[str | None, str], str | None] = {
            (publisher, label): meaning for publisher, label, meaning in db.session().execute(statement)
        }

    def of(self, publisher: str | None) -> Mapping[str, str | None]:
        """Return what one publisher's labels are taken for, by label."""
        return _OfPublisher(self, publisher)

    def __getitem__(self, named: tuple[str | None, str]) -> str | None:
        publisher, label = named
        own = (folded(publisher or ANYBODY), folded(label))
        return self.known[own if own in self.known else (ANYBODY, own[1])]

    def __iter__(self) -> Iterator[tuple[str | None, str]]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)


class _OfPublisher(Mapping[str, str | None]):
    def __init__(self, meanings: Meanings, publisher: str | None) -> None:
        self.meanings, self.publisher = meanings, publisher

    def __getitem__(self, label: str) -> str | None:
        return self.meanings[self.publisher, label]

    def __iter__(self) -> Iterator[str]:
        return iter({label for _, label in self.meanings if (self.publisher, label) in self.meanings})

    def __len__(self) -> int:
        return len(list(iter(self)))


def add(actor: Actor, fields: Mapping[str, Any]) -> LabelMapping:
    """Say what a label means; raises Conflict where that is said already."""
    permit(actor, "label_mapping.add")
    publisher, label = fields.get("publisher"), fields["label"]
    row = LabelMapping(
        id=new_id(), organization_id=actor.organization_id, publisher=publisher, label=label, class_=fields["class_"],
        publisher_key=folded(publisher or ANYBODY), label_key=folded(label),
    )  # fmt: skip
    with recording(actor) as record:
        finding.in_turn(actor)
        known = _known(row)
        if known is not None:
            raise Conflict(reason=f"Another mapping is of this label: {known}")
        insert_new(db.session(), row)
        record("label_mapping.added", row)
    return row


def find(actor: Actor, mapping_id: str) -> LabelMapping:
    """Return a mapping of the caller's organization."""
    permit(actor, "label_mapping.read")
    return finding.find(LabelMapping, actor, mapping_id)


def page(actor: Actor, window: paging.Window, *, publisher: str | None = None) -> paging.Page:
    """Return a page of the organization's mappings, newest first."""
    permit(actor, "label_mapping.read")
    statement = select(LabelMapping).where(LabelMapping.organization_id == actor.organization_id)
    if publisher is not None:
        statement = statement.where(LabelMapping.publisher_key == folded(publisher))
    return paging.page(statement, _ORDER, window)


def update(actor: Actor, mapping_id: str, changes: Mapping[str, Any], *, expected: Expected) -> LabelMapping:
    """Let a label mean something else from here on, or nothing."""
    permit(actor, "label_mapping.update")
    with recording(actor) as record:
        row = finding.at(LabelMapping, actor, mapping_id, expected=expected)
        finding.assign(row, changes, ("class_",))
        record("label_mapping.updated", row)
    return row


def _known(row: LabelMapping) -> str | None:
    statement = select(LabelMapping.id).where(
        LabelMapping.organization_id == row.organization_id,
        LabelMapping.label_key == row.label_key,
        LabelMapping.publisher_key == row.publisher_key,
    )
    return db.session().execute(statement).scalar_one_or_none()
