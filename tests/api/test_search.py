"""Search over all that a newsroom has: ranked, marked, counted, narrowed down, and safe whatever is typed."""

import random

import pytest

from tests.newsrooms import EXAMPLES, created
from tracker.services.search import results

BODY = {"kind": "statement", "language": "en"}


def claim(room, text, **fields):
    return created(room.post("/claims", BODY | {"text": text} | fields))["id"]


def search(room, query, who="checker", **others):
    answer = room.get("/search", who, query_string={"q": query} | others)
    assert answer.status_code == 200, answer.json
    return answer.json


def ids(found):
    return [item["id"] for item in found["items"]]


def test_each_kind_of_object_is_found_by_its_words(new_room):
    claim_id = claim(new_room, "Quinces cost much", claimant={"name": "Quince Seller", "kind": "person"})
    source = {"url": "https://fruit.example/quinces", "title": "Quince prices"}
    evidence = EXAMPLES["evidence"] | {"source": source, "excerpt": "A quince was cheap"}
    evidence.pop("capture_id", None)
    created(new_room.post(f"/claims/{claim_id}/evidence", evidence))
    new_room.verdict(claim_id, texts=[{"language": "en", "title": "About quinces", "summary": "No", "rationale": "No"}])

    found = search(new_room, "quinc*")

    assert {item["kind"] for item in found["items"]} == {"claim", "claimant", "source", "evidence", "verdict"}
    assert {item["claim"]["state"] for item in found["items"] if item["claim"]} == {"logged"}


def test_what_says_it_in_few_words_and_in_a_row_comes_first(new_room):
    far = claim(new_room, "Bread was mentioned, and so was, much later and in passing, the price of other things")
    body = claim(new_room, "Something else", context="The price of bread was mentioned")
    near = claim(new_room, "The bread price doubled")

    assert ids(search(new_room, "bread price")) == [near, far, body]


def test_words_are_marked_and_all_else_is_escaped(new_room):
    claim(new_room, "<b>Bread</b> & breads, <script>alert(1)</script>", context="Stale bread & <i>butter</i>")

    (item,) = search(new_room, "bread")["items"]

    marked = "&lt;b&gt;<mark>Bread</mark>&lt;/b&gt; &amp; <mark>breads</mark>, &lt;script&gt;alert(1)&lt;/script&gt;"
    assert item["highlights"] == {
        "title": marked, "snippet": "Stale <mark>bread</mark> &amp; &lt;i&gt;butter&lt;/i&gt;",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("気候変動は嘘だ", "変動", "気候<mark>変動</mark>は嘘だ"),
        ("L'ÉCONOMIE va mal", "economie", "L&#x27;<mark>ÉCONOMIE</mark> va mal"),
        ("Economies grew", "economy", "<mark>Economies</mark> grew"),
        ("covid-19 spreads", "covid-19", "<mark>covid</mark>-<mark>19</mark> spreads"),
    ],
)  # fmt: skip
def test_words_are_marked_in_any_script_and_form(new_room, text, query, marked):
    claim(new_room, text)

    assert search(new_room, query)["items"][0]["highlights"]["title"] == marked


def test_what_is_found_is_counted_by_what_it_can_be_narrowed_down_to(new_room):
    claim(new_room, "Bread costs 1", topics=["food", "prices"], claimant={"name": "Ada Lovelace", "kind": "person"})
    claim(new_room, "Bread costs 2", topics=["food"])
    published = new_room.claim_in("published", text="Bread costs 3", topics=["economy"])

    found = search(new_room, "bread costs", kind="claim")
    counts = {name: {one["value"]: one["count"] for one in values} for name, values in found["facets"].items()}

    assert counts["state"] == {"logged": 2, "published": 1}
    assert counts["topic"] == {"food": 2, "prices": 1, "economy": 1}
    assert counts["language"] == {"en": 3}
    assert sum(counts["class"].values()) == 1
    assert "Ada Lovelace" in [one["name"] for one in found["facets"]["claimant"]]
    assert (found["counted"], found["is_capped"]) == (3, False)
    assert ids(search(new_room, "bread costs", kind="claim", state="published")) == [published]
    assert ids(search(new_room, "bread costs", kind="claim", topic="prices", state="published")) == []


