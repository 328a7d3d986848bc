"""What reading costs the database: few queries for any list, one row for what has not changed."""

import pytest
from flask import Flask

from tests.newsrooms import EXAMPLES, Newsroom, created
from tests.statements import statements
from tracker.lib.ids import new_id

MOST = 12
ONE_ROW = ["SELECT size FROM log_head"]


def richer(room: Newsroom, number: int) -> str:
    """Log a claim with much hanging on it, and return its id."""
    appearances = [{"url": f"https://tv.example/{number}/{n}", "claimant": {"name": f"Host {n}"}} for n in range(5)]
    protected = {"title": "A person", "protected": True, "public_description": "A person in the room"}
    quantities = [EXAMPLES["quantity"] | {"value": str(n)} for n in range(5)]
    claimant = {
        "name": f"Speaker {number}",
        "same_as": [f"https://people.example/{new_id()}", f"https://x.example/{new_id()}"],
    }
    claim_id: str = room.claim(
        appearances=[*appearances, {"source": protected}], quantities=quantities, claimant=claimant
    )["id"]
    for _ in range(3):
        room.evidence(claim_id)
    room.verdict(claim_id)
    people = [room.accounts[who] for who in ("checker", "second_checker", "editor")]
    created(room.call("PUT", f"/claims/{claim_id}/assignees", "checker", people, if_match="*"))
    return claim_id


@pytest.fixture(scope="module")
def newsdesk(room: Newsroom) -> Newsroom:
    """The newsroom with fifty claims in which everything occurs that a list can show."""
    rich = [richer(room, number) for number in range(8)]
    for claim_id in rich[:3]:
        created(room.step(claim_id, "merge", into=rich[3], reason="the same"))
    for state in ("queued", "investigating", "in_review", "approved", "published", "retracted", "rejected"):
        room.claim_in(state)
    reopened = room.claim_in("published")
    created(room.step(reopened, "reopen", reason="again"))
    while len(room.get("/claims?limit=50").json["items"]) < 50:
        room.claim()
    room.claim()
    return room


@pytest.mark.parametrize(
    "query",
    [
        "",
        "&sort=made_on",
        "&sort=-updated_at",
        "&awaiting=me",
        "&state=logged&state=merged&topic=economy",
        "&language=en",
    ],
)
@pytest.mark.parametrize("who", ["checker", "editor", "auditor"])
def test_a_list_of_fifty_claims_costs_few_queries_whatever_it_holds(
    newsdesk: Newsroom, shared_app: Flask, query: str, who: str
) -> None:
    with statements(shared_app) as said:
        answer = newsdesk.get(f"/claims?limit=50{query}", who)

    assert answer.status_code == 200
    assert 0 < len(said) <= MOST, "\n".join(said)


def test_the_list_did_hold_it_all(newsdesk: Newsroom) -> None:
    items = newsdesk.get("/claims?limit=50&sort=created_at").json["items"]

    assert len(items) == 50
    assert max(len(item["appearances"]) for item in items) >= 24
    assert {item["publication"]["status"] for item in items} == {"none", "live", "under_review", "retracted"}
    assert any(item["state"] == "merged" for item in items)
    assert any(a["source"]["protected"] and a["source"]["title"] for item in items for a in item["appearances"])


@pytest.mark.parametrize("limit", [1, 10, 50])
def test_it_costs_no_more_for_more(newsdesk: Newsroom, shared_app: Flask, limit: int) -> None:
    with statements(shared_app) as said:
        newsdesk.get(f"/claims?limit={limit}&sort=created_at&kind=statement", "editor")

    assert len(said) <= MOST, "\n".join(said)


@pytest.mark.parametrize("noun", ["evidence", "verdicts", "comments", "outreach"])
def test_the_lists_of_a_claim_cost_few_queries_too(newsdesk: Newsroom, shared_app: Flask, noun: str) -> None:
    claim_id = newsdesk.get("/claims?limit=50&sort=created_at").json["items"][3]["id"]
    with statements(shared_app) as said:
        newsdesk.get(f"/claims/{claim_id}/{noun}", "editor")

    assert len(said) <= MOST, "\n".join(said)


@pytest.mark.parametrize("noun", ["sources", "claimants", "scales", "origins"])
def test_the_other_lists_cost_few_queries_too(newsdesk: Newsroom, shared_app: Flask, noun: str) -> None:
    with statements(shared_app) as said:
        answer = newsdesk.get(f"/{noun}", "checker")

    assert answer.json["items"]
    assert len(said) <= MOST, "\n".join(said)


PUBLIC = ["/feeds/verdicts.json", "/feeds/verdicts.json?organization=example&language=en", "/fact-checks/{}",
          "/fact-checks/{}.json", "/api/v1/claims/{}/publications", "/", "/?organization=example&language=en",
          "/topics/economy", "/labels/mostly_false", "/corrections", "/organizations/example", "/sitemap.xml",
          "/sitemaps/000-fff.xml", "/robots.txt"]  # fmt: skip


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_document_from_memory_reads_one_row(newsdesk: Newsroom, shared_app: Flask, path: str) -> None:
    path = path.format(newsdesk.get("/claims?publication_status=live").json["items"][0]["id"])
    first = newsdesk.client.get(path)
    with statements(shared_app) as said:
        second = newsdesk.client.get(path)

    assert (second.status_code, second.data) == (200, first.data)
    assert said == ONE_ROW


@pytest.mark.parametrize("path", PUBLIC)
def test_an_unchanged_public_document_reads_one_row(newsdesk: Newsroom, shared_app: Flask, path: str) -> None:
    path = path.format(newsdesk.get("/claims?publication_status=live").json["items"][0]["id"])
    tag = newsdesk.client.get(path).headers["ETag"]
    with statements(shared_app) as said:
        answer = newsdesk.client.get(path, headers={"If-None-Match": tag})

    assert (answer.status_code, answer.data) == (304, b"")
    assert said == ONE_ROW


@pytest.mark.parametrize("path", ["/", "/topics/economy", "/corrections", "/labels/mostly_false"])
def test_a_page_of_the_site_that_is_made_anew_costs_few_queries(
    newsdesk: Newsroom, shared_app: Flask, path: str
) -> None:
    with statements(shared_app) as said:
        answer = newsdesk.client.get(f"{path}?new={new_id()}")

    assert answer.status_code == 200
    assert 0 < len(said) <= MOST // 2, "\n".join(said)


def test_the_first_read_after_a_change_shows_it(newsdesk: Newsroom) -> None:
    path = f"/feeds/verdicts.json?organization={newsdesk.slug}"
    before = newsdesk.get(path, None)
    claim_id = newsdesk.claim_in("published")
    after = newsdesk.get(path, None, headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert claim_id in after.text
    assert claim_id not in before.text
