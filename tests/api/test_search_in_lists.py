"""Lists take a query: what it finds comes in the list's order, with all other filters, page by page."""

from itertools import pairwise

import pytest

from tests.newsrooms import EXAMPLES, created
from tracker.services.search import sieving

BODY = {"kind": "statement", "language": "en"}


def claim(room, text, **fields):
    return created(room.post("/claims", BODY | {"text": text} | fields))["id"]


def found(room, query, **others):
    return [item["id"] for item in pages(room, "/claims", {"q": query} | others)]


def pages(room, path, query):
    items, more = [], {}
    while more is not None:
        page = room.get(path, query_string=query | more).json
        items += page["items"]
        more = {"cursor": page["next"]} if page["next"] else None
    return items


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Inflation stands at 40%", "inflation 40%"), ("Prices are rising", "price rise"),
        ("L'économie va mal", "economie"), ("気候変動は嘘だ", "気候変動"), ("気候変動は嘘だ", "変動"),
        ("中国经济增长百分之五", "经济"), ("The covid-19 vaccine", "COVID-19"), ("경제는 성장했다", "경제"),
        ("ارتفعت الأسعار", "الاسعار"), ("Who said so", '"who said"'), ("Over 30,000 fled", "30000"),
        ("Bread costs more", "bre*"), ("น้ำมันแพง", "น้ำมัน"),
    ],
)  # fmt: skip
def test_a_claim_is_found_by_its_words(new_room, text, query):
    claim_id = claim(new_room, text)
    claim(new_room, "Something else altogether")

    assert found(new_room, query) == [claim_id]


@pytest.mark.parametrize("query", ["inflation -oil", '"stands inflation"', "inflatio", "-oil", "?!", "bread inflation"])
def test_what_a_query_does_not_mean_is_not_found(new_room, query):
    claim(new_room, "Inflation stands at 40% for oil")

    assert found(new_room, query) == []


def test_a_word_is_stemmed_as_the_claims_language_is(new_room, shared_kind):
    claim_id = claim(new_room, "Las políticas económicas fracasaron", language="es")

    assert found(new_room, "económicas") == [claim_id]
    assert found(new_room, "económico") == ([claim_id] if shared_kind == "postgres" else [])


def test_a_claim_is_found_by_who_made_it_where_and_as_what_it_was_repeated(new_room):
    seen = {"url": "https://paper.example/1", "wording": "Bread got dearer", "role": "repeats"}
    claimant = {"name": "Ada Lovelace", "kind": "person"}
    claim_id = claim(
        new_room, "Prices rose", claimant=claimant, place="Aleppo", topics=["food-prices"], appearances=[seen]
    )

    assert [found(new_room, query) for query in ("lovelace rose", "aleppo", "dearer", "food")] == [[claim_id]] * 4


def test_a_claim_is_found_by_what_it_says_now(new_room):
    claim_id = claim(new_room, "Prices rose", claimant={"name": "Ada Lovelace", "kind": "person"})
    claimant_id = new_room.get(f"/claims/{claim_id}").json["claimant"]["id"]
    created(new_room.patch(f"/claims/{claim_id}", {"text": "Wages fell"}))
    created(new_room.patch(f"/claimants/{claimant_id}", {"name": "Ada Byron"}))

    assert [found(new_room, query) for query in ("prices", "lovelace", "wages", "byron")] == [
        [],
        [],
        [claim_id],
        [claim_id],
    ]


def test_nothing_of_another_newsroom_is_found(new_room, other_room):
    claim(other_room, "Quinces are cheap")

    assert found(new_room, "quinces") == []


@pytest.mark.parametrize("many", [0, 10_000])
def test_pages_neither_skip_nor_double_in_any_order(new_room, monkeypatch, many):
    monkeypatch.setattr(sieving, "MANY", many)
    monkeypatch.setattr(sieving, "FIRST_BATCH", 3)
    ids = [claim(new_room, f"{'Bread' if number % 3 else 'Oil'} costs {number}", made_on="2025-01-02", topics=["food"])
           for number in range(1, 14)]  # fmt: skip
    wanted = [claim_id for number, claim_id in enumerate(ids, 1) if number % 3]

    sorts = [f"{sign}{name}" for name in ("created_at", "made_on", "updated_at") for sign in ("", "-")]
    orders = [found(new_room, "bread", sort=sort, limit=limit, topic="food") for sort in sorts for limit in (1, 3, 4)]

    assert all(sorted(order) == sorted(wanted) for order in orders)
    assert found(new_room, "bread", limit=2) == wanted[::-1]


def test_a_query_goes_with_all_filters(new_room):
    first = claim(new_room, "Bread costs 1", topics=["food"])
    claim(new_room, "Bread costs 2", topics=["oil"])
    third = claim(new_room, "Bread costs 3", topics=["food"], kind="promise")
    created(new_room.step(third, "accept"))

    assert found(new_room, "bread", topic="food") == [third, first]
    assert found(new_room, "bread", topic="food", state="queued") == [third]
    assert found(new_room, "bread", topic="food", kind="statement") == [first]


def test_sources_are_found_by_title_publisher_and_address(new_room):
    source = EXAMPLES["source"] | {
        "url": "https://statistics.example/bulletin",
        "title": "Yearbook",
        "publisher": "Office",
    }
    source_id = created(new_room.post("/sources", source))["id"]
    created(new_room.post("/sources", EXAMPLES["source"] | {"url": "https://other.example/"}))

    queries = ("yearbook", "office yearbook", "statistics.example/bulletin", "bulletin -other")

    assert [[item["id"] for item in pages(new_room, "/sources", {"q": query, "limit": 1})] for query in queries] == [
        [source_id]
    ] * 4


def test_a_protected_source_is_found_by_its_description_alone(new_room):
    hidden = {"kind": "person", "protected": True, "title": "Zebedee Quartermain", "public_description": "A clerk"}
    source_id = created(new_room.post("/sources", hidden))["id"]

    assert [item["id"] for item in pages(new_room, "/sources", {"q": "clerk"})] == [source_id]
    assert pages(new_room, "/sources", {"q": "quartermain"}) == []


@pytest.mark.parametrize("path", ["/claims", "/sources"])
@pytest.mark.parametrize("query", ["", "   ", "x" * 501, "a\0b"])
def test_a_query_without_anything_to_read_is_refused(room, path, query):
    answer = room.get(path, query_string={"q": query})

    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "q")


def test_what_is_newest_comes_first(new_room):
    ids = [claim(new_room, f"Bread costs {number}") for number in range(4)]

    assert all(a > b for a, b in pairwise(found(new_room, "bread")))
    assert found(new_room, "bread") == ids[::-1]
