"""Partial answers: a mask names what stays."""

import pytest

from tracker.lib import field_masks

DOCUMENT = {"items": [{"id": 1, "name": {"first": "A", "last": "B"}}, {"id": 2}], "next": "n"}


@pytest.mark.parametrize(
    ("mask", "left"),
    [
        ("next", {"next": "n"}),
        ("items/id", {"items": [{"id": 1}, {"id": 2}]}),
        ("items(id,name/last),next", {"items": [{"id": 1, "name": {"last": "B"}}, {"id": 2}], "next": "n"}),
        ("items/*", DOCUMENT | {"next": None}),
        ("*", DOCUMENT),
        ("unknown", {}),
        ("items", {"items": DOCUMENT["items"]}),
    ],
)
def test_what_a_mask_names_stays(mask: str, left: dict[str, object]) -> None:
    wanted = {name: value for name, value in left.items() if value is not None}

    assert field_masks.cut(DOCUMENT, field_masks.parse(mask)) == wanted


@pytest.mark.parametrize(
    "text", ["", ",", "a,", "a(", "a()", "a(b", "a)", "a/", "/a", "a b", "a" * 1001, "a(" * 30, "é"]
)
def test_what_is_no_mask_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        field_masks.parse(text)
