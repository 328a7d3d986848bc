"""Reading the past: `as_of` by sequence and by time, on each kind of object, and who may see what of it."""

from collections.abc import Mapping
from datetime import timedelta, timezone
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from tests.moments import FEED, NOUNS, furnished, head, then
from tests.newsrooms import EXAMPLES, Newsroom, created, problem
from tests.statements import statements
from tests.stories import PROTECTED, SECRET_NAME
from tracker.lib import clock
from tracker.lib.ids import new_id
from tracker.models import LogEntry, db
from tracker.models.database import WRITING

MOST = 14


@pytest.fixture(scope="module")
def paths(room: Newsroom) -> Mapping[str, str]:
    return furnished(room)


@pytest.mark.parametrize("noun", NOUNS)
def test_as_of_the_newest_entry_it_is_what_it_is(room: Newsroom, shared_app: Flask, paths: Any, noun: str) -> None:
    answer = room.get(f"{paths[noun]}?as_of={head(shared_app)}")

    assert answer.json == room.get(paths[noun]).json
    assert answer.headers["Tracker-Log-Sequence"] == str(head(shared_app))


@pytest.mark.parametrize("noun", NOUNS)
def test_as_of_now_it_is_what_it_is(room: Newsroom, shared_app: Flask, paths: Any, noun: str) -> None:
    answer = room.get(f"{paths[noun]}?as_of={clock.to_text(clock.now())}")

    assert answer.json == room.get(paths[noun]).json
    assert answer.headers["Tracker-Log-Sequence"] == str(head(shared_app))


def test_before_the_log_began_the_sequence_is_minus_one(room: Newsroom) -> None:
    answer = room.get(f"{FEED}?as_of=2020-01-01T00:00:00Z", None)

    assert (answer.json["items"], answer.headers["Tracker-Log-Sequence"]) == ([], "-1")


def test_entries_of_one_time_belong_to_all_of_that_time(room: Newsroom, shared_app: Flask) -> None:
    before = head(shared_app)
    claim = room.claim(claimant={"name": f"Speaker {new_id()}"})
    with shared_app.app_context():
        rows = db.session().execute(select(LogEntry.at, LogEntry.seq).where(LogEntry.seq > before)).all()
    times = {row.at for row in rows}
    answer = room.get(f"/claims/{claim['id']}?as_of={clock.to_text(rows[0].at)}")

    assert (len(rows) > 1, len(times), answer.json) == (True, 1, claim)
    assert answer.headers["Tracker-Log-Sequence"] == str(head(shared_app))
    earlier = clock.to_text(rows[0].at - timedelta(microseconds=1))
    assert problem(room.get(f"/claims/{claim['id']}?as_of={earlier}")) == (404, "not-found")


def test_any_sequence_can_be_read_even_amid_a_deed(room: Newsroom, shared_app: Flask) -> None:
    first = head(shared_app)
    claim_id = room.claim_in("retracted")
    items = {noun: room.get(f"/claims/{claim_id}/{noun}").json["items"][0] for noun in ("evidence", "verdicts")}
    read = [f"/claims/{claim_id}", *(f"/{noun}/{item['id']}" for noun, item in items.items())]
    seqs = range(first, head(shared_app) + 1)
    made = {path: [room.get(f"{path}?as_of={seq}").status_code for seq in seqs] for path in read}
    feeds = {room.get(f"{FEED}?as_of={seq}", None).status_code for seq in seqs}

    assert feeds == {200}
    assert all(found == sorted(found, reverse=True) for found in made.values())
    assert [set(found) for found in made.values()] == [{200, 404}] * 3


def test_an_offset_names_the_same_time(room: Newsroom, paths: Any) -> None:
    now = clock.now()
    elsewhere = now.astimezone(timezone(timedelta(hours=-3, minutes=-30))).isoformat()

    assert then(room, paths["claims"], elsewhere) == then(room, paths["claims"], clock.to_text(now))


def test_it_has_no_revision_to_edit_by(room: Newsroom, shared_app: Flask) -> None:
    path = f"/claims/{room.claim()['id']}"
    tag = room.get(f"{path}?as_of={head(shared_app)}").headers["ETag"]

    assert not tag.startswith('"v')
    assert problem(room.patch(path, {"place": None}, if_match=tag)) == (412, "stale-revision")


def test_it_is_the_same_after_later_changes(room: Newsroom, shared_app: Flask) -> None:
    path = f"/claims/{room.claim()['id']}"
    past = f"{path}?as_of={head(shared_app)}"
    before = room.get(past)
    created(room.patch(path, {"text": "Something else."}))
    again = room.get(past, headers={"If-None-Match": before.headers["ETag"]})

    assert (again.status_code, again.headers["Tracker-Log-Sequence"]) == (304, before.headers["Tracker-Log-Sequence"])
    assert room.get(past).json == before.json != room.get(path).json


def test_steps_are_those_that_the_caller_could_have_taken(room: Newsroom, shared_app: Flask) -> None:
    path = f"/claims/{room.claim()['id']}"
    seq, before = head(shared_app), {who: room.get(path, who).json["allowed_steps"] for who in ("checker", "editor")}
    created(room.step(path.rpartition("/")[2], "reject", reason="not checkable"))

    assert {who: then(room, path, seq, who)["allowed_steps"] for who in before} == before
    assert before["checker"] != before["editor"] != room.get(path, "editor").json["allowed_steps"]


