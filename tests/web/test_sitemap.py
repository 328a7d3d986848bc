"""What crawlers are told: the sitemaps of sitemaps.org, and that they may read all."""

from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.newsrooms import Newsroom
from tests.web.sitting import published, text
from tracker.formats.sitemap import MOST_ADDRESSES, NAMESPACE
from tracker.services import sitemaps

SITE = "https://tracker.example"
SITEMAP, XHTML = f"{{{NAMESPACE}}}", "{http://www.w3.org/1999/xhtml}"


def locations(client: FlaskClient, path: str) -> list[str]:
    """Return the addresses in a sitemap or an index, whose rules it must keep."""
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml"), answer.text
    root = ET.fromstring(answer.data)
    assert root.tag in {f"{SITEMAP}urlset", f"{SITEMAP}sitemapindex"}
    assert {entry.tag for entry in root} <= {f"{SITEMAP}url", f"{SITEMAP}sitemap"}
    assert len(root) <= MOST_ADDRESSES
    found = [entry.findtext(f"{SITEMAP}loc") or "" for entry in root]
    assert all(place.startswith(f"{SITE}/") and len(place) < 2048 for place in found)
    return found


def crawled(client: FlaskClient) -> list[str]:
    """Return all addresses that a crawler finds."""
    return [
        address
        for place in locations(client, "/sitemap.xml")
        for address in locations(client, place.removeprefix(SITE))
    ]


def test_robots_may_read_all_and_are_told_where_the_sitemap_is(newsroom: Newsroom) -> None:
    answer = newsroom.client.get("/robots.txt")

    assert answer.mimetype == "text/plain"
    assert answer.text.splitlines() == ["User-agent: *", "Allow: /", "", f"Sitemap: {SITE}/sitemap.xml"]


def test_a_crawler_finds_every_page_once_and_each_answers(newsroom: Newsroom) -> None:
    ids = [newsroom.claim_in("published"), newsroom.claim_in("retracted")]
    newsroom.claim_in("approved")

    found = crawled(newsroom.client)

    assert sorted(found) == sorted(
        SITE + path
        for path in ("/", "/corrections", "/organizations/example", "/organizations/other", "/topics/economy",
                     "/labels/mostly_false", *(f"/fact-checks/{check_id}" for check_id in ids))
    )  # fmt: skip
    assert {newsroom.client.get(address.removeprefix(SITE)).status_code for address in found} == {200}


def test_a_check_has_an_address_a_language_each_naming_the_others(newsroom: Newsroom) -> None:
    claim_id = published(newsroom, texts=[text("Lower"), text("Plus basse", "fr")])

    root = ET.fromstring(newsroom.client.get("/sitemaps/000-fff.xml").data)

    page = f"{SITE}/fact-checks/{claim_id}"
    assert [entry.findtext(f"{SITEMAP}loc") for entry in root] == [page, f"{page}/fr"]
    assert [link.attrib["href"] for link in root[1].iter(f"{XHTML}link")] == [page, f"{page}/fr"]
    assert all(entry.findtext(f"{SITEMAP}lastmod") for entry in root)


@pytest.mark.parametrize("count", [1, 2, 64, 4096])
def test_however_many_parts_there_are_each_check_is_in_one(
    app: Flask, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    ids = {newsroom.claim_in("published") for _ in range(3)}
    monkeypatch.setattr(sitemaps, "_count", lambda: count)

    with app.app_context():
        parts = sitemaps.parts()
        found = [body for part in parts for body in sitemaps.elements(part, public_url=SITE)]

    assert len(parts) == count
    assert (parts[0][0], parts[-1][1]) == ("000", "fff")
    assert len(found) == len(ids)
    assert all(any(check_id.encode() in body for body in found) for check_id in ids)


@pytest.mark.parametrize(
    ("entries", "count"), [(1, 1), (10_000, 1), (10_001, 2), (40_000, 4), (40_001, 8), (10**9, 4096)]
)
def test_there_are_as_many_parts_as_the_log_asks_for(
    app: Flask, monkeypatch: pytest.MonkeyPatch, entries: int, count: int
) -> None:
    monkeypatch.setattr("tracker.services.sitemaps.log.size", lambda _connection: entries)

    with app.app_context():
        assert len(sitemaps.parts()) == count


@pytest.mark.parametrize("name", ["000-0ff", "fff-000", "000-ffg", "checks", "0-f", "000-fff-", "%00"])
def test_a_part_that_there_is_not_is_not_found(newsroom: Newsroom, name: str) -> None:
    assert newsroom.client.get(f"/sitemaps/{name}.xml").status_code == 404


def test_a_part_of_when_the_log_was_half_as_long_is_still_found(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "_count", lambda: 2)

    found = [newsroom.client.get(f"/sitemaps/{name}.xml").status_code for name in ("000-7ff", "000-fff", "000-3ff")]

    assert found == [200, 200, 404]


def test_a_change_is_in_the_sitemap_at_once(newsroom: Newsroom) -> None:
    before = newsroom.client.get("/sitemaps/000-fff.xml")
    claim_id = newsroom.claim_in("published")

    after = newsroom.client.get("/sitemaps/000-fff.xml", headers={"If-None-Match": before.headers["ETag"]})
    again = newsroom.client.get("/sitemaps/000-fff.xml", headers={"If-None-Match": after.headers["ETag"]})

    assert claim_id in after.text
    assert (again.status_code, again.data) == (304, b"")
