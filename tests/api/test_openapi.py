"""The contract: valid, committed as it is, complete, and with examples that the service takes."""

import json
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.api.route import Ids, Route
from tests.api.routes import ROUTES, furnished
from tests.newsrooms import Newsroom
from tracker import errors
from tracker.api import documents
from tracker.lib.ids import new_id

CONTRACT = yaml.load(
    (Path(__file__).parents[2] / "openapi" / "tracker.yaml").read_text(encoding="utf-8"),
    Loader=yaml.CSafeLoader,  # the pure one takes seconds
)
METHODS = ("get", "post", "put", "patch", "delete")
PROBLEM = "application/problem+json"
# Answers that no documented operation gives: to another method, and to a fault of ours.
# The last is an answer of the public site's alone.
UNTOLD = {"/problems/method-not-allowed", "/problems/internal", "/problems/not-offered"}


@dataclass(frozen=True)
class Operation:
    """One method of one path of the contract."""

    path: str
    method: str
    told: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def row(self) -> Route:
        """The row of the routes' table that is about it."""
        return next(r for r in ROUTES if r.method == self.method.upper() and _templated(r.rule) == self.path)

    @property
    def bodies(self) -> dict[str, Any]:
        """What it takes, by media type."""
        taken: dict[str, Any] = self.told.get("requestBody", {}).get("content", {})
        return taken

    @property
    def parameters(self) -> set[str]:
        """The names of the headers it asks for or understands."""
        return {parameter.get("$ref", "").rpartition("/")[2] for parameter in self.told.get("parameters", [])}


def _templated(rule: str) -> str:
    return rule.replace("<int:", "<").replace("<", "{").replace(">", "}")


def resolved(part: Any) -> Any:
    """Return what a part of the contract says, wherever it says it."""
    if "$ref" not in part:
        return part
    found: Any = CONTRACT
    for name in part["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return found


OPERATIONS = [
    Operation(path, method, told[method])
    for path, told in CONTRACT["paths"].items()
    for method in METHODS
    if method in told
]
TAKING = [operation for operation in OPERATIONS if operation.bodies]
REFUSALS = CONTRACT["components"]["responses"]


@pytest.fixture(scope="module")
def ids(room: Newsroom) -> Ids:
    return furnished(room)


def problem_types(response: dict[str, Any]) -> list[str]:
    """Return the types that a documented refusal may have."""
    _, told = resolved(response)["content"][PROBLEM]["schema"]["allOf"]
    types: list[str] = told["properties"]["type"]["enum"]
    return types


def test_it_is_valid_openapi() -> None:
    assert list(OpenAPIV31SpecValidator(CONTRACT).iter_errors()) == []


def test_the_committed_contract_is_that_of_the_code(shared_app: Flask) -> None:
    assert json.loads(json.dumps(documents.document(shared_app))) == CONTRACT


def test_the_service_gives_out_the_contract(shared_app: Flask) -> None:
    assert shared_app.test_client().get("/api/v1/openapi.json").json == CONTRACT


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation.told["operationId"] for operation in OPERATIONS]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_every_operation_is_explained(operation: Operation) -> None:
    assert operation.told["description"].endswith(".")
    assert not operation.told["summary"].endswith(".")
    assert set(operation.told["tags"]) <= {tag["name"] for tag in CONTRACT["tags"]}


def test_every_group_of_operations_is_explained() -> None:
    assert all(tag["description"].endswith(".") for tag in CONTRACT["tags"])