@pytest.mark.parametrize("candidates", [1, 3, 1000])
@pytest.mark.parametrize("limit", [1, 2, 5])
def test_pages_neither_skip_nor_double_while_more_comes(new_room, monkeypatch, candidates, limit):
    monkeypatch.setattr(results, "CANDIDATES", candidates)
    wanted = {claim(new_room, f"Bread {'bread ' * (number % 3)}costs {number}") for number in range(7)}
    seen, cursor = [], {}
    while cursor is not None:
        page = search(new_room, "bread", limit=limit, **cursor)
        seen += ids(page)
        cursor = {"cursor": page["next"]} if page["next"] else None
        claim(new_room, f"Bread came later {len(seen)}")

    assert sorted(seen) == sorted(wanted)


def test_filters_reach_beyond_a_batch(new_room, monkeypatch):
    monkeypatch.setattr(results, "CANDIDATES", 2)
    first = claim(new_room, "Bread costs 0", topics=["rare"])
    for number in range(1, 8):
        claim(new_room, f"Bread costs {number}")

    assert ids(search(new_room, "bread", topic="rare")) == [first]


def test_nothing_of_another_newsroom_is_found(new_room, other_room):
    claim(other_room, "Medlars are dear")

    assert search(new_room, "medlars")["items"] == []


def test_a_merged_claim_points_to_the_one_that_it_goes_on_in(new_room):
    into, merged = claim(new_room, "Bread costs more"), claim(new_room, "Loaves cost more")
    created(new_room.step(merged, "merge", into=into, reason="the same"))

    (item,) = search(new_room, "loaves", kind="claim")["items"]

    assert (item["claim"]["state"], item["claim"]["merged_into_id"]) == ("merged", into)


def test_what_is_erased_is_not_found(newsroom):
    claim_id = newsroom.claim_in("published", text="Zebedee Quartermain lied")
    target = {"object": f"claim/{claim_id}", "field": "/text"}
    words = {"kind": "erasure", "ground": "GDPR", "reason": "letter", "replacement_text": "[taken out]"}
    before = len(search(newsroom, "quartermain")["items"]), "Quartermain" in newsroom.get("/search?q=quartermain").text
    filed = created(newsroom.post("/erasures", words | {"targets": [target]}, "admin"))
    created(newsroom.post(f"/erasures/{filed['id']}/confirmation", {}, "editor"))

    assert before[0] > 0
    assert search(newsroom, "quartermain zebedee")["items"] == []
    assert claim_id in ids(search(newsroom, "taken out"))


def test_who_a_protected_source_is_is_found_by_nobody(new_room):
    hidden = {"kind": "person", "protected": True, "title": "Zebedee Quartermain", "public_description": "A clerk"}
    source_id = created(new_room.post("/sources", hidden))["id"]

    assert ids(search(new_room, "clerk")) == [source_id]
    assert search(new_room, "quartermain")["items"] == []


@pytest.mark.parametrize(
    "query", [{}, {"q": ""}, {"q": "a", "kind": "check"}, {"q": "a", "cursor": "WzFd"}, {"q": "a", "x": 1}]
)
def test_what_is_malformed_is_refused(room, query):
    assert room.get("/search", query_string=query).status_code == 422


def test_search_is_for_the_newsroom_alone(room):
    assert room.get("/search?q=bread", None).status_code == 401


HOSTILE = (
    "\"'*:()-+^{}[]\\|&!<>~@#%;,./ \t\nANDORNOTNEAR\u0000a1é\u0301気\u200b\u202e\U0001f600\ufeff𝔞ß-- /*$$%s{0}null"
)


def test_no_query_makes_an_error(room):
    claim(room, "Bread is a1")
    chance = random.Random(5)
    pieces = [
        "NEAR(",
        "AND",
        "NOT ",
        "OR",
        '"',
        "title:",
        "^",
        "*",
        "-",
        "bread",
        "a1",
        "気候",
        " ",
        "%(q)s",
        "');--",
        "ｱ",
    ]
    faults = []
    for _ in range(300):
        query = "".join(chance.choice([*pieces, *HOSTILE]) for _ in range(chance.randrange(1, 40)))
        answers = [room.get(path, who, query_string={"q": query}).status_code
                   for path, who in (("/search", "checker"), ("/claims", "checker"))]  # fmt: skip
        faults += [(query, answers)] if set(answers) - {200, 422} else []

    assert faults == []
