"""Taking fields out of what there is and putting them back: rows, publications and approvals, inside a deed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, Text, cast, or_, select

from tracker.domain.erasing import PARTICIPLES, Marks, Place, Ways, cleansed, replaced
from tracker.domain.erasing import words as words_in
from tracker.domain.snapshots import ORIGINAL
from tracker.lib.ids import PATTERN
from tracker.lib.shortening import shorten
from tracker.models import (
    Appearance,
    Base,
    Capture,
    Claim,
    ClaimPage,
    Evidence,
    Logged,
    Observation,
    Part,
    Publication,
    Source,
    Verdict,
    VerdictContributor,
    Webhook,
    db,
)  # fmt: skip
from tracker.models.session import RecordedSession
from tracker.services import claims, publications, snapshots, webhooks
from tracker.services.recording import Record

MODELS: Mapping[str, type[Logged]] = {
    mapper.class_.logged_as: mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Logged)
}
PARTS: Mapping[tuple[str, str], type[Part]] = {
    (mapper.class_.owner, mapper.class_.collection): mapper.class_
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Part)
}
OUTCOMES = {"erasure": "erased", "restriction": "restricted"}
BATCH = 100
# Where a verdict's text has no title of its own, the claim's stands in publications, shortened.
SHORTENED: Mapping[tuple[str, str], Sequence[tuple[str, int]]] = {
    ("claim", "text"): (("title", snapshots.TITLE_LIMIT), ("claim_reviewed", snapshots.CLAIM_REVIEWED_LIMIT)),
}
_ID = re.compile(PATTERN.strip("^$"))
Former = Mapping[Place, Sequence[Any]]


@dataclass(slots=True, kw_only=True)
class Redaction:
    """What is taken out, and what was met on the way.

    `places` are all fields that held it; `checks` are those whose public face changed; `done` is what the log calls it.
    """

    record: Record
    kind: str
    text: str
    organization_id: str
    public_url: str
    former: Former
    done: str = ""
    places: set[Place] = field(default_factory=set)
    checks: set[str] = field(default_factory=set)

    @property
    def participle(self) -> str:
        """What is done to each object, as the log calls it."""
        return self.done or PARTICIPLES[self.kind]

    def tell(self, row: Logged) -> None:
        """Record what is done to an object."""
        self.record(f"{row.logged_as}.{self.participle}", row)


def apply(redaction: Redaction) -> None:
    """Put the replacement in place of the fields named by `former`, wherever they stand, and let approvals lapse."""
    for place in sorted(redaction.former):
        redaction.places.add(place)
        if not place.is_reason:
            _rewrite(redaction, place)
    session().flush()
    marks = marks_of(redaction.text, redaction.former)
    for row in showing(redaction.organization_id, marks.ids | checks_of(redaction.former)):
        freeze_anew(redaction, row, cleansed(row.snapshot, marks))
    for verdict in _verdicts(claims_showing(redaction.former) | redaction.checks):
        _unbind(redaction, verdict)
    publish_anew(redaction)


def marks_of(text: str, former: Former) -> Marks:
    """Return what to look for in publications."""
    marks = Marks(text=text)
    for place, values in former.items():
        marks.add(place, values)
        for name, limit in SHORTENED.get((place.noun, place.member), ()):
            marks.copies[name] |= {shorten(word, limit) for word in words_in(list(values))}
    return marks


def showing(organization_id: str, ids: Iterable[str]) -> Iterator[Publication]:
    """Yield the publications of an organization that name one of some ids, locked, in the order they were made."""
    wanted = set(ids)
    frozen = select(Publication.id, cast(Publication.snapshot, Text))
    statement = frozen.where(Publication.organization_id == organization_id)
    found = [
        publication_id
        for publication_id, text in session().execute(statement.execution_options(yield_per=BATCH))
        if not wanted.isdisjoint(_ID.findall(text))
    ]
    for publication_id in sorted(found):
        yield locked(Publication, publication_id)


def locked(model: Any, object_id: str) -> Any:
    """Return an object as it is now, locked until the deed ends."""
    return session().get_one(model, object_id, with_for_update={"key_share": True}, populate_existing=True)


def part_at(place: Place) -> Any:
    """Return the row of a part, or None where there is none any more."""
    model: Any = PARTS[place.noun, place.member]
    key = int(place.key or 0) if model.key == "position" else place.key
    statement = select(model).where(
        getattr(model, model.owner_column) == place.object_id, getattr(model, model.key) == key
    )
    return session().execute(statement).scalar_one_or_none()


def see(row: Any, *names: str) -> None:
    """Have a row's members in its next entry, whether or not they changed."""
    watcher = session().watcher
    assert watcher is not None  # noqa: S101  # narrows the type: this is inside of a deed
    watcher.see(row, frozenset(names))


def freeze_anew(redaction: Redaction, row: Publication, snapshot: Mapping[str, Any]) -> None:
    """Let a publication show something else from here on, where it does."""
    changed = [name for name in snapshot if snapshot[name] != row.snapshot[name]]
    if not changed:
        return
    if snapshot.get(ORIGINAL) is not None:
        # As it was published elsewhere it says all that was taken out in its own words.
        snapshot = {**snapshot, ORIGINAL: None}
        changed = list({*changed, ORIGINAL})
    row.snapshot = dict(snapshot)
    see(row, *(f"snapshot/{name}" for name in changed))
    redaction.tell(row)
    redaction.places |= {Place(row.log_object, f"/snapshot/{name}") for name in changed}
    redaction.checks.add(row.claim_id)


