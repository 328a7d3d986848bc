"""Every step in every situation by every kind of caller: exactly the allowed ones succeed, and the claim says which."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from tests.newsrooms import Newsroom, created
from tracker.domain import workflow
from tracker.domain.actors import Actor
from tracker.domain.permissions import ALLOWED, ROLES, scopes_of
from tracker.domain.workflow import STEPS, Situation

# The keys that are tried: the account's roles, and the scopes of the key where they are fewer than those allow.
CALLERS: dict[str, tuple[set[str], set[str] | None]] = {
    **{role: ({role}, None) for role in ROLES},
    "everyone": (set(ROLES), None),
    "editor who may not publish": ({"editor"}, {"read", "write"}),
    "editor who may only publish": ({"editor"}, {"read", "publish"}),
}
ORIGIN = ("logged", "none")
# A way to each situation that a claim can be in: where from, and by which step.
WAYS = {
    ("queued", "none"): (ORIGIN, "accept"),
    ("investigating", "none"): (("queued", "none"), "start"),
    ("in_review", "none"): (("investigating", "none"), "submit"),
    ("approved", "none"): (("in_review", "none"), "approve"),
    ("published", "live"): (("approved", "none"), "publish"),
    ("investigating", "under_review"): (("published", "live"), "reopen"),
    ("in_review", "under_review"): (("investigating", "under_review"), "submit"),
    ("approved", "under_review"): (("in_review", "under_review"), "approve"),
    ("retracted", "retracted"): (("published", "live"), "retract"),
    ("investigating", "retracted"): (("retracted", "retracted"), "reopen"),
    ("in_review", "retracted"): (("investigating", "retracted"), "submit"),
    ("approved", "retracted"): (("in_review", "retracted"), "approve"),
    ("rejected", "none"): (ORIGIN, "reject"),
    ("merged", "none"): (ORIGIN, "merge"),
}
SITUATIONS = [ORIGIN, *WAYS]
KINDS = {"none": "original", "under_review": "correction", "retracted": "reinstatement"}
CHECKERS = {"accept", "start", "release", "submit"}
Place = tuple[str, str]


@dataclass
class Desk:
    """A newsroom whose checker drafts every verdict and works on every claim; claims are kept by where they stand."""

    room: Newsroom
    target_id: str
    kept: dict[Place, list[str]] = field(default_factory=lambda: defaultdict(list))

    def claim(self, place: Place) -> str:
        """Return the id of a claim in a situation."""
        if not self.kept[place]:
            self._make(place)
        return self.kept[place][-1]

    def take(self, place: Place, claim_id: str, step: str, who: str) -> Any:
        """Take a step with all the words that it could need."""
        words = {"reason": "because", "notice": "Readers are told.", "kind": KINDS.get(place[1], "update")}
        words |= {"into": self.target_id, "assignee_id": self.room.accounts["checker"]}
        return self.room.post(f"/claims/{claim_id}/steps", {"step": step} | words, who, if_match="*")

    def moved(self, place: Place, claim_id: str, claim: Any) -> Place:
        """Keep a claim under where it stands after a step, with a draft wherever one is needed next."""
        self.kept[place].remove(claim_id)
        now = claim["state"], claim["publication"]["status"]
        self.kept[now].append(claim_id)
        if claim["state"] == "investigating" and claim["verdict_id"] is None:
            self.room.verdict(claim_id)
        return now

    def _make(self, place: Place) -> None:
        if place == ORIGIN:
            claim_id = self.room.claim()["id"]
            self.room.evidence(claim_id)
            self.kept[ORIGIN].append(claim_id)
            return
        before, step = WAYS[place]
        claim_id = self.claim(before)
        who = "checker" if step in CHECKERS else "second_editor"
        assert self.moved(before, claim_id, created(self.take(before, claim_id, step, who))) == place


@pytest.fixture(scope="module")
def desk(room: Newsroom) -> Desk:
    path, scoped = f"/accounts/{room.accounts['editor']}/keys", {}
    for who, (_, scopes) in CALLERS.items():
        if scopes:
            scoped[who] = created(room.post(path, {"scopes": sorted(scopes)}, "admin"))["secret"]
    return Desk(replace(room, keys={**room.keys, **scoped}), target_id=room.claim()["id"])


def actor(who: str) -> Actor:
    roles, scopes = CALLERS[who]
    return Actor(account_id="a", name="A", organization_id="o", roles=frozenset(roles),
                 scopes=frozenset(scopes) if scopes else scopes_of(roles))  # fmt: skip


def expected(who: str, place: Place) -> list[str]:
    works_on_it = who == "checker" and place not in {
        ORIGIN,
        ("queued", "none"),
        ("rejected", "none"),
        ("merged", "none"),
    }
    situation = Situation(
        state=place[0], publication_status=place[1], is_contributor=works_on_it, is_assignee=works_on_it
    )
    return workflow.allowed(actor(who), situation)


def refusal(who: str, place: Place, step: str) -> tuple[int, str]:
    roles, scopes = CALLERS[who]
    right, row = ALLOWED[f"step.{step}"], STEPS[step]
    if not roles & right.roles or (scopes and right.scope not in scopes):
        return 403, "/problems/forbidden"
    if place[0] not in row.origins or place[1] not in row.publication:
        return 409, "/problems/illegal-step"
    return 403, "/problems/not-contributor"


@pytest.mark.parametrize("place", SITUATIONS, ids="-".join)
@pytest.mark.parametrize("who", CALLERS)
def test_a_claim_says_which_steps_its_reader_may_take(who: str, place: Place, desk: Desk) -> None:
    assert desk.room.get(f"/claims/{desk.claim(place)}", who).json["allowed_steps"] == expected(who, place)


@pytest.mark.parametrize("place", SITUATIONS, ids="-".join)
@pytest.mark.parametrize("who", CALLERS)
def test_every_other_step_is_refused_and_changes_nothing(who: str, place: Place, desk: Desk) -> None:
    claim_id = desk.claim(place)
    before = desk.room.get(f"/claims/{claim_id}").json["version"]
    for step in STEPS.keys() - expected(who, place):
        answer = desk.take(place, claim_id, step, who)
        assert (step, answer.status_code, answer.json["type"]) == (step, *refusal(who, place, step))
    assert desk.room.get(f"/claims/{claim_id}").json["version"] == before


@pytest.mark.parametrize("place", SITUATIONS, ids="-".join)
@pytest.mark.parametrize("who", CALLERS)
def test_every_allowed_step_succeeds(who: str, place: Place, desk: Desk) -> None:
    for step in expected(who, place):
        claim_id = desk.claim(place)
        answer = desk.take(place, claim_id, step, who)
        situation = Situation(state=place[0], publication_status=place[1])
        assert (step, answer.status_code) == (step, 200), answer.get_data(as_text=True)
        assert desk.moved(place, claim_id, answer.json) == (
            workflow.target(step, situation), workflow.publication_after(step, situation)
        )  # fmt: skip


@pytest.mark.parametrize("place", SITUATIONS, ids="-".join)
def test_nobody_and_strangers_take_no_step(place: Place, desk: Desk, other_room: Newsroom) -> None:
    path = f"/claims/{desk.claim(place)}/steps"
    answers = [
        room.post(path, {"step": "accept"}, who, if_match="*")
        for room, who in ((desk.room, None), (other_room, "everyone"))
    ]
    assert [answer.status_code for answer in answers] == [401, 404]


def test_the_ways_lead_to_every_situation_that_the_table_knows() -> None:
    seen, ahead = set(), [ORIGIN]
    while ahead:
        place = ahead.pop()
        seen.add(place)
        situation = Situation(state=place[0], publication_status=place[1])
        steps = [s.name for s in STEPS.values() if place[0] in s.origins and place[1] in s.publication]
        after = {(workflow.target(step, situation), workflow.publication_after(step, situation)) for step in steps}
        ahead += after - seen
    assert seen == set(SITUATIONS)
