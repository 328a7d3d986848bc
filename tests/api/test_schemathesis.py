"""The whole contract, tried with thousands of requests that it allows or forbids, by all of Schemathesis's checks."""

from typing import Any

import pytest
import schemathesis.python.wsgi
from flask import Flask

from tests.api.fuzzing import Client, fuzzed
from tests.api.route import Ids
from tests.api.routes import furnished
from tests.api.test_openapi import OPERATIONS
from tests.newsrooms import ROADS, Newsroom

# One phase that counts the contract's corners one by one, others that draw; the second database gets fewer of them.
PHASES: dict[str, dict[str, Any]] = {
    "sqlite": {
        "examples": {"enabled": True},
        "coverage": {"enabled": True},
        "fuzzing": {"enabled": True, "generation": {"max-examples": 3}},
        "stateful": {"enabled": True, "generation": {"max-examples": 3}},
    },
    "postgres": {
        "examples": {"enabled": True},
        "fuzzing": {"enabled": True, "generation": {"max-examples": 3}},
    },
}
FEWEST = {"sqlite": 3_000, "postgres": 500}


@pytest.fixture(scope="module")
def ids(room: Newsroom) -> Ids:
    return furnished(room) | {"more_claims": " ".join(room.claim_in(state) for state in ROADS)}


def test_every_answer_is_one_that_the_contract_promises(
    shared_app: Flask, shared_kind: str, room: Newsroom, ids: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schemathesis.python.wsgi, "get_client", Client)

    outcome = fuzzed(shared_app, room, ids, PHASES[shared_kind])

    assert not outcome.failures, "\n\n".join(outcome.failures[:20])
    assert outcome.cases.total() >= FEWEST[shared_kind]
    assert 429 not in outcome.answers
    assert room.get("/me", "everyone").status_code == 200
    assert outcome.operations == {str(operation) for operation in OPERATIONS}
