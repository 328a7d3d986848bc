"""What is to become of the rows of an import: new, changed in the archive, known as they are, or refused."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import select

from tracker.domain.actors import Actor
from tracker.domain.imports import ReadCheck, folded, identity
from tracker.errors import Fault, fault
from tracker.lib import urls
from tracker.lib.ids import is_id
from tracker.models import ArchivedCheck, Claim, ClaimPage, LogEntry, Publication, db
from tracker.services import external_checks

# As the API takes them.
LIMITS: Mapping[str, int] = {
    "claim_text": 20_000, "claim_reviewed": 500, "label": 500, "title": 500, "job_title": 500, "place": 500,
    "summary": 20_000, "rationale": 100_000,
}  # fmt: skip
NAME_LIMIT = 500
OURS = "/fact-checks/"
CHANGED_HERE = "The check was changed here since it was imported, and stays as it is."
HIDDEN = (".redacted", ".restricted")


@dataclass(slots=True, kw_only=True)
class Arrival:
    """A row, what it is known by, and what is to become of it."""

    number: int
    read: ReadCheck
    identity: str = ""
    digest: str = ""
    outcome: str = "created"
    check_id: str | None = None
    external_check_id: str | None = None
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)

    def refuse(self, code: str, detail: str) -> None:
        """Let nothing become of it, and say why."""
        self.outcome = "refused"
        self.faults.append(fault("", code, detail))


@dataclass(slots=True)
class Seen:
    """What a file held so far: digests by identity, so that a check that stands in it twice is taken once."""

    known: dict[str, str] = field(default_factory=dict)

    def arrival(self, number: int, read: ReadCheck) -> Arrival:
        """Return the next row as it arrives."""
        faults = [*read.faults, *_too_long(read.fields)]
        arrival = Arrival(number=number, read=read, faults=faults, remarks=list(read.remarks))
        if read.is_retracted:
            arrival.remarks.append(fault("", "retracted", "The check was retracted where it comes from."))
        if faults or read.is_retracted:
            arrival.outcome = "refused" if faults else "skipped"
            return arrival
        url, claim = read.fields.get("page_url"), read.fields["claim_text"]
        arrival.identity = identity(publisher=read.publisher_name or "", url=url, claim=claim)
        arrival.digest = sha256(orjson.dumps(dict(read.fields), option=orjson.OPT_SORT_KEYS)).hexdigest()
        if arrival.identity in self.known:
            _repeat(arrival, is_same=self.known[arrival.identity] == arrival.digest)
        self.known.setdefault(arrival.identity, arrival.digest)
        return arrival


def judge(organization_id: str, arrivals: Sequence[Arrival], *, public_url: str) -> None:
    """Say of rows of the organization's own archive what is to become of them, by what there is already."""
    new = [arrival for arrival in arrivals if arrival.outcome == "created"]
    _know_ours(organization_id, new, public_url=public_url)
    names = {arrival.identity: arrival for arrival in new if arrival.outcome == "created"}
    statement = select(ArchivedCheck.identity, ArchivedCheck.claim_id, ArchivedCheck.digest).where(
        ArchivedCheck.organization_id == organization_id, ArchivedCheck.identity.in_(names)
    )
    for name, claim_id, digest in db.session().execute(statement):
        arrival = names[name]
        arrival.check_id = claim_id
        arrival.outcome = "unchanged" if arrival.digest == digest else "updated"
        if arrival.outcome == "updated" and _is_changed_here(claim_id):
            arrival.refuse("changed-here", CHANGED_HERE)
    _judge_retracted(organization_id, [arrival for arrival in arrivals if arrival.outcome == "skipped"])


def _judge_retracted(organization_id: str, arrivals: Iterable[Arrival]) -> None:
    # What was retracted tells no claim any more, so it is known by a page that has one imported check alone.
    gone = {url: arrival for arrival in arrivals if (url := arrival.read.fields.get("page_url"))}
    archived = select(ArchivedCheck.claim_id).where(ArchivedCheck.claim_id == Claim.id).exists()
    statement = (
        select(ClaimPage.url, Claim.id, Claim.publication_status)
        .join(Claim, Claim.id == ClaimPage.claim_id)
        .where(ClaimPage.url.in_(gone), Claim.organization_id == organization_id, archived)
    )
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for url, claim_id, status in db.session().execute(statement):
        found[url][claim_id] = status
    for url, statuses in found.items():
        if len(statuses) == 1:
            _retract(gone[url], *statuses.popitem())


def _retract(arrival: Arrival, claim_id: str, status: str) -> None:
    arrival.check_id = claim_id
    arrival.outcome = "unchanged" if status == "retracted" else "updated"
    if arrival.outcome == "updated" and _is_changed_here(claim_id):
        arrival.refuse("changed-here", CHANGED_HERE)


