"""The page of a check, as its template shows it."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

import tracker
from tests import snapshots as examples
from tracker.lib import colours
from tracker.web.public import check_view

WEB = Path(tracker.__file__).parent / "web"
TEMPLATES = Environment(loader=FileSystemLoader(WEB / "templates"), autoescape=True, undefined=StrictUndefined)
CORRECTION = examples.as_entry(examples.corrected())
HOSTILE = '</script><img src=x onerror=alert(1)> & " \u2028 \x1b \x85 \ufffe \u202e ]]>'
FRAME = {"stylesheet_url": "/static/site.css", "site_path": "", "feed_query": "", "corrections_query": ""}
VOID = {"meta", "link", "br", "hr", "img", "rect", "input"}


class Page(HTMLParser):
    """What a page holds: elements with attributes, text by the element around it, and elements never closed."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements, self.open, self.texts, self.html = [], [], [], html
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag):
        assert tag in VOID or self.open.pop() == tag

    def handle_data(self, text):
        self.texts.append((tuple(self.open), text))

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def words(self):
        return " ".join(" ".join(text for around, text in self.texts if "script" not in around).split())


def page(snapshot, standing=None, *, language="en", public_url=examples.PUBLIC_URL):
    view = check_view.view(snapshot, standing or examples.standing(), language=language, public_url=public_url)
    return Page(TEMPLATES.get_template("check.html").render(**FRAME | view))


def contrast(one, other):
    lighter, darker = sorted((colours.luminance(one), colours.luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    "words",
    [
        "Example Checks",
        "Prices are up forty percent in a year.",
        "Ministry of Finance",
        "27 February 2026",
        "Exampleland",
        "First seen in Press conference on the budget",
        "Mostly false",
        "2 on a scale from 1 to 5",
        "Prices rose by 18 percent in a year, not by 40",
        "The statistics office measured 18.4% for the same twelve months.",
        "measures consumer prices monthly",
        "40%",
        "18.4% ± 0.2",
        "Evidence against the claim",
        "In January the index stood 18.4 per cent above the level of a year before.",
        "page 3",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "Interest: The wire service is partly owned by a bakery chain.",
        "Checked by Economy desk",
        "Approved by Duty editor",
        "True as of 1 March 2026",
        "To be reviewed by 1 September 2026",
        "First published 4 March 2026, 10:30 CET",
        "We asked the ministry for its calculation",
        "Publication 1",
    ],
)
def test_a_page_shows_what_a_reader_needs(words):
    assert words in page(examples.snapshot()).words


def test_every_element_is_closed():
    assert page(examples.corrected()).open == []


def test_a_page_needs_no_script_and_no_style_of_its_own():
    found = page(examples.snapshot())

    assert found.all("script") == [{"type": "application/ld+json"}]
    assert not found.all("style")
    assert not [name for _, attributes in found.elements for name in attributes if name == "style" or name[:2] == "on"]


def test_a_page_and_its_styles_are_small():
    weight = len(page(examples.corrected()).html.encode()) + (WEB / "static" / "site.css").stat().st_size

    assert weight < 50_000


def test_a_page_has_landmarks_and_one_main_heading():
    tags = [tag for tag, _ in page(examples.snapshot()).elements]

    assert [tags.count(tag) for tag in ("main", "h1", "footer")] == [1, 1, 1]
    assert ("a", {"class": "skip", "href": "#content"}) in page(examples.snapshot()).elements


def test_a_page_tells_its_language_and_leads_to_the_others():
    found = page(examples.snapshot(), language="fr")

    assert found.all("html") == [{"lang": "fr"}]
    assert f"/fact-checks/{examples.CHECK_ID}" in [link["href"] for link in found.all("a")]
    assert {link["hreflang"] for link in found.all("link") if "hreflang" in link} == {"en", "fr", "x-default"}


def test_a_page_leads_to_its_claimreview_and_its_feed():
    found = [(link["type"], link["href"]) for link in page(examples.snapshot()).all("link") if "type" in link]

    assert ("application/ld+json", f"/fact-checks/{examples.CHECK_ID}.json") in found
    assert ("application/feed+json", "/feeds/verdicts.json?organization=example-checks") in found


def test_links_stay_below_the_path_of_the_service():
    found = page(examples.snapshot(), public_url="https://checks.example/tracker/")

    assert f"/tracker/fact-checks/{examples.CHECK_ID}/v/1" in [link["href"] for link in found.all("a")]


def test_the_claimreview_of_the_page_is_the_one_in_json():
    found = page(examples.snapshot())

    texts = [text for around, text in found.texts if around and around[-1] == "script"]

    assert json.loads("".join(texts))["url"] == f"https://checks.example/fact-checks/{examples.CHECK_ID}"


def test_a_correction_is_told_at_the_top():
    words = page(examples.corrected()).words

    assert words.index("The first version named the wrong twelve months.") < words.index("The claim")


def test_a_check_under_review_says_so():
    assert "Under review" in page(examples.snapshot(), examples.standing(status="under_review")).words


def test_a_retraction_strikes_the_verdict_out():
    found = page(examples.retracted(), examples.standing(status="retracted"))

    assert [text for around, text in found.texts if around[-1:] == ("s",)] == ["Mostly false"]
    assert "The recording was of another speech" in found.words


def test_an_earlier_publication_leads_to_the_current_one():
    found = page(examples.snapshot(), examples.standing(publications=[examples.entry(), CORRECTION]))

    assert "This is publication 1 of 2. Read the current one." in found.words
    assert f"/fact-checks/{examples.CHECK_ID}/v/2" in [link["href"] for link in found.all("a")]


def test_withdrawn_evidence_stays_visible_and_struck_out():
    withdrawn = examples.evidence(excerpt="A wrong table.", withdrawn=True, observations=[examples.observation()])

    found = page(examples.snapshot(evidence=[withdrawn], claim__quantities=[]))

    assert [text for around, text in found.texts if "del" in around] == ["A wrong table."]
    assert "The numbers" not in found.words


def test_a_revised_figure_is_struck_out():
    seen = [
        examples.observation(id="old", value="17.9"),
        examples.observation(id="new", value="18.4", supersedes_id="old"),
    ]

    found = page(examples.snapshot(evidence=[examples.evidence(observations=seen)]))

    assert [text for around, text in found.texts if around[-1:] == ("s",)] == ["17.9%"]


def test_a_protected_source_shows_its_public_description_alone():
    protected = examples.protected_source(disclosure="SECRET")
    evidence = examples.evidence(
        source=protected,
        origin={"id": "x", "name": "SECRET"},
        locator={"section": "SECRET"},
        capture=examples.evidence()["capture"] | {"digest": "SECRET"},
    )
    snapshot = examples.snapshot(evidence=[evidence])
    snapshot["claim"]["appearances"][0] |= {"source": protected, "wording": "SECRET"}

    found = page(snapshot)

    assert protected["public_description"] in found.words
    assert "SECRET" not in found.html


@pytest.mark.parametrize("colour", ["#ffffff", "#000000", "#facc15", "#808080", "#c2410c", "#757575", "red", None])
@pytest.mark.parametrize("label_class", ["true", "mostly_true", "mixed", "mostly_false", "false", "satire", None])
def test_the_label_can_be_read_on_its_colour(colour, label_class):
    snapshot = examples.snapshot(verdict__label__colour=colour)
    snapshot["verdict"]["label"]["class"] = label_class

    verdict = check_view.view(snapshot, examples.standing(), language="en", public_url="https://a.example")["verdict"]

    ink = {"white": "#ffffff", "black": "#000000"}[verdict["ink"]]
    assert contrast(ink, verdict["colour"]) >= 4.5


@pytest.mark.parametrize(
    "place", ["claim__text", "claim__place", "claim__context", "claim__job_title", "organization__name", "notice"]
)
def test_hostile_text_stays_text(place):
    found = page(examples.corrected(**{place: HOSTILE}))

    assert not found.all("img")
    assert len(found.all("script")) == 1
    assert not set("\x1b\x85\ufffe") & set(found.html)


def test_hostile_markdown_stays_text():
    snapshot = examples.snapshot()
    rationale = HOSTILE + "\n\n[link](javascript:alert(1)) ![image](https://elsewhere.example/x.png)\n\n# Heading"
    snapshot["verdict"]["texts"][0] |= {"rationale": rationale, "title": HOSTILE, "summary": HOSTILE}

    found = page(snapshot)

    assert not found.all("img")
    assert len(found.all("script")) == 1
    assert not [link for link in found.all("a") if not link["href"].startswith(("https://", "/", "#"))]
    assert len(found.all("h1")) == 1


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "https://a b/", "//elsewhere.example"])
def test_what_is_no_web_address_is_no_link(url):
    source = examples.source(url=url)

    found = page(examples.snapshot(evidence=[examples.evidence(source=source)], organization__url=url))

    assert url not in [link["href"] for link in found.all("a")]


