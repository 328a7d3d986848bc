"""What webhooks are told of public changes, written with these; and what is taken out of it with what it told of.

What only the organization itself hears of names objects by their ids, so that nothing has to be taken out of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select, update

from tracker.domain import webhooks
from tracker.lib import clock
from tracker.models import ClaimMatch, Delivery, ExternalCheck, LogEntry, Webhook, db, table
from tracker.services import changes, outbox, recording
from tracker.services.log import Draft
from tracker.services.outbox import Message

Change = Mapping[str, Any]
REDACTED = "redacted"
# What published addresses begin with, by database.
_sites: WeakKeyDictionary[Engine, str] = WeakKeyDictionary()


def open_for(engine: Engine, *, public_url: str) -> None:
    """Let changes in a database be told, with addresses that begin like this."""
    _sites[engine] = public_url


def _write(_sender: object, *, seqs: Sequence[int]) -> None:
    # Called inside of the deed's transaction, with the log's head locked: so it reads little and writes at once.
    site = _sites.get(db.engine)
    if site is None:
        return
    told = changes.items(seqs, public_url=site)
    listening = _listening({change["organization"]["id"] for change in told})
    outbox.put([sent for change in told for sent in _messages(change, listening)])
    for claim_id in {change["claim_id"] for change in told if change["kind"] == REDACTED}:
        _scrub(claim_id, site)


def _listening(organization_ids: Iterable[str]) -> Sequence[Any]:
    statement = select(Webhook.id, Webhook.organization_id, Webhook.events).where(
        Webhook.organization_id.in_(organization_ids), Webhook.active
    )
    return db.session().execute(statement.order_by(Webhook.id)).all()


def _messages(change: Change, listening: Sequence[Any]) -> Iterable[Message]:
    kind, body = _told(change)
    organization_id = change["organization"]["id"]
    for webhook in listening:
        if webhook.organization_id == organization_id and webhooks.is_wanted(kind, webhook.events):
            yield Message(
                webhook_id=webhook.id, organization_id=organization_id, type=kind, body=body, seq=change["seq"],
                claim_id=change["claim_id"],
            )  # fmt: skip


def _told(change: Change) -> tuple[str, bytes]:
    kind = webhooks.message_type(change["kind"])
    return kind, outbox.body(kind, change["at"], change)


def _scrub(claim_id: str, site: str) -> None:
    # What was told of a check holds what was taken out of it since, and so may what its receivers answered.
    home = table(Delivery)
    columns = (home.c.id, home.c.seq, home.c.attempts)
    for delivery_id, seq, attempts in db.session().execute(select(*columns).where(home.c.claim_id == claim_id)).all():
        _, body = _told(changes.items([seq], public_url=site)[0])
        bare = [attempt | {"excerpt": None} for attempt in attempts]
        db.session().execute(update(home).where(home.c.id == delivery_id).values(body=body, attempts=bare))


def _write_internal(_sender: object, *, drafts: Sequence[Draft], first: int) -> None:
    seqs = [seq for seq, draft in enumerate(drafts, first) if draft.kind in webhooks.INTERNAL]
    site = _sites.get(db.engine) if seqs else None
    if site is None:
        return
    entries = db.session().execute(select(LogEntry).where(LogEntry.seq.in_(seqs)).order_by(LogEntry.seq)).scalars()
    told = [(entry, _internal(entry, site)) for entry in entries]
    listening = _listening({entry.organization_id for entry, _ in told})
    outbox.put([sent for entry, data in told for sent in _internal_messages(entry, data, listening)])


def _internal_messages(entry: LogEntry, told: Change, listening: Sequence[Any]) -> Iterable[Message]:
    for webhook in listening:
        if webhook.organization_id == entry.organization_id and webhooks.is_wanted(told["kind"], webhook.events):
            yield Message(
                webhook_id=webhook.id, organization_id=entry.organization_id, type=told["kind"], seq=entry.seq,
                body=outbox.body(told["kind"], told["at"], told),
            )  # fmt: skip


def _internal(entry: LogEntry, site: str) -> Change:
    noun, _, object_id = entry.object.partition("/")
    shown = _SHOWN[noun](object_id, f"{site.rstrip('/')}/api/v1")
    return {"seq": entry.seq, "kind": webhooks.INTERNAL[entry.kind], "at": clock.to_text(entry.at), **shown}


def _changed_check(external_check_id: str, api: str) -> Change:
    row = db.session().get_one(ExternalCheck, external_check_id)
    names = ("claim_id", "check_id", "number", "status")
    links = {"external_check": f"{api}/external-checks/{row.id}"}
    return {"external_check_id": row.id, **{name: getattr(row, name) for name in names}, "links": links}


def _resurfaced_claim(match_id: str, api: str) -> Change:
    row = db.session().get_one(ClaimMatch, match_id)
    links = {"claim": f"{api}/claims/{row.claim_id}", "matches": f"{api}/claims/{row.claim_id}/matches"}
    return {"claim_id": row.claim_id, "check_id": row.match_id, "links": links}


_SHOWN: Mapping[str, Callable[[str, str], Change]] = {
    ExternalCheck.logged_as: _changed_check,
    ClaimMatch.logged_as: _resurfaced_claim,
}
changes.told.connect(_write)
recording.appended.connect(_write_internal)
