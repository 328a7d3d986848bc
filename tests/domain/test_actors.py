"""An actor is an account, the public or the operator, and never two of them."""

import pytest

from tracker.domain.actors import OPERATOR, PUBLIC, Actor
from tracker.domain.permissions import ROLES

CHECKER = Actor(
    account_id="a", name="Checker", organization_id="o", roles=frozenset({"checker"}), scopes=frozenset({"read"})
)


@pytest.mark.parametrize(
    ("actor", "is_public", "is_operator"),
    [(PUBLIC, True, False), (OPERATOR, False, True), (CHECKER, False, False)],
    ids=["the public", "the operator", "an account"],
)
def test_an_actor_is_one_of_three(actor, is_public, is_operator):
    assert (actor.is_public, actor.is_operator) == (is_public, is_operator)


def test_no_account_becomes_the_operator_by_its_roles():
    everything = Actor(
        account_id="a", name="A", organization_id="o", roles=OPERATOR.roles | set(ROLES), scopes=frozenset()
    )
    assert not everything.is_operator


def test_the_operators_role_is_none_that_an_account_may_have():
    assert OPERATOR.roles.isdisjoint(ROLES)