def test_a_check_with_the_bare_minimum_is_shown():
    snapshot = examples.snapshot(evidence=[], claim__appearances=[], claim__quantities=[], claim__claimant=None)
    snapshot["claim"] |= dict.fromkeys(
        ("attribution_note", "job_title", "made_on", "place", "context", "selection_reason")
    )
    snapshot["verdict"] |= {"approved_by": None, "true_as_of": None, "review_by": None, "statements": {}}
    snapshot["organization"] |= {"url": None, "logo_url": None, "policies": {}, "time_zone": "Nowhere/Atall"}

    assert "Mostly false" in page(snapshot).words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"comparator": "between", "value": None, "lower": "10", "upper": "20"}, "10 to 20%"),
        ({"comparator": "≥", "value": "30000", "unit": "people"}, "at least 30,000 people"),
        ({"hedge": True}, "about 40%"),
        ({"value": "-0.50", "unit": None}, "−0.50"),
        ({"value": "1.5", "unit": "percentage_points"}, "1.5 percentage points"),
    ],
)
def test_a_number_is_said_as_a_reader_would(changes, words):
    found = check_view.view(
        examples.snapshot(claim__quantities=[examples.quantity(**changes)]),
        examples.standing(),
        language="en",
        public_url="https://a.example",
    )

    assert found["figures"][0]["figures"][0]["amount"] == words


def test_an_error_page_escapes_what_it_is_given():
    html = TEMPLATES.get_template("error.html").render(status=404, title="Not found", detail=HOSTILE, **FRAME)

    assert not Page(html).all("img")