def test_component_names_read_well() -> None:
    assert all(name.isalpha() for name in CONTRACT["components"]["schemas"])


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_every_parameter_in_a_path_is_told_with_what_it_looks_like(operation: Operation) -> None:
    told = CONTRACT["paths"][operation.path].get("parameters", [])
    schemas = {f"{{{parameter['name']}}}": resolved(parameter["schema"]) for parameter in told}

    assert list(schemas) == [part for part in operation.path.split("/") if part.startswith("{")]
    assert all("pattern" in schema or "maximum" in schema for schema in schemas.values())


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_every_refusal_that_can_come_is_told(operation: Operation) -> None:
    is_public = {} in operation.told["security"]
    is_conditional = "If-Match" in operation.parameters
    has_body = bool(operation.bodies)
    can_come = {
        "304": operation.method == "get",
        "400": has_body or is_conditional or "Idempotency-Key" in operation.parameters,
        "401": True,
        "403": not is_public,
        "404": "{" in operation.path,
        "409": operation.method != "get",
        "412": is_conditional,
        "413": has_body,
        "415": has_body,
        "422": True,
        "428": is_conditional,
        "429": True,
        "503": True,
    }

    assert {status for status, can in can_come.items() if can} - operation.told["responses"].keys() == set()


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_every_refusal_is_told_as_a_problem(operation: Operation) -> None:
    refusals = [told for status, told in operation.told["responses"].items() if status >= "400"]

    assert all(problem_types(refusal) for refusal in refusals)


def test_every_type_of_problem_is_told_under_its_status() -> None:
    told = {name: status for status, response in _statuses().items() for name in problem_types(response)}
    known = {f"/problems/{error.code}": str(error.status) for error in errors.known()}

    assert told == {name: status for name, status in known.items() if name not in UNTOLD}


def test_only_reads_of_what_is_public_go_without_a_key() -> None:
    without = {str(operation) for operation in OPERATIONS if {} in operation.told["security"]}

    assert without == {
        "GET /api/v1/scales",
        "GET /api/v1/changes",
        "GET /api/v1/changes/stream",
        "GET /api/v1/claims/{claim_id}/publications",
        "GET /api/v1/claims/{claim_id}/publications/{number}",
        "GET /api/v1/claims/{claim_id}/publications/{number}/receipt",
        "POST /api/v1/correction-requests",
    }


@pytest.mark.parametrize("operation", TAKING, ids=str)
def test_every_body_is_closed(operation: Operation) -> None:
    for content in operation.bodies.values():
        schema = resolved(content["schema"])
        assert schema["type"] == "array" or schema["additionalProperties"] is False


@pytest.mark.parametrize("operation", TAKING, ids=str)
def test_every_body_has_an_example_that_its_schema_allows(operation: Operation) -> None:
    for content in operation.bodies.values():
        schema = content["schema"] | {"components": CONTRACT["components"]}
        Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(content["example"])


@pytest.mark.parametrize("operation", TAKING, ids=str)
def test_every_example_is_taken(operation: Operation, room: Newsroom, ids: Ids) -> None:
    row = operation.row
    for media_type, content in operation.bodies.items():
        own = row.fresh(room, "everyone", ids) if row.fresh else {}

        response = row.call(room, "everyone", {**ids, **own}, **_as_sent(media_type, content["example"], room, ids))

        assert response.status_code in {row.success, 200}, response.get_data(as_text=True)


def _statuses() -> dict[str, Any]:
    answers = [answer for operation in OPERATIONS for answer in operation.told["responses"].items()]
    return {status: told for status, told in answers if status >= "400"}


def _as_sent(media_type: str, example: Any, room: Newsroom, known: Ids) -> dict[str, Any]:
    if media_type == "multipart/form-data":
        return {"data": {"file": (BytesIO(example["file"].encode()), "page.html")}}
    return {"data": json.dumps(_with_ids(example, room, known)), "content_type": media_type}


def _with_ids(example: Any, room: Newsroom, known: Ids) -> Any:
    if isinstance(example, list):
        return [room.accounts["everyone"] if isinstance(item, str) else item for item in example]
    ids = {"scale_id": room.scale_id} if "scale_id" in example else {}
    ids |= {"check_id": known["check_id"]} if "check_id" in example else {}
    ids |= {"match_id": room.claim_in("logged")} if "match_id" in example else {}
    # An origin's name is taken by the one that came with the newsroom's evidence.
    names = {"name": f"Office {new_id()}"} if example.get("name") == "National statistics office" else {}
    targets = {"targets": [{"object": f"account/{room.accounts['checker']}", "field": "/name"}]}
    return example | ids | names | (targets if "targets" in example else {})
