"""Imports over HTTP: an archive becomes publications, other outlets' checks stand beside claims, and nothing twice."""

import json
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from tests.newsrooms import EXAMPLES, Newsroom, created, places, problem
from tracker.lib.ids import new_id

EXAMPLE = EXAMPLES["import"]
TABLE = "claim,label,url,date,speaker\n{0} stood at 40%.,False,https://outlet.example/{0},2019-05-04,A minister\n"


def review(**changes: Any) -> dict[str, Any]:
    fresh = {"url": f"https://outlet.example/{new_id()}", "inLanguage": "en"}
    return EXAMPLE["document"] | fresh | changes


def imported(room: Newsroom, **body: Any) -> dict[str, Any]:
    return created(room.post("/imports", body, "admin"))


def sent(room: Newsroom, content: bytes, **form: str) -> dict[str, Any]:
    data = {"file": (BytesIO(content), "archive.csv"), **form}
    return created(room.call("POST", "/imports", "admin", data=data))


def rows(room: Newsroom, made: dict[str, Any], query: str = "") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = room.get(f"/imports/{made['id']}/rows{query}", "admin").json["items"]
    return items


def counts(made: dict[str, Any]) -> tuple[int, ...]:
    return tuple(made[name] for name in ("created", "updated", "unchanged", "refused"))


def test_a_check_of_the_archive_is_published_as_it_was(room: Newsroom) -> None:
    document = review()
    made = imported(room, document=document)
    (row,) = rows(room, made)

    shown = room.get(f"/fact-checks/{row['check_id']}.json", None).json
    assert (made["state"], made["total"], counts(made)) == ("done", 1, (1, 0, 0, 0))
    assert (row["outcome"], row["faults"]) == ("created", [])
    assert shown["url"] == document["url"]
    assert shown["claimReviewed"] == document["claimReviewed"]
    assert shown["datePublished"] == "2025-02-03T00:00:00Z"
    assert shown["reviewRating"]["alternateName"] == "Mostly false"


def test_the_file_is_kept_byte_for_byte(room: Newsroom) -> None:
    content = TABLE.format(new_id()).encode()
    made = sent(room, content)

    assert room.get(f"/files/{made['digest']}", "admin").data == content
    captures = room.get(f"/sources/{made['source_id']}/captures", "admin").json["items"]
    assert [(capture["digest"], capture["filename"]) for capture in captures] == [(made["digest"], "archive.csv")]


def test_a_second_import_adds_nothing(room: Newsroom) -> None:
    document = [review(), review()]
    first, second = imported(room, document=document), imported(room, document=document)

    assert (counts(first), counts(second)) == ((2, 0, 0, 0), (0, 0, 2, 0))
    assert [row["check_id"] for row in rows(room, first)] == [row["check_id"] for row in rows(room, second)]


def test_what_changed_in_the_archive_is_published_again(room: Newsroom) -> None:
    document = review()
    (row,) = rows(room, imported(room, document=document))
    second = imported(room, document=document | {"reviewRating": {"alternateName": "True"}})

    numbers = [item["number"] for item in room.get(f"/claims/{row['check_id']}/publications", None).json["items"]]
    assert (counts(second), numbers) == ((0, 1, 0, 0), [1, 2])
    assert counts(imported(room, document=document | {"reviewRating": {"alternateName": "True"}})) == (0, 0, 1, 0)


def test_what_was_changed_here_stays(newsroom: Newsroom) -> None:
    document = review()
    (row,) = rows(newsroom, imported(newsroom, document=document))
    created(newsroom.step(row["check_id"], "reopen", reason="a reader wrote"))
    second = imported(newsroom, document=document | {"reviewRating": {"alternateName": "True"}})

    assert [(r["outcome"], r["faults"][0]["code"]) for r in rows(newsroom, second)] == [("refused", "changed-here")]


