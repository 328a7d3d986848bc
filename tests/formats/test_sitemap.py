"""Sitemaps, by the rules of sitemaps.org."""

from xml.etree import ElementTree as ET

from tests import snapshots as examples
from tracker.formats import sitemap

SITEMAP, XHTML = f"{{{sitemap.NAMESPACE}}}", "{http://www.w3.org/1999/xhtml}"
PAGE = f"https://checks.example/fact-checks/{examples.CHECK_ID}"


def elements(snapshot: dict, standing=None, language: str = "en") -> ET.Element:
    """Return the sitemap of one check in one language."""
    body = sitemap.render(
        snapshot, standing or examples.standing(), language=language, public_url="https://checks.example/"
    )
    return ET.fromstring(sitemap.page([body]))


def test_a_check_is_an_address_with_the_time_of_its_last_change() -> None:
    found = elements(examples.snapshot(), examples.standing(changed_at=examples.CORRECTED_AT))

    assert found.tag == f"{SITEMAP}urlset"
    assert [(child.tag.removeprefix(SITEMAP), child.text) for child in found[0]][:2] == [
        ("loc", PAGE),
        ("lastmod", examples.CORRECTED_AT),
    ]


def test_each_language_names_all_of_them_itself_too() -> None:
    links = [
        [link.attrib for link in elements(examples.snapshot(), language=language).iter(f"{XHTML}link")]
        for language in ("en", "fr")
    ]

    assert (
        links[0]
        == links[1]
        == [
            {"rel": "alternate", "hreflang": "en", "href": PAGE},
            {"rel": "alternate", "hreflang": "fr", "href": f"{PAGE}/fr"},
        ]
    )


def test_a_check_in_one_language_names_no_others() -> None:
    alone = examples.snapshot()
    del alone["verdict"]["texts"][1]

    assert list(elements(alone).iter(f"{XHTML}link")) == []


def test_what_stands_in_an_address_is_escaped() -> None:
    body = sitemap.page([sitemap.element("https://a.example/?a=1&b=<2>", alternates=[("en", 'https://a.example/"&')])])

    found = ET.fromstring(body)[0]
    assert (found[0].text, found[1].attrib["href"]) == ("https://a.example/?a=1&b=<2>", 'https://a.example/"&')


def test_the_index_lists_sitemaps() -> None:
    found = ET.fromstring(sitemap.index(["https://a.example/1.xml?x&y", "https://a.example/2.xml"]))

    assert found.tag == f"{SITEMAP}sitemapindex"
    assert [entry[0].text for entry in found] == ["https://a.example/1.xml?x&y", "https://a.example/2.xml"]
