"""The origin of a protected source is known to those who know the source, and to nobody else."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem
from tracker.lib.ids import new_id

OUTSIDERS = ("second_checker", "editor", "auditor", "admin")
PATCH = {"description": "The office on the third floor"}


@dataclass(frozen=True)
class Case:
    """A protected source whose origin was given with it, both known to one checker."""

    room: Newsroom
    name: str
    source: dict[str, Any]

    @property
    def origin_id(self) -> str:
        found: str = self.source["origin_id"]
        return found

    @property
    def path(self) -> str:
        return f"/origins/{self.origin_id}"

    def listed(self, who: str) -> list[str]:
        return [item["id"] for item in self.room.get("/origins?limit=200", who).json["items"]]

    def entry(self, who: str) -> dict[str, Any]:
        (found,) = self.room.get(f"/audit/entries?object=origin/{self.origin_id}", who).json["items"]
        return found


def protected(room: Newsroom, **fields: Any) -> dict[str, Any]:
    body = {"title": "Minutes", "protected": True, "public_description": "A person who was in the room"}
    return created(room.post("/sources", body | fields))


@pytest.fixture
def case(room: Newsroom) -> Case:
    name = f"Cabinet {new_id()}"
    return Case(room, name, protected(room, origin={"name": name, "url": "https://cabinet.example"}))


def test_the_custodian_sees_and_changes_it(case: Case) -> None:
    shown = case.room.get(case.path).json

    assert (shown["name"], shown["protected"]) == (case.name, True)
    assert case.origin_id in case.listed("checker")
    assert case.room.patch(case.path, PATCH).json["description"] == PATCH["description"]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_it_is_not_there_for_others(case: Case, who: str) -> None:
    answer = case.room.get(case.path, who)

    assert (problem(answer), case.origin_id in case.listed(who)) == ((404, "not-found"), False)


def test_nobody_else_changes_it(case: Case) -> None:
    answer = case.room.patch(case.path, PATCH, "editor", if_match='"v1.x"')

    assert problem(answer) == (404, "not-found")


def test_the_audit_trail_tells_who_it_is_to_custodians_alone(case: Case) -> None:
    created(case.room.patch(f"/sources/{case.source['id']}", {"custodian_ids": [case.room.accounts["everyone"]]}))

    assert case.entry("everyone")["changes"]["name"]["after"] == case.name
    assert case.entry("auditor")["changes"].keys() == {"protected"}


def test_who_becomes_a_custodian_sees_it(case: Case) -> None:
    created(case.room.patch(f"/sources/{case.source['id']}", {"custodian_ids": [case.room.accounts["editor"]]}))

    assert [case.room.get(case.path, who).status_code for who in ("editor", "checker")] == [200, 404]


def test_the_same_name_is_another_origin_for_everybody_else(case: Case) -> None:
    added = created(case.room.post("/origins", {"name": case.name}, "editor"))
    cited = created(case.room.post("/sources", {"title": "A book", "origin": {"name": case.name}}))

    assert added["id"] == cited["origin_id"] != case.origin_id
    assert added["protected"] is False


def test_a_protected_source_may_have_an_origin_that_all_know(room: Newsroom) -> None:
    known = created(room.post("/origins", {"name": f"Agency {new_id()}"}))

    assert protected(room, origin={"name": known["name"]})["origin_id"] == known["id"]
    assert room.get(f"/origins/{known['id']}", "editor").status_code == 200


def test_an_origin_given_later_is_protected_as_well(room: Newsroom) -> None:
    source = protected(room)
    changed = room.patch(f"/sources/{source['id']}", {"origin": {"name": f"Cabinet {new_id()}"}}).json

    assert problem(room.get(f"/origins/{changed['origin_id']}", "editor")) == (404, "not-found")


@pytest.mark.parametrize(("who", "code"), [("checker", "protected"), ("editor", "not-found")])
def test_only_protected_sources_name_it(case: Case, who: str, code: str) -> None:
    claim_id = case.room.claim()["id"]
    evidence = EXAMPLES["evidence"] | {"origin_id": case.origin_id}
    evidence.pop("origin", None)
    answers = [
        case.room.post("/sources", {"title": "A book", "origin_id": case.origin_id}, who),
        case.room.post(f"/claims/{claim_id}/evidence", evidence, who),
    ]

    assert [(answer.status_code, places(answer), answer.json["errors"][0]["code"]) for answer in answers] == [
        (422, ["/origin_id"], code)
    ] * 2
    assert protected(case.room, origin_id=case.origin_id)["origin_id"] == case.origin_id
