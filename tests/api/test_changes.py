"""The change feed: every change of what is public, once, in order, and nothing that is not public."""

from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.changes import CHECK, NOTICE, SITE, again, end, imported, imported_again, kinds, taken_out, told, translated
from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem
from tracker.domain import changes as rules
from tracker.domain.publication import KINDS as PUBLICATION_KINDS
from tracker.errors import SilentChange
from tracker.models import Change, db
from tracker.services import changes


def test_a_check_tells_its_story_in_order(new_room: Newsroom) -> None:
    claim_id = new_room.claim_in("published")
    again(new_room, claim_id, kind="correction", severity="major", notice=NOTICE)
    created(new_room.step(claim_id, "reopen", reason="once more"))
    created(new_room.step(claim_id, "conclude", reason="nothing new"))
    again(new_room, claim_id, kind="update", notice="A newer figure.")
    created(new_room.step(claim_id, "retract", reason="wrong", notice="It was wrong."))
    again(new_room, claim_id, kind="reinstatement", notice="It was right after all.")

    items = told(new_room)

    assert [item["kind"] for item in items] == [
        "published", "under_review", "corrected", "under_review", "review_closed", "under_review", "updated",
        "retracted", "reinstated",
    ]  # fmt: skip
    assert {item["claim_id"] for item in items} == {claim_id}
    assert [item["publication"]["number"] for item in items] == [1, 1, 2, 2, 2, 2, 3, 4, 5]
    assert [item["status"] for item in items] == [
        "live", "under_review", "live", "under_review", "live", "under_review", "live", "retracted", "live",
    ]  # fmt: skip
    assert [item["seq"] for item in items] == sorted({item["seq"] for item in items})
    assert [item["at"] for item in items] == sorted(item["at"] for item in items)


def test_a_change_says_what_is_published_and_where_it_stands(new_room: Newsroom) -> None:
    claim_id = new_room.claim_in("published")
    again(new_room, claim_id, kind="correction", severity="major", notice=NOTICE)

    item = told(new_room)[-1]

    assert item["publication"] == {
        "number": 2, "kind": "correction", "severity": "major", "notice": NOTICE,
        "label_before": {"key": "mostly_false", "name": "Mostly false"},
        "label_after": {"key": "false", "name": "False"},
    }  # fmt: skip
    assert item["organization"] == {"id": new_room.organization_id, "slug": new_room.slug}
    assert item["check_id"] == claim_id
    assert item["links"] == {
        "page": f"{SITE}/fact-checks/{claim_id}",
        "json": f"{SITE}/fact-checks/{claim_id}.json",
        "publication": f"{SITE}/api/v1/claims/{claim_id}/publications/2",
        "receipt": f"{SITE}/api/v1/claims/{claim_id}/publications/2/receipt",
    }
    for name in ("page", "json", "publication"):
        assert new_room.get(item["links"][name].removeprefix(SITE), None).status_code == 200


def test_a_change_has_the_sequence_of_the_entry_that_tells_of_it(new_room: Newsroom) -> None:
    claim_id = new_room.claim_in("published")
    publication = new_room.get(f"/claims/{claim_id}/publications/1", None).json

    (item,) = told(new_room)

    entries = new_room.get(f"/audit/entries?object=publication/{publication['id']}", "auditor").json["items"]
    assert (item["seq"], item["at"]) == (entries[0]["seq"], entries[0]["at"])


def test_what_is_not_public_is_no_change(new_room: Newsroom) -> None:
    before = end(new_room)
    claim_id = new_room.claim_in("approved")
    page = [{"language": "en", "url": "https://checks.example/1"}]
    created(new_room.call("PUT", f"/claims/{claim_id}/pages", "editor", body=page, if_match=True))
    taken_out(new_room, new_room.claim()["id"])

    answer = new_room.get(f"/changes?after={before}", None).json

    assert answer["items"] == []
    assert answer["next_after"] > before


