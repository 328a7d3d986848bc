"""The permission table says what the design's table says, row by row."""

from itertools import combinations

import pytest

from tracker.domain.actors import OPERATOR, PUBLIC, Actor
from tracker.domain.permissions import ALLOWED, ROLE_SCOPES, ROLES, SCOPES, is_permitted, permit, scopes_of
from tracker.domain.workflow import STEPS
from tracker.errors import Forbidden, Unauthenticated

EVERYONE = {"checker", "editor", "auditor", "admin"}
CHECKERS_STEPS = {"accept", "start", "release", "submit"}
WRITTEN_BY_ALL_CHECKERS = {
    "claim": ("open", "update", "assign"),
    "claimant": ("add", "update"),
    "origin": ("add", "update"),
    "source": ("add", "update", "capture"),
    "appearance": ("add", "update", "remove"),
    "quantity": ("add", "update", "remove"),
    "evidence": ("add", "update", "withdraw", "observe"),
    "outreach": ("add", "update"),
    "comment": ("add", "update"),
    "external_check": ("add", "update"),
    "match": ("decide",),
    "verdict": ("propose", "revise"),
}
READ_BY_ALL = (
    "organization", "scale", "claim", "claimant", "origin", "source", "file", "evidence", "verdict", "outreach",
    "comment", "page", "history", "correction_request", "external_check", "label_mapping", "search",
    "match",
)  # fmt: skip

# The rows of the design's table: the roles with a tick, whether the public has one, and the actions meant.
ROWS = {
    "published checks": (EVERYONE, True, {"publication.read", "correction_request.file"}),
    "unpublished work": (EVERYONE, False, {f"{noun}.read" for noun in READ_BY_ALL}),
    "log and draft": (
        {"checker", "editor"},
        False,
        {f"{noun}.{verb}" for noun, verbs in WRITTEN_BY_ALL_CHECKERS.items() for verb in verbs}
        | {f"step.{step}" for step in CHECKERS_STEPS}
        | {"candidate.find"},
    ),
    "the editor's": (
        {"editor"},
        False,
        {f"step.{step}" for step in STEPS if step not in CHECKERS_STEPS}
        | {"verdict.waive", "scale.add", "page.replace", "correction_request.decide"}
        | {"label_mapping.add", "label_mapping.update"},
    ),
    "audit": ({"auditor", "admin"}, False, {"audit.read", "dossier.read"}),
    "administration": (
        {"admin"},
        False,
        {
            "organization.update", "account.read", "account.add", "account.update", "key.read", "key.add", "key.revoke",
            "key.rotate", "erasure.file", "erasure.lift", "check.import", "import.read",
            "delivery.read", "delivery.replay",
            *(f"webhook.{verb}" for verb in ("read", "add", "update", "remove", "rotate", "test")),
        },
    ),
    "erasures, to confirm them": ({"editor", "admin"}, False, {"erasure.confirm"}),
    "erasures, to read them": ({"editor", "auditor", "admin"}, False, {"erasure.read"}),
    "the operator's alone": (set(), False, {"organization.add", "installation.operate"}),
}  # fmt: skip
TICKS = [
    (action, role, role in roles) for roles, _, actions in ROWS.values() for action in sorted(actions) for role in ROLES
]
PUBLISHING = {"approve", "publish", "reopen", "conclude", "retract", "send_back"}


def holder(*roles, scopes=None):
    return Actor(
        account_id="a",
        name="A",
        organization_id="o",
        roles=frozenset(roles),
        scopes=scopes_of(roles) if scopes is None else frozenset(scopes),
    )


def test_every_action_stands_in_one_row_of_the_designs_table():
    actions = [action for _, _, row in ROWS.values() for action in row]
    assert sorted(actions) == sorted(ALLOWED)


@pytest.mark.parametrize(("action", "role", "tick"), TICKS)
def test_a_role_may_do_what_its_column_ticks(action, role, tick):
    assert is_permitted(holder(role), action) == tick


@pytest.mark.parametrize(
    ("action", "tick"), [(action, public) for _, public, actions in ROWS.values() for action in sorted(actions)]
)
def test_the_public_may_read_what_is_published_and_nothing_else(action, tick):
    assert is_permitted(PUBLIC, action) == tick


@pytest.mark.parametrize("action", ALLOWED)
def test_the_operator_may_do_all(action):
    permit(OPERATOR, action)


def test_the_public_is_asked_for_a_key():
    with pytest.raises(Unauthenticated):
        permit(PUBLIC, "claim.read")


def test_a_lacking_role_is_named():
    with pytest.raises(Forbidden) as refusal:
        permit(holder("checker"), "step.publish")
    assert refusal.value.detail == "The caller's role does not allow step.publish."


def test_a_lacking_scope_is_named():
    with pytest.raises(Forbidden) as refusal:
        permit(holder("editor", scopes={"read", "write"}), "step.publish")
    assert refusal.value.detail == "The caller's scope does not allow step.publish."


def test_an_admin_without_the_editors_role_takes_no_step():
    assert not [step for step in STEPS if is_permitted(holder("admin", "auditor"), f"step.{step}")]


def test_an_auditor_writes_nothing():
    assert {right.scope for action, right in ALLOWED.items() if is_permitted(holder("auditor"), action)} == {
        "read",
        "audit",
    }


def test_a_key_that_may_only_read_changes_nothing():
    reader = holder(*ROLES, scopes={"read"})
    allowed = {action for action in ALLOWED if is_permitted(reader, action)}
    # Which takes no key at all.
    assert {action.partition(".")[2] for action in allowed - {"correction_request.file"}} == {"read"}


@pytest.mark.parametrize("step", STEPS)
def test_steps_that_the_public_notices_take_the_scope_publish(step):
    assert (ALLOWED[f"step.{step}"].scope == "publish") == (step in PUBLISHING)


@pytest.mark.parametrize("roles", [pair for size in range(5) for pair in combinations(ROLES, size)], ids=str)
def test_several_roles_have_the_scopes_of_each(roles):
    assert scopes_of(roles) == {scope for role in roles for scope in ROLE_SCOPES[role]}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_every_scope_that_its_actions_ask_for(role):
    asked = {right.scope for right in ALLOWED.values() if role in right.roles}
    assert asked == ROLE_SCOPES[role]
    assert asked <= set(SCOPES)
