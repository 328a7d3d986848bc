"""A protected source is known to its custodians alone: everyone else meets its public description, everywhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import quote

import pytest
from werkzeug.test import TestResponse

from tests.api.route import Ids
from tests.api.routes import ROUTES, furnished
from tests.newsrooms import EXAMPLES, Newsroom, created, problem

TITLE, PUBLISHER, HOST = "Minutes kept by Quillfeather", "Quillfeather Leaks", "quillfeather.example"
URL, FILENAME, CONTENT = f"https://{HOST}/minutes/7", "quillfeather-minutes.pdf", b"Said Quillfeather to nobody else."
OLD_TITLE = "What Quillfeather said first"
INTEREST = "Works for Quillfeather"
SECRETS = ("quillfeather", URL.partition("//")[2], CONTENT.decode())
DESCRIPTION = "A person who was in the room"
IDENTITY = {"disclosure": INTEREST, "url": URL, "title": TITLE, "publisher": PUBLISHER, "published_on": "2025-01-17"}
OUTSIDERS = ("second_checker", "editor", "second_editor", "auditor", "admin", "everyone")


@dataclass(frozen=True)
class Case:
    """A protected source that has been used wherever a source can be, with the ids of all there is."""

    room: Newsroom
    ids: Ids
    digest: str

    @property
    def path(self) -> str:
        return f"/sources/{self.ids['source_id']}"


@pytest.fixture(scope="module")
def case(room: Newsroom) -> Case:
    claim_id = room.claim_in("queued")
    protected = EXAMPLES["evidence"] | {"source": IDENTITY | {"title": OLD_TITLE} | {
        "protected": True, "public_description": DESCRIPTION, "kind": "person"}}  # fmt: skip
    evidence = created(room.post(f"/claims/{claim_id}/evidence", protected))
    source_id = evidence["source_id"]
    created(room.patch(f"/sources/{source_id}", {"title": TITLE}))
    data = {"file": (BytesIO(CONTENT), FILENAME)}
    capture = created(room.call("POST", f"/sources/{source_id}/captures", "checker", data=data))
    created(room.patch(f"/evidence/{evidence['id']}", {"capture_id": capture["id"]}))
    appearance = created(room.post(f"/claims/{claim_id}/appearances", {"source_id": source_id, "role": "reports"}))
    verdict = room.verdict(claim_id)
    for step, who in (("start", "checker"), ("submit", "checker"), ("approve", "editor"), ("publish", "editor")):
        created(room.step(claim_id, step, who))
    own = {
        "claim_id": claim_id, "published_id": claim_id, "check_id": claim_id, "source_id": source_id,
        "evidence_id": evidence["id"], "appearance_id": appearance["id"], "verdict_id": verdict["id"],
        "capture_id": capture["id"], "digest": capture["digest"],
    }  # fmt: skip
    merged = room.claim()["id"]
    created(room.post(f"/claims/{merged}/appearances", {"source_id": source_id}))
    return Case(room, furnished(room) | own, capture["digest"])


def told(response: TestResponse) -> str:
    return (response.get_data().decode(errors="replace") + str(response.headers)).lower()


def leaks(response: TestResponse) -> list[str]:
    return [secret for secret in SECRETS if secret.lower() in told(response)]


def readings(case: Case) -> Iterator[str]:
    for route in ROUTES:
        if route.method == "GET":
            yield route.path(case.ids)
    source = f"source/{case.ids['source_id']}"
    yield from (f"/audit/entries?limit=200&object={source}", "/audit/entries?limit=200&kind=source.added")
    yield from ("/claims?limit=200", "/sources?limit=200", "/sources?protected=true", "/sources?kind=person")
    yield f"/fact-checks/{case.ids['claim_id']}.json"
    yield f"/fact-checks/{case.ids['claim_id']}/en.json"


def everything(case: Case, room: Newsroom, who: str | None) -> dict[str, list[str]]:
    found = {path: leaks(room.get(path, who)) for path in readings(case)}
    return {path: secrets for path, secrets in found.items() if secrets}


def test_its_custodian_sees_it_wherever_it_is_used(case: Case) -> None:
    claim, evidence = f"/claims/{case.ids['claim_id']}", f"/evidence/{case.ids['evidence_id']}"
    paths = (case.path, f"{case.path}/history", f"{case.path}/captures", claim, f"{claim}/appearances",
             f"{claim}/evidence", evidence, "/sources?protected=true", f"/captures/{case.ids['capture_id']}",
             f"/files/{case.digest}")  # fmt: skip

    assert [path for path in paths if not leaks(case.room.get(path))] == []
    assert case.room.get(case.path).json.items() >= IDENTITY.items()
    assert case.room.get(case.path).json["custodian_ids"] == [case.room.accounts["checker"]]


def test_the_public_record_does_not_show_it_even_to_its_custodian(case: Case) -> None:
    check = case.ids["claim_id"]
    paths = (f"/fact-checks/{check}", f"/fact-checks/{check}.json", f"/claims/{check}/publications/1",
             "/feeds/verdicts.json")  # fmt: skip

    assert [path for path in paths if leaks(case.room.get(path))] == []


@pytest.mark.parametrize("who", [None, *OUTSIDERS])
def test_nobody_else_reads_it_anywhere(case: Case, who: str | None) -> None:
    everything(case, case.room, "checker")

    assert everything(case, case.room, who) == {}


@pytest.mark.parametrize("who", [None, "everyone"])
def test_another_organization_reads_it_nowhere(case: Case, other_room: Newsroom, who: str | None) -> None:
    assert everything(case, other_room, who) == {}


def test_others_meet_its_public_description(case: Case) -> None:
    source = case.room.get(case.path, "editor").json
    claim = case.room.get(f"/claims/{case.ids['claim_id']}", "editor").json
    snapshot = case.room.get(f"/claims/{case.ids['claim_id']}/publications/1", None).json["snapshot"]

    assert (source["protected"], source["public_description"], source["custodian_ids"]) == (True, DESCRIPTION, [])
    assert [source[name] for name in (*IDENTITY, "origin_id")] == [None] * 6
    assert claim["appearances"][-1]["source"]["public_description"] == DESCRIPTION
    assert snapshot["evidence"][0]["source"]["public_description"] == DESCRIPTION
    assert DESCRIPTION in case.room.get(f"/fact-checks/{case.ids['claim_id']}", None).text


@pytest.mark.parametrize("who", OUTSIDERS)
def test_its_files_are_not_there_for_others(case: Case, who: str) -> None:
    gone = [f"/files/{case.digest}", f"/captures/{case.ids['capture_id']}"]
    answers = [case.room.get(path, who) for path in gone]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert problem(case.room.get(f"{case.path}/captures", who)) == (403, "not-custodian")


@pytest.mark.parametrize("query", [f"url={quote(URL)}", f"publisher={quote(PUBLISHER)}"])
@pytest.mark.parametrize("who", ["checker", "editor"])
def test_no_filter_finds_it(case: Case, query: str, who: str) -> None:
    found = [item["id"] for item in case.room.get(f"/sources?{query}", who).json["items"]]

    assert case.ids["source_id"] not in found


@pytest.mark.parametrize("who", ["second_checker", "editor", "everyone"])
def test_others_change_nothing_and_learn_nothing_from_the_refusal(case: Case, who: str) -> None:
    answers = [
        case.room.patch(case.path, {"title": "Mine now"}, who),
        case.room.patch(case.path, {"custodian_ids": [case.room.accounts[who]]}, who),
        case.room.call("POST", f"{case.path}/captures", who, data={"file": (BytesIO(b"x"), "x.txt")}),
    ]

    assert [problem(answer) for answer in answers] == [(403, "not-custodian")] * 3
    assert [secret for answer in answers for secret in leaks(answer)] == []
    assert case.room.get(case.path).json["custodian_ids"] == [case.room.accounts["checker"]]


def test_others_may_cite_it_without_learning_it(case: Case) -> None:
    body = {"source_id": case.ids["source_id"], "stance": "context", "excerpt": "x"}
    answer = case.room.post(f"/claims/{case.room.claim()['id']}/evidence", body, "editor")

    assert answer.status_code == 201
    assert leaks(answer) == []


def test_its_address_posted_by_somebody_else_makes_a_new_source_without_telling(case: Case) -> None:
    answers = [case.room.post("/sources", {"url": URL, "title": "A page"}, "editor") for _ in range(2)]
    known = case.room.get(case.path).json

    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json["id"] == answers[1].json["id"] != case.ids["source_id"]
    assert (answers[0].json["protected"], answers[0].json["title"], known["title"]) == (False, "A page", TITLE)


def test_a_source_that_moves_to_its_address_meets_no_conflict(case: Case) -> None:
    source = created(case.room.post("/sources", {"url": "https://elsewhere.example/quill"}, "editor"))
    secret = f"{URL}/annex"
    created(case.room.post("/sources", IDENTITY | {"url": secret, "protected": True, "public_description": "A person"}))

    assert case.room.patch(f"/sources/{source['id']}", {"url": secret}, "editor").status_code == 200


def test_a_custodian_who_cites_its_address_again_cites_it(case: Case) -> None:
    claim_id = case.room.claim()["id"]
    again = {"url": f"{URL}#page-2", "title": "Other words"}
    evidence = case.room.evidence(claim_id, source=again)
    appearance = created(case.room.post(f"/claims/{claim_id}/appearances", again))
    posted = case.room.post("/sources", again)

    assert {evidence["source_id"], appearance["source"]["id"], posted.json["id"]} == {case.ids["source_id"]}
    assert (posted.status_code, posted.json["protected"], posted.json["title"]) == (200, True, TITLE)


def test_no_source_of_a_custodian_moves_to_its_address(case: Case) -> None:
    secret, source = f"{URL}/draft", created(case.room.post("/sources", {"url": "https://elsewhere.example/feather"}))
    created(case.room.post("/sources", IDENTITY | {"url": secret, "protected": True, "public_description": "A person"}))

    assert problem(case.room.patch(f"/sources/{source['id']}", {"url": secret})) == (409, "conflict")


def protected(room: Newsroom, *custodians: str) -> str:
    """Return the path of a protected source entrusted to some."""
    body = {"title": TITLE, "protected": True, "public_description": DESCRIPTION}
    entrusted = {"custodian_ids": [room.accounts[who] for who in custodians]} if custodians else {}
    return f"/sources/{created(room.post('/sources', body | entrusted))['id']}"


def sees(room: Newsroom, path: str, who: str) -> bool:
    seen = {bool(leaks(room.get(p, who))) for p in (path, f"{path}/history")}
    assert len(seen) == 1
    return seen.pop()


def test_it_can_be_entrusted_to_others_from_the_beginning(room: Newsroom) -> None:
    path = protected(room, "checker", "editor")

    assert [sees(room, path, who) for who in ("checker", "editor", "second_editor")] == [True, True, False]


def test_who_is_no_custodian_any_more_sees_nothing_any_more(room: Newsroom) -> None:
    path = protected(room)
    before = [sees(room, path, who) for who in ("checker", "editor")]
    created(room.patch(path, {"custodian_ids": [room.accounts["editor"]]}))

    assert (before, [sees(room, path, who) for who in ("checker", "editor")]) == ([True, False], [False, True])
    assert problem(room.patch(path, {"title": "x"})) == (403, "not-custodian")


def test_it_keeps_at_least_one_custodian_and_its_description(room: Newsroom) -> None:
    path = protected(room)
    answers = [room.patch(path, patch) for patch in (
        {"custodian_ids": []},
        {"public_description": None},
        {"public_description": None, "custodian_ids": [room.accounts["editor"]]},
        {"public_description": None, "origin": {"name": "x"}},
    )]  # fmt: skip

    assert [answer.status_code for answer in answers] == [422] * 4
    assert sees(room, path, "checker")


def test_two_protected_sources_may_have_one_address(room: Newsroom) -> None:
    body = IDENTITY | {"url": f"{URL}/9", "protected": True, "public_description": DESCRIPTION}
    answers = [room.post("/sources", body, who) for who in ("checker", "second_checker")]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json["id"] != answers[1].json["id"]
