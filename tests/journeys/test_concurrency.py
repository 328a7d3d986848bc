"""Many at once: nothing is lost, nothing is done twice, and nobody meets a fault of ours."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier, Event

import pytest
from sqlalchemy import func, select

from tests import logbook
from tests.newsrooms import EXAMPLES, created
from tracker.models import Account, Claim, Claimant, Origin, Source

EDITORS, EDITS = 32, 30


@pytest.fixture
def desk(app, newsroom):
    """Make a newsroom with a client of its own: one for each thread."""
    return lambda: replace(newsroom, client=app.test_client())


def together(*jobs):
    """Do jobs in threads that begin at one moment, and return what each came to."""
    ready = Barrier(len(jobs), timeout=60)

    def begin(job):
        ready.wait()
        return job()

    with ThreadPoolExecutor(len(jobs)) as threads:
        return [begun.result(timeout=300) for begun in [threads.submit(begin, job) for job in jobs]]


def statuses(answers):
    return sorted(answer.status_code for answer in answers)


def count(connection, model, *conditions):
    return connection.execute(select(func.count()).select_from(model).where(*conditions)).scalar_one()


def is_sound(connection):
    return (logbook.faults(connection), logbook.differences(connection)) == ([], [])


def edit_until_accepted(desk, path, words, pause):
    """Read and edit until nobody came between, stepping back further the more often somebody did."""
    for refusals in range(1000):
        answer = desk.patch(path, {"context": words}, if_match=desk.etag(path, "checker"))
        if answer.status_code != 412:
            return answer.status_code
        pause.wait(random.uniform(0, 0.1 * min(refusals + 1, 20)))
    return None


def test_of_many_editors_on_one_claim_nobody_loses_an_edit(desk, newsroom, connection):
    path = f"/claims/{newsroom.claim()['id']}"
    never = Event()

    def editor(number):
        mine = desk()
        return lambda: [edit_until_accepted(mine, path, f"{number}: {edit}", never) for edit in range(EDITS)]

    answers = together(*(editor(number) for number in range(EDITORS)))

    accepted = [entry.content["/context"] for entry in logbook.entries(connection) if entry.row.kind == "claim.updated"]
    assert Counter(status for edits in answers for status in edits) == {200: EDITORS * EDITS}
    assert Counter(accepted) == {f"{number}: {edit}": 1 for number in range(EDITORS) for edit in range(EDITS)}
    assert newsroom.get(path).json["version"] == EDITORS * EDITS + 1
    assert is_sound(connection)


def test_a_post_repeated_at_the_same_time_is_done_once_and_answered_alike(desk, connection):
    headers = {"Idempotency-Key": "the-same"}
    before = logbook.size(connection)
    connection.rollback()

    def post():
        return desk().post("/origins", EXAMPLES["origin"], headers=headers)

    answers = together(*[post] * 8)

    alike = {
        (answer.status_code, answer.data, answer.headers["ETag"], answer.headers["Location"]) for answer in answers
    }
    assert len(alike) == 1
    assert statuses(answers) == [201] * 8
    assert [answer.headers.get("Idempotency-Replayed") for answer in answers].count("true") == 7
    assert (count(connection, Origin), logbook.size(connection)) == (1, before + 1)


def test_of_two_editors_who_approve_at_once_one_does(desk, newsroom, connection):
    claim_id = newsroom.claim_in("in_review")

    answers = together(*(lambda who=who: desk().step(claim_id, "approve", who) for who in ("editor", "second_editor")))

    assert statuses(answers) in ([200, 409], [200, 412])
    assert is_sound(connection)


def test_of_two_editors_who_publish_at_once_one_does(desk, newsroom, connection):
    claim_id = newsroom.claim_in("approved")
    tag = newsroom.etag(f"/claims/{claim_id}")

    def publish(who):
        body = {"step": "publish"}
        return lambda: desk().post(f"/claims/{claim_id}/steps", body, who, if_match=tag)

    answers = together(publish("editor"), publish("second_editor"))

    assert statuses(answers) == [200, 412]
    assert newsroom.get(f"/claims/{claim_id}/publications").json["items"][0]["number"] == 1
    assert is_sound(connection)


def test_one_publishes_and_one_sends_back_and_only_one_has_their_way(desk, newsroom, connection):
    claim_id = newsroom.claim_in("approved")

    answers = together(
        lambda: desk().post(f"/claims/{claim_id}/steps", {"step": "publish"}, "editor", if_match="*"),
        lambda: desk().post(
            f"/claims/{claim_id}/steps", {"step": "send_back", "reason": "no"}, "second_editor", if_match="*"
        ),
    )

    assert statuses(answers) == [200, 409]
    assert is_sound(connection)


def test_two_who_draft_a_verdict_at_once_do_not_both(desk, newsroom):
    claim_id = newsroom.claim()["id"]
    body = EXAMPLES["verdict"] | {"scale_id": newsroom.scale_id}

    answers = together(*[lambda: desk().post(f"/claims/{claim_id}/verdicts", body)] * 4)

    assert statuses(answers) == [201, 409, 409, 409]


def test_what_comes_inline_is_added_once_however_many_bring_it(desk, connection):
    answers = together(*[lambda: desk().post("/claims", EXAMPLES["claim"])] * 8)

    assert statuses(answers) == [201] * 8
    assert len({answer.json["claimant"]["id"] for answer in answers}) == 1
    assert (count(connection, Claimant), count(connection, Source), count(connection, Claim)) == (1, 1, 8)
    assert is_sound(connection)


def test_sources_and_their_origins_are_added_once_with_evidence_from_all_sides(desk, newsroom, connection):
    paths = [f"/claims/{newsroom.claim()['id']}/evidence" for _ in range(8)]

    answers = together(*(lambda path=path: desk().post(path, EXAMPLES["evidence"]) for path in paths))

    assert statuses(answers) == [201] * 8
    assert len({answer.json["source"]["id"] for answer in answers}) == 1
    assert count(connection, Origin) == 1
    assert is_sound(connection)


def test_a_source_posted_by_many_at_once_is_one_source(desk, connection):
    answers = together(*[lambda: desk().post("/sources", EXAMPLES["source"])] * 8)

    assert statuses(answers) == [200] * 7 + [201]
    assert len({answer.json["id"] for answer in answers}) == 1


def test_an_origin_posted_by_many_at_once_is_added_once_and_refused_to_the_others(desk, connection):
    answers = together(*[lambda: desk().post("/origins", EXAMPLES["origin"])] * 8)

    assert statuses(answers) == [201] + [409] * 7
    assert count(connection, Origin) == 1


def test_claims_that_share_all_they_bring_in_any_order_do_not_wait_for_each_other_for_ever(desk, connection):
    appearances = [{"url": f"https://paper.example/{number}", "title": f"{number}"} for number in range(6)]

    def work(number):
        mine = desk()
        turned = appearances[number:] + appearances[:number]
        bodies = [EXAMPLES["claim"] | {"appearances": order} for order in (turned, list(reversed(turned)))]
        return lambda: [mine.post("/claims", body) for body in bodies]

    answers = [answer for mine in together(*(work(number) for number in range(6))) for answer in mine]

    assert statuses(answers) == [201] * 12
    assert count(connection, Source) == 6
    assert is_sound(connection)


def test_deeds_on_the_same_source_from_both_ends_do_not_wait_for_each_other_for_ever(desk, newsroom, connection):
    source = created(newsroom.post("/sources", EXAMPLES["source"]))

    def rename(number):
        mine = desk()
        return lambda: [
            mine.patch(f"/sources/{source['id']}", {"title": f"{number}", "origin": {"name": f"{number} {turn}"}},
                       if_match="*")
            for turn in range(4)
        ]  # fmt: skip

    def cite(number):
        mine = desk()
        body = EXAMPLES["claim"] | {"claimant": {"name": f"{number}", "kind": "person"},
                                    "appearances": [{"source_id": source["id"]}]}  # fmt: skip
        return lambda: [mine.post("/claims", body) for _ in range(4)]

    answers = [answer for mine in together(*(make(n) for n in range(4) for make in (rename, cite))) for answer in mine]

    assert set(statuses(answers)) == {200, 201}
    assert is_sound(connection)


def test_two_claims_are_not_merged_into_each_other(desk, newsroom, connection):
    pairs = [[newsroom.claim()["id"] for _ in range(2)] for _ in range(8)]

    def merge(claim_id, into):
        step = {"step": "merge", "into": into, "reason": "the same"}
        return lambda: desk().post(f"/claims/{claim_id}/steps", step, "editor", if_match="*")

    answers = together(*(merge(*order) for pair in pairs for order in (pair, reversed(pair))))

    assert statuses(answers) == [200] * 8 + [409] * 8
    assert count(connection, Claim, Claim.state == "merged") == 8
    assert is_sound(connection)


def test_the_last_two_admins_do_not_leave_together(desk, newsroom, connection):
    def leave(who):
        path = f"/accounts/{newsroom.accounts[who]}"
        return lambda: desk().patch(path, {"active": False}, "admin", if_match="*")

    answers = together(leave("admin"), leave("everyone"))

    mine = Account.organization_id == newsroom.organization_id
    roles_left = connection.execute(select(Account.roles).where(mine, Account.active)).scalars().all()
    assert statuses(answers) in ([200, 401], [200, 409])
    assert any("admin" in roles for roles in roles_left)
