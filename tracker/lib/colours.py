"""Colours as WCAG 2.2 looks at them: how light one is, and which ink is legible on it."""

import re

LIGHTEST_FOR_WHITE = 0.179  # the relative luminance at which black and white ink have the same contrast
_COLOUR = re.compile("#[0-9a-fA-F]{6}")


def is_colour(text: str | None) -> bool:
    """Tell whether text is an sRGB colour as `#rrggbb`."""
    return text is not None and _COLOUR.fullmatch(text) is not None


def luminance(colour: str) -> float:
    """Return the relative luminance of an sRGB colour, as WCAG 2.2 defines it."""
    shares = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ink(colour: str) -> str:
    """Return `white` or `black`, whichever has more contrast on a colour."""
    return "white" if luminance(colour) <= LIGHTEST_FOR_WHITE else "black"