def test_a_retracted_check_that_is_looked_at_again_is_still_retracted(new_room: Newsroom) -> None:
    claim_id = new_room.claim_in("retracted")
    created(new_room.step(claim_id, "reopen", reason="once more"))
    created(new_room.step(claim_id, "conclude", reason="nothing new"))

    assert kinds(new_room) == ["published", "retracted"]


def test_a_page_that_moves_is_an_update(new_room: Newsroom) -> None:
    claim_id = new_room.claim_in("published")
    page = [{"language": "en", "url": "https://checks.example/1"}]
    for _ in range(2):
        created(
            new_room.call(
                "PUT", f"/claims/{claim_id}/pages", "editor", body=page, if_match=new_room.etag(f"/claims/{claim_id}")
            )
        )

    assert kinds(new_room) == ["published", "updated"]
    assert (told(new_room)[-1]["publication"]["number"], told(new_room)[-1]["status"]) == (1, None)


def test_what_is_erased_hidden_or_shown_again_is_told_and_tells_nothing(new_room: Newsroom) -> None:
    claim_id = new_room.claim_in("published")
    again(new_room, claim_id, kind="correction", notice=NOTICE)
    publication = new_room.get(f"/claims/{claim_id}/publications/2", None).json["id"]
    hidden = taken_out(new_room, claim_id, kind="restriction")
    created(new_room.post(f"{hidden}/lifting", EXAMPLES["lifting"], "admin"))
    before = told(new_room)[2]["publication"]["notice"]

    targets = [{"object": f"publication/{publication}", "field": "/notice"}]
    filed = created(new_room.post("/erasures", EXAMPLES["erasure"] | {"targets": targets}, "admin"))
    created(new_room.post(f"/erasures/{filed['id']}/confirmation", {}, "editor"))

    assert kinds(new_room) == ["published", "under_review", "corrected", "redacted", "redacted", "redacted"]
    assert before == NOTICE
    assert NOTICE not in new_room.get(f"/changes?organization={new_room.slug}", None).text


def test_a_check_that_is_told_in_another_language_as_well_is_translated(new_room: Newsroom) -> None:
    claim_id = new_room.claim_in("published")
    translated(new_room, claim_id)
    created(new_room.step(claim_id, "retract", reason="wrong", notice="It was wrong."))
    second, third = (new_room.get(f"/claims/{claim_id}/publications/{number}", None).json for number in (2, 3))

    assert kinds(new_room) == ["published", "under_review", "translated", "retracted"]
    assert (second["kind"], second["snapshot"]["translated"]) == ("update", ["fr"])
    assert "translated" not in third["snapshot"]


@pytest.mark.parametrize(
    "change", [{"label": "false"}, {"true_as_of": "2025-06"}, {"review_by": "2031-01-01"}], ids=str
)
def test_a_translation_that_changes_something_else_is_an_update(new_room: Newsroom, change: dict[str, Any]) -> None:
    claim_id = new_room.claim_in("published")
    translated(new_room, claim_id, **change)

    assert kinds(new_room) == ["published", "under_review", "updated"]


def test_an_update_of_what_is_there_is_no_translation(new_room: Newsroom) -> None:
    claim_id = new_room.claim_in("published")
    translated(new_room, claim_id, texts=EXAMPLES["verdict"]["texts"])

    assert kinds(new_room) == ["published", "under_review", "updated"]


def test_imports_are_published_and_then_updated(shared_app: Flask, new_room: Newsroom) -> None:
    with shared_app.app_context():
        ids = imported(new_room, CHECK, CHECK, CHECK)
        imported_again(new_room, ids[1], CHECK)

    items = told(new_room)

    assert [item["claim_id"] for item in items] == [*ids, ids[1]]
    assert [item["kind"] for item in items] == ["published", "published", "published", "updated"]
    assert [item["publication"]["kind"] for item in items] == ["imported"] * 4


