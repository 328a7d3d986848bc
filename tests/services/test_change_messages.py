"""Every public change is in the outbox of each webhook that wants it, from its own transaction on."""

import pytest
from sqlalchemy import select

from tests.api.test_changes import CHECK, NOTICE, again, imported, taken_out
from tests.consumers import Consumer, consuming, deliver, local
from tests.newsrooms import EXAMPLES, created
from tracker.models import Delivery, db
from tracker.services import recording


@pytest.fixture
def settings(settings):
    """Settings under which this machine may be told."""
    return local(settings)


@pytest.fixture
def webhook(newsroom):
    return subscribed(newsroom)


def subscribed(room, **wanted):
    return created(room.post("/webhooks", EXAMPLES["webhook"] | {"events": ["*"]} | wanted, "admin"))["id"]


def messages(room, webhook_id):
    """Return the messages to a webhook, oldest first."""
    items = created(room.get(f"/webhooks/{webhook_id}/deliveries?limit=200", "admin"))["items"]
    whole = [created(room.get(f"/deliveries/{item['id']}", "admin")) for item in items]
    return sorted((delivery["message"] for delivery in whole), key=lambda message: message["data"]["seq"])


def changes(room):
    return room.get(f"/changes?limit=200&organization={room.slug}", None).json["items"]


def story(room):
    """Tell every kind of public change."""
    claim_id = room.claim_in("published")
    again(room, claim_id, kind="correction", severity="major", notice=NOTICE)
    created(room.step(claim_id, "reopen", reason="once more"))
    created(room.step(claim_id, "conclude", reason="nothing new"))
    again(room, claim_id, kind="update", notice="A newer figure.")
    created(room.step(claim_id, "retract", reason="wrong", notice="It was wrong."))
    again(room, claim_id, kind="reinstatement", notice="It was right after all.")
    taken_out(room, claim_id)
    return claim_id


def test_a_webhook_is_told_of_each_change_as_the_feed_tells_it(newsroom, webhook):
    story(newsroom)

    told = messages(newsroom, webhook)
    assert [message["data"] for message in told] == changes(newsroom)
    assert [message["type"] for message in told] == [f"check.{change['kind']}" for change in changes(newsroom)]
    assert [message["timestamp"] for message in told] == [change["at"] for change in changes(newsroom)]
    assert len({change["kind"] for change in changes(newsroom)}) >= 8


def test_imported_checks_are_told(app, newsroom, webhook):
    with app.app_context():
        imported(newsroom, CHECK, CHECK)

    assert [message["type"] for message in messages(newsroom, webhook)] == ["check.published"] * 2


def test_a_webhook_is_told_of_what_it_named_alone(newsroom):
    webhook = subscribed(newsroom, events=["check.retracted", "check.corrected"])
    story(newsroom)

    assert [message["type"] for message in messages(newsroom, webhook)] == ["check.corrected", "check.retracted"]


def test_a_webhook_that_is_paused_is_told_nothing(newsroom):
    webhook = subscribed(newsroom, active=False)
    newsroom.claim_in("published")

    assert messages(newsroom, webhook) == []


def test_a_webhook_is_told_of_its_own_organization_alone(newsroom, other_newsroom):
    webhook = subscribed(other_newsroom)
    newsroom.claim_in("published")

    assert messages(other_newsroom, webhook) == []


def test_what_is_not_public_is_not_told(newsroom, webhook):
    newsroom.claim_in("approved")

    assert messages(newsroom, webhook) == []


def test_who_keeps_a_check_of_others_is_told_of_its_change(newsroom, other_newsroom):
    webhook = subscribed(newsroom, events=["external_check.changed"])
    theirs, claim_id = other_newsroom.claim_in("published"), newsroom.claim()["id"]
    check = created(newsroom.post("/external-checks", {"check_id": theirs, "claim_id": claim_id}))
    created(other_newsroom.step(theirs, "retract", reason="wrong", notice="It was wrong."))

    (message,) = messages(newsroom, webhook)
    data = message["data"]
    link = f"/external-checks/{check['id']}"

    assert (message["type"], data["kind"]) == ("external_check.changed", "external_check.changed")
    assert (data["external_check_id"], data["claim_id"], data["check_id"]) == (check["id"], claim_id, theirs)
    assert (data["number"], data["status"]) == (2, "retracted")
    assert data["links"]["external_check"].endswith(f"/api/v1{link}")


def test_a_claim_that_repeats_a_check_is_told_to_who_asked_for_it_alone(newsroom, other_newsroom):
    named, others = (subscribed(room, events=["claim.resurfaced"]) for room in (newsroom, other_newsroom))
    everything = subscribed(newsroom)
    check_id, claim_id = newsroom.claim_in("published"), newsroom.claim()["id"]
    created(newsroom.post(f"/claims/{claim_id}/matches", {"match_id": check_id, "decision": "confirmed"}))

    (message,) = messages(newsroom, named)

    assert (message["type"], message["data"]["claim_id"], message["data"]["check_id"]) == (
        "claim.resurfaced", claim_id, check_id,
    )  # fmt: skip
    assert [told["type"] for told in messages(newsroom, everything)] == ["check.published"]
    assert messages(other_newsroom, others) == []
    assert [item["kind"] for item in changes(newsroom)] == ["published"]


def test_an_erasure_leaves_what_only_the_organization_hears_of(newsroom):
    webhook = subscribed(newsroom, events=["claim.resurfaced"])
    check_id, claim_id = newsroom.claim_in("published"), newsroom.claim()["id"]
    created(newsroom.post(f"/claims/{claim_id}/matches", {"match_id": check_id, "decision": "confirmed"}))
    told = messages(newsroom, webhook)
    taken_out(newsroom, check_id)

    assert messages(newsroom, webhook) == told


class Broken(Exception):
    """Something that goes wrong after a deed is done and before it is committed."""


def broken(room):
    with recording.holding():
        imported(room, CHECK)
        raise Broken


def test_a_deed_that_fails_leaves_no_message(app, newsroom, webhook):
    with app.app_context(), pytest.raises(Broken):
        broken(newsroom)
    assert messages(newsroom, webhook) == []


def test_what_was_erased_is_taken_out_of_messages_that_were_sent_and_that_wait(app, newsroom):
    first = Consumer()
    claim_id = newsroom.claim_in("published")
    with consuming(newsroom, first) as sent:
        again(newsroom, claim_id, kind="correction", notice=NOTICE)
        deliver(app)
    waiting = subscribed(newsroom)
    again(newsroom, claim_id, kind="correction", notice=f"{NOTICE} Twice.")
    for number in (2, 3):
        publication = newsroom.get(f"/claims/{claim_id}/publications/{number}", None).json["id"]
        targets = [{"object": f"publication/{publication}", "field": "/notice"}]
        filed = created(newsroom.post("/erasures", EXAMPLES["erasure"] | {"targets": targets}, "admin"))
        created(newsroom.post(f"/erasures/{filed['id']}/confirmation", {}, "editor"))

    assert NOTICE in str(first.messages)
    assert NOTICE not in str(messages(newsroom, sent)) + str(messages(newsroom, waiting))
    with app.app_context():
        bodies = db.session().execute(select(Delivery.body, Delivery.attempts)).all()
    assert NOTICE not in str(bodies)


def test_messages_are_written_by_whoever_acts(app, newsroom, webhook):
    claim_id = newsroom.claim_in("published")
    with app.app_context():
        rows = db.session().execute(select(Delivery.claim_id, Delivery.status, Delivery.organization_id)).all()

    assert [tuple(row) for row in rows] == [(claim_id, "pending", newsroom.organization_id)]