def _repeat(arrival: Arrival, *, is_same: bool) -> None:
    if is_same:
        arrival.outcome = "unchanged"
        arrival.remarks.append(fault("", "repeated", "The same row stands in the file before."))
        return
    arrival.refuse("repeated", "A row before is of the same check, and says something else of it.")


def _too_long(fields: Mapping[str, Any]) -> Iterator[Fault]:
    given = {name: fields.get(name) or "" for name in LIMITS}
    names = [("claimant", (fields.get("claimant") or {}).get("name", ""))]
    seen_in = fields.get("appearances", ())
    names += [("appearances", seen.get(name, "")) for seen in seen_in for name in ("title", "publisher")]
    texts = [(name, text, LIMITS[name]) for name, text in given.items()] + [(n, text, NAME_LIMIT) for n, text in names]
    for name, text, limit in texts:
        if len(text) > limit:
            yield fault(f"/{name}", "too-long", f"This is longer than {limit} characters.")


def _know_ours(organization_id: str, arrivals: Iterable[Arrival], *, public_url: str) -> None:
    # An export of this very tracker, or a page of which a check of ours is known, is nothing new.
    by_url = {url: a for a in arrivals if (url := a.read.fields.get("page_url"))}
    ours = f"{public_url.rstrip('/')}{OURS}"
    local = {url.removeprefix(ours): arrival for url, arrival in by_url.items() if url.startswith(ours)}
    ids = {name: arrival for name, arrival in local.items() if is_id(name)}
    published = Claim.organization_id == organization_id, Claim.published_number > 0
    for claim_id in db.session().execute(select(Claim.id).where(Claim.id.in_(ids), *published)).scalars():
        _know(ids[claim_id], claim_id)
    archived = select(ArchivedCheck.claim_id).where(ArchivedCheck.claim_id == Claim.id).exists()
    statement = (
        select(ClaimPage.url, Claim.id, Claim.text)
        .join(Claim, Claim.id == ClaimPage.claim_id)
        .where(ClaimPage.url.in_(by_url), *published, ~archived)
    )
    for url, claim_id, text in db.session().execute(statement):
        if folded(text) == folded(by_url[url].read.fields["claim_text"]):
            _know(by_url[url], claim_id)


def _know(arrival: Arrival, claim_id: str) -> None:
    arrival.outcome, arrival.check_id = "unchanged", claim_id
    arrival.remarks.append(fault("/url", "ours", "The check was published here."))


def _is_changed_here(claim_id: str) -> bool:
    session = db.session()
    claim = session.get_one(Claim, claim_id)
    published = session.execute(select(Publication).where(Publication.claim_id == claim_id)).scalars().all()
    names = {claim.log_object, *(row.log_object for row in published)}
    names |= {f"verdict/{row.verdict_id}" for row in published}
    kinds = session.execute(select(LogEntry.kind).where(LogEntry.object.in_(names))).scalars()
    return (
        claim.state != "published"
        or any(row.kind != "imported" for row in published)
        or any(kind.endswith(HIDDEN) for kind in kinds)
    )


def judge_others(actor: Actor, arrivals: Iterable[Arrival]) -> None:
    """Say of rows of other outlets what is to become of them: what is kept already stays as it was kept first."""
    new = [arrival for arrival in arrivals if arrival.outcome == "created"]
    for arrival in new:
        if "page_url" not in arrival.read.fields:
            arrival.refuse("no-address", "Another outlet's check is known by its address, and this tells none.")
    told = {_identity_of(as_other(arrival.read)): arrival for arrival in new if arrival.outcome == "created"}
    for name, external_check_id in external_checks.kept(actor, list(told)).items():
        told[name].outcome, told[name].external_check_id = "unchanged", external_check_id


def _identity_of(other: Mapping[str, Any]) -> str:
    return identity(publisher=other["publisher_name"], url=other["url"], claim=other["claim_text"])


def as_other(read: ReadCheck) -> dict[str, Any]:
    """Return a check as one of another outlet; one without a name is called by its site."""
    told, published_at = read.fields, read.fields.get("published_at")
    return {
        "publisher_name": read.publisher_name or urls.host(told["page_url"]).removeprefix("www."),
        "publisher_url": read.publisher_url,
        "url": told["page_url"],
        "claim_text": told["claim_text"],
        "claimant": (told.get("claimant") or {}).get("name"),
        "label": told["label"],
        "language": told.get("language"),
        "published_on": published_at and published_at.date().isoformat(),
        "block": read.block,
    }
