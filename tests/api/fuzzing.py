"""Schemathesis over the whole contract: real objects where they take it deeper, and every refusal told by its type."""

import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import schemathesis
import werkzeug
from flask import Flask
from hypothesis import strategies
from schemathesis.checks import load_all_checks
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.generation.meta import CoverageScenario
from schemathesis.hooks import unregister
from schemathesis.openapi.checks import RejectedPositiveData

from tests.api.route import Ids
from tests.newsrooms import Newsroom
from tracker.lib.ids import new_id

# Valid data that is refused all the same, because of what there is or is not: each by the type of its problem.
REASONS = {
    409: {"conflict", "illegal-step", "claim-frozen", "verdict-not-draft", "approval-stale", "idempotency-conflict"},
    412: {"stale-revision"},
    422: {
        "inconsistent", "unknown-cursor", "reference-not-found", "need-not-met", "gate-failed", "idempotency-mismatch",
        "past-the-end",
    },
}  # fmt: skip
CHECKS = {
    # What is not there answers 404, what the caller is not the person for 403, and what is as it was 304.
    "positive_data_acceptance": {"expected-statuses": ["2xx", 304, 403, 404]},
    "negative_data_rejection": {"expected-statuses": [400, 401, 403, 404, 409, 412, 413, 415, 422, 428]},
    "missing_required_header": {"expected-statuses": [403, 404, 428]},
}
SEED = 20_261_122
# Which share of the values of a wrong type is sent.
WRONG_TYPES = 0.25
FILE_PART = b'form-data; name="file"; filename='
HOSTS = strategies.lists(strategies.text("abcxyz0189-пример例え", min_size=1, max_size=8), min_size=1, max_size=3)
REST = strategies.sampled_from(["", "/", "/a/b", "/a?b=c&utm_source=d#e", "/é%20", "?q", "#f", ":8080/x"])


@dataclass
class Outcome:
    """What came of a run."""

    cases: Counter[str] = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)
    operations: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)

    def hear(self, event: events.EngineEvent) -> None:
        """Take note of what happened."""
        if isinstance(event, events.ScenarioFinished):
            self._note(event.recorder, event.phase.value)
        if isinstance(event, events.NonFatalError):
            self.failures.append(f"{event.label}: {event.value!r}")
        if isinstance(event, events.FatalError):
            self.failures.append(repr(event.exception))

    def _note(self, recorder: ScenarioRecorder, phase: str) -> None:
        self.cases[phase] += len(recorder.cases)
        self.operations |= {node.value.operation.label for node in recorder.cases.values()}
        self.answers.update(seen.response.status_code for seen in recorder.interactions.values() if seen.response)
        for case_id, checks in recorder.checks.items():
            self.failures += [
                f"{check.name}: {recorder.label}: {check.failure_info.failure.message}\n{_told(recorder, case_id)}"
                for check in checks
                if check.failure_info is not None
            ]


def fuzzed(app: Flask, room: Newsroom, ids: Ids, phases: Mapping[str, Any]) -> Outcome:
    """Run all checks over the application's contract, as one who may do everything, in these phases."""
    load_all_checks()
    schemathesis.openapi.format("web-url", strategies.builds("http{}://{}{}".format, _S, HOSTS.map(_joined), REST))
    config = schemathesis.Config.from_dict(_configuration(room, ids, phases))
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, config=config)
    schema.hook(filter_failure)
    outcome = Outcome()
    hooks = [schemathesis.hook(hook) for hook in (_kept_from_harm(room, ids), _spared())]
    try:
        for event in from_schema(schema).execute():
            outcome.hear(event)
    finally:
        for hook in hooks:
            unregister(hook)
    return outcome


def filter_failure(_context: Any, failure: Failure, _case: Any, response: schemathesis.Response) -> bool:
    """Tell whether a failure is one: valid data may be refused for a reason that no schema can tell."""
    if isinstance(failure, AcceptedNegativeData):
        # A form is all text: what was meant as null or a number is a file of that name by the time it is sent.
        return FILE_PART not in (response.request.body or b"")
    if not isinstance(failure, RejectedPositiveData):
        return True
    problem = json.loads(response.content)
    # A file that holds no check is text like any other to a schema.
    if {fault["code"] for fault in problem.get("errors", [])} == {"unreadable"}:
        return False
    return problem["type"].rpartition("/")[2] not in REASONS.get(response.status_code, ())