def test_what_was_retracted_elsewhere_is_skipped_and_is_no_fault(room: Newsroom) -> None:
    gone = {"@type": "DataFeedItem", "url": review()["url"], "dateDeleted": "2025-03-01"}
    made = imported(room, document=[review(), gone])

    assert (made["skipped"], counts(made)) == (1, (1, 0, 0, 0))
    assert [remark["code"] for remark in rows(room, made, "?outcome=skipped")[0]["remarks"]] == ["retracted"]


def test_what_the_archive_retracted_since_is_retracted_here(room: Newsroom) -> None:
    document = review()
    (row,) = rows(room, imported(room, document=document))
    gone = {
        "@type": "DataFeedItem",
        "url": document["url"],
        "dateDeleted": "2025-03-01",
        "description": "It was wrong.",
    }
    dry, second, third = (imported(room, document=gone, dry_run=is_dry) for is_dry in (True, False, False))

    standing = room.get(f"/claims/{row['check_id']}").json["publication"]["status"]
    shown = room.get(f"/fact-checks/{row['check_id']}.json", None).json
    assert [counts(made) for made in (dry, second, third)] == [(0, 1, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0)]
    assert (standing, shown["reviewRating"]["ratingExplanation"]) == ("retracted", "It was wrong.")
    assert counts(imported(room, document=document)) == (0, 0, 1, 0)


def test_what_the_archive_retracted_and_was_changed_here_is_told(room: Newsroom) -> None:
    document = review()
    (row,) = rows(room, imported(room, document=document))
    created(room.step(row["check_id"], "reopen", reason="a reader wrote"))
    gone = {"@type": "DataFeedItem", "url": document["url"], "dateDeleted": "2025-03-01"}

    assert [r["faults"][0]["code"] for r in rows(room, imported(room, document=gone))] == ["changed-here"]


def test_a_dry_run_says_what_would_be_and_does_nothing(newsroom: Newsroom) -> None:
    document = [review(), review(reviewRating={"ratingValue": 1})]
    made = imported(newsroom, document=document, dry_run=True)

    assert (made["dry_run"], made["source_id"], counts(made)) == (True, None, (1, 0, 0, 1))
    assert newsroom.get("/claims").json["items"] == newsroom.get("/sources").json["items"] == []
    assert newsroom.get(f"/files/{made['digest']}", "admin").status_code == 404
    assert counts(imported(newsroom, document=document)) == (1, 0, 0, 1)


def test_rows_say_why_they_were_refused_and_can_be_asked_for(room: Newsroom) -> None:
    made = imported(room, document=[review(), review(claimReviewed=" "), review(reviewRating={"ratingValue": 1})])

    refused = rows(room, made, "?outcome=refused")
    assert [(row["number"], row["place"], row["faults"][0]["pointer"]) for row in refused] == [
        (2, "/1", "/claimReviewed"), (3, "/2", "/reviewRating/alternateName"),
    ]  # fmt: skip
    assert [row["number"] for row in rows(room, made, "?limit=2")] == [1, 2]


def test_a_row_that_stands_in_the_file_twice_comes_in_once(room: Newsroom) -> None:
    document = review()
    other = document | {"reviewRating": {"alternateName": "True"}}
    made = imported(room, document=[document, document, other])

    assert [(row["outcome"], [f["code"] for f in row["faults"] + row["remarks"]]) for row in rows(room, made)] == [
        ("created", []), ("unchanged", ["repeated"]), ("refused", ["repeated"]),
    ]  # fmt: skip


def test_a_table_comes_in_by_a_mapping_of_its_columns(room: Newsroom) -> None:
    lines = "".join(
        json.dumps({"s": f"Claim {n}", "v": "no", "p": f"/2019/oct/{n}/a/{new_id()}"}) + "\n" for n in (7, 8)
    )
    columns = {"claim_text": "s", "label": "v", "published_on": "p", "page_url": "https://outlet.example{p}"}
    made = sent(room, lines.encode(), columns=json.dumps(columns), language="de")
    row = rows(room, made)[1]

    shown = room.get(f"/fact-checks/{row['check_id']}.json", None).json
    assert (shown["claimReviewed"], shown["inLanguage"]) == ("Claim 8", "de")
    assert shown["datePublished"] == "2019-10-08T00:00:00Z"
    assert shown["url"].startswith("https://outlet.example/2019/oct/8/")


