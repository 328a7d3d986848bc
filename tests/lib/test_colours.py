"""Colours: how light they are, and the ink that is legible on them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib import colours

AA = 4.5


def contrast(colour: str, ink: str) -> float:
    """Return the contrast of an ink on a colour (WCAG 2.2)."""
    on = colours.luminance(colour)
    return 1.05 / (on + 0.05) if ink == "white" else (on + 0.05) / 0.05


@pytest.mark.parametrize(
    ("colour", "light"), [("#000000", 0), ("#ffffff", 1), ("#808080", 0.2159), ("#ff0000", 0.2126)]
)
def test_luminance_is_that_of_wcag(colour: str, light: float) -> None:
    assert colours.luminance(colour) == pytest.approx(light, abs=0.001)


@given(st.integers(0, 0xFFFFFF))
def test_there_is_a_legible_ink_for_every_colour(number: int) -> None:
    colour = f"#{number:06x}"

    assert contrast(colour, colours.ink(colour)) >= AA


@pytest.mark.parametrize("text", ["#12345", "#1234567", "red", "#12345g", "", None, "#123456\n"])
def test_what_is_no_colour_is_told_apart(text: str | None) -> None:
    assert not colours.is_colour(text)
    assert colours.is_colour("#1f4E8c")
