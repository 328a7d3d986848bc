"""What holds for every feed: the same items in each, filters, pages, validators, the past, and retractions."""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import feedparser
import pytest
from flask import Flask

from tests import feed_rules
from tests.moments import head
from tests.newsrooms import Newsroom, created, founded, problem
from tests.statements import statements
from tracker.formats import claimreview_files, claimreview_rules
from tracker.lib.ids import new_id
from tracker.web.public.feeds import FEEDS

VERDICTS = ["verdicts.json", "verdicts.atom", "verdicts.rss", "verdicts.csv", "verdicts.jsonl", "claimreview.json"]
CORRECTIONS = ["corrections.json", "corrections.atom"]
SITE = "https://tracker.example"
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
MOST = 8

# How a reader of each format finds the ids of its items, in order.
READERS: Mapping[str, Callable[[str], list[str]]] = {
    "json": lambda text: [item["id"] for item in json.loads(text)["items"]],
    "atom": lambda text: [entry.id for entry in feedparser.parse(text).entries],
    "rss": lambda text: [entry.id for entry in feedparser.parse(text).entries],
    "csv": lambda text: [row["id"] for row in csv.DictReader(io.StringIO(text, newline=""))],
    "jsonl": lambda text: [f"urn:uuid:{IDS.findall(json.loads(line)['url'])[0]}" for line in text.splitlines()],
    "claimreview.json": lambda text: [element["@id"] for element in json.loads(text)["dataFeedElement"]],
}


def of(room: Newsroom, name: str, **query: Any) -> str:
    asked = "".join(f"&{key}={value}" for key, value in query.items())
    return f"/feeds/{name}?organization={room.slug}{asked}"


def text(room: Newsroom, path: str) -> str:
    answer = room.get(path.removeprefix(SITE), None)
    assert answer.status_code == 200, answer.text
    return answer.text


def ids(name: str, document: str) -> list[str]:
    reader = READERS.get(name) or READERS[name.rpartition(".")[2]]
    return [found.removeprefix("urn:uuid:") for found in reader(document)]


def pages(room: Newsroom, path: str) -> list[str]:
    """Return the pages that a reader who follows the Link header finds."""
    found, following = [], path
    while following:
        answer = room.get(following.removeprefix(SITE), None)
        found.append(answer.text)
        link = re.fullmatch(r'<(.+)>; rel="next"', answer.headers.get("Link", ""))
        following = link[1] if link else ""
    return found


def bare(html: str) -> str:
    """Return HTML without attributes, which feedparser sorts."""
    return re.sub(r"(<\w+) [^>]+>", r"\1>", html).strip()


def at_work(app: Flask) -> Newsroom:
    """Found a newsroom with a live check, one under review, a corrected and a retracted one, in this order."""
    slug = f"room-{new_id()}"
    with app.app_context():
        room = replace(founded(slug, slug), client=app.test_client())
    room.claim_in("published")
    created(room.step(room.claim_in("published"), "reopen", reason="again"))
    corrected(room, room.claim_in("published"))
    room.claim_in("retracted")
    return room


@pytest.fixture(scope="module")
def archive(shared_app: Flask) -> Newsroom:
    """A newsroom for tests that only read."""
    return at_work(shared_app)


@pytest.fixture
def desk(shared_app: Flask) -> Newsroom:
    """The same for a test that changes something."""
    return at_work(shared_app)


def corrected(room: Newsroom, claim_id: str, notice: str = "A number was wrong.") -> None:
    created(room.step(claim_id, "reopen", reason="again"))
    room.verdict(claim_id, label="true")
    for step, who in (("submit", "checker"), ("approve", "editor")):
        created(room.step(claim_id, step, who))
    created(room.step(claim_id, "publish", kind="correction", notice=notice))


def test_every_feed_of_verdicts_holds_the_same_checks_in_the_same_order(archive: Newsroom) -> None:
    found = {name: ids(name, text(archive, of(archive, name))) for name in VERDICTS}

    assert len(found["verdicts.json"]) == 4
    assert [name for name in VERDICTS if found[name] != found["verdicts.json"]] == []


@pytest.mark.parametrize("name", ["verdicts.atom", "verdicts.rss", "corrections.atom"])
def test_feedparser_reads_it_without_complaint(archive: Newsroom, name: str) -> None:
    read = feedparser.parse(archive.get(of(archive, name), None).data, sanitize_html=False)
    told = json.loads(text(archive, of(archive, f"{name.partition('.')[0]}.json")))["items"]

    assert not read.bozo
    assert [(entry.id, entry.title, entry.link) for entry in read.entries] == [
        (item["id"], item["title"], item["url"]) for item in told
    ]
    assert [entry.published_parsed[:6] for entry in read.entries] == [
        tuple(map(int, re.findall(r"\d+", item["date_published"])[:6])) for item in told
    ]
    assert [bare(entry.content[0].value) for entry in read.entries] == [bare(item["content_html"]) for item in told]


