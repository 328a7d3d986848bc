"""The workflow of a claim: one table of steps, and the only place that knows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tracker.domain import publication
from tracker.domain.actors import Actor
from tracker.domain.permissions import is_permitted
from tracker.errors import Fault, FourEyes, IllegalStep, NeedNotMet, NotContributor, TrackerError, fault

STATES = (
    "logged", "queued", "investigating", "in_review", "approved", "published", "retracted", "rejected", "merged",
)  # fmt: skip
PUBLICATION_STATUSES = publication.STATUSES
DRAFTING_STATES = frozenset({"logged", "queued", "investigating"})
CLOSED_STATES = frozenset({"rejected", "merged"})
# What is being reviewed holds still, but for the fields that say no more than how the newsroom sorts its work.
FROZEN_STATES = frozenset({"in_review", "approved"})
NEVER_FROZEN = frozenset({"selection_reason", "topics"})

# Where `conclude` leads: back to the state that belongs to what is public.
AS_BEFORE = "as_before"
_BEFORE: Mapping[str, str] = {"under_review": "published", "retracted": "retracted"}

_UNPUBLISHED = ("none",)
_PUBLISHED = ("live", "under_review")
_REOPENED = ("under_review", "retracted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row of the table: from which states and publication statuses to which, by whom, and what it needs.

    `marks` says what becomes of the publication's status; one that it does not name stays. A `forward` step is work
    that waits for somebody.
    """

    name: str
    origins: tuple[str, ...]
    target: str
    publication: tuple[str, ...] = PUBLICATION_STATUSES
    people: str = "any"
    needs: tuple[str, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    forward: bool = False


_TABLE = (
    Step(name="accept", origins=("logged",), target="queued", forward=True),
    Step(name="reject", origins=("logged", "queued"), target="rejected", publication=_UNPUBLISHED, needs=("reason",)),
    Step(name="restore", origins=("rejected",), target="logged", needs=("reason",)),
    Step(
        name="merge", origins=("logged", "queued", "investigating"), target="merged", publication=_UNPUBLISHED,
        needs=("into", "reason"),
    ),
    Step(name="unmerge", origins=("merged",), target="logged", needs=("reason",)),
    Step(name="start", origins=("queued",), target="investigating", forward=True),
    Step(name="release", origins=("investigating",), target="queued", publication=_UNPUBLISHED, needs=("reason",)),
    Step(
        name="submit", origins=("investigating",), target="in_review", people="contributor_or_assignee",
        needs=("draft", "label", "text", "cited_evidence"), forward=True,
    ),
    Step(name="send_back", origins=("in_review", "approved"), target="investigating", needs=("reason",)),
    Step(name="approve", origins=("in_review",), target="approved", people="not_contributor", forward=True),
    Step(
        name="publish", origins=("approved",), target="published", needs=("kind", "notice_of_change"), forward=True,
        marks={"none": "live", "under_review": "live", "retracted": "live"},
    ),
    Step(
        name="reopen", origins=("published", "retracted"), target="investigating", needs=("reason",),
        marks={"live": "under_review"},
    ),
    Step(
        name="conclude", origins=("investigating",), target=AS_BEFORE, publication=_REOPENED, needs=("reason",),
        marks={"under_review": "live"},
    ),
    Step(
        name="retract", origins=("published", "investigating", "in_review", "approved"), target="retracted",
        publication=_PUBLISHED, needs=("reason", "notice"), marks={"live": "retracted", "under_review": "retracted"},
    ),
)  # fmt: skip
STEPS: Mapping[str, Step] = {step.name: step for step in _TABLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFacts:
    """What `submit` asks about the draft verdict; `has_text` is a text with summary and rationale."""

    has_label: bool
    has_text: bool
    active_evidence_cited: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Where a claim stands, and what the one who would take a step is to it."""

    state: str
    publication_status: str
    publications: int = 0
    is_contributor: bool = False
    is_assignee: bool = False
    draft: DraftFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A step as it was asked for, with the words and references that came with it."""

    step: str
    reason: str | None = None
    assignee_id: str | None = None
    into: str | None = None
    kind: str | None = None
    severity: str | None = None
    notice: str | None = None


def allowed(actor: Actor, situation: Situation) -> list[str]:
    """Return the steps that the actor may take now, in the order of the table.

    What a step needs is not asked here: the refusal explains that.
    """
    return [
        step.name
        for step in _TABLE
        if _is_possible(step, situation) and _may(step, situation) and is_permitted(actor, f"step.{step.name}")
    ]


def check(step: str, situation: Situation, move: Move) -> None:
    """Let a step through, or raise IllegalStep, then FourEyes or NotContributor, then NeedNotMet with all it needs."""
    refuse_state(step, situation)
    if not _may(STEPS[step], situation):
        raise PEOPLE[STEPS[step].people].refusal(step=step)
    missing = [NEEDS[need](situation, move) for need in STEPS[step].needs]
    faults = [missed for missed in missing if missed is not None]
    if faults:
        raise NeedNotMet(errors=faults)


def refuse_state(step: str, situation: Situation) -> None:
    """Raise IllegalStep where neither the claim's state nor its publication's status lets a step begin."""
    row = STEPS[step]
    if situation.state not in row.origins:
        raise IllegalStep(step=step, state=situation.state)
    if situation.publication_status not in row.publication:
        raise IllegalStep(step=step, state=situation.state, because=STANDING_WORDS[situation.publication_status])


def refuse_closed(deed: str, state: str) -> None:
    """Raise IllegalStep where nothing more is said of a claim: it is rejected, or merged into another."""
    if state in CLOSED_STATES:
        raise IllegalStep(step=deed, state=state)


def refuse_merged(deed: str, state: str, *, into: str | None) -> None:
    """Raise IllegalStep for what would be lost on a claim that goes on in another one."""
    if state == "merged":
        raise IllegalStep(step=deed, state=state, because=f"the claim goes on in {into}")


def target(step: str, situation: Situation) -> str:
    """Return the state that a step leads to."""
    row = STEPS[step]
    return _BEFORE[situation.publication_status] if row.target == AS_BEFORE else row.target


def publication_after(step: str, situation: Situation) -> str:
    """Return the publication's status after a step."""
    return STEPS[step].marks.get(situation.publication_status, situation.publication_status)


STANDING_WORDS: Mapping[str, str] = {
    "none": "nothing is published",
    "live": "a publication is live",
    "under_review": "a publication is live and under review",
    "retracted": "a publication was retracted",
}


@dataclass(frozen=True, slots=True)
class PeopleRule:
    """Who, among those with the role, may take a step, and how the others are refused."""

    holds: Callable[[Situation], bool]
    refusal: type[TrackerError]


PEOPLE: Mapping[str, PeopleRule] = {
    "any": PeopleRule(lambda _: True, TrackerError),
    "contributor_or_assignee": PeopleRule(lambda s: s.is_contributor or s.is_assignee, NotContributor),
    "not_contributor": PeopleRule(lambda s: not s.is_contributor, FourEyes),
}

Need = Callable[[Situation, Move], Fault | None]


def _is_possible(step: Step, situation: Situation) -> bool:
    return situation.state in step.origins and situation.publication_status in step.publication


def _may(step: Step, situation: Situation) -> bool:
    return PEOPLE[step.people].holds(situation)


def _word(name: str, detail: str) -> Need:
    def need(_situation: Situation, move: Move) -> Fault | None:
        given = getattr(move, name) or ""
        return None if given.strip() else fault(f"/{name}", "required", detail)

    return need


def _drafted(pointer: str, detail: str, holds: Callable[[DraftFacts], object]) -> Need:
    def need(situation: Situation, _move: Move) -> Fault | None:
        # One sentence says that there is no draft; the others would only repeat it.
        is_met = situation.draft is None or holds(situation.draft)
        return None if is_met else fault(pointer, "required", detail)

    return need


def _draft(situation: Situation, _move: Move) -> Fault | None:
    return None if situation.draft else fault("/verdict", "required", "Propose a verdict first.")


def _kind(situation: Situation, move: Move) -> Fault | None:
    kinds = publication.FOLLOWING[situation.publication_status]
    is_first = kinds == ("original",)
    if move.kind in kinds or (is_first and move.kind is None):
        return None
    code = "required" if move.kind is None else "not-allowed"
    return fault("/kind", code, f"What is published now is of kind {' or '.join(kinds)}.")


def _notice_of_change(situation: Situation, move: Move) -> Fault | None:
    return None if situation.publication_status == "none" else NEEDS["notice"](situation, move)


NEEDS: Mapping[str, Need] = {
    "reason": _word("reason", "Say why."),
    "notice": _word("notice", "Say what the public is told about it."),
    "into": _word("into", "Name the claim that this one is merged into."),
    "kind": _kind,
    "notice_of_change": _notice_of_change,
    "draft": _draft,
    "label": _drafted("/verdict/label", "The verdict needs a label.", lambda draft: draft.has_label),
    "text": _drafted(
        "/verdict/texts", "The verdict needs a text with summary and rationale.", lambda draft: draft.has_text
    ),
    "cited_evidence": _drafted(
        "/verdict/evidence_ids",
        "The verdict must cite at least one piece of evidence that is not withdrawn.",
        lambda draft: draft.active_evidence_cited,
    ),
}