def checks_of(places: Iterable[Place]) -> set[str]:
    """Return the checks whose publications are named: a notice stands in later ones too, which name them by number."""
    ids = {place.object_id for place in places if place.noun == "publication"}
    return set(session().execute(select(Publication.claim_id).where(Publication.id.in_(ids))).scalars())


def publish_anew(redaction: Redaction) -> None:
    """Let the public documents of the checks that were met say what stands now."""
    for claim_id in sorted(redaction.checks):
        claim = locked(Claim, claim_id)
        redaction.tell(claim)
        # Of this the public change is known, whatever the clock says.
        see(claim, "public_changed_at")
        publications.mark(redaction.record, claim, public_url=redaction.public_url)


def claims_showing(places: Iterable[Place]) -> set[str]:
    """Return the claims whose content an approval binds and that show one of some objects."""
    found: set[str] = set()
    by_noun: dict[str, set[str]] = {}
    for place in places:
        by_noun.setdefault(place.noun, set()).add(place.object_id)
    for noun, ids in by_noun.items():
        for statement in _SHOWING.get(noun, lambda _ids: [])(ids):
            found.update(session().execute(statement).scalars())
    return found


def session() -> RecordedSession:
    """Return the session of the deed under way."""
    found = db.session()
    assert isinstance(found, RecordedSession)  # noqa: S101  # narrows the type: Flask-SQLAlchemy makes no other
    return found


def _rewrite(redaction: Redaction, place: Place) -> None:
    owner = locked(MODELS[place.noun], place.object_id)
    part = None if place.key is None else part_at(place)
    if place.key is not None and part is None:
        # It was taken away before, so that only the log still tells of it.
        return
    redaction.tell(owner)
    if isinstance(part, ClaimPage) and owner.published_number:
        redaction.checks.add(owner.id)
    if place.ways is None:
        _remove(part)
        return
    _replace(redaction, part or owner, place)
    if isinstance(part, Capture):
        part.outcome = OUTCOMES[redaction.kind]
    if place.pointer == "/topics":
        claims.index_topics(owner)
    if isinstance(owner, Webhook) and place.member == "url":
        webhooks.silence(owner)


def _replace(redaction: Redaction, row: Any, place: Place) -> None:
    ways: Ways = place.ways or {}
    for name, way in ways.items():
        setattr(row, name, replaced(getattr(row, name), way, text=redaction.text, object_id=place.object_id))
    see(row, *(() if place.key else ways))


def _remove(part: Any) -> None:
    if isinstance(part, Observation):
        for later in session().execute(select(Observation).where(Observation.supersedes_id == part.id)).scalars():
            later.supersedes_id = None
        session().flush()
    session().delete(part)
    session().flush()


def _unbind(redaction: Redaction, verdict: Verdict) -> None:
    # It is an unsalted digest of all that the claim shows, from which what is missing could be guessed.
    redaction.places.add(Place(verdict.log_object, "/approval_digest"))
    if verdict.approval_digest is not None:
        verdict.approval_digest = None
        redaction.tell(verdict)


def _verdicts(claim_ids: Iterable[str]) -> Sequence[Verdict]:
    statement = select(Verdict.id).where(Verdict.claim_id.in_(set(claim_ids))).order_by(Verdict.id)
    return [locked(Verdict, verdict_id) for verdict_id in session().execute(statement).scalars().all()]


def _of_sources(ids: set[str]) -> list[Select[Any]]:
    return [
        select(Evidence.claim_id).where(Evidence.source_id.in_(ids)),
        select(Appearance.claim_id).where(Appearance.source_id.in_(ids)),
    ]


def _of_accounts(ids: set[str]) -> list[Select[Any]]:
    mine = select(VerdictContributor.verdict_id).where(VerdictContributor.account_id.in_(ids))
    named = or_(Verdict.id.in_(mine), Verdict.proposed_by_id.in_(ids), Verdict.approved_by_id.in_(ids))
    return [select(Verdict.claim_id).where(named)]


def _of_origins(ids: set[str]) -> list[Select[Any]]:
    sources = select(Source.id).where(Source.origin_id.in_(ids))
    return [select(Evidence.claim_id).where(or_(Evidence.origin_id.in_(ids), Evidence.source_id.in_(sources)))]


_SHOWING: Mapping[str, Any] = {
    "claim": lambda ids: [select(Claim.id).where(Claim.id.in_(ids))],
    "evidence": lambda ids: [select(Evidence.claim_id).where(Evidence.id.in_(ids))],
    "verdict": lambda ids: [select(Verdict.claim_id).where(Verdict.id.in_(ids))],
    "publication": lambda ids: [select(Publication.claim_id).where(Publication.id.in_(ids))],
    "claimant": lambda ids: [
        select(Claim.id).where(Claim.claimant_id.in_(ids)),
        select(Appearance.claim_id).where(Appearance.claimant_id.in_(ids)),
    ],
    "source": _of_sources,
    "account": _of_accounts,
    "origin": _of_origins,
}
