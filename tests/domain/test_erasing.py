"""What can be taken out of objects, and how it goes out of what shows them."""

import pytest

from tracker.domain import erasing
from tracker.domain.erasing import Marks, Place, cleansed
from tracker.domain.events import ERASED_NOUNS

TEXT = "[removed]"


def marks(place, *former):
    found = Marks(text=TEXT)
    found.add(place, former)
    return found


def test_every_noun_that_can_be_erased_has_its_events():
    assert set(erasing.MEMBERS) == set(ERASED_NOUNS)
    assert {noun for noun, _ in erasing.PARTS} < set(ERASED_NOUNS)


def test_a_place_tells_member_and_part_apart():
    assert (Place("claim/1", "/text").member, Place("claim/1", "/text").key) == ("text", None)
    assert (Place("verdict/1", "/texts/en").member, Place("verdict/1", "/texts/en").key) == ("texts", "en")


@pytest.mark.parametrize(
    ("place", "kind", "can"),
    [
        (Place("claim/1", "/text"), "erasure", True),
        (Place("claim/1", "/text"), "restriction", True),
        (Place("claim/1", "/state"), "erasure", False),
        (Place("claim/1", "/quantities/2"), "erasure", True),
        (Place("claim/1", "/quantities/2"), "restriction", False),
        (Place("claim/1", "/assignees/2"), "erasure", False),
        (Place("claim/1", "/reason"), "erasure", True),
        (Place("claim/1", "/reason"), "restriction", False),
        (Place("erasure/1", "/reason"), "restriction", True),
        (Place("scale/1", "/name"), "erasure", False),
        (Place("webhook/1", "/url"), "erasure", True),
        (Place("webhook/1", "/events"), "erasure", False),
    ],
)
def test_what_can_be_taken_out(place, kind, can):
    assert erasing.is_erasable(place, kind) is can


@pytest.mark.parametrize(
    ("value", "way", "left"),
    [
        ("x", erasing.TEXT, TEXT),
        (None, erasing.TEXT, None),
        ("x", erasing.NULL, None),
        (["x"], erasing.EMPTY, []),
        ({"rule": "x"}, erasing.EACH, {"rule": TEXT}),
        ("x", erasing.DISTINCT, f"{TEXT} (7)"),
    ],
)
def test_what_stands_in_place_of_a_value(value, way, left):
    assert erasing.replaced(value, way, text=TEXT, object_id="7") == left


def test_what_says_the_same_goes_with_it():
    assert [place.pointer for place in erasing.companions(Place("claim/1", "/made_on"))] == [
        "/made_on", "/made_from", "/made_to",
    ]  # fmt: skip


def test_a_member_goes_wherever_its_object_is_shown_and_nowhere_else():
    shown = {"claim": {"id": "1", "text": "x", "other": "x"}, "list": [{"id": "2", "text": "x"}]}

    assert cleansed(shown, marks(Place("claim/1", "/text"))) == {
        "claim": {"id": "1", "text": TEXT, "other": "x"}, "list": [{"id": "2", "text": "x"}],
    }  # fmt: skip


def test_a_part_that_goes_whole_leaves_its_list():
    shown = {"quantities": [{"id": "2", "value": "40"}, {"id": "3", "value": "40"}]}

    assert cleansed(shown, marks(Place("claim/1", "/quantities/2"), {"metric": "x"})) == {
        "quantities": [{"id": "3", "value": "40"}]
    }


def test_a_text_goes_in_its_language_alone():
    texts = [{"language": language, "title": "x", "summary": None} for language in ("en", "fr")]
    left = cleansed({"verdict": {"id": "1", "texts": texts}}, marks(Place("verdict/1", "/texts/en")))

    assert [text["title"] for text in left["verdict"]["texts"]] == [TEXT, "x"]
    assert left["verdict"]["texts"][0]["summary"] is None


def test_copies_go_where_they_are_known_to_stand():
    found = marks(Place("claim/1", "/text"), "the text")

    assert cleansed({"title": "the text", "summary": "the text", "gate": {"title": "another"}}, found) == {
        "title": TEXT, "summary": "the text", "gate": {"title": "another"},
    }  # fmt: skip


def test_a_link_leaves_the_list_of_links():
    found = marks(Place("claimant/1", "/same_as/0"), {"url": "https://a.example/"})

    assert cleansed({"same_as": ["https://a.example/", "https://b.example/"]}, found) == {
        "same_as": ["https://b.example/"]
    }


def test_the_gates_sentences_lose_what_they_quote():
    found = marks(Place("claim/1", "/quantities/2"), {"metric": "Jane's income", "value": "4"})
    told = {"rules": [{"detail": "No observation of the metric Jane's income; 4 needed"}]}

    assert cleansed(told, found) == {"rules": [{"detail": f"No observation of the metric {TEXT}; 4 needed"}]}
