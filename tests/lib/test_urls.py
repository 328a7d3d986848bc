"""Web addresses: which text is one, and which of them mean the same page."""

from urllib.parse import urlsplit

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib import urls

ELSEWHERE = jsonschema_rs.validator_for({"pattern": urls.PATTERN, "maxLength": urls.MAX_LENGTH})
WEB_URLS = st.from_regex(urls.PATTERN, fullmatch=True).filter(lambda url: len(url) < 2_000)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org",
        "http://example.org/",
        "https://www.example.org/a/b.html?c=d&e#f",
        "https://example.org?q",
        "https://example.org#top",
        "http://localhost:8000/",
        "http://127.0.0.1:65535/a",
        "https://xn--bcher-kva.example/",
        "https://bücher.example/ä?ö#ü",
        "https://пример.рф/",
        "https://例え.jp/パス",
        "https://उदाहरण.भारत/",
        "https://مثال.مصر/",
        "https://my_site.example.org/",
        "https://example.org/@name/(1)|[2]{3};a=b,c!$'*~%20",
        "https://web.archive.org/web/2020/http://example.org/",
        "https://example.org/😀",
        "https://example.org/" + "a" * 2028,
    ],
)
def test_an_address_of_the_web_is_one(text):
    assert urls.is_web_url(text)
    assert urls.normalize(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.org",
        "//example.org/",
        "/path",
        "ftp://example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@example.org",
        "https://",
        "https:///path",
        "https:example.org",
        "https:/example.org",
        "https://?q",
        "https://user@example.org/",
        "https://user:secret@example.org/",
        "https://example.org:secret@evil.example/",
        "https://example.org\\@evil.example/",
        "https://example.org/a b",
        "https://example.org/a\nb",
        "https://example.org/\n",
        "https://example.org\n",
        "https://example.org/\x00",
        "https://example.org/\x7f",
        "https://example.org/\u00a0",
        "https://example.org/\u2028",
        "https://example.org/\u202e",
        'https://example.org/"onload="',
        "https://example.org/<b>",
        " https://example.org/",
        "https://-example.org/",
        "https://example-.org/",
        "https://example..org/",
        "https://.example.org/",
        "https://example.org./",
        "https://exa mple.org/",
        "https://exam%70le.org/",
        "https://" + "a" * 64 + ".org/",
        "https://example.org:/",
        "https://example.org:0/",
        "https://example.org:65536/",
        "https://example.org:8o/",
        "https://[::1]/",
        "https://[::1",
        "https://a\u2100b.example/",
        "https://example.org\uff0fevil/",
        "https://example\u3002org/",
        "https://example.org/" + "a" * 2029,
    ],
)
def test_other_text_is_none(text):
    assert not urls.is_web_url(text)
    with pytest.raises(ValueError, match="not a web address"):
        urls.normalize(text)


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("http://example.org", "https://example.org/"),
        ("https://EXAMPLE.org/Path", "https://example.org/Path"),
        ("http://example.org:80/", "https://example.org/"),
        ("http://example.org:443/", "https://example.org/"),
        ("https://example.org:443/", "https://example.org/"),
        ("http://example.org:8080/", "https://example.org:8080/"),
        ("https://www.example.org/", "https://www.example.org/"),
        ("https://example.org/a#b", "https://example.org/a"),
        ("https://example.org/#!/a", "https://example.org/"),
        ("https://example.org/a/../b/./c", "https://example.org/b/c"),
        ("https://example.org/%7ename/%c3%a9", "https://example.org/~name/%C3%A9"),
        ("https://example.org/é", "https://example.org/%C3%A9"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://example.org/?utm_source=x&id=7&fbclid=y&UTM_Medium=z", "https://example.org/?id=7"),
        ("https://example.org/?gclid=1", "https://example.org/"),
        ("https://example.org/?b=2&a=1&a=0", "https://example.org/?b=2&a=1&a=0"),
        ("https://example.org/?q=a%26b", "https://example.org/?q=a%26b"),
        ("https://example.org/?q=utm_source", "https://example.org/?q=utm_source"),
        ("https://example.org/?", "https://example.org/"),
        ("https://example.org/a/", "https://example.org/a/"),
    ],
)
def test_addresses_of_one_page_share_their_normal_form(url, normal):
    assert urls.normalize(url) == normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/a/"),
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/", "https://www.example.org/"),
        ("https://example.org/?a=1", "https://example.org/?a=2"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org/?q=a+b", "https://example.org/?q=a%2Bb"),
    ],
)
def test_addresses_of_two_pages_stay_apart(one, other):
    assert urls.normalize(one) != urls.normalize(other)


@given(WEB_URLS)
def test_all_that_the_pattern_matches_is_an_address_with_a_normal_form(url):
    assert urls.is_web_url(url)
    normal = urls.normalize(url)
    assert urls.is_web_url(normal)
    assert urls.normalize(normal) == normal


def test_an_address_that_encoding_makes_too_long_keeps_its_letters():
    url = "https://Example.org/" + "é" * 2_000
    assert urls.normalize(url) == "https://example.org/" + "é" * 2_000


@given(WEB_URLS)
def test_the_standard_library_sees_no_other_host_or_credentials_in_it(url):
    parts = urlsplit(url)
    assert (parts.username, parts.password) == (None, None)
    assert parts.hostname
    assert parts.port is None or 0 < parts.port < 65_536
    assert urls.host(url)


@given(st.text() | st.text("htps:/.a@?#[]\\ \n%-é0:\u3000").map("http://".__add__) | WEB_URLS)
def test_another_engine_reads_the_pattern_alike(text):
    assert ELSEWHERE.is_valid(text) == urls.is_web_url(text)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Example.org:8443/a", "example.org"),
        ("http://www.example.org", "www.example.org"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
    ],
)
def test_a_host_is_in_lower_case_without_port(url, host):
    assert urls.host(url) == host


@pytest.mark.parametrize(
    ("host", "site", "expected"),
    [
        ("example.org", "example.org", True),
        ("WWW.example.org", "Example.ORG", True),
        ("a.b.example.org", "example.org", True),
        ("evilexample.org", "example.org", False),
        ("example.org", "www.example.org", False),
        ("example.org.evil", "example.org", False),
    ],
)
def test_a_subdomain_is_within_its_site(host, site, expected):
    assert urls.is_within(host, site) is expected