class Client(werkzeug.Client):
    """A client that leaves aside what Schemathesis tells of a network, and closes each answer."""

    def open(self, *args: Any, max_redirects: Any = None, verify: Any = None, cert: Any = None, **options: Any) -> Any:
        """Send a request to the application."""
        return super().open(*args, buffered=True, **options)


_S = strategies.sampled_from(["", "s"])


def _joined(labels: list[str]) -> str:
    return ".".join(label.strip("-") or "a" for label in labels)


def _configuration(room: Newsroom, ids: Ids, phases: Mapping[str, Any]) -> dict[str, Any]:
    known = _known(room, ids)
    names = ("examples", "coverage", "fuzzing", "stateful")
    return {
        "seed": SEED,
        "cache": {"enabled": False},
        "auth": {"openapi": {"key": {"bearer": room.keys["everyone"]}}},
        "generation": {"deterministic": True, "database": "none", "no-shrink": True},
        "continue-on-failure": True,
        "checks": CHECKS,
        "phases": {name: phases.get(name, {"enabled": False}) for name in names},
        "dictionaries": {name: {"values": values} for name, values in known.items()},
        "parameters": {name: {"dictionary": name, "probability": 0.7} for name in known},
    }


def _known(room: Newsroom, ids: Ids) -> dict[str, list[str]]:
    claims = [ids["claim_id"], ids["published_id"], *ids["more_claims"].split()]
    inside = {name: [ids[name]] for name in ("scale_id", "source_id", "capture_id")}
    body = inside | {"evidence_ids[*]": [ids["evidence_id"]], "into": claims, "assignee_id": [room.accounts["checker"]]}
    paths = {name: [value] for name, value in ids.items() if name.endswith("_id")} | {"claim_id": claims}
    return (
        {f"path.{name}": values for name, values in paths.items()}
        | {f"body.{name}": values for name, values in body.items()}
        | {"path.digest": [ids["digest"]], "header.If-Match": ["*"], "body.label": ["mostly_false", "false"]}
    )


def _kept_from_harm(room: Newsroom, ids: Ids) -> Any:
    own = {room.accounts["everyone"], room.accounts["admin"]}

    def before_call(_context: Any, case: schemathesis.Case, _kwargs: dict[str, Any]) -> None:
        # Whoever takes away their own account or key is asked who they are ever after.
        if case.path_parameters.get("account_id") in own and case.method == "PATCH":
            case.path_parameters["account_id"] = ids["account_id"]
        # The generator knows few words: the same key with another body would be refused most of the time.
        if case.headers.get("Idempotency-Key") in {"0", "00"}:
            case.headers["Idempotency-Key"] = new_id()

    return before_call


def _spared() -> Any:
    chance = random.Random(SEED)

    def filter_case(_context: Any, case: schemathesis.Case) -> bool:
        # More than half of the contract's corners are values of other types, which are sent to every place of every
        # route by the test of bad bodies as well.
        is_of_wrong_type = getattr(case.meta.phase.data, "scenario", None) is CoverageScenario.INCORRECT_TYPE
        return not is_of_wrong_type or chance.random() < WRONG_TYPES

    return filter_case


def _told(recorder: ScenarioRecorder, case_id: str) -> str:
    return "\n".join(_lines(recorder, case_id))


def _lines(recorder: ScenarioRecorder, case_id: str) -> Iterator[str]:
    seen = recorder.interactions.get(case_id)
    if seen is not None:
        yield f"{seen.request.method} {seen.request.uri[:500]} {seen.request.headers}"
        yield repr((seen.request.body or b"")[:1000])
        yield f"{seen.response.status_code} {seen.response.content[:1000]!r}" if seen.response else "no answer"