@pytest.mark.parametrize("name", ["verdicts", "corrections"])
def test_each_keeps_the_rules_of_its_specification(archive: Newsroom, name: str) -> None:
    assert feed_rules.atom(archive.get(of(archive, f"{name}.atom"), None).data) == []
    assert feed_rules.json_feed(archive.get(of(archive, f"{name}.json"), None).json) == []
    assert feed_rules.rss(archive.get(of(archive, "verdicts.rss"), None).data) == []


@pytest.mark.parametrize("name", ["verdicts.jsonl", "claimreview.json"])
def test_every_published_claimreview_is_valid(archive: Newsroom, name: str) -> None:
    found = claimreview_files.read(archive.get(of(archive, name), None).data)

    assert len(found) == 3
    assert [claimreview_rules.errors(review.document, site_hosts=["tracker.example"]) for review in found] == [[]] * 3


@pytest.mark.parametrize("name", sorted(FEEDS))
def test_pages_hold_every_item_once(archive: Newsroom, name: str) -> None:
    found = [check for page in pages(archive, of(archive, name, limit=1)) for check in ids(name, page)]

    assert found == ids(name, text(archive, of(archive, name)))
    assert len(set(found)) == len(found) > 1


def test_whoever_pages_on_while_checks_change_and_reads_the_start_again_has_missed_nothing(desk: Newsroom) -> None:
    whole = ids("verdicts.csv", text(desk, of(desk, "verdicts.csv")))
    first = {name: desk.get(of(desk, name, limit=2), None) for name in VERDICTS}
    created(desk.step(whole[3], "reopen", reason="again"))
    published = desk.claim_in("published")
    following = {name: page.headers["Link"][1:].partition(">")[0] for name, page in first.items()}
    read = {name: [first[name].text, *pages(desk, following[name])] for name in VERDICTS}
    seen = {name: [check for page in read[name] for check in ids(name, page)] for name in VERDICTS}
    start = {name: ids(name, text(desk, of(desk, name, limit=2))) for name in VERDICTS}

    assert [name for name in VERDICTS if len(set(seen[name])) != len(seen[name])] == [], "nothing comes twice"
    assert [name for name in VERDICTS if {*seen[name], *start[name]} != {*whole, published}] == []


def test_the_past_is_what_was_answered_then(desk: Newsroom, shared_app: Flask) -> None:
    seq, then = head(shared_app), {name: text(desk, of(desk, name)) for name in FEEDS}
    corrected(desk, desk.claim_in("published"))
    desk.claim_in("retracted")
    past = {name: pages(desk, of(desk, name, as_of=seq, limit=1)) for name in FEEDS}

    assert {name: text(desk, of(desk, name, as_of=seq)) for name in FEEDS} == then
    assert [name for name in FEEDS if text(desk, of(desk, name)) == then[name]] == []
    assert {name: [check for page in past[name] for check in ids(name, page)] for name in FEEDS} == {
        name: ids(name, document) for name, document in then.items()
    }


@pytest.mark.parametrize("name", sorted(FEEDS))
@pytest.mark.parametrize(
    ("query", "is_kept"),
    [
        ("topic=economy", True), ("topic=sports", False), ("language=en", True), ("language=de", False),
        ("class=satire", False), ("label=none_such", False), ("updated_from=2020-01-01T00:00:00Z", True),
        ("updated_from=8000-01-01T00:00:00Z", False),
    ],
)  # fmt: skip
def test_filters_narrow_every_feed_now_and_then(
    archive: Newsroom, shared_app: Flask, name: str, query: str, is_kept: bool
) -> None:
    path = f"{of(archive, name)}&{query}"

    assert bool(ids(name, text(archive, path))) == is_kept
    assert text(archive, f"{path}&as_of={head(shared_app)}") == text(archive, path)


