"""Pages of the Fact Check Tools API: what they do to checks, who may keep them, and what they refuse."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.newsrooms import Newsroom, created
from tests.services.integrity import examining
from tracker.lib.ids import new_id

PATH = "/v1alpha1/pages"


def page(*markups: dict[str, Any], **changes: Any) -> dict[str, Any]:
    known = markups or ({"claimReviewed": "Prices fell", "rating": {"textualRating": "Wrong"}},)
    return {"pageUrl": f"https://outlet.example/{new_id()}", "claimReviewMarkups": list(known)} | changes


def call(room: Newsroom, method: str, path: str = "", who: str | None = "admin", **options: Any) -> TestResponse:
    headers = {"Authorization": f"Bearer {room.keys[who]}"} if who else {}
    return room.client.open(f"{PATH}{path}", method=method, headers=headers, buffered=True, **options)


def made(room: Newsroom, *markups: dict[str, Any], **changes: Any) -> dict[str, Any]:
    answer = call(room, "POST", json=page(*markups, **changes))
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.json
    return found


def at(found: dict[str, Any]) -> str:
    return found["name"].removeprefix("pages")


def replaced(room: Newsroom, found: dict[str, Any], **changes: Any) -> dict[str, Any]:
    answer = call(room, "PUT", at(found), json=found | changes)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    shown: dict[str, Any] = answer.json
    return shown


def refusal(answer: TestResponse) -> tuple[int, int, str]:
    error = answer.json["error"]
    assert answer.mimetype == "application/json"
    assert error["message"]
    return answer.status_code, error["code"], error["status"]


def checks_at(room: Newsroom, url: str) -> list[dict[str, Any]]:
    feed = room.client.get("/feeds/verdicts.json?limit=200&organization=" + room.slug).json
    return [item for item in feed["items"] if item["url"].partition("#")[0] == url.partition("#")[0]]


def publications(room: Newsroom, item: dict[str, Any]) -> list[dict[str, Any]]:
    check_id = item["id"].removeprefix("urn:uuid:")
    found: list[dict[str, Any]] = room.get(f"/claims/{check_id}/publications").json["items"]
    return found


def test_its_checks_are_public_and_marked_as_imported(room: Newsroom) -> None:
    found = made(room, publishDate="2025-02-03")
    (item,) = checks_at(room, found["pageUrl"])
    (publication,) = publications(room, item)

    assert (publication["kind"], publication["published_at"][:10]) == ("imported", "2025-02-03")


def test_what_stays_on_a_page_stays_the_same_publication(room: Newsroom) -> None:
    url = f"https://outlet.example/{new_id()}"
    one, two = ({"url": f"{url}#{n}", "claimReviewed": f"Claim {n}", "rating": {"textualRating": "Wrong"}}
                for n in (1, 2))  # fmt: skip
    found = made(room, one, two, pageUrl=url)
    before = {item["url"]: item["id"] for item in checks_at(room, url)}
    replaced(room, found, claimReviewMarkups=[two | {"rating": {"textualRating": "Right"}}, one])
    after = {item["url"]: item for item in checks_at(room, url)}

    assert {place: item["id"] for place, item in after.items()} == before
    assert [len(publications(room, after[f"{url}#{n}"])) for n in (1, 2)] == [1, 2]


def test_a_page_spells_its_labels_as_they_were_given(room: Newsroom) -> None:
    found = made(room, {"claimReviewed": "A", "rating": {"textualRating": "MOSTLY False"}})
    again = replaced(room, found)
    (item,) = checks_at(room, found["pageUrl"])

    assert [page["claimReviewMarkups"][0]["rating"]["textualRating"] for page in (found, again)] == ["MOSTLY False"] * 2
    assert item["_tracker"]["label"]["key"] == "mostly_false"
    assert len(publications(room, item)) == 1


def test_a_page_shows_another_label_where_the_check_was_corrected_here(room: Newsroom) -> None:
    found = made(room, {"claimReviewed": "A", "rating": {"textualRating": "MOSTLY False"}})
    check_id = checks_at(room, found["pageUrl"])[0]["id"].removeprefix("urn:uuid:")
    created(room.step(check_id, "reopen", reason="a new figure"))
    room.evidence(check_id)
    room.verdict(check_id, label="false")
    for step, who in (("submit", "checker"), ("approve", "editor")):
        created(room.step(check_id, step, who))
    created(room.step(check_id, "publish", kind="correction", notice="The label was wrong."))

    shown = call(room, "GET", at(found)).json["claimReviewMarkups"][0]["rating"]["textualRating"]
    assert shown == "False"


def test_what_leaves_a_page_is_retracted(room: Newsroom) -> None:
    url = f"https://outlet.example/{new_id()}"
    one, two = ({"url": f"{url}#{n}", "claimReviewed": f"Claim {n}", "rating": {"textualRating": "Wrong"}}
                for n in (1, 2))  # fmt: skip
    found = made(room, one, two, pageUrl=url)
    shown = replaced(room, found, claimReviewMarkups=[two])
    kinds = {item["url"]: publications(room, item)[-1]["kind"] for item in checks_at(room, url)}

    assert kinds == {f"{url}#1": "retraction", f"{url}#2": "imported"}
    assert [markup["url"] for markup in shown["claimReviewMarkups"]] == [f"{url}#2"]


def test_a_deleted_page_leaves_tombstones_and_can_come_anew(room: Newsroom) -> None:
    found = made(room)
    assert call(room, "DELETE", at(found)).json == {}
    (item,) = checks_at(room, found["pageUrl"])
    again = call(room, "POST", json=page(pageUrl=found["pageUrl"]))

    assert publications(room, item)[-1]["kind"] == "retraction"
    assert again.status_code == 200
    assert again.json["name"] != found["name"]


def test_a_check_that_is_worked_on_here_is_not_replaced(room: Newsroom) -> None:
    found = made(room)
    (item,) = checks_at(room, found["pageUrl"])
    created(room.step(item["id"].removeprefix("urn:uuid:"), "reopen", reason="a reader wrote"))

    for answer in (call(room, "PUT", at(found), json=found), call(room, "DELETE", at(found))):
        assert refusal(answer) == (400, 400, "FAILED_PRECONDITION")


def test_a_page_has_one_address(room: Newsroom) -> None:
    first, second = made(room), made(room)
    same = {"pageUrl": f"{first['pageUrl']}?utm_source=x"}
    moved = call(room, "PUT", at(second), json=page(versionId=second["versionId"], **same))

    assert refusal(call(room, "POST", json=page(**same))) == (409, 409, "ALREADY_EXISTS")
    assert refusal(moved) == (409, 409, "ALREADY_EXISTS")
    assert call(room, "GET", "", query_string={"url": same["pageUrl"]}).json["claimReviewMarkupPages"] == [first]


def test_a_page_is_not_replaced_unseen(room: Newsroom) -> None:
    found = made(room)
    blind = {name: value for name, value in found.items() if name != "versionId"}

    assert refusal(call(room, "PUT", at(found), json=blind)) == (400, 400, "FAILED_PRECONDITION")


def test_mapped_labels_have_their_class(room: Newsroom) -> None:
    label = f"Label {new_id()}"
    created(room.post("/label-mappings", {"label": label, "class": "false", "publisher": "Example Checks"}, "editor"))
    found = made(room, {"claimReviewed": "A", "rating": {"textualRating": label}},
                 claimReviewAuthor={"name": "Example Checks"})  # fmt: skip
    (item,) = checks_at(room, found["pageUrl"])
    claim = room.get(f"/claims/{item['id'].removeprefix('urn:uuid:')}").json

    assert claim["publication"]["class"] == "false"


@pytest.mark.parametrize(("who", "status"), [(None, "UNAUTHENTICATED"), ("editor", "PERMISSION_DENIED")])
def test_pages_take_an_admins_key(room: Newsroom, who: str | None, status: str) -> None:
    path = at(made(room))
    code = {"UNAUTHENTICATED": 401, "PERMISSION_DENIED": 403}[status]
    answers = [
        call(room, "POST", who=who, json=page()), call(room, "GET", who=who, query_string={"organization": "a"}),
        call(room, "GET", path, who), call(room, "PUT", path, who, json=page()), call(room, "DELETE", path, who),
    ]  # fmt: skip

    assert [refusal(answer) for answer in answers] == [(code, code, status)] * 5


def test_a_key_may_come_in_the_address(room: Newsroom) -> None:
    path = at(made(room))

    assert call(room, "GET", path, None, query_string={"key": room.keys["admin"]}).status_code == 200
    assert refusal(call(room, "GET", path, None, query_string={"key": "fct_no"})) == (401, 401, "UNAUTHENTICATED")


def test_another_organizations_page_is_none(room: Newsroom, other_room: Newsroom) -> None:
    found = made(room)
    answers = [call(other_room, "GET", at(found)), call(other_room, "PUT", at(found), json=found),
               call(other_room, "DELETE", at(found))]  # fmt: skip

    assert [refusal(answer) for answer in answers] == [(404, 404, "NOT_FOUND")] * 3
    assert call(other_room, "GET", "", query_string={"url": found["pageUrl"]}).json == {}


def test_an_answer_is_cut_and_laid_out_as_asked(room: Newsroom) -> None:
    path = at(made(room))
    query = {"fields": "name,claimReviewMarkups(rating/textualRating)", "prettyPrint": "false", "callback": "a.b"}
    answer = call(room, "GET", path, query_string=query)
    body = b'// API callback\na.b({"name":"pages%b","claimReviewMarkups":[{"rating":{"textualRating":"Wrong"}}]});'

    assert answer.mimetype == "application/javascript"
    assert answer.data == body % path.encode()


MARKUP = {"claimReviewed": "A", "rating": {"textualRating": "Wrong"}}


@pytest.mark.parametrize(
    "body",
    [
        [],
        None,
        {"claimReviewMarkups": [MARKUP]},
        page(claimReviewMarkups=[]),
        page(claimReviewMarkups=MARKUP),
        page(pageUrl="ftp://a.example"),
        page(publishDate="yesterday"),
        page(unknown=1),
        page(MARKUP | {"claimDate": "2025-02-30"}),
        page(MARKUP | {"url": "https://elsewhere.example/"}),
        page(MARKUP | {"claimReviewed": " "}),
        page(MARKUP | {"claimReviewed": "x" * 20_001}),
        page(MARKUP | {"rating": {}}),
        page(MARKUP | {"rating": {"textualRating": "A", "ratingValue": 2**31}}),
        page(MARKUP | {"rating": {"textualRating": "A", "ratingValue": 9, "bestRating": 5, "worstRating": 1}}),
        page(MARKUP | {"rating": {"textualRating": "A", "ratingValue": True}}),
        page(MARKUP | {"claimAuthor": {"jobTitle": "Minister"}}),
        page(MARKUP | {"claimAuthor": {"name": "A", "sameAs": "javascript:alert(1)"}}),
        page(MARKUP | {"claimAppearances": ["https://a.example/", 7]}),
        page(*[MARKUP] * 101),
    ],
)
def test_what_is_malformed_is_an_invalid_argument(room: Newsroom, body: Any) -> None:
    assert refusal(call(room, "POST", json=body)) == (400, 400, "INVALID_ARGUMENT")


@pytest.mark.parametrize("body", [b"", b"{", b'{"pageUrl": "\\ud800"}', b"[" * 3000, b"\xff", b'{"a": NaN}'])
def test_what_is_no_json_is_an_invalid_argument(room: Newsroom, body: bytes) -> None:
    answer = call(room, "POST", data=body, content_type="application/json")

    assert refusal(answer) == (400, 400, "INVALID_ARGUMENT")


@pytest.mark.parametrize(
    "query",
    [
        "", "url=https://a.example/&organization=a", "url=a", "organization=%00", "organization=a&pageSize=-1",
        "organization=a&pageSize=x", "organization=a&pageToken=x", "organization=a&offset=10001", "organization=a&q=1",
        "organization=a&alt=xml", "organization=a&fields=a((", "organization=a&callback=alert(1)",
        "organization=a&organization=b", "organization=a&prettyPrint=perhaps",
    ],
)  # fmt: skip
def test_a_question_that_makes_no_sense_is_an_invalid_argument(room: Newsroom, query: str) -> None:
    assert refusal(call(room, "GET", f"?{query}")) == (400, 400, "INVALID_ARGUMENT")


def test_a_token_is_of_one_list(room: Newsroom) -> None:
    site = f"{new_id()}.example"
    for n in range(3):
        made(room, pageUrl=f"https://{site}/{n}")
    token = call(room, "GET", f"?organization={site}&pageSize=1").json["nextPageToken"]

    assert len(call(room, "GET", f"?organization={site}&pageSize=1&pageToken={token}").json) == 2
    for query in (f"organization={site}&pageSize=2", "organization=a.example&pageSize=1"):
        assert refusal(call(room, "GET", f"?{query}&pageToken={token}")) == (400, 400, "INVALID_ARGUMENT")


@pytest.mark.parametrize("path", ["/x", "/0193b6f0-0000-7000-8000-00000000ffff", "/%00", "/" + "a" * 3000])
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_what_is_not_there_is_not_found(room: Newsroom, path: str, method: str) -> None:
    assert refusal(call(room, method, path)) == (404, 404, "NOT_FOUND")


def test_nothing_else_is_there(shared_app: Flask) -> None:
    client = shared_app.test_client()

    assert refusal(client.get("/v1alpha1/unknown")) == (404, 404, "NOT_FOUND")
    assert refusal(client.patch("/v1alpha1/pages")) == (404, 404, "NOT_FOUND")


def test_pages_and_checks_of_others_stand_in_the_log_as_they_are(app: Flask, newsrooms: list[Newsroom]) -> None:
    room, other = newsrooms
    found = made(room, MARKUP | {"claimAuthor": {"name": "A", "imageUrl": "https://a.example/a"}}, MARKUP)
    changed = replaced(room, found, claimReviewMarkups=[MARKUP | {"rating": {"textualRating": "Right"}}])
    (item, _) = checks_at(room, found["pageUrl"])
    attached = {"check_id": item["id"].removeprefix("urn:uuid:"), "claim_id": other.claim()["id"]}
    created(other.post("/external-checks", attached))
    mapping = created(other.post("/label-mappings", {"label": "Wrong", "class": "false"}, "editor"))
    other.patch(f"/label-mappings/{mapping['id']}", {"class": "mostly_false"}, "editor")
    assert call(room, "DELETE", at(changed)).status_code == 200

    assert examining.everything(app) == []