def test_every_kind_of_publication_is_of_a_kind_of_change() -> None:
    assert rules.OF_PUBLICATIONS.keys() == set(PUBLICATION_KINDS)
    assert {*rules.OF_PUBLICATIONS.values(), *(rule.kind for rule in rules.OF_CLAIMS.values())} <= set(rules.KINDS)


def test_a_consumer_walks_through_all_changes_by_next_after(new_room: Newsroom) -> None:
    for _ in range(3):
        new_room.claim_in("retracted")
    found, after = [], 0
    while True:
        answer = new_room.get(f"/changes?limit=2&after={after}&organization={new_room.slug}", None).json
        found += answer["items"]
        if len(answer["items"]) < 2:
            break
        after = answer["next_after"]

    assert found == told(new_room)
    assert len(found) == 6


def test_next_after_is_the_end_of_the_log_where_there_is_no_more(new_room: Newsroom) -> None:
    new_room.claim_in("published")
    (item,) = told(new_room)
    new_room.claim()

    after = new_room.get(f"/changes?after={item['seq']}&organization={new_room.slug}", None).json["next_after"]

    assert after > item["seq"] + 1
    assert new_room.get(f"/changes?after={after}", None).json == {"items": [], "next_after": after}


def test_changes_of_other_organizations_are_left_out_where_one_is_asked_for(
    new_room: Newsroom, other_room: Newsroom
) -> None:
    mine, theirs = new_room.claim_in("published"), other_room.claim_in("published")

    of_both = told(new_room, organization=other_room.slug)

    assert [item["claim_id"] for item in told(new_room)] == [mine]
    assert [item["claim_id"] for item in of_both if item["claim_id"] in {mine, theirs}] == [mine, theirs]


def test_a_read_is_anonymous_and_may_come_from_anywhere(room: Newsroom) -> None:
    answer = room.get("/changes", None)
    repeated = room.get("/changes", None, headers={"If-None-Match": answer.headers["ETag"]})

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert (repeated.status_code, repeated.headers["ETag"]) == (304, answer.headers["ETag"])


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("after=-1", "after"),
        ("after=x", "after"),
        ("after=", "after"),
        (f"after={2**53}", "after"),
        ("after=1&after=2", "after"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("organization=No%20slug", "organization"),
        ("since=1", "since"),
    ],
)
def test_what_is_malformed_is_refused_by_its_place(room: Newsroom, query: str, place: str) -> None:
    answer = room.get(f"/changes?{query}", None)

    assert problem(answer) == (422, "invalid")
    assert places(answer) == [place]


def test_an_organization_that_is_not_there_is_not_found(room: Newsroom) -> None:
    assert problem(room.get("/changes?organization=nobody", None)) == (404, "not-found")


def test_a_place_that_the_log_has_not_reached_is_refused(room: Newsroom) -> None:
    after = end(room)

    assert room.get(f"/changes?after={after}", None).status_code == 200
    assert problem(room.get(f"/changes?after={after + 1}", None)) == (422, "past-the-end")


def test_who_listens_writes_in_the_same_transaction(shared_app: Flask, new_room: Newsroom) -> None:
    heard: list[Mapping[str, Any]] = []

    def listen(_sender: object, *, seqs: list[int]) -> None:
        heard.extend(changes.items(seqs, public_url=SITE))

    with changes.told.connected_to(listen):
        new_room.claim_in("retracted")

    assert heard == told(new_room)


def test_what_a_listener_cannot_write_is_not_published(shared_app: Flask, new_room: Newsroom) -> None:
    claim_id = new_room.claim_in("approved")

    def fail(_sender: object, *, seqs: list[int]) -> None:
        raise SilentChange(str(seqs))

    with changes.told.connected_to(fail), shared_app.app_context():
        assert new_room.step(claim_id, "publish").status_code == 500

    assert new_room.get(f"/claims/{claim_id}").json["state"] == "approved"
    assert told(new_room) == []
    with shared_app.app_context():
        assert db.session().execute(select(Change).where(Change.claim_id == claim_id)).all() == []