@pytest.mark.parametrize("name", sorted(FEEDS))
def test_a_reader_who_has_it_costs_one_row(archive: Newsroom, shared_app: Flask, name: str) -> None:
    first = archive.get(of(archive, name), None)
    assert first.headers["Last-Modified"]
    assert first.mimetype == FEEDS[name].media_type
    with statements(shared_app) as said:
        again = archive.get(of(archive, name), None, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert said == ["SELECT size FROM log_head"]


@pytest.mark.parametrize("name", VERDICTS)
def test_a_whole_feed_is_one_select_of_renderings(archive: Newsroom, shared_app: Flask, name: str) -> None:
    with statements(shared_app) as said:
        archive.get(f"/feeds/{name}?limit=3", None)

    assert len(said) == 2
    assert " rendering" in said[1]
    assert " claim" not in said[1].replace("claim_id", "")


@pytest.mark.parametrize("name", CORRECTIONS)
@pytest.mark.parametrize("limit", [1, 50])
def test_corrections_cost_few_selects(archive: Newsroom, shared_app: Flask, name: str, limit: int) -> None:
    with statements(shared_app) as said:
        archive.get(of(archive, name, limit=limit), None)

    assert 0 < len(said) <= MOST, "\n".join(said)


def test_a_retraction_shows_on_the_first_read(new_room: Newsroom) -> None:
    claim_id = new_room.claim_in("published")
    before = {name: new_room.get(of(new_room, name), None) for name in FEEDS}
    created(new_room.step(claim_id, "retract", reason="wrong", notice="We retract this."))
    tags = {name: {"If-None-Match": answer.headers["ETag"]} for name, answer in before.items()}
    after = {name: new_room.get(of(new_room, name), None, headers=tags[name]).text for name in FEEDS}

    assert {name: ids(name, after[name]) for name in VERDICTS} == {key: [claim_id] for key in VERDICTS}
    assert [name for name in FEEDS if not re.search("Retracted: |dateDeleted|We retract", after[name])] == []
    assert [name for name in FEEDS if re.search("Retracted: |We retract", before[name].text)] == []


def test_corrections_hold_each_correction_retraction_and_reinstatement(new_room: Newsroom) -> None:
    claim_id = new_room.claim_in("published")
    corrected(new_room, claim_id, notice="First.")
    created(new_room.step(claim_id, "retract", reason="wrong", notice="Second."))
    items = new_room.get(of(new_room, "corrections.json"), None).json["items"]

    assert [(item["_tracker"]["kind"], item["summary"]) for item in items] == [
        ("retraction", "Second."), ("correction", "First.")
    ]  # fmt: skip
    assert "The verdict was “Mostly false” and is now “True”." in items[1]["content_html"]
    assert len({item["id"] for item in items}) == 2
    assert {item["_tracker"]["check"] for item in items} == {f"urn:uuid:{claim_id}"}


def test_a_correction_stays_the_item_that_it_was(new_room: Newsroom) -> None:
    claim_id = new_room.claim_in("published")
    corrected(new_room, claim_id, notice="First.")
    before = new_room.get(of(new_room, "corrections.json"), None).json["items"][0]
    created(new_room.step(claim_id, "retract", reason="wrong", notice="Second."))

    assert new_room.get(of(new_room, "corrections.json"), None).json["items"][1] == before


def test_an_update_is_no_correction(new_room: Newsroom) -> None:
    claim_id = new_room.claim_in("published")
    created(new_room.step(claim_id, "reopen", reason="again"))
    new_room.verdict(claim_id)
    for step, who in (("submit", "checker"), ("approve", "editor")):
        created(new_room.step(claim_id, step, who))
    created(new_room.step(claim_id, "publish", kind="update", notice="Newer figures."))

    assert new_room.get(of(new_room, "corrections.json"), None).json["items"] == []
    assert "Newer figures." in text(new_room, of(new_room, "verdicts.atom"))


@pytest.mark.parametrize("name", sorted(FEEDS))
def test_an_empty_feed_is_a_feed(new_room: Newsroom, name: str) -> None:
    answer = new_room.get(of(new_room, name), None)

    assert answer.status_code == 200
    assert ids(name, answer.text) == []
    assert new_room.get(of(new_room, name), None).headers["ETag"] == answer.headers["ETag"]


@pytest.mark.parametrize("name", sorted(FEEDS))
def test_what_is_malformed_is_refused(room: Newsroom, name: str) -> None:
    assert problem(room.get(f"/feeds/{name}?colour=red", None)) == (422, "invalid")
    assert problem(room.get(f"/feeds/{name}?cursor=WzFd", None)) == (422, "unknown-cursor")
    assert problem(room.get(f"/feeds/{name}?limit=0", None)) == (422, "invalid")
    assert problem(room.get(f"/feeds/{name}?organization=none-such", None)) == (404, "not-found")


def test_there_are_no_other_feeds(room: Newsroom) -> None:
    assert problem(room.get("/feeds/verdicts.pdf", None)) == (404, "not-found")
