"""The feed as it was: what was published then, in its order, by pages and filters, under the names of then."""

from typing import Any

import pytest
from flask import Flask

from tests.moments import FEED, head, then
from tests.newsrooms import EXAMPLES, Newsroom, created, problem
from tests.statements import statements
from tracker.lib import clock

MOST = 13


def ids(feed: Any) -> list[str]:
    return [item["id"].removeprefix("urn:uuid:") for item in feed["items"]]


@pytest.fixture
def desk(new_room: Newsroom) -> Newsroom:
    """A newsroom with three published checks, of which the oldest has changed last."""
    checks = [new_room.claim_in("published") for _ in range(3)]
    created(new_room.step(checks[0], "reopen", reason="again"))
    return new_room


def of(room: Newsroom, **filters: str) -> str:
    return f"{FEED}?organization={room.slug}" + "".join(f"&{name}={value}" for name, value in filters.items())


def pages(room: Newsroom, path: str) -> list[Any]:
    found = [room.get(path, None).json]
    while found[-1].get("next_url"):
        found.append(room.get(found[-1]["next_url"].removeprefix("https://tracker.example"), None).json)
    return found


def test_pages_of_the_past_are_parts_of_it_whatever_happens_meanwhile(desk: Newsroom, shared_app: Flask) -> None:
    whole = then(desk, of(desk), head(shared_app), None)
    first = then(desk, of(desk, limit="1"), clock.to_text(clock.now()), None)
    desk.claim_in("published")
    created(desk.step(ids(whole)[2], "reopen", reason="again"))
    rest = pages(desk, first["next_url"].removeprefix("https://tracker.example"))

    assert ids(first) + [check for page in rest for check in ids(page)] == ids(whole)
    assert [item for page in (first, *rest) for item in page["items"]] == whole["items"]


def test_it_is_the_same_feed_under_the_same_address(desk: Newsroom, shared_app: Flask) -> None:
    live = desk.get(of(desk), None).json

    assert then(desk, of(desk), head(shared_app), None) == live
    assert "as_of" not in live["feed_url"]


@pytest.mark.parametrize("name", ["topic", "label", "class", "language", "updated_from"])
def test_filters_ask_what_was_so_then(desk: Newsroom, shared_app: Flask, name: str) -> None:
    claim_id = desk.claim_in("published")
    item = desk.get(of(desk), None).json["items"][0]
    wanted = {"topic": item["tags"][0], "label": item["_tracker"]["label"]["key"], "language": item["language"],
              "class": item["_tracker"]["label"]["class"], "updated_from": item["date_modified"]}[name]  # fmt: skip
    path, seq = of(desk, **{name: wanted}), head(shared_app)
    live = desk.get(path, None).json
    created(desk.patch(f"/claims/{claim_id}", {"topics": ["elsewhere"]}, "editor"))
    created(desk.step(claim_id, "reopen", reason="again"))
    texts = [EXAMPLES["verdict"]["texts"][0] | {"language": "fr"}]
    desk.verdict(claim_id, label="true", texts=texts)
    for step, who in (("submit", "checker"), ("approve", "editor")):
        created(desk.step(claim_id, step, who))
    created(desk.step(claim_id, "publish", kind="correction", notice="Another."))

    assert claim_id in ids(live)
    assert then(desk, path, seq, None) == live
    assert ids(then(desk, path, head(shared_app), None)) == ids(desk.get(path, None).json)


def test_a_check_is_shown_in_the_language_that_was_asked_for(new_room: Newsroom, shared_app: Flask) -> None:
    claim_id = new_room.claim_in("queued")
    new_room.evidence(claim_id)
    english = EXAMPLES["verdict"]["texts"][0]
    new_room.verdict(claim_id, texts=[english, english | {"language": "fr", "title": "Non"}])
    for step, who in (("start", "checker"), ("submit", "checker"), ("approve", "editor"), ("publish", "editor")):
        created(new_room.step(claim_id, step, who))
    items = then(new_room, of(new_room, language="fr"), head(shared_app), None)["items"]

    assert [(item["language"], item["title"]) for item in items] == [("fr", "Non")]


@pytest.mark.parametrize("query", ["topic=none-such", "label=none_such", "class=true", "language=de",
                                   "updated_from=8000-01-01T00:00:00Z"])  # fmt: skip
def test_what_no_check_has_finds_none(desk: Newsroom, shared_app: Flask, query: str) -> None:
    path = f"{of(desk)}&{query}"

    assert then(desk, path, head(shared_app), None)["items"] == desk.get(path, None).json["items"] == []


def test_an_organization_is_found_by_the_slug_it_had(desk: Newsroom, shared_app: Flask) -> None:
    path, seq = of(desk), head(shared_app)
    live = desk.get(path, None).json
    created(desk.patch("/organization", {"slug": f"{desk.slug}-renamed", "name": "Renamed"}, "admin"))

    assert then(desk, path, seq, None) == live
    assert problem(desk.get(f"{path}&as_of={head(shared_app)}", None)) == (404, "not-found")
    assert problem(desk.get(f"{FEED}?organization={desk.slug}-renamed&as_of={seq}", None)) == (404, "not-found")


def test_it_answers_304_to_those_who_have_it(desk: Newsroom, shared_app: Flask) -> None:
    path = f"{of(desk)}&as_of={head(shared_app)}"
    tag = desk.get(path, None).headers["ETag"]
    desk.claim()
    answer = desk.get(path, None, headers={"If-None-Match": tag})

    assert (answer.status_code, answer.headers["Tracker-Log-Sequence"]) == (304, path.rpartition("=")[2])


def test_a_cursor_of_another_list_is_refused(desk: Newsroom, shared_app: Flask) -> None:
    assert problem(desk.get(f"{of(desk)}&as_of={head(shared_app)}&cursor=WzFd", None)) == (422, "unknown-cursor")


@pytest.mark.parametrize("filters", [{}, {"topic": "economy", "label": "mostly_false", "language": "en"}])
@pytest.mark.parametrize("limit", ["1", "200"])
def test_it_costs_few_queries(desk: Newsroom, shared_app: Flask, filters: dict[str, str], limit: str) -> None:
    with statements(shared_app) as said:
        then(desk, of(desk, limit=limit, **filters), clock.to_text(clock.now()), None)

    assert 0 < len(said) <= MOST, "\n".join(said)
