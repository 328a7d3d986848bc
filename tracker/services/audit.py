"""The log across all objects, as auditors search it."""

from dataclasses import dataclass
from datetime import datetime

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.models import LogEntry
from tracker.services import history, paging


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilters:
    """Which entries an auditor wants; each filter given must match."""

    object: list[str] | None = None
    actor_id: list[str] | None = None
    kind: list[str] | None = None
    from_: datetime | None = None
    to: datetime | None = None
    after: int | None = None


def page(actor: Actor, filters: EntryFilters, window: paging.Window) -> paging.Page:
    """Return a page of all of the organization's entries, oldest first."""
    permit(actor, "audit.read")
    statement = history.entries(actor)
    for column, values in ((LogEntry.object, filters.object), (LogEntry.actor_id, filters.actor_id),
                           (LogEntry.kind, filters.kind)):  # fmt: skip
        statement = statement.where(column.in_(values)) if values else statement
    if filters.from_ is not None:
        statement = statement.where(LogEntry.at >= filters.from_)
    if filters.to is not None:
        statement = statement.where(LogEntry.at <= filters.to)
    if filters.after is not None:
        statement = statement.where(LogEntry.seq > filters.after)
    return history.page(actor, statement, window)