def test_merged_claims_show_where_they_were_seen_as_long_as_they_were_merged(room: Newsroom, shared_app: Flask) -> None:
    one, into = room.claim(), room.claim()
    path = f"/claims/{into['id']}"
    marks = [head(shared_app)]
    for step in ({"step": "merge", "into": into["id"], "reason": "x"}, {"step": "unmerge", "reason": "y"}):
        created(room.post(f"/claims/{one['id']}/steps", step, "editor", if_match="*"))
        marks.append(head(shared_app))
    mine, both = (len(into["appearances"]), len(into["appearances"]) + len(one["appearances"]))

    assert [len(then(room, path, seq)["appearances"]) for seq in marks] == [mine, both, mine]
    assert [then(room, f"/claims/{one['id']}", seq)["merged_into_id"] for seq in marks] == [None, into["id"], None]


def test_withdrawn_evidence_counted_before(room: Newsroom, shared_app: Flask) -> None:
    claim_id = room.claim()["id"]
    evidence = room.evidence(claim_id)
    seq = head(shared_app)
    created(room.post(f"/evidence/{evidence['id']}/withdrawal", EXAMPLES["withdrawal"]))

    counts = [then(room, f"/claims/{claim_id}", s)["evidence_count"] for s in (seq, head(shared_app))]
    assert (counts, then(room, f"/evidence/{evidence['id']}", seq)) == ([1, 0], evidence)


def test_claimants_and_people_have_the_names_they_had(new_room: Newsroom, shared_app: Flask) -> None:
    claim = new_room.claim()
    path, person = f"/claims/{claim['id']}", new_room.accounts["checker"]
    created(new_room.call("PUT", f"{path}/assignees", body=[person], if_match=True))
    seq = head(shared_app)
    created(new_room.patch(f"/claimants/{claim['claimant']['id']}", {"name": "Another"}))
    created(new_room.patch(f"/accounts/{person}", {"name": "Somebody"}, "admin"))
    created(new_room.call("PUT", f"{path}/assignees", body=[], if_match=True))

    was, now = then(new_room, path, seq), new_room.get(path).json
    assert (was["claimant"]["name"], now["claimant"]["name"]) == (claim["claimant"]["name"], "Another")
    assert (was["assignees"], now["assignees"]) == ([{"id": person, "name": "checker"}], [])


@pytest.fixture
def secret(room: Newsroom, shared_app: Flask) -> dict[str, Any]:
    """A protected source in use, the sequence then, and its custodian gone over to somebody else."""
    evidence = room.evidence(room.claim()["id"], source=PROTECTED | {"origin": None})
    claim_id, source_id = evidence["claim_id"], evidence["source_id"]
    created(room.post(f"/claims/{claim_id}/appearances", {"source_id": source_id}))
    found = {"seq": head(shared_app), "paths": [
        f"/sources/{source_id}", f"/claims/{claim_id}", f"/evidence/{evidence['id']}"]}  # fmt: skip
    created(room.patch(f"/sources/{source_id}", {"custodian_ids": [room.accounts["editor"]]}))
    return found


@pytest.mark.parametrize(("who", "sees"), [("editor", True), ("checker", False), ("everyone", False), ("admin", False)])
def test_who_is_custodian_now_sees_a_protected_source_of_then(
    room: Newsroom, secret: Any, who: str, sees: bool
) -> None:
    told = [SECRET_NAME in str(then(room, path, secret["seq"], who)) for path in secret["paths"]]

    assert told == [sees] * 3


def test_others_meet_the_public_description_of_then(room: Newsroom, secret: Any) -> None:
    source = then(room, secret["paths"][0], secret["seq"])

    assert (source["public_description"], source["custodian_ids"]) == (PROTECTED["public_description"], [])
    assert [source[name] for name in ("url", "title", "publisher", "published_on", "origin_id")] == [None] * 5


def erase(app: Flask, *, object_name: str, name: str, by: int) -> None:
    with app.app_context(), db.engine.connect().execution_options(**{WRITING: True}) as writing:
        writing.execute(
            text("UPDATE log_field SET salt = NULL, value = NULL, erased_seq = :by WHERE name = :name AND seq < :by"
                 " AND seq IN (SELECT seq FROM log_entry WHERE object = :object)"),
            {"by": by, "name": name, "object": object_name},
        )  # fmt: skip
        writing.commit()


def test_what_was_erased_reads_as_what_took_its_place(room: Newsroom, shared_app: Flask) -> None:
    claim = room.claim()
    path, seq = f"/claims/{claim['id']}", head(shared_app)
    created(room.patch(path, {"context": "[removed]"}))
    erase(shared_app, object_name=f"claim/{claim['id']}", name="/context", by=head(shared_app))

    assert then(room, path, seq) == {**claim, "context": "[removed]"}


def test_what_was_erased_and_not_replaced_reads_as_null(room: Newsroom, shared_app: Flask) -> None:
    claim = room.claim()
    path, seq = f"/claims/{claim['id']}", head(shared_app)
    created(room.patch(path, {"place": "Elsewhere"}))
    erase(shared_app, object_name=f"claim/{claim['id']}", name="/context", by=head(shared_app))

    assert then(room, path, seq) == {**claim, "context": None}


@pytest.mark.parametrize("noun", NOUNS)
def test_the_past_costs_few_queries(room: Newsroom, shared_app: Flask, paths: Any, noun: str) -> None:
    with statements(shared_app) as said:
        room.get(f"{paths[noun]}?as_of={clock.to_text(clock.now())}")

    assert 0 < len(said) <= MOST, "\n".join(said)
