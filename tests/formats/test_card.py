"""Checks as entries of lists."""

from html.parser import HTMLParser
from typing import Any

import pytest

from tests import snapshots as examples
from tracker.formats import card

HOSTILE = "</li></ol><script>alert(1)</script> & \" ' \x1b \x00 \u202e ]]> <b>"
MOST = (50_000 - 4_000) // 20  # of a page of twenty, whose frame takes the rest
VOID = {"rect"}


class Entry(HTMLParser):
    """What a card holds; an element that is never closed, or closed twice, is a failure."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))

    def said_in(self, tag: str) -> list[str]:
        return [text for around, text in self.texts if around == tag and text.strip()]

    @property
    def links(self) -> list[str | None]:
        return [attributes["href"] for tag, attributes in self.elements if tag == "a"]


def rendered(snapshot: dict[str, Any], standing: Any = None, *, language: str = "en", url: str | None = None) -> str:
    """Return a card."""
    standing = standing or examples.standing()
    return card.render(snapshot, standing, language=language, public_url=url or examples.PUBLIC_URL).decode()


def test_a_card_says_what_was_checked_how_it_was_rated_and_who_said_it() -> None:
    found = Entry(rendered(examples.snapshot()))

    assert found.said_in("a") == ["Prices rose by 18 percent in a year, not by 40", "Mostly false"]
    assert found.said_in("q") == ["Prices are up forty percent in a year."]
    assert found.said_in("bdi") == ["Example Checks", "Ministry of Finance"]
    assert found.said_in("time") == ["4 March 2026", "27 February 2026"]


def test_its_links_lead_to_check_label_and_claimant_below_the_services_path() -> None:
    claimant_id = examples.snapshot()["claim"]["claimant"]["id"]

    assert Entry(rendered(examples.snapshot(), url="https://a.example/facts/")).links == [
        f"/facts/fact-checks/{examples.CHECK_ID}",
        "/facts/labels/mostly_false?organization=example-checks",
        f"/facts/claimants/{claimant_id}",
    ]


def test_a_card_in_another_language_has_its_words_and_leads_to_its_page() -> None:
    found = Entry(rendered(examples.snapshot(), language="fr"))

    assert found.said_in("a") == ["Les prix ont augmenté de 18 %, et non de 40 %", "Plutôt faux"]
    assert found.links[0] == f"/fact-checks/{examples.CHECK_ID}/fr"
    assert ("h2", {"lang": "fr", "dir": "auto"}) in found.elements


@pytest.mark.parametrize(
    ("snapshot", "standing", "marks"),
    [
        (examples.snapshot(), examples.standing(), []),
        (examples.snapshot(), examples.standing(status="under_review"), ["Under review"]),
        (examples.corrected(), examples.standing(), ["Corrected"]),
        (examples.corrected(kind="update"), examples.standing(), ["Updated"]),
        (examples.corrected(kind="reinstatement"), examples.standing(), ["Reinstated"]),
        (examples.retracted(), examples.standing(status="retracted"), ["Retracted"]),
        (examples.snapshot(kind="imported"), examples.standing(), ["From the archive"]),
    ],
)
def test_a_card_is_marked_with_what_became_of_its_check(snapshot: Any, standing: Any, marks: list[str]) -> None:
    assert Entry(rendered(snapshot, standing)).said_in("strong") == marks


def test_the_rating_of_a_retracted_check_is_struck_out() -> None:
    found = Entry(rendered(examples.retracted(), examples.standing(status="retracted")))

    assert found.said_in("s") == ["Mostly false"]


def test_a_check_from_the_archive_has_its_original_date() -> None:
    archived = examples.snapshot(kind="imported", first_published_at="2019-05-03T12:00:00.000000Z")

    assert "3 May 2019" in Entry(rendered(archived)).said_in("time")


@pytest.mark.parametrize(
    ("attribution", "words"), [("unnamed", "Unnamed speaker"), ("none", "Nobody in particular"), ("named", "")]
)
def test_who_said_it_may_be_nobody(attribution: str, words: str) -> None:
    found = Entry(
        rendered(examples.snapshot(claim__claimant=None, claim__attribution=attribution, claim__made_on=None))
    )

    assert "".join(found.said_in("span")).replace("·", "").strip() == words


def test_hostile_text_stays_text() -> None:
    hostile = examples.snapshot(
        claim__text=HOSTILE, claim__claimant__name=HOSTILE, organization__name=HOSTILE, verdict__label__name=HOSTILE
    )
    hostile["verdict"]["texts"][0]["title"] = HOSTILE

    html = rendered(hostile)

    assert {tag for tag, _ in Entry(html).elements} <= {
        "li", "p", "strong", "time", "bdi", "span", "h2", "a", "svg", "rect", "q"
    }  # fmt: skip
    assert not set(html) & set("\x00\x1b")


@pytest.mark.parametrize("character", ["字", "😀", "ක", "<"])
def test_twenty_cards_fit_on_a_page_in_any_script(character: str) -> None:
    long = character * 5000
    wordy = examples.snapshot(
        claim__text=long, claim__claimant__name=long, organization__name=long, verdict__label__name=long
    )
    wordy["verdict"]["texts"][0]["title"] = long

    assert len(rendered(wordy).encode()) < MOST


def test_a_colour_that_is_none_gives_way_to_that_of_the_labels_class() -> None:
    odd = examples.snapshot(verdict__label__colour='red"/><script>')

    assert 'fill="#9a3412"' in rendered(odd)