def test_checks_of_others_stand_beside_claims_and_are_no_publications(newsroom: Newsroom) -> None:
    document = review()
    first = imported(newsroom, document=document, **{"as": "external"})
    second = imported(newsroom, document=document, **{"as": "external"})
    (row,) = rows(newsroom, first)

    kept = newsroom.get(f"/external-checks/{row['external_check_id']}").json
    assert (counts(first), counts(second)) == ((1, 0, 0, 0), (0, 0, 1, 0))
    assert rows(newsroom, second)[0]["external_check_id"] == row["external_check_id"]
    assert (kept["label"], kept["claimant"], kept["published_on"]) == ("Mostly false", "A minister", "2025-02-03")
    assert newsroom.get("/feeds/verdicts.json", None).json["items"] == []


def test_a_label_means_what_the_organization_says(newsroom: Newsroom) -> None:
    mapping = {"label": "Bof", "class": "mixed"}
    created(newsroom.post("/label-mappings", mapping, "editor"))
    (row,) = rows(
        newsroom, imported(newsroom, document=review(reviewRating={"alternateName": "bof", "ratingValue": 5}))
    )

    assert newsroom.get(f"/claims/{row['check_id']}").json["publication"]["class"] == "mixed"


def test_our_own_pages_are_no_news_to_us(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("published")
    lines = newsroom.get("/feeds/verdicts.jsonl", None).data
    made = sent(newsroom, lines)

    assert [(row["outcome"], row["check_id"]) for row in rows(newsroom, made)] == [("unchanged", claim_id)]


def test_other_newsrooms_see_nothing_of_it(newsroom: Newsroom, other_newsroom: Newsroom) -> None:
    made = imported(newsroom, document=review())

    assert problem(other_newsroom.get(f"/imports/{made['id']}", "admin")) == (404, "not-found")
    assert problem(other_newsroom.get(f"/imports/{made['id']}/rows", "admin")) == (404, "not-found")
    assert other_newsroom.get("/imports", "admin").json["items"] == []
    assert [item["id"] for item in newsroom.get("/imports", "admin").json["items"]] == [made["id"]]


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({"document": {"@type": "WebPage"}}, "/file"),
        ({"text": "nothing at all"}, "/file"),
        ({"document": [], "text": "x"}, "/text"),
        ({"document": [review()], "as": "ours"}, "/as"),
        ({"text": "a,b\n1,2\n"}, "/file"),
        ({"text": "a,b\n1,2\n", "columns": {"verdict": "a"}}, "/columns/verdict"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_place(room: Newsroom, body: dict[str, Any], at: str) -> None:
    answer = room.post("/imports", body, "admin")

    assert problem(answer) == (422, "invalid")
    assert places(answer) == [at]


@pytest.mark.parametrize(
    ("form", "at"),
    [({}, "/file"), ({"file": b"x", "columns": "{"}, "/columns"),
     ({"file": b"x", "columns": '{"label": 1}'}, "/columns/label"),
     ({"file": b"x", "unknown": "1"}, "/unknown"), ({"file": b"x", "dry_run": "maybe"}, "/dry_run")],
)  # fmt: skip
def test_a_form_is_refused_by_its_place(room: Newsroom, form: dict[str, Any], at: str) -> None:
    data = {name: (BytesIO(value), "a") if isinstance(value, bytes) else value for name, value in form.items()}
    answer = room.call("POST", "/imports", "admin", data={"as": "own"} | data, content_type="multipart/form-data")

    assert problem(answer) == (422, "invalid")
    assert places(answer) == [at]


def test_an_import_is_known_to_the_log(newsroom: Newsroom, app: Flask) -> None:
    made = imported(newsroom, document=review())

    entries = newsroom.get(f"/audit/entries?object=import/{made['id']}", "admin").json["items"]
    assert [entry["kind"] for entry in entries] == ["import.filed", "import.finished"]
