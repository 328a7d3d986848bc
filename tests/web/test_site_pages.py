"""What surrounds the lists of the public site: corrections, organizations, erasures, looks, weight and headers."""

from dataclasses import replace

import pytest

from tests.conftest import opened
from tests.newsrooms import EXAMPLES, Newsroom, created
from tests.web.sitting import (
    claimant_of,
    corrected,
    page,
    paths_of,
    published,
    read,
    retracted,
    taken_out,
    text,
    turned,
)
from tracker.config import Config

HOSTILE = '</h2></li><script>alert(1)</script><img src=x onerror=alert(1)> & " \x1b \u202e ]]>'
LISTS = ("/", "/topics/economy", "/labels/mostly_false", "/corrections")


def test_corrections_tell_what_changed_the_newest_first(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("published")
    corrected(newsroom, claim_id, label="false")
    retracted(newsroom, claim_id, "The recording was of another speech.")

    words = page(newsroom.client, "/corrections").words

    places = [
        words.index(part)
        for part in (
            "Retracted, major ·", "Rating withdrawn: False", "The recording was of another speech.",
            "Correction, major ·", "Rating changed from Mostly false to False", "The office revised its figure.",
        )
    ]  # fmt: skip
    assert places == sorted(places)


def test_a_correction_that_leaves_the_rating_says_so(newsroom: Newsroom) -> None:
    corrected(newsroom, newsroom.claim_in("published"))

    assert "Rating unchanged: Mostly false" in page(newsroom.client, "/corrections").words


def test_an_update_is_no_correction_and_a_reinstatement_is_one(newsroom: Newsroom) -> None:
    updated, back = newsroom.claim_in("published"), newsroom.claim_in("retracted")
    corrected(newsroom, updated, kind="update")
    corrected(newsroom, back, kind="reinstatement")

    assert page(newsroom.client, "/corrections").checks == [back, back]


def test_corrections_of_one_organization(newsroom: Newsroom, other_newsroom: Newsroom) -> None:
    newsroom.claim_in("retracted")
    theirs = other_newsroom.claim_in("retracted")

    found = page(newsroom.client, "/corrections?organization=other")

    assert found.checks == [theirs]
    assert "Other Checks" in found.words


def test_an_organization_tells_its_rules_and_what_its_labels_mean(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("published")
    policies = {"methodology": "https://checks.example/method", "corrections": None}
    created(newsroom.patch("/organization", {"policies": policies, "policy": "ifcn"}, "admin"))

    found = page(newsroom.client, "/organizations/example")

    for said in ("Example Checks", "It cites evidence: 2 or more.", "Counts as mostly false", "How we check"):
        assert said in found.words
    assert claim_id in found.checks
    hrefs = [link["href"] for link in found.all("a")]
    assert "https://checks.example/method" in hrefs
    labels = [label["key"] for label in EXAMPLES["scale"]["labels"]]
    assert {f"/labels/{key}?organization=example" for key in labels} <= set(hrefs)


def test_an_erased_claimant_has_no_page(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("published")
    claimant_id = claimant_of(newsroom, claim_id)

    taken_out(newsroom, "erasure", {"object": f"claimant/{claimant_id}", "field": "/name"})

    assert read(newsroom.client, f"/claimants/{claimant_id}").status_code == 404
    for path in ("/", "/topics/economy", f"/fact-checks/{claim_id}"):
        assert "Ministry of Finance" not in page(newsroom.client, path).words


def test_a_restricted_claimant_has_a_page_again_once_it_is_lifted(newsroom: Newsroom) -> None:
    path = f"/claimants/{claimant_of(newsroom, newsroom.claim_in('published'))}"
    target = {"object": f"claimant/{path.rpartition('/')[2]}", "field": "/name"}

    erasure = taken_out(newsroom, "restriction", target)
    hidden = read(newsroom.client, path).status_code
    created(newsroom.post(f"{erasure}/lifting", EXAMPLES["lifting"], "admin"))

    assert hidden == 404
    assert "Ministry of Finance" in page(newsroom.client, path).words


def test_an_erased_notice_and_topic_are_gone_from_the_lists(newsroom: Newsroom) -> None:
    claim_id = published(newsroom, topics=["secret"])
    retracted(newsroom, claim_id, "It was about Somebody.")
    publications = newsroom.get(f"/claims/{claim_id}/publications").json["items"]

    taken_out(
        newsroom, "erasure", {"object": f"claim/{claim_id}", "field": "/topics"},
        {"object": f"publication/{publications[-1]['id']}", "field": "/notice"},
    )  # fmt: skip

    assert read(newsroom.client, "/topics/secret").status_code == 404
    assert "Somebody" not in page(newsroom.client, "/corrections").words


def test_hostile_text_stays_text_on_every_page(newsroom: Newsroom) -> None:
    claimant = {"name": HOSTILE.replace("\x1b", ""), "kind": "person"}
    claim_id = published(newsroom, texts=[text(HOSTILE)], text=HOSTILE, claimant=claimant)
    retracted(newsroom, claim_id, HOSTILE)

    for path in [*paths_of(newsroom, claim_id), "/corrections", "/organizations/example", f"/fact-checks/{claim_id}"]:
        found = page(newsroom.client, path)
        assert found.all("img") == [], path
        assert all(script.get("type") == "application/ld+json" for script in found.all("script")), path
        assert "\x1b" not in found.html


def test_right_to_left_text_keeps_its_direction(newsroom: Newsroom) -> None:
    published(newsroom, texts=[text("التضخم كان أقل", "ar")], language="ar")

    found = page(newsroom.client, "/")

    assert {"lang": "ar", "dir": "auto"} in found.all("h2")
    assert {"lang": "ar", "dir": "auto"} in found.all("q")


def test_a_page_names_the_feeds_that_hold_what_it_shows(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("published")
    queries = {
        "/": "", "/?organization=example&language=en": "?organization=example&language=en",
        "/topics/economy": "?topic=economy", "/labels/mostly_false?organization=example":
        "?label=mostly_false&organization=example", "/organizations/example": "?organization=example",
        f"/fact-checks/{claim_id}": "?organization=example",
    }  # fmt: skip

    for path, query in queries.items():
        links = [(link.get("type"), link["href"]) for link in page(newsroom.client, path).all("link")]
        assert ("application/atom+xml", f"/feeds/verdicts.atom{query}") in links, path
        assert ("application/rss+xml", f"/feeds/verdicts.rss{query}") in links, path
        assert ("application/feed+json", f"/feeds/verdicts.json{query}") in links, path


def test_the_page_of_a_check_leads_on(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("published")

    found = page(newsroom.client, f"/fact-checks/{claim_id}")

    hrefs = [link["href"] for link in found.all("a")]
    assert f"/fact-checks/{claim_id}/correction-request" in hrefs
    assert {"/topics/economy", "/organizations/example", "/labels/mostly_false?organization=example"} <= set(hrefs)
    assert f"/claimants/{claimant_of(newsroom, claim_id)}" in hrefs
    card = next(link for link in found.all("link") if link.get("type") == "application/json+oembed")
    assert (
        card["href"] == f"https://tracker.example/oembed?url=https%3A%2F%2Ftracker.example%2Ffact-checks%2F{claim_id}"
    )


def test_pages_have_landmarks_and_headings_in_order(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("retracted")

    for path in [*paths_of(newsroom, claim_id), "/corrections", "/organizations/example", f"/fact-checks/{claim_id}"]:
        found = page(newsroom.client, path)
        assert found.levels[found.levels.index(1) :].count(1) == 1, path
        rises = [later - sooner for sooner, later in zip(found.levels[1:], found.levels[2:], strict=False)]
        assert max(rises, default=0) <= 1, path
        assert len(found.all("main")) == 1
        assert {"href": "#content", "class": "skip"} in found.all("a")
        assert found.all("html") == [{"lang": "en"}]
        names = [nav.get("aria-label") for nav in found.all("nav")]
        assert len(set(names)) == len(names)


def test_pages_are_revalidated_open_to_all_and_run_nothing(newsroom: Newsroom) -> None:
    claim_id = newsroom.claim_in("retracted")

    for path in [*paths_of(newsroom, claim_id), "/corrections", "/organizations/example"]:
        answer = read(newsroom.client, path)
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
        assert answer.headers["Last-Modified"]
        again = read(newsroom.client, path, **{"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


def test_the_stylesheet_is_kept_for_good_at_its_own_address(newsroom: Newsroom) -> None:
    address = next(link["href"] for link in page(newsroom.client, "/").all("link") if link["rel"] == "stylesheet")

    sheet = newsroom.client.get(address or "")
    former = newsroom.client.get("/static/site-0123456789abcdef.css")

    assert sheet.mimetype == "text/css"
    assert sheet.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (former.data, former.headers["Cache-Control"]) == (sheet.data, "no-cache")


def test_the_site_of_several_organizations_bears_the_name_of_none(newsroom: Newsroom) -> None:
    assert "Skip to content Fact-checks Latest checks" in page(newsroom.client, "/").words


def test_a_site_below_a_path_stays_below_it(newsroom: Newsroom, settings: Config) -> None:
    newsroom.claim_in("retracted")

    with opened(replace(settings, public_url="https://tracker.example/facts")) as app:
        paths = ["/", "/corrections", "/organizations/example", "/labels/mostly_false"]
        hrefs = [link["href"] or "" for path in paths for link in page(app.test_client(), path).all("a")]

    assert {href for href in hrefs if not href.startswith(("/facts/", "#", "https://"))} == set()


def test_a_list_is_turned_to_its_end_and_back(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.services.listings.SIZE", 2)
    made = [newsroom.claim_in("published") for _ in range(5)]

    forth = [found.checks for found in turned(newsroom.client, "/")]
    *_, last = turned(newsroom.client, "/")
    back = [found.checks for found in turned(newsroom.client, last.turning("prev") or "", "prev")]

    assert forth == [made[:2:-1], made[2:0:-1], made[:1]]
    assert back == [made[2:0:-1], made[:2:-1]]


@pytest.fixture(scope="module")
def archive(room: Newsroom) -> list[str]:
    """Fifty checks with long texts in a script of three bytes a letter, each corrected or retracted."""
    long = "Քաղաքի բյուջեն " * 12
    claimant = {"name": "Եղիշե " * 12, "kind": "person"}
    ids = [
        published(room, texts=[text(long, "hy")], text=long * 3, language="hy", claimant=claimant) for _ in range(50)
    ]
    for claim_id in ids:
        retracted(room, claim_id, long * 20)
    return ids


@pytest.mark.parametrize(
    "path", ["/", "/topics/economy", "/labels/mostly_false", "/corrections", "/organizations/example"]
)
def test_a_page_weighs_less_than_fifty_thousand_bytes(archive: list[str], room: Newsroom, path: str) -> None:
    assert len(read(room.client, path).data) < 50_000


@pytest.mark.parametrize("path", LISTS)
def test_fifty_checks_stand_on_three_pages(archive: list[str], room: Newsroom, path: str) -> None:
    assert [len(found.checks) for found in turned(room.client, path)] == [20, 20, 10]
    assert [check for found in turned(room.client, path) for check in found.checks] == archive[::-1]
