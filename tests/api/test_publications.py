"""Publications: numbered, frozen, each with an address of its own, and public."""

from typing import Any

import pytest

from tests.newsrooms import Newsroom, created, places, problem
from tracker.lib.ids import new_id

CORRECTION = {"kind": "correction", "severity": "major", "notice": "The office revised the figure."}


def read(room: Newsroom, claim_id: str, number: int) -> dict[str, Any]:
    return created(room.get(f"/claims/{claim_id}/publications/{number}", None))


def corrected(room: Newsroom, **words: str) -> str:
    claim_id = room.claim_in("published")
    created(room.step(claim_id, "reopen", reason="The office revised the figure."))
    room.verdict(claim_id, label="false", review_by="2027-01-01")
    for step, who, more in (
        ("submit", "checker", {}),
        ("approve", "editor", {}),
        ("publish", "editor", CORRECTION | words),
    ):
        created(room.step(claim_id, step, who, **more))
    return claim_id


def test_a_publication_shows_all_that_was_published(room: Newsroom) -> None:
    claim_id = room.claim_in("published")
    publication = read(room, claim_id, 1)
    snapshot = publication["snapshot"]

    assert (publication["number"], publication["kind"], publication["severity"]) == (1, "original", None)
    assert (publication["label_before"], publication["label_after"]["key"]) == (None, "mostly_false")
    assert len(publication["digest"]) == 64
    assert (snapshot["claim"]["text"], snapshot["verdict"]["texts"][0]["language"]) == (
        "Inflation in the country stands at 40%.", "en",
    )  # fmt: skip
    assert snapshot["evidence"][0]["source"]["url"] == "https://statistics.example/cpi/2024"
    assert (snapshot["gate"]["policy"], snapshot["gate"]["publishable"]) == ("minimal", True)
    assert [person["name"] for person in snapshot["verdict"]["contributors"]] == ["checker"]
    assert snapshot["verdict"]["approved_by"]["name"] == "editor"


def test_the_claim_tells_where_its_check_stands(room: Newsroom) -> None:
    claim_id = room.claim_in("published")
    publication, claim = read(room, claim_id, 1), room.get(f"/claims/{claim_id}").json

    assert claim["publication"] == {
        "status": "live", "check_id": claim_id, "number": 1, "kind": "original", "label": "mostly_false",
        "class": "mostly_false", "first_published_at": publication["published_at"],
        "changed_at": claim["publication"]["changed_at"],
    }  # fmt: skip
    assert claim["publication"]["changed_at"] >= publication["published_at"]
    assert claim["review_by"] == "2025-09-01"


def test_a_correction_is_another_publication_and_the_first_one_stays(room: Newsroom) -> None:
    claim_id = room.claim_in("published")
    before = read(room, claim_id, 1)
    claim_id = corrected(room)
    first, second = read(room, claim_id, 1), read(room, claim_id, 2)

    assert first["snapshot"].keys() == before["snapshot"].keys()
    assert first["label_after"]["key"] == "mostly_false"
    assert (second["number"], second["kind"], second["severity"], second["notice"]) == (
        2, "correction", "major", CORRECTION["notice"],
    )  # fmt: skip
    assert (second["label_before"]["key"], second["label_after"]["key"]) == ("mostly_false", "false")
    assert [earlier["number"] for earlier in second["snapshot"]["earlier"]] == [1]
    assert second["snapshot"]["first_published_at"] == first["published_at"] < second["published_at"]
    assert room.get(f"/claims/{claim_id}").json["review_by"] == "2027-01-01"


def test_severity_is_minor_unless_told_otherwise(room: Newsroom) -> None:
    claim_id = room.claim_in("published")
    created(room.step(claim_id, "reopen", reason="x"))
    room.verdict(claim_id)
    created(room.step(claim_id, "submit", "checker"))
    created(room.step(claim_id, "approve"))
    created(room.step(claim_id, "publish", kind="update", notice="A new source."))

    assert read(room, claim_id, 2)["severity"] == "minor"


def test_a_retraction_is_a_tombstone_that_keeps_what_was_shown(room: Newsroom) -> None:
    claim_id = room.claim_in("retracted")
    first, last = read(room, claim_id, 1), read(room, claim_id, 2)

    assert (last["kind"], last["notice"]) == ("retraction", "This check was wrong.")
    assert last["snapshot"]["claim"] == first["snapshot"]["claim"]
    assert last["snapshot"]["verdict"] == first["snapshot"]["verdict"]
    assert room.get(f"/claims/{claim_id}").json["publication"]["status"] == "retracted"


def test_publications_are_listed_oldest_first(room: Newsroom) -> None:
    claim_id = corrected(room)
    listed = room.get(f"/claims/{claim_id}/publications?limit=1", None)
    rest = room.get(f"/claims/{claim_id}/publications?limit=1&cursor={listed.json['next']}", None)

    assert [item["number"] for page in (listed, rest) for item in page.json["items"]] == [1, 2]
    assert "snapshot" not in listed.json["items"][0]


@pytest.mark.parametrize("number", ["", "/1", "/0", "/2", "/-1", "/one", "/99999999999999999999"])
def test_what_was_never_published_is_not_there(room: Newsroom, number: str) -> None:
    unpublished, unknown = (
        room.get(f"/claims/{claim_id}/publications{number}", "checker") for claim_id in (room.claim()["id"], new_id())
    )

    assert (unpublished.status_code, unknown.status_code) == (404, 404)
    assert unpublished.data == unknown.data


@pytest.mark.parametrize("number", ["/0", "/2", "/99999999999999999999", "/4294967297"])
def test_a_check_has_no_publications_but_its_own(room: Newsroom, number: str) -> None:
    assert room.get(f"/claims/{room.claim_in('published')}/publications{number}", None).status_code == 404


def test_what_is_public_may_be_cached_by_all(room: Newsroom) -> None:
    path = f"/claims/{room.claim_in('published')}/publications/1"
    answer = room.get(path, None)

    assert answer.headers["Cache-Control"] == "no-cache"
    assert room.get(path, None, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_refused_publication_leaves_no_trace(room: Newsroom) -> None:
    claim_id = room.claim_in("approved")
    before = room.get(f"/claims/{claim_id}/history").data
    answer = room.step(claim_id, "publish", kind="correction", notice="x")

    assert (problem(answer), places(answer)) == ((422, "need-not-met"), ["/kind"])
    assert room.get(f"/claims/{claim_id}/history").data == before
    assert room.get(f"/fact-checks/{claim_id}", None).status_code == 404
