"""The public pages as axe-core sees them (WCAG 2.2 AA and good practice), light and dark, on a phone and on a desk."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.newsrooms import Newsroom, created
from tests.web import browsing
from tests.web.sitting import corrected, published, retracted, text

CHROMIUM = browsing.program()
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="Left out: what axe-core says of the public pages, for there is no Chromium on the path"
)
SCHEMES = ("light", "dark")
WIDTHS = {"phone": 390, "desk": 1280}
SERIOUS = {"serious", "critical"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FAULTY = """<!DOCTYPE html><html lang="en"><title>Faults</title><main><h1>Faults</h1>
<img src="data:,"><p style="color: #999; background: #aaa">Hardly to be read</p></main></html>"""


@pytest.fixture(scope="module")
def shared_kind() -> str:
    """The pages are the same on either database."""
    return "sqlite"


@pytest.fixture(scope="module")
def paths(room: Newsroom) -> dict[str, str]:
    """The pages by name, with something of each kind on them."""
    check, gone, open_ = (published(room, texts=[text(f"Check {n}"), text(f"Essai {n}", "fr")]) for n in range(3))
    corrected(room, check, label="false")
    corrected(room, gone)
    retracted(room, gone)
    created(room.step(open_, "reopen", reason="again"))
    claimant = room.get(f"/claims/{check}").json["claimant"]["id"]
    for _ in range(19):
        room.claim_in("published")
    return {
        "index": "/", "index in French": "/?language=fr", "check": f"/fact-checks/{check}",
        "retracted check": f"/fact-checks/{gone}", "check under review": f"/fact-checks/{open_}",
        "corrections": "/corrections", "topic": "/topics/economy", "claimant": f"/claimants/{claimant}",
        "label": "/labels/mostly_false", "organization": "/organizations/example", "error": "/topics/none",
        "search": "/search?q=Check", "search without words": "/search",
    }  # fmt: skip


@pytest.fixture(scope="module")
def site(shared_app: Flask) -> Iterator[str]:
    """The address of the application."""
    with browsing.served(shared_app) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser."""
    with browsing.browser(CHROMIUM or "") as running:
        yield running


@pytest.fixture(params=[(scheme, width) for scheme in SCHEMES for width in WIDTHS], ids="-".join)
def window(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """A window of some width in one of the colour schemes."""
    scheme, width = request.param
    context = chromium.new_context(
        viewport={"width": WIDTHS[width], "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    yield context.new_page()
    context.close()


def faults(window: Page) -> list[str]:
    """Return what axe-core finds serious."""
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}
    found = Axe().run(window, options=options).response["violations"]
    return [
        f"{fault['id']}: {[node['html'] for node in fault['nodes']]}" for fault in found if fault["impact"] in SERIOUS
    ]


def test_there_is_nothing_serious_on_any_page(window: Page, site: str, paths: dict[str, str]) -> None:
    found = {}
    for name, path in paths.items():
        window.goto(site + path)
        found[name] = faults(window)

    assert {name: told for name, told in found.items() if told} == {}


def test_no_page_is_wider_than_its_window(window: Page, site: str, paths: dict[str, str]) -> None:
    widths = {}
    for name, path in paths.items():
        window.goto(site + path)
        widths[name] = window.evaluate("document.documentElement.scrollWidth - window.innerWidth")

    assert {name: width for name, width in widths.items() if width > 0} == {}


def test_a_missing_alternative_and_a_weak_contrast_would_be_found(window: Page) -> None:
    window.set_content(FAULTY)

    assert {fault.partition(":")[0] for fault in faults(window)} >= {"image-alt", "color-contrast"}


def test_the_pages_ask_for_nothing_but_themselves(chromium: Browser, site: str, paths: dict[str, str]) -> None:
    asked: list[str] = []
    page = chromium.new_page()
    page.on("request", lambda request: asked.append(request.url))
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    for path in set(paths.values()) - {paths["error"]}:
        page.goto(site + path)
    page.close()

    assert {url for url in asked if not url.startswith((f"{site}/", "data:"))} == set()
    assert refused == []


def test_the_first_key_leads_to_the_content(chromium: Browser, site: str, paths: dict[str, str]) -> None:
    page = chromium.new_page()
    page.goto(site + paths["index"])

    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")

    assert first == "Skip to content"
    assert page.evaluate("document.activeElement.id") == "content"
    page.close()
