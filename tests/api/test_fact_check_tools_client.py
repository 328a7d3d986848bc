"""The Fact Check Tools API, used by the client that Google publishes, with its own discovery document."""

from collections.abc import Iterator
from threading import Thread
from typing import Any

import httplib2
import pytest
from flask import Flask
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError
from werkzeug.serving import make_server

from tests.newsrooms import Newsroom
from tracker.lib.ids import new_id


def page(**changes: Any) -> dict[str, Any]:
    url = f"https://outlet.example/checks/{new_id()}"
    return {
        "pageUrl": url,
        "publishDate": "2025-02-03",
        "claimReviewAuthor": {"name": "Example Checks", "imageUrl": "https://outlet.example/logo.png"},
        "claimReviewMarkups": [
            {
                "url": f"{url}#1",
                "claimReviewed": "Inflation was 40%",
                "claimDate": "2025-01-09",
                "claimLocation": "Iran",
                "claimAuthor": {"name": f"Minister {new_id()}", "jobTitle": "Minister",
                                "sameAs": f"https://people.example/{new_id()}", "imageUrl": "https://a.example/m"},
                "claimFirstAppearance": f"https://tv.example/{new_id()}",
                "claimAppearances": [f"https://paper.example/{new_id()}"],
                "rating": {"ratingValue": 2, "worstRating": 1, "bestRating": 5, "textualRating": "Mostly wrong",
                           "ratingExplanation": "It was 32.5%.", "imageUrl": "https://a.example/r.png"},
            },
            {"url": f"{url}#2", "claimReviewed": "Prices fell", "rating": {"textualRating": "Wrong"}},
        ],
    } | changes  # fmt: skip


@pytest.fixture(scope="module")
def address(shared_app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, shared_app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def tools(address: str, room: Newsroom) -> Any:
    return build(
        "factchecktools", "v1alpha1", developerKey=room.keys["admin"], static_discovery=True, http=httplib2.Http(),
        client_options={"api_endpoint": address},
    )  # fmt: skip


def bare(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name not in {"name", "versionId"}}


def test_a_page_is_created_and_read_as_it_was_sent(tools: Any) -> None:
    sent = page()
    made = tools.pages().create(body=sent).execute()

    assert bare(made) == sent
    assert tools.pages().get(name=made["name"]).execute() == made
    assert tools.pages().list(url=sent["pageUrl"]).execute() == {"claimReviewMarkupPages": [made]}


def test_a_page_is_replaced_as_a_whole(tools: Any, room: Newsroom) -> None:
    made = tools.pages().create(body=page()).execute()
    first, _ = made["claimReviewMarkups"]
    changed = made | {"claimReviewMarkups": [first | {"rating": {"textualRating": "Wrong"}}]}
    replaced = tools.pages().update(name=made["name"], body=changed).execute()

    assert bare(replaced) == bare(changed)
    assert replaced["versionId"] != made["versionId"]
    assert tools.pages().get(name=made["name"]).execute() == replaced


def test_a_page_that_changed_meanwhile_is_not_overwritten(tools: Any) -> None:
    made = tools.pages().create(body=page()).execute()
    tools.pages().update(name=made["name"], body=made | {"publishDate": "2025-02-04"}).execute()

    with pytest.raises(HttpError) as refused:
        tools.pages().update(name=made["name"], body=made).execute()

    assert refused.value.resp.status == 409
    assert refused.value.reason.startswith("The object is at version 2")


def test_a_page_is_deleted_once(tools: Any) -> None:
    made = tools.pages().create(body=page()).execute()

    assert tools.pages().delete(name=made["name"]).execute() == {}
    for again in (tools.pages().get, tools.pages().delete):
        with pytest.raises(HttpError) as refused:
            again(name=made["name"]).execute()
        assert refused.value.resp.status == 404
    assert tools.pages().list(url=made["pageUrl"]).execute() == {}


def test_pages_of_a_site_are_paged_through(tools: Any) -> None:
    site = f"{new_id()}.example"
    markup = {"claimReviewed": "A claim", "rating": {"textualRating": "Wrong"}}
    bodies = [page(pageUrl=f"https://www.{site}/{n}", claimReviewMarkups=[markup]) for n in range(5)]
    made = [tools.pages().create(body=body).execute() for body in bodies]
    found = []
    request = tools.pages().list(organization=site, pageSize=2)
    while request is not None:
        answer = request.execute()
        found.append([one["name"] for one in answer["claimReviewMarkupPages"]])
        request = tools.pages().list_next(request, answer)

    names = [one["name"] for one in reversed(made)]
    assert found == [names[:2], names[2:4], names[4:]]
    offset = tools.pages().list(organization=site, offset=3).execute()["claimReviewMarkupPages"]
    assert [one["name"] for one in offset] == names[3:]


def test_claims_are_searched_and_paged_through(tools: Any) -> None:
    mark = f"w{new_id().replace('-', '')}"
    markups = [{"claimReviewed": f"{mark} {n}", "rating": {"textualRating": "Wrong"}} for n in range(5)]
    tools.pages().create(body=page(claimReviewMarkups=markups)).execute()
    found: list[list[str]] = []
    request = tools.claims().search(query=mark, languageCode="en-GB", pageSize=2)
    while request is not None:
        answer = request.execute()
        found.append([claim["text"] for claim in answer["claims"]])
        request = tools.claims().search_next(request, answer)

    assert [len(texts) for texts in found] == [2, 2, 1]
    assert sorted(text for texts in found for text in texts) == [markup["claimReviewed"] for markup in markups]
